from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from comments.closing import settle, settle_daily


class Command(BaseCommand):
    help = "Close the conversations whose time is over by the blog's rules."

    def add_arguments(self, parser):
        parser.add_argument(
            "--daily",
            action="store_true",
            help="not now, but each day, by db_worker: serve does so by itself",
        )

    def handle(self, *, daily: bool, **_options):
        if daily:
            settle_daily()
            return
        n = settle()
        words = ngettext("%(n)d conversation changed.", "%(n)d conversations changed.", n)
        self.stdout.write(words % {"n": n})
