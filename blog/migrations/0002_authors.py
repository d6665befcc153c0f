from django.db import migrations

MAY = {
    "post": ["add", "change"],
    "picture": ["add", "change", "view"],
    "tag": ["add", "view"],
    "category": ["view"],
}


def make_authors(apps, schema_editor):
    """The group of people who write and publish posts of their own."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    authors, _ = Group.objects.get_or_create(name="Authors")
    for model, actions in MAY.items():
        # Django makes these only after all migrations: on a new database they are not there yet.
        content_type, _ = ContentType.objects.get_or_create(app_label="blog", model=model)
        for action in actions:
            permission, _ = Permission.objects.get_or_create(
                content_type=content_type,
                codename=f"{action}_{model}",
                defaults={"name": f"Can {action} {model}"},
            )
            authors.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("blog", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_authors, migrations.RunPython.noop)]
