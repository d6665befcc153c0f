from django.conf import settings
from django.db import migrations, models


def name_who_did_it(apps, schema_editor):
    Act = apps.get_model("comments", "Act")
    User = apps.get_model(settings.AUTH_USER_MODEL)
    for user in User.objects.filter(pk__in=Act.objects.exclude(by=None).values("by")):
        name = user.display_name or f"{user.first_name} {user.last_name}".strip() or user.username
        Act.objects.filter(by=user).update(by_name=name[:150])


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0014_letter_choices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="act",
            name="by_name",
            field=models.CharField(blank=True, default="", editable=False, max_length=150),
            preserve_default=False,
        ),
        migrations.RunPython(name_who_did_it, migrations.RunPython.noop),
    ]
