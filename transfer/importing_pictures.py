"""An export's pictures. The file only names them; they come from a folder that was copied from
the old blog, never from the network. Other attachments than pictures stay behind."""

import re
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from blog import pictures
from blog.models import Picture
from transfer import wpvalues
from transfer.report import Report
from transfer.survey import Survey
from transfer.wxr_parts import Attachment

KIND = "pictures"
UPLOADS = "wp-content/uploads/"
MAX_WORDS = Picture._meta.get_field("alt").max_length
MAX_PATH = Picture._meta.get_field("imported_path").max_length
LINKED = re.compile(r"""\b(src|href)(\s*=\s*)("[^"<>]*"|'[^'<>]*')""", re.I)


class Pictures:
    def __init__(self, found: Survey, folder: Path | None):
        self.prefix = f"{found.blog}#attachment-"
        self.folder = folder.resolve() if folder else None
        self.here = {
            row.imported_key: row for row in Picture.objects.filter(imported_key__startswith=self.prefix)
        }
        self.by_number: dict[int, Picture] = {}
        self.by_path: dict[str, Picture] = {}
        self.hosts = {"", found.blog.partition("/")[0]}

    def bring(self, attachment: Attachment, report: Report, *, dry_run: bool) -> None:
        name = f"#{attachment.id}"
        picture = self.here.get(f"{self.prefix}{attachment.id}")
        if not attachment.id or attachment.id in self.by_number:
            report.skip(KIND, _("without a number of its own"), name)
        elif picture:
            self._remember(attachment, picture)
            report.known(KIND)
        elif self.folder is None:
            report.skip(KIND, _("no folder to take it from was named (--media)"), name)
        elif not (file := self._file_of(attachment)):
            report.skip(KIND, _("the file is not in the folder"), name)
        elif dry_run:
            report.add(KIND)
        else:
            self._store(attachment, file, report)

    def numbered(self, number: int) -> Picture | None:
        return self.by_number.get(number)

    def put_in(self, text: str) -> str:
        """The text with our own pictures in place of the old blog's."""
        return LINKED.sub(self._replaced, text) if self.by_path else text

    def _replaced(self, match: re.Match) -> str:
        host, path = wpvalues.host_and_path(match[3][1:-1].replace("&amp;", "&"))
        if host not in self.hosts:
            return match[0]
        picture = self.by_path.get(path) or self.by_path.get(pictures.without_size(path))
        return f'{match[1]}{match[2]}"{picture.url}"' if picture else match[0]

    def _file_of(self, attachment: Attachment) -> Path | None:
        """Where in the folder it may be: under its path on the old blog, or just by its name.
        Nothing outside the folder, whatever the path says and wherever links point."""
        _host, path = wpvalues.host_and_path(attachment.url)
        below_uploads = path.partition(UPLOADS)[2] or attachment.file
        for candidate in (below_uploads, path.lstrip("/"), path.rpartition("/")[2]):
            try:
                file = (self.folder / candidate.lstrip("/")).resolve()
                if candidate and file.is_relative_to(self.folder) and file.is_file():
                    return file
            except (OSError, ValueError):
                continue  # a name that no file can have
        return None

    @transaction.atomic
    def _store(self, attachment: Attachment, file: Path, report: Report) -> None:
        name = f"#{attachment.id}"
        _host, path = wpvalues.host_and_path(attachment.url)
        uploads = path.find(UPLOADS)
        path = f"/{path[uploads:]}" if uploads > 0 else path
        words = {"alt": wpvalues.plain(attachment.alt), "caption": wpvalues.plain(attachment.caption)}
        kept = {field: text for field, text in words.items() if len(text) <= MAX_WORDS}
        origin = {
            "imported_key": f"{self.prefix}{attachment.id}",
            "imported_path": path if len(path) <= MAX_PATH else "",
        }
        try:
            with file.open("rb") as source:
                picture = pictures.store_picture(source, **kept, **origin)
        except (pictures.NotAPicture, OSError):
            report.skip(KIND, _("not a picture that can be read"), f"{name} {file.name[:60]}")
            return
        self._remember(attachment, picture)
        if picture.imported_key != origin["imported_key"]:
            # The same picture was here before, or was uploaded there twice.
            report.known(KIND)
            return
        report.add(KIND)
        if kept != words:
            report.change(KIND, _("its words are too long and were left out"), name)

    def _remember(self, attachment: Attachment, picture: Picture) -> None:
        self.by_number[attachment.id] = picture
        host, path = wpvalues.host_and_path(attachment.url)
        self.hosts.add(host)
        self.by_path[path] = self.by_path[pictures.without_size(path)] = picture
