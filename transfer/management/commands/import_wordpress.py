from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from blog.progress import ProgressBar
from transfer.importing import import_wordpress
from transfer.wxr import WxrError


class Command(BaseCommand):
    help = "Bring the posts, pages, comments, authors and pictures of a WordPress export into this blog."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="the export, an .xml file, also packed as .gz")
        parser.add_argument("--media", type=Path, help="a copy of the old blog's wp-content/uploads")
        parser.add_argument("--dry-run", action="store_true", help="do everything, report, and undo it")

    def handle(self, *, file: Path, media: Path | None, dry_run: bool, **_options):
        if media and not media.is_dir():
            raise CommandError(_("There is no folder %s.") % media)
        progress = ProgressBar()
        try:
            report = import_wordpress(file, media=media, dry_run=dry_run, progress=progress)
        except WxrError as error:
            raise CommandError(
                _("%(file)s: %(error)s. Nothing was imported.") % {"file": file, "error": error}
            ) from error
        except OSError as error:
            raise CommandError(
                _("%(file)s cannot be read: %(error)s.") % {"file": file, "error": error.strerror}
            ) from error
        finally:
            progress.close()
        self.stdout.write(str(report))
        if dry_run:
            self.stdout.write(_("This was a dry run: nothing was changed."))
