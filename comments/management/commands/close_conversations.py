from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from comments.closing import settle


class Command(BaseCommand):
    help = "Close the conversations whose time is over by the blog's rules."

    def handle(self, **_options):
        n = settle()
        words = ngettext("%(n)d conversation changed.", "%(n)d conversations changed.", n)
        self.stdout.write(words % {"n": n})
