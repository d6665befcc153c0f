from config.settings import *  # noqa: F403
from config.settings import BASE_DIR, STORAGES, TEMPLATES

ROOT_URLCONF = "benchmarks.recursetree"
TEMPLATES[0]["DIRS"].append(BASE_DIR / "benchmarks" / "templates")
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
