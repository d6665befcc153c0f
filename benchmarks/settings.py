from config.settings import *  # noqa: F403
from config.settings import BASE_DIR, DATA_DIR, INSTALLED_APPS, STORAGES, TEMPLATES

INSTALLED_APPS = [*INSTALLED_APPS, "benchmarks.tutorial"]
ROOT_URLCONF = "benchmarks.recursetree"
TEMPLATES[0]["DIRS"].append(BASE_DIR / "benchmarks" / "templates")
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
STATIC_ROOT = DATA_DIR / "static"
STATIC_ROOT.mkdir(exist_ok=True)
