from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from comments.forgetting import forget_removed, forget_removed_daily


class Command(BaseCommand):
    help = "Delete for good the comments that were spam or in the trash for 30 days."

    def add_arguments(self, parser):
        parser.add_argument(
            "--daily",
            action="store_true",
            help="not now, but each day, by db_worker: serve does so by itself",
        )

    def handle(self, *, daily: bool, **_options):
        if daily:
            forget_removed_daily()
            return
        n = forget_removed()
        words = ngettext("%(n)d comment was deleted for good.", "%(n)d comments were deleted for good.", n)
        self.stdout.write(words % {"n": n})
