"""Processes of the profile: two levels, groups, refusals that name their place (004/4.1)."""

import pytest
import yaml

from documents.models import Document, DocumentType, Process
from people.models import Position
from people.profile import ProfileError, load
from people.profile_writing import written
from tests.documents.cards import card_in_force, card_type
from tests.factories import DocumentFactory

pytestmark = pytest.mark.django_db
WORDS = {"ky": "Баалоо", "ru": "Оценка", "en": "Assessment"}


@pytest.fixture
def loaded(agency, tmp_path):
    """Loads these processes into the agency of the tests."""
    card_type(agency)

    def load_rows(*rows):
        path = tmp_path / "profile.yaml"
        path.write_text(yaml.safe_dump({"processes": list(rows)}, allow_unicode=True))
        return load(path)

    return load_rows


@pytest.mark.core
@pytest.mark.clause("004-4.1", "003-5.4.2")
def test_processes_on_two_levels_in_groups_without_a_head(loaded, agency):
    DocumentFactory(code="ПК-02", type=DocumentType.objects.get(code="process_card"))
    rows = [
        {"number": "2.1", "name": WORDS, "parent": "2", "level": 2, "unit": "office"},
        {"number": "2", "name": WORDS, "group": True},
        {"number": "2.2", "name": WORDS, "parent": "2", "owner": "director", "document": "ПК-02"},
    ]
    loaded(*rows)

    one = Process.objects.get(number="2.2")
    assert (one.parent.number, one.owner.code, one.head) == ("2", "director", None)
    assert one.document.code == "ПК-02"
    assert Process.objects.get(number="2.1").unit.code == "office"
    assert not loaded(*rows)  # loaded again, nothing changes
    back = {row["number"]: row for row in yaml.safe_load(written())["processes"]}
    assert back["2.1"] == rows[0]
    assert back["2"] == rows[1]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"level": 3}, "give 1 .* or 2"),
        ({"level": 2}, "unit"),
        ({"group": True, "owner": "director"}, "no owner, head or document"),
        ({"parent": "1"}, "it would stand under itself"),
        ({"parent": "9"}, "there is no process"),
        ({"owner": "nobody"}, "there is no position"),
        ({"document": "ЛЧА-77"}, "process_card"),
        ({"colour": "red"}, "unknown key"),
    ],
)
def test_what_is_wrong_in_the_file_is_said(loaded, agency, row, said):
    DocumentFactory(code="ЛЧА-77", type=agency.local_act)
    with pytest.raises(ProfileError, match=said):
        loaded({"number": "1", "name": WORDS, **row})
    assert not Process.objects.exists()


def test_a_number_twice_is_refused(loaded):
    with pytest.raises(ProfileError, match="given twice"):
        loaded({"number": "1", "name": WORDS}, {"number": "1", "name": WORDS})


def test_a_card_that_is_not_registered_waits(loaded):
    plan = loaded({"number": "1", "name": WORDS, "document": "ПК-02"})

    assert any("ПК-02" in line for line in plan.waiting)
    assert Process.objects.get().document is None


@pytest.mark.core
def test_the_card_in_force_has_the_last_word(loaded, agency):
    loaded({"number": "1", "name": WORDS})
    one = Process.objects.get()
    card_in_force(agency, one)
    loaded({"number": "1", "name": WORDS, "owner": "director"})

    one.refresh_from_db()
    assert one.owner is None
    assert Position.objects.filter(code="director").exists()
    assert Document.objects.get(process=one).code == "ПК-01"
