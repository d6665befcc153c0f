from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from comments.forgetting import forget_removed


class Command(BaseCommand):
    help = "Delete for good the comments that were spam or in the trash for 30 days."

    def handle(self, **_options):
        n = forget_removed()
        words = ngettext("%(n)d comment was deleted for good.", "%(n)d comments were deleted for good.", n)
        self.stdout.write(words % {"n": n})
