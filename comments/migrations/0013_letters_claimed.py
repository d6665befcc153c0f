from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("comments", "0012_settings_in_the_journal")]

    operations = [
        migrations.AddField(model_name="letter", name="claimed_at", field=models.DateTimeField(null=True)),
    ]
