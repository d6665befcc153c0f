"""Rules that hold for the whole code, so that nobody has to remember them."""

import ast
import hashlib
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# An app imports itself and what stands to its right.
APPS = ("config", "transfer", "comments", "blog", "accounts")
# Plays Google, Twitter and Facebook: it knows nothing of us, and only settings and rundev know it.
OUTSIDE = "standin"
# Names that say where a thing is put, not what it does.
NOT_A_NAME = {"utils", "core", "common", "services", "selectors", "helpers", "misc"}


def modules(*folders: str) -> Iterator[Path]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT)


def imported_apps(module: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse((ROOT / module).read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names.add(module.parts[0] if node.level else node.module)
    return {name.split(".")[0] for name in names} & {*APPS, OUTSIDE, "tests", "benchmarks"}


@pytest.mark.parametrize("app", [*APPS, OUTSIDE])
def test_an_app_imports_itself_and_what_stands_to_its_right(app):
    allowed = {OUTSIDE} if app == OUTSIDE else set(APPS[APPS.index(app) :])
    if app == "config":
        allowed.add(OUTSIDE)
    wrong = {str(module): imported_apps(module) - allowed for module in modules(app)}
    assert {module: apps for module, apps in wrong.items() if apps} == {}


def test_modules_are_short_enough_to_read():
    lines = {
        str(module): len((ROOT / module).read_text().splitlines())
        for module in modules(*APPS, OUTSIDE, "tests", "benchmarks")
    }
    assert {module: count for module, count in lines.items() if count > 400} == {}


def test_modules_are_named_for_what_they_do():
    names = {part for module in modules(*APPS, OUTSIDE) for part in (*module.parts, module.stem)}
    assert names & NOT_A_NAME == set()


def test_each_package_has_its_reason():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.match(r"[\w-]+", requirement).group() for requirement in wanted}
    reasons = set(
        re.findall(r"^- \*\*([\w-]+)\*\*", (ROOT / "docs/dependencies.md").read_text(), re.MULTILINE)
    )
    assert names == reasons


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt", "pyproject.toml"])
def test_packages_are_locked_by_content_and_not_by_address(name):
    text = (ROOT / name).read_text()
    assert "://" not in text
    if name != "pyproject.toml":
        packages = re.findall(r"^\w.*\n(    --hash=sha256:)?", text, re.MULTILINE)
        assert packages
        assert all(packages)


def test_scripts_by_others_are_the_released_files():
    vendor = ROOT / "static/vendor"
    listed = dict(
        re.findall(r"^\| `([\w.-]+)` .*`(\w{64})` \|$", (vendor / "README.md").read_text(), re.MULTILINE)
    )
    there = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in vendor.glob("*.js")}
    assert there == listed
