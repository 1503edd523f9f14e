"""An organisation that is no agency meets the word nowhere; its own words stand everywhere."""

import re
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from common import terms
from documents.models import DocumentVersion
from people.models import Organisation
from people.profile import ProfileError, load
from qms.profiles import FOLDER, path_of

pytestmark = pytest.mark.django_db

AGENCY = re.compile(r"агентт|агентств|\bagenc", re.I)


@pytest.mark.parametrize("name", ["college", "school", "university"])
def test_the_profile_itself_speaks_of_no_agency(name):
    texts = [path_of(name), *FOLDER.glob("shared/*.yaml"), *FOLDER.glob("templates/*.md")]
    assert not [path.name for path in texts if AGENCY.search(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_the_program_speaks_of_an_agency_only_where_its_profile_is_chosen(language):
    catalog = polib.pofile(str(Path(settings.LOCALE_PATHS[0], language, "LC_MESSAGES/django.po")))
    speaking = {
        entry.msgid
        for entry in catalog
        if not entry.obsolete
        and AGENCY.search(" ".join([entry.msgid, entry.msgstr, *entry.msgstr_plural.values()]))
    }
    assert {words for words in speaking if not words.startswith("Of an accreditation agency")} == (
        set()
    )


# Words --------------------------------------------------------------------------------------


@pytest.fixture
def said():
    """The organisation says these; afterwards the program speaks as before."""
    Organisation.objects.create(name={"ky": "Уюм"}, short_name={"ky": "Уюм"}, place={"ky": "Ош ш."})

    def say(**words):
        organisation = Organisation.current()
        organisation.terms = words
        organisation.save()
        Organisation.current()

    yield say
    terms.use({})


@pytest.mark.core
def test_a_sentence_of_the_program_is_said_otherwise(said, client):
    said(**{"In force": {"ky": "Күчүндө", "ru": "В действии"}, "Sign in": {"ky": "Кирүү эшиги"}})

    with translation.override("ky"):
        assert gettext("In force") == "Күчүндө"
        assert DocumentVersion(state="in_force").get_state_display() == "Күчүндө"
    with translation.override("ru"):
        assert gettext("In force") == "В действии"
    with translation.override("en"):
        assert gettext("In force") == "In force"
    client.cookies["django_language"] = "ky"
    assert "Кирүү эшиги" in client.get(reverse("sign_in")).content.decode()


def test_a_word_is_changed_wherever_it_stands_by_itself(said):
    said(**{"*": {"ky": {"документ": "кагаз", "документтер": "кагаздар"}}})

    with translation.override("ky"):
        assert gettext("Documents") == "Кагаздар"
        assert gettext("Type") == "Түрү"
        changed = gettext("New document")
        assert "кагаз" in changed.casefold()
        # An inflected word that nobody named stays as it is.
        assert "документтин" in gettext("The card of a document").casefold()
    with translation.override("ru"):
        assert gettext("Documents") == "Документы"


def test_words_with_numbers_keep_their_forms(said):
    said(**{"*": {"ru": {"аккаунт": "учётка"}}})
    with translation.override("ky"):
        words = ngettext("%(total)s row", "%(total)s rows", 3)
    assert "%(total)s" in words


def test_another_process_learns_the_words_with_the_next_look(said):
    said(**{"In force": {"ky": "Күчүндө"}})
    Organisation.objects.update(terms={})  # as another process would have saved it

    Organisation.current()

    with translation.override("ky"):
        assert gettext("In force") != "Күчүндө"


# What a profile may not say -----------------------------------------------------------------

BASE = {"college": path_of("college").read_text(encoding="utf-8")}
WRONG = {
    "a cell nobody knows": (
        "[emblem, emblem, org",
        "[logo, emblem, org",
        "header.rows[1]: a list of",
    ),
    "cells that make no rectangle": (
        "[emblem, emblem, title, title",
        "[emblem, title, title, title",
        "do not make one rectangle",
    ),
    "rows of other lengths": ("page, page, page]", "page]", "the same number of cells"),
    "no page": ("page, page, page]", "copy, copy, copy]", "every page carries its page"),
    "another order of pages": ("pages: total/page", "pages: page of total", "choose one of"),
    "a word without another": ("боюнча жобо}", "боюнча жобо, x: ''}", "is missing"),
    "a kind of unit nobody knows": ("kind: service", "kind: guild", "there is no unit kind"),
    "a subject nobody knows": ("concerns: unit", "concerns: cat", "choose one of"),
    "no month between reviews": ("review_months: 12", "review_months: 0", "at least one month"),
}


@pytest.mark.parametrize(("old", "new", "sentence"), WRONG.values(), ids=WRONG)
def test_a_wrong_profile_is_refused_with_its_place(tmp_path, old, new, sentence):
    assert old in BASE["college"]
    path = tmp_path / "own.yaml"
    path.write_text(BASE["college"].replace(old, new, 1), encoding="utf-8")

    with pytest.raises(ProfileError, match=re.escape(sentence)):
        load(path)

    assert not Organisation.objects.exists()


def test_where_there_are_levels_every_type_has_one(tmp_path):
    text = path_of("university").read_text(encoding="utf-8")
    path = tmp_path / "own.yaml"
    path.write_text(text.replace("  level: '2'\n", "", 1), encoding="utf-8")

    with pytest.raises(ProfileError, match="the organisation has levels of documents: say which"):
        load(path)
