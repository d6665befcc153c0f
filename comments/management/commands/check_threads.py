from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from blog.progress import ProgressBar
from comments.models import ThreadCheck


class Command(BaseCommand):
    help = "Hold every thread, tree and counter to what the comments say; exit code 1 when one is wrong."

    def add_arguments(self, parser):
        parser.add_argument(
            "--repair", action="store_true", help="build what is broken anew, while the site serves"
        )

    def handle(self, *, repair: bool, **_options):
        progress = ProgressBar()
        try:
            check = ThreadCheck.run(repair=repair, progress=progress)
        finally:
            progress.close()
        if check.report:
            self.stdout.write(check.report)
        counts = {"comments": check.comments, "threads": check.threads}
        counts |= {"broken": check.broken, "repaired": check.repaired}
        summary = _(
            "%(comments)d comments in %(threads)d threads: %(broken)d threads and counts were wrong, "
            "%(repaired)d were repaired."
        )
        if not check.broken:
            summary = _("%(comments)d comments in %(threads)d threads: all sound.")
        if not check.is_sound:
            raise CommandError(summary % counts)
        self.stdout.write(summary % counts)
