from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("comments", "0009_spam")]

    operations = [
        migrations.AddIndex(
            model_name="comment",
            index=models.Index(
                fields=["post", "author", "thread"],
                condition=Q(author__isnull=False, parent__isnull=False),
                name="comment_answers",
            ),
        ),
    ]
