"""The rules of the house that a machine can keep: docs/architecture.md says why each is there."""

import ast
import inspect
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import grimp
import polib
import pytest
import rules
from django.apps import apps
from django.db import models
from django.template.loader import get_template
from django.urls import get_resolver

from common.caller import SYSTEM
from common.models import Lifecycle
from common.models.lifecycle import Step

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    *("common", "people", "documents", "planning"),
    *("audits", "monitoring", "accreditation", "qms"),
)
TEMPLATES = ROOT / "templates"
PAGES = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html"))
LETTERS = sorted(path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.txt"))


# Lifecycles ---------------------------------------------------------------------------------

LIFECYCLES = [
    model
    for model in apps.get_models()
    if issubclass(model, Lifecycle) and model.__module__.partition(".")[0] in APPS
]
STEPS = [(model, name) for model in LIFECYCLES for name in model.STEPS]


def named(value) -> str:
    return value.__name__ if isinstance(value, type) else str(value)


@pytest.mark.parametrize(("model", "name"), STEPS, ids=named)
def test_every_step_is_a_deed_of_the_model_that_says_who_does_it(model, name):
    deed = getattr(model, name, None)

    assert callable(deed), f"{model.__name__} has no method {name}()"
    by = inspect.signature(deed).parameters.get("by")
    assert by is not None, f"{name}() does not ask by whom"
    assert by.kind is inspect.Parameter.KEYWORD_ONLY, f"{name}(*, by): by its name only"
    assert inspect.getdoc(deed), f"{name}() does not say what it is for"


@pytest.mark.parametrize("model", LIFECYCLES, ids=named)
def test_every_arrow_joins_states_of_the_model(model):
    states = set(model.State.values)
    for name, step in model.STEPS.items():
        assert isinstance(step, Step)
        assert {*step.source, step.target, *step.also} <= states, name


@pytest.mark.parametrize("model", LIFECYCLES, ids=named)
def test_every_state_can_be_reached(model):
    arrows = model.STEPS.values()
    reached = {model._meta.get_field("state").default}
    for _round in model.State.values:
        reached |= {
            state for step in arrows if step.source & reached for state in (step.target, *step.also)
        }

    assert set(model.State.values) == reached


@pytest.mark.parametrize(("model", "name"), STEPS, ids=named)
def test_every_step_names_a_permission_that_the_matrix_or_the_system_knows(model, name):
    permission = model.STEPS[name].permission
    assert rules.perm_exists(permission) or permission in SYSTEM.allowed


# Storeys ------------------------------------------------------------------------------------

#: What an app may use of the one below it, besides its models and its rules.
SHARED = {
    ("documents", "people.handover"),  # what of a leaver's papers passes on
    ("documents", "people.asking"),  # what names a position or a unit
    ("documents", "people.forms.hand"),  # the password or a passkey again, where one signs
    ("documents", "people.notes"),  # what is told of people on their pages
    ("documents", "people.names"),  # names as papers write them
    ("documents", "people.profile"),  # its own sections of the profile
    ("documents", "people.profile_writing"),  # the same, written back
    ("documents", "people.forms.colleague"),  # who is asked, by name
    ("planning", "people.handover"),  # decisions to be done, meetings to be kept
    ("planning", "people.asking"),  # what names a position
    ("planning", "people.forms.colleague"),  # to whom a duty is given
    ("planning", "documents.yearly"),  # the policy of the year is asked for once
    ("planning", "documents.codes"),  # a document by its code as people type it
    ("planning", "documents.signables"),  # the protocol is a signed paper like any other
    ("planning", "documents.pdf"),  # what every signed paper prints
    ("planning", "documents.stamps"),  # who signed it
    ("planning", "documents.openings"),  # who opened what is restricted
    ("planning", "documents.views.route_pages"),  # the pages of what is signed
    ("planning", "people.profile"),  # likewise
    ("planning", "people.profile_writing"),
    ("planning", "people.handover"),  # what of a leaver's plans passes on
    ("planning", "documents.forms.steps"),  # plans are signed as every paper is
    ("planning", "documents.pdf"),
    ("planning", "documents.signables"),
    ("planning", "documents.stamps"),
    ("planning", "documents.views.route_pages"),
    ("planning", "people.own_pages"),  # the address of one's own calendar
    ("monitoring", "people.asking"),  # what names a position
    ("monitoring", "people.profile"),  # its own sections of the profile
    ("monitoring", "people.profile_writing"),
    ("monitoring", "documents.record_sources"),  # it becomes a record of its case
    ("monitoring", "documents.views.paper_parts"),
    ("monitoring", "planning.amendment_things"),  # proposals enter the plan by amendments
    ("monitoring", "planning.amendment_sources"),
    ("monitoring", "people.forms.account"),  # how the link of an outsider goes out
    ("monitoring", "people.forms.hand"),  # the declaration asks for the own hand
    ("monitoring", "people.asking"),  # what names a position
    ("monitoring", "people.usernames"),
    ("monitoring", "people.handover"),  # whose papers a leaver kept
    ("monitoring", "people.pdf"),  # the printed invitation
    ("monitoring", "planning.openers"),  # what its duties open
    ("monitoring", "documents.signables"),  # criteria are a signed paper like any other
    ("monitoring", "documents.pdf"),
    ("monitoring", "documents.stamps"),
    ("monitoring", "documents.views.route_pages"),
    ("monitoring", "documents.forms.steps"),  # what sending a signed paper asks
    ("monitoring", "documents.forms.rows"),  # rows of a form, added and taken away
    ("monitoring", "documents.forms.steps"),  # sending criteria asks of their translations
    ("monitoring", "people.forms.colleague"),  # who revised them
}


@cache
def imports() -> grimp.ImportGraph:
    return grimp.build_graph(*APPS, cache_dir=None)


def test_apps_use_only_models_and_rules_of_each_other():
    strange = set()
    for importer in imports().modules:
        ours = importer.partition(".")[0]
        for imported in imports().find_modules_directly_imported_by(importer):
            theirs, _dot, rest = imported.partition(".")
            if ours in ("qms", theirs) or theirs == "common":
                continue  # qms joins everything; the floor serves everybody
            room = rest.partition(".")[0]
            if room not in ("models", "rules") and (ours, imported) not in SHARED:
                strange.add(f"{importer} -> {imported}")

    assert not strange


def test_only_the_worker_opens_the_keys_of_the_seal():
    allowed = {"common.sealing", "common.seal_tasks", "common.nightly"}
    allowed |= {"common.management.commands.certificate"}
    tasks = {f"{app}.tasks" for app in APPS}
    openers = imports().find_modules_that_directly_import("common.keys")
    sealers = imports().find_modules_that_directly_import("common.sealing")

    assert (openers | sealers) <= allowed | tasks


def test_what_is_allowed_is_still_used():
    used = {
        (importer.partition(".")[0], imported)
        for importer in imports().modules
        for imported in imports().find_modules_directly_imported_by(importer)
    }
    assert used >= SHARED


# Size and words of modules --------------------------------------------------------------------

LONGEST = 300


def own(*patterns: str) -> Iterator[Path]:
    """Files of ours, without what is made by machines."""
    for pattern in patterns:
        for path in ROOT.glob(pattern):
            parts = path.relative_to(ROOT).parts
            if not {"migrations", "__pycache__", "node_modules", "build"} & {*parts}:
                yield path


def test_no_module_is_longer_than_a_reader_holds_in_mind():
    sources = own(*(f"{app}/**/*.py" for app in APPS), "scripts/*.py", "static/src/**/*.js")
    lengths = {
        path.relative_to(ROOT).as_posix(): len(path.read_text().splitlines()) for path in sources
    }

    assert len(lengths) > 100
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


def test_models_say_what_they_are_for():
    """Classes and functions of the models; row sets and lists of words speak through those."""
    silent = []
    for path in own("*/models/*.py"):
        for node in ast.parse(path.read_text()).body:
            if not isinstance(node, ast.ClassDef | ast.FunctionDef) or node.name.startswith("_"):
                continue
            if ast.get_docstring(node) or speaks_by_itself(node):
                continue
            silent.append(f"{path.relative_to(ROOT)}: {node.name}")

    assert not silent


def speaks_by_itself(node) -> bool:
    if isinstance(node, ast.FunctionDef):
        return False
    bases = " ".join(ast.unparse(base) for base in node.bases)
    return bool(re.search(r"QuerySet|Manager|Choices|Exception", bases))


WRITTEN_BY_US = [
    model
    for model in apps.get_models()
    if model.__module__.partition(".")[0] in APPS and not model.__name__.startswith("Historical")
]


@pytest.mark.parametrize("model", WRITTEN_BY_US, ids=named)
def test_every_row_has_a_big_key_and_a_name(model):
    assert isinstance(model._meta.pk, models.BigAutoField)
    assert model.__str__ is not models.Model.__str__


# Templates ------------------------------------------------------------------------------------

#: Where HTML that was sanitised when it was saved is shown as it is: the text of a document.
TEXT_OF_A_DOCUMENT = {"documents/tab_text.html", "documents/tab_changes.html"}
INLINE = re.compile(
    r"<style\b|\sstyle\s*=|\son[a-z]+\s*=|\shx-on|javascript:|<script\b(?![^>]*\ssrc=)", re.I
)


@pytest.mark.parametrize("name", [*PAGES, *LETTERS])
def test_every_template_compiles(name):
    get_template(name)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_inline_in_templates(name):
    """The content security policy would stop it in the browser, where nobody is told."""
    assert not INLINE.findall((TEMPLATES / name).read_text())


def test_what_inline_looks_like():
    for bad in ('<p style="x">', "<a onclick=x()>", "<script>1</script>", "<b hx-on:click=1>"):
        assert INLINE.search(bad), bad
    for good in ('<script defer src="x.js"></script>', '<p class="style">', "{% if on == 1 %}"):
        assert not INLINE.search(good), good


@pytest.mark.parametrize("name", PAGES)
def test_only_the_text_of_a_document_is_shown_as_it_is(name):
    source = (TEMPLATES / name).read_text()
    trusting = re.findall(r"\|\s*safe\b|\bsafeseq\b|\{%\s*autoescape\s+off", source)

    assert bool(trusting) == (name in TEXT_OF_A_DOCUMENT)


# What never belongs into the repository ---------------------------------------------------------

TEXTS = {".py", ".md", ".html", ".txt", ".js", ".css", ".toml", ".yaml", ".json", ".sh", ".in"}
MACHINE = re.compile(r"""(?<![\w.$}/])/(?:work|root|home|Users|mnt|media)/\w""")
REGISTRY = re.compile(
    r"https?://[\w.@:-]*(?:pypi|pythonhosted|npmjs|registry|artifactory|nexus|verdaccio|devpi)"
    r"|--(?:extra-)?index-url|--find-links|_authToken",
    re.I,
)
SKIPPED = {".venv", "node_modules", "var", "build", ".git", "__pycache__", "migrations"}


def kept() -> Iterator[Path]:
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [f for f in folders if f not in SKIPPED and not f.endswith("_cache")]
        for name in names:
            path = Path(folder, name)
            if path.suffix in TEXTS or name in ("Makefile", "Procfile", ".npmrc", ".env.example"):
                yield path


def test_no_path_of_one_machine_and_no_host_of_a_registry():
    found = [
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in kept()
        if path != Path(__file__)
        for pattern in (MACHINE, REGISTRY)
        if (match := pattern.search(path.read_text(errors="replace")))
    ]
    assert not found


def test_what_such_a_path_looks_like():
    # Put together here, for whoever looks for such paths by their letters.
    for folder in ("home", "work", "root"):
        assert MACHINE.search(f'open("/{folder}/somebody/x")')
        assert MACHINE.search(f"see /{folder}/x")
    assert not MACHINE.search('path("work/", …)')
    assert not MACHINE.search("{% url 'x' %}" + "/work" + "/")
    assert REGISTRY.search("https://registry.example/x")


# Pages ------------------------------------------------------------------------------------------


def addresses(patterns) -> Iterator[str]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns)
        else:
            yield str(pattern.pattern)


def test_addresses_end_with_a_slash():
    """One address a page; only what a watchman, a calendar or a browser itself asks for has none."""
    loose = [a for a in addresses(get_resolver().url_patterns) if a and not a.endswith("/")]
    assert loose == ["calendar/<str:token>.ics", "sw.js", "healthz", "metrics"]


# Words ----------------------------------------------------------------------------------------

GETTEXT = {"_", "gettext", "gettext_lazy", "pgettext", "pgettext_lazy", "ngettext"}


def hidden_words(source: str) -> set[str]:
    """Words to be translated that stand inside an f-string, where the gatherer never looks."""
    return {
        word.value
        for text in ast.walk(ast.parse(source))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in GETTEXT
        for word in call.args
        if isinstance(word, ast.Constant) and isinstance(word.value, str)
    }


def test_words_inside_f_strings_are_gathered_elsewhere():
    known = {entry.msgid for entry in polib.pofile(str(ROOT / "locale/ky/LC_MESSAGES/django.po"))}
    hidden = {
        word
        for path in own(*(f"{app}/**/*.py" for app in APPS))
        for word in hidden_words(path.read_text())
    }
    assert hidden - known == set()


def test_what_such_words_look_like():
    assert hidden_words("f\"{_('Failed')} {when}\"") == {"Failed"}
    assert hidden_words("_('Failed')") == set()
