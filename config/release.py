"""A short name for what this process would print: pages made by other templates or
styles are other pages, so the name is part of every cache key and ETag."""

import hashlib
from pathlib import Path


def release_of(*folders: Path) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for file in sorted(folder.rglob("*")):
            if file.suffix in {".html", ".css", ".js", ".svg", ".mo"}:
                digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()[:12]
