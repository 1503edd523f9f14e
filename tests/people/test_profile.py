"""The profile: loaded from YAML, repeated without harm, refused with the place of the mistake."""

import copy
from pathlib import Path

import pytest
import yaml
from django.core.management import CommandError, call_command

from common.models import JournalEntry
from documents.models import Document, DocumentType, Nomenclature, Route
from people.models import Appointment, Organisation, Person, Position, Power, Unit
from people.profile import ProfileError, load
from tests import factories

AGENCY = Path(__file__).resolve().parents[2] / "profiles" / "agency.yaml"
pytestmark = pytest.mark.django_db

WORDS = {"ky": "Ак өлчөм", "ru": "Ак өлчөм", "en": "Ak Ölchöm"}
SMALL = {
    "profile": "small",
    "version": 1,
    "organisation": {"name": WORDS, "short_name": WORDS, "place": WORDS},
    "switches": {"reading_days": 7},
    "powers": [{"code": "documents.author", "name": WORDS}],
    "units": [
        {"code": "office", "name": WORDS, "parent": "top"},
        {"code": "top", "name": WORDS, "parent": None},
    ],
    "positions": [
        {"code": "director", "name": WORDS, "unit": "top", "powers": ["documents.author"]},
        {"code": "clerk", "name": WORDS, "unit": "office"},
    ],
    "routes": [
        {
            "code": "plain",
            "name": WORDS,
            "steps": [
                {"order": 1, "kind": "agree", "who": "owner"},
                {"order": 1, "kind": "agree", "who": "named"},
                {"order": 2, "kind": "approve", "who": "position:director"},
            ],
        }
    ],
    "document_types": [
        {"code": "act", "name": WORDS, "code_mask": "А-{n:02}", "access": "top", "route": "plain"}
    ],
    "documents": [
        {"code": "А-02", "title": WORDS, "type": "act", "owner": "clerk", "basis": "А-01"},
        {"code": "А-01", "title": WORDS, "type": "act", "aliases": ["Эски аталыш"]},
    ],
}


@pytest.fixture
def small(tmp_path):
    """Write a small profile, changed as the test likes, and give its path."""

    def write(change=lambda data: None):
        data = copy.deepcopy(SMALL)
        change(data)
        path = tmp_path / "profile.yaml"
        path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
        return path

    return write


@pytest.mark.core
@pytest.mark.clause("004-3", "004-4.2.1")
def test_the_agency_is_loaded_whole():
    plan = load(AGENCY)

    assert plan.created
    assert Organisation.current().switches["reading_days"] == 5
    assert Position.objects.get(code="director").powers.filter(code="documents.approve").exists()
    assert set(Document.objects.filter(type__code="documented_procedure").values_list("code")) == {
        (f"ДЖ-{n:02}",) for n in range(1, 13)
    }
    assert Document.objects.get(code="РИ-05").basis.code == "ДЖ-02"
    roots = DocumentType.objects.filter(parent=None).values_list("origin", "is_normative")
    assert set(roots) == {("internal", True), ("external", True), ("none", False)}
    local_act = DocumentType.objects.get(code="local_normative_act")
    assert local_act.stamp["agreed"]["ky"] == "МАКУЛДАШЫЛДЫ"
    kinds = [step.kind for step in local_act.route.steps.all()]
    assert kinds == ["decide", "approve"]
    assert DocumentType.objects.get(code="development_concept").access == "top"


def test_the_second_load_changes_nothing():
    load(AGENCY)
    rows = JournalEntry.objects.count()

    plan = load(AGENCY)

    assert not plan
    assert (plan.created, plan.changed, plan.left) == ([], [], [])
    assert JournalEntry.objects.count() == rows


def test_one_load_is_one_row_of_the_journal(small):
    load(small())

    entry = JournalEntry.objects.get()
    assert (entry.deed, entry.user) == ("load_profile", None)
    assert entry.details["profile"] == "small"
    assert entry.object == Organisation.current()


def test_a_dry_run_tells_the_difference_and_writes_nothing(small, capsys):
    load(small())

    def change(data):
        data["units"][0]["name"] = {**WORDS, "ru": "Канцелярия"}
        data["positions"][0]["powers"] = []
        data["switches"]["reading_days"] = 3
        data["powers"].append({"code": "documents.manage", "name": WORDS})

    call_command("load_profile", small(change), dry_run=True)

    said = capsys.readouterr().out
    assert "+ power documents.manage" in said
    assert "unit office: name.ru: “Ак өлчөм” → “Канцелярия”" in said
    assert "position director: powers: -documents.author" in said
    assert "switches.reading_days: 7 → 3" in said
    assert "nothing was written" in said
    assert Unit.objects.get(code="office").name["ru"] == "Ак өлчөм"
    assert Position.objects.get(code="director").powers.exists()
    assert not Power.objects.filter(code="documents.manage").exists()
    assert JournalEntry.objects.count() == 1


def test_what_the_file_no_longer_has_is_left_alone(small):
    load(small())
    person = factories.PersonFactory()
    Appointment.objects.create(person=person, position=Position.objects.get(code="clerk"))

    def change(data):
        data["positions"].pop()
        data["documents"][0]["owner"] = "director"
        data["documents"].pop()
        data["documents"][0]["basis"] = None

    plan = load(small(change))

    assert plan.left == ["position clerk: left alone, no longer in the profile"]
    assert Appointment.objects.get().position.code == "clerk"
    assert Document.objects.filter(code="А-01").exists()


def test_accounts_of_the_sample_survive_a_load(small):
    load(small())
    ours = Organisation.current()
    ours.switches["sample_accounts"] = [{"login": "director"}]
    ours.save()

    assert not load(small())
    assert Organisation.current().switches["sample_accounts"] == [{"login": "director"}]


def test_the_profile_says_of_whom_a_second_factor_is_wanted(small):
    load(small(lambda d: d["switches"].update(second_factor_powers=["documents.author"])))
    assert Organisation.current().second_factor_powers == ["documents.author"]

    # A file that says nothing of it leaves what was chosen on the page.
    load(small())
    assert Organisation.current().second_factor_powers == ["documents.author"]


def test_owner_and_named_are_one_step_that_the_sender_fills(small):
    load(small())

    steps = Route.objects.get(code="plain").steps.all()
    assert [(step.kind, step.is_named) for step in steps] == [("agree", True), ("approve", False)]


def test_a_changed_route_is_rewritten(small):
    load(small())

    plan = load(small(lambda data: data["routes"][0]["steps"].pop(0) and None))
    assert not plan  # owner or named: the sender names them either way

    def change(data):
        data["routes"][0]["steps"][0]["who"] = "position:clerk"

    assert load(small(change)).changed == [
        "route plain: steps: 1 agree named, 2 approve director "
        "→ 1 agree clerk, 1 agree named, 2 approve director"
    ]


@pytest.mark.clause("004-5.5.1-b")
def test_who_reads_comes_from_the_type_once(small):
    load(small())
    document = Document.objects.get(code="А-01")
    assert document.access == "top"

    document.access = "staff"
    document.save()
    load(small())

    document.refresh_from_db()
    assert document.access == "staff"


def test_a_card_whose_version_is_on_its_route_stays(agency, draft, small):
    draft.document.code = "А-01"
    draft.document.save()
    draft.send(by=agency.manager)

    plan = load(small())

    assert "document А-01: left alone, a version of it is on its route" in plan.left
    draft.document.refresh_from_db()
    assert draft.document.title["ky"] != "Ак өлчөм"


def test_the_first_nomenclature_waits_for_its_keeper():
    assert load(AGENCY).waiting
    office = Position.objects.get(code="office_manager")
    Appointment.objects.create(person=factories.PersonFactory(), position=office)

    plan = load(AGENCY)

    begun = Nomenclature.objects.get()
    assert (begun.state, begun.items.count()) == ("draft", 32)
    assert begun.items.get(index="02-02").keep == "replaced"
    assert begun.items.get(index="02-02").years == 5
    assert plan.created[0].startswith("nomenclature")


WRONG = {
    "a position nobody knows": (
        lambda d: d["routes"][0]["steps"][2].update(who="position:boss"),
        "routes[plain].steps[3].who: there is no position “boss”.",
    ),
    "a type nobody knows": (
        lambda d: d["documents"][0].update(type="book"),
        "documents[А-02].type: there is no document type “book”.",
    ),
    "no Kyrgyz words": (
        lambda d: d["units"][0].update(name={"ru": "Канцелярия"}),
        "units[office].name.ky: the Kyrgyz words are missing.",
    ),
    "an unknown key": (
        lambda d: d["positions"][1].update(salary=1),
        "positions[clerk].salary: unknown key",
    ),
    "an unknown section": (lambda d: d.update(wishes=[]), "wishes: unknown key"),
    "an unknown power": (
        lambda d: d["positions"][1].update(powers=["documents.burn"]),
        "positions[clerk].powers[1].code: there is no power “documents.burn”.",
    ),
    "a code given twice": (
        lambda d: d["units"].append(d["units"][0]),
        "units[office]: the code “office” is given twice.",
    ),
    "a unit under itself": (
        lambda d: d["units"][1].update(parent="office"),
        "it would stand under itself.",
    ),
    "a body that signs": (
        lambda d: d["routes"][0]["steps"][0].update(kind="decide"),
        "routes[plain].steps[1].who: a step that decides names a body",
    ),
    "nobody approves": (
        lambda d: d["routes"][0]["steps"].pop(),
        "routes[plain].steps: one position approves, alone and at the end.",
    ),
    "two approve": (
        lambda d: d["routes"][0]["steps"].append(
            {"order": 9, "kind": "approve", "who": "position:clerk"}
        ),
        "routes[plain].steps: one position approves, alone and at the end.",
    ),
    "somebody beside the one who approves": (
        lambda d: d["routes"][0]["steps"][0].update(order=d["routes"][0]["steps"][-1]["order"]),
        "routes[plain].steps: one position approves, alone and at the end.",
    ),
    "a heading as type": (
        lambda d: d["document_types"].append({"code": "sub", "name": WORDS, "parent": "act"}),
        "documents[А-02].type: “act” is a heading",
    ),
    "a wrong address": (
        lambda d: d["organisation"].update(email="nobody"),
        "organisation.email: Enter a valid email address.",
    ),
    "a word too long": (
        lambda d: d["units"][0].update(name={**WORDS, "ky": "а" * 301}),
        "units[office].name.ky: longer than 300 letters.",
    ),
    "a pattern nobody can fill": (
        lambda d: d["document_types"][0].update(code_mask="А-{nr}"),
        "document_types[act].code_mask: only {n}",
    ),
    "a second factor of one word": (
        lambda d: d["switches"].update(second_factor_powers="documents.author"),
        "switches.second_factor_powers: a list of codes of powers is expected here.",
    ),
    "a second factor of a power nobody knows": (
        lambda d: d["switches"].update(second_factor_powers=["documents.burn"]),
        "powers: there is no power “documents.burn”, which second_factor_powers names.",
    ),
    "the author approves": (
        lambda d: d["switches"].update(author_may_approve=True),
        "switches.author_may_approve: nobody approves their own paper",
    ),
}


@pytest.mark.parametrize(("change", "sentence"), WRONG.values(), ids=WRONG)
def test_a_wrong_file_is_refused_with_its_place_and_writes_nothing(small, change, sentence):
    with pytest.raises(CommandError) as refusal:
        call_command("load_profile", small(change))

    assert sentence in str(refusal.value)
    assert not Organisation.objects.exists()
    assert not Unit.objects.exists()
    assert not Person.objects.exists()
    assert not JournalEntry.objects.exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("organisation: [", "this is not YAML"),
        ("just a line", "the file must hold named sections."),
        ("units: []\nunits: []\n", "line 2: the key “units” is given twice."),
        ("profile: none\n", "organisation: this is missing."),
    ],
)
def test_a_file_that_is_no_profile(tmp_path, text, sentence):
    path = tmp_path / "profile.yaml"
    path.write_text(text)

    with pytest.raises(ProfileError, match=sentence.replace(".", r"\.")):
        load(path)


def test_no_file(tmp_path):
    with pytest.raises(ProfileError, match="cannot be read"):
        load(tmp_path / "none.yaml")


@pytest.mark.core
def test_what_is_written_back_changes_nothing_and_can_be_changed(tmp_path):
    load(AGENCY)
    file = tmp_path / "own.yaml"
    call_command("write_profile", file)

    assert not load(file)
    plan = load(file, dry_run=True)
    assert (plan.created, plan.changed, plan.left) == ([], [], [])

    data = yaml.safe_load(file.read_text(encoding="utf-8"))
    assert len(data["document_types"]) == DocumentType.objects.count()
    data["units"].append({"code": "archive", "name": WORDS, "parent": "office"})
    data["positions"][0]["powers"].remove("documents.approve")
    file.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    load(file)
    assert Unit.objects.get(code="archive").parent.code == "office"
    first = Position.objects.get(code=data["positions"][0]["code"])
    assert not first.powers.filter(code="documents.approve").exists()

    with pytest.raises(CommandError, match="is there already"):
        call_command("write_profile", file)
