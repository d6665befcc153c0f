"""The group "Moderators": they may read, edit and judge comments, and nothing else."""

from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

PERMISSIONS = ["view_comment", "change_comment", "moderate_comment"]


def make_group(apps, schema_editor):
    # Django makes permissions after the last migration, which is too late for us.
    create_permissions(installed.get_app_config("comments"), apps=apps, verbosity=0, using=schema_editor.connection.alias)
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Moderators")
    group.permissions.set(
        apps.get_model("auth", "Permission").objects.filter(
            content_type__app_label="comments", codename__in=PERMISSIONS
        )
    )


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_group, migrations.RunPython.noop)]
