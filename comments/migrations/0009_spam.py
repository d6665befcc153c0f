import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0006_notices"),
    ]

    operations = [
        migrations.CreateModel(
            name="Training",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "trained_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="trained"),
                ),
                ("used_at", models.DateTimeField(null=True, verbose_name="in use since")),
                ("spam", models.PositiveIntegerField(default=0, verbose_name="spam")),
                ("good", models.PositiveIntegerField(default=0, verbose_name="good")),
                ("since", models.DateTimeField(null=True, verbose_name="learns from")),
                ("digest", models.CharField(editable=False, max_length=64)),
                ("figures", models.JSONField(default=dict, verbose_name="figures")),
            ],
            options={
                "verbose_name": "training",
                "verbose_name_plural": "trainings",
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="Weighing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("total", models.FloatField(db_index=True, verbose_name="points")),
                ("points", models.JSONField(default=list)),
                (
                    "comment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="weighing",
                        to="comments.comment",
                    ),
                ),
            ],
            options={
                "verbose_name": "points of a comment",
                "verbose_name_plural": "points of comments",
            },
        ),
        migrations.CreateModel(
            name="Fingerprint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("post_id", models.BigIntegerField()),
                ("writer", models.BigIntegerField()),
                ("key", models.BigIntegerField()),
                ("sketch", models.BinaryField(max_length=64)),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "comment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fingerprints",
                        to="comments.comment",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["key", "-made_at"], name="fingerprint_key"),
                    models.Index(fields=["made_at"], name="fingerprint_age"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SpamWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("word", models.CharField(max_length=100)),
                ("spam", models.PositiveIntegerField(default=0)),
                ("good", models.PositiveIntegerField(default=0)),
                (
                    "training",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="words",
                        to="comments.training",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("training", "word"), name="spam_word_once")],
            },
        ),
        migrations.CreateModel(
            name="Verdict",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_spam", models.BooleanField(verbose_name="spam")),
                ("given_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="given")),
                ("features", models.TextField(editable=False)),
                (
                    "comment",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="verdict",
                        to="comments.comment",
                        verbose_name="comment",
                    ),
                ),
            ],
            options={
                "verbose_name": "verdict",
                "verbose_name_plural": "verdicts",
                "indexes": [models.Index(fields=["is_spam", "-given_at"], name="verdict_newest")],
            },
        ),
    ]
