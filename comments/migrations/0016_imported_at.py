from django.db import migrations, models
from django.utils import timezone


def begin_the_month(apps, schema_editor):
    """Of what came earlier nobody knows when: it is kept as long as what comes today."""
    comments = apps.get_model("comments", "Comment").objects.exclude(imported_key=None)
    comments.filter(status__in=["spam", "trash"]).update(imported_at=timezone.now())


class Migration(migrations.Migration):
    dependencies = [("comments", "0015_names_in_the_journal")]

    operations = [
        migrations.AddField(
            model_name="comment", name="imported_at", field=models.DateTimeField(null=True, editable=False)
        ),
        migrations.RunPython(begin_the_month, migrations.RunPython.noop),
    ]
