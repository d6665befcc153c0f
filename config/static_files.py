"""Static files as they are served: one stylesheet instead of a chain of imports."""

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEET = "css/main.css"
IMPORT = re.compile(
    r'^@import url\("(?P<file>[\w-]+\.css)"\) layer\((?P<layer>[\w-]+)\)\s*(?P<media>[^;]*);$',
    re.MULTILINE,
)


class OneStylesheetStorage(CompressedManifestStaticFilesStorage):
    """In development the browser follows the imports; served, they are one file, and a
    page asks once instead of twenty times. Scripts import each other by their served names."""

    # Not Django's own pattern, which reads the scripts of installed apps as well.
    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("js/*.js", ((r"""(?P<matched>from "(?P<url>\./[\w-]+\.js)")""", 'from "%(url)s"'),)),
    )

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if STYLESHEET in paths and not dry_run:
            with self.open(STYLESHEET) as file:
                whole = IMPORT.sub(self._inline, file.read().decode())
            self.delete(STYLESHEET)
            self._save(STYLESHEET, ContentFile(whole.encode()))
            paths[STYLESHEET] = (self, STYLESHEET)
        yield from super().post_process(paths, dry_run, **options)

    def _inline(self, found: re.Match[str]) -> str:
        with self.open(f"css/{found['file']}") as file:
            rules = file.read().decode()
        if found["media"]:
            rules = f"@media {found['media']} {{\n{rules}}}\n"
        return f"@layer {found['layer']} {{\n{rules}}}"
