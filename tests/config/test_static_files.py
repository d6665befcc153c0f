from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command

pytestmark = pytest.mark.one_database


def test_the_stylesheet_is_served_as_one_file_and_compressed(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    # Ours: compressing the admin's too takes ten times as long.
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "config.static_files.OneStylesheetStorage"},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    path = tmp_path / staticfiles_storage.stored_name("css/main.css")
    assert Path(f"{path}.br").stat().st_size < path.stat().st_size / 2
    served = path.read_text()
    assert "@import" not in served
    assert "@layer reset, tokens" in served
    assert "@layer thread {" in served
    assert ".commentlist" in served
    assert "@media print {" in served
