"""What the documents of the house say of the program is true: modules, links, settings, buttons."""

import re
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
from django.utils.module_loading import import_string

ROOT = Path(__file__).resolve().parents[2]
APPS = "common|people|documents|planning|audits|monitoring|accreditation|qms"
DOCS = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
GUIDES = sorted((ROOT / "docs" / "guides").glob("*.md"))
#: `documents/models/version.py`, `documents.content`, `common.tasks.soon`, `qms/views/`
MODULE = re.compile(rf"`((?:{APPS}|scripts|tests)[./][\w./-]*)`")


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("page", DOCS, ids=named)
def test_only_modules_that_exist_are_named(page):
    assert [name for name in MODULE.findall(page.read_text()) if not exists(name)] == []


def exists(name: str) -> bool:
    path = ROOT / (name if "/" in name else name.replace(".", "/"))
    return path.exists() or path.with_suffix(".py").exists() or is_in_a_module(name)


def is_in_a_module(name: str) -> bool:
    try:
        import_string(name)
    except ImportError:
        return False
    return True


def test_procedures_and_architecture_name_their_modules():
    for page in ("procedures.md", "architecture.md"):
        assert len(MODULE.findall((ROOT / "docs" / page).read_text())) > 15


def links() -> Iterator[tuple[str, str]]:
    for page in DOCS:
        for target in re.findall(r"\]\(([^)\s]+)\)|(?:src|href)=\"([^\"]+)\"", page.read_text()):
            link = (target[0] or target[1]).partition("#")[0]
            if link and not re.match(r"[a-z]+:", link):
                yield named(page), link


@pytest.mark.parametrize(("page", "link"), sorted(set(links())))
def test_links_lead_somewhere(page, link):
    assert (ROOT / page).parent.joinpath(link).exists()


def test_every_decision_and_guide_stands_in_the_index():
    listed = set(re.findall(r"\]\(([^)#]+)\)", (ROOT / "docs" / "index.md").read_text()))
    pages = [*(ROOT / "docs" / "decisions").glob("*.md"), *GUIDES]
    assert {path.relative_to(ROOT / "docs").as_posix() for path in pages} <= listed


def test_the_readme_tells_the_settings_that_are_read_and_no_other():
    source = "".join(page.read_text() for page in (ROOT / "qms" / "settings").glob("*.py"))
    read = set(re.findall(r"(?:env\.\w+|required)\(\s*\"([A-Z_]+)\"", source))
    table = (ROOT / "README.md").read_text().partition("## Settings")[2]
    told = set(re.findall(r"^\| `([A-Z_]+)`", table, re.M))

    assert told == read | {"WEB_WORKERS"}  # that one is read by the Procfile


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_guides_call_the_buttons_what_they_are_called(language):
    catalogue = polib.pofile(str(ROOT / "locale" / language / "LC_MESSAGES" / "django.po"))
    words = {word for entry in catalogue for word in (entry.msgstr, *entry.msgstr_plural.values())}
    assert bold(f"*.{language}.md") - words == set()


def test_guides_call_the_buttons_what_they_are_called_in_english():
    catalogue = polib.pofile(str(ROOT / "locale" / "ky" / "LC_MESSAGES" / "django.po"))
    assert bold("*.en.md") - {entry.msgid for entry in catalogue} == set()


def bold(pattern: str) -> set[str]:
    pages = [page.read_text() for page in (ROOT / "docs" / "guides").glob(pattern)]
    return {word for page in pages for word in re.findall(r"\*\*(.+?)\*\*", page)}
