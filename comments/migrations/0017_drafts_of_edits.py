from django.db import migrations


class Migration(migrations.Migration):
    """The field was there, and nobody wrote it."""

    dependencies = [("comments", "0016_imported_at")]

    operations = [
        migrations.RenameField(model_name="commentdraft", old_name="parent", new_name="edited"),
    ]
