"""The product's settings for servers that tests start: beside what the environment says,
static files in a folder of their own, and not compressed, which takes most of a start."""

from config.settings import *  # noqa: F403
from config.settings import DATA_DIR

STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["css", "gif", "html", "js", "json", "png", "svg", "txt"]
