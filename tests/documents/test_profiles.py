"""Each organisation by its own profile: one document from draft to print (education 6.2)."""

import io
from collections import Counter

import pytest
from django.utils import translation
from django.utils.timezone import localdate
from pypdf import PdfReader

from documents.models import (
    Document,
    DocumentType,
    DocumentVersion,
    Process,
    Route,
    RouteStep,
)
from documents.pdf import version_pdf
from people.models import Appointment, Organisation, Position, User
from people.profile import load
from qms.profiles import OFFERS, path_of
from tests import factories

pytestmark = pytest.mark.django_db

PEOPLE = ["Абдыкеримов", "Бейшеналиева", "Жусупбекова", "Кадыркулов", "Мамбетова", "Өмүралиев"]
TEXT = "<h2>I. Жалпы жоболор</h2><p>1.1. Бул документ иштин тартибин белгилейт.</p>" + "".join(
    f"<p>2.{n}. Кызматкер өз ишин {n}-тартип боюнча аткарат.</p>" for n in range(1, 40)
)


class House:
    """An organisation by its profile, with an invented person in every position."""

    def __init__(self, name: str):
        load(path_of(name), without=[*OFFERS[name].without[2:], "library", "required_documents"])
        self.organisation = Organisation.current()
        self.users: dict[str, User] = {}
        for number, position in enumerate(Position.objects.all()):
            user = factories.UserFactory(
                username=position.code,
                person__surname=f"{PEOPLE[number % len(PEOPLE)]}",
                person__given="Эрмек" if number % 2 else "Айгерим",
                person__patronymic="Токтогулович" if number % 2 else "Токтогуловна",
            )
            Appointment.objects.create(person=user.person, position=position, since=localdate())
            self.users[position.code] = user

    def with_power(self, code: str) -> User:
        return next(u for u in self.users.values() if code in u.powers)

    def version(self, document: str | Document, **fields) -> DocumentVersion:
        if isinstance(document, str):
            document = Document.objects.get(code=document)
        author = self.with_power("documents.manage").person
        return factories.VersionFactory(document=document, author=author, html=TEXT, **fields)

    def walk(self, version: DocumentVersion, *, order: str = "17") -> DocumentVersion:
        """Along the route of its type, each signing in their own position, to its end."""
        manager = self.with_power("documents.manage")
        named = [self.with_power("people.manage").person]
        asks = version.get_route().asks_for_people
        version.send(by=manager, agreeing=named if asks else [])
        for _turn in range(9):
            version.refresh_from_db()
            if version.state == "in_force":
                return version
            line = version.waiting_lines()[0]
            if line.body:
                secretary = self.with_power("documents.record_decisions")
                version.record_decision(by=secretary, number="4", date=localdate())
                continue
            by = line.position and self.users[line.position.code]
            by = by or User.objects.get(person=line.person)
            seen = version.sheet.manifest_hash
            if line.kind == "agree":
                version.agree(by=by, seen=seen)
            else:
                today = localdate()
                version.approve(
                    by=by, seen=seen, order_number=order, order_date=today, in_force_from=today
                )
        raise AssertionError(f"{version} stays {version.state}")

    def name(self, position: str) -> str:
        return self.users[position].person.signature_name


def pages(data: bytes) -> list[str]:
    reader = PdfReader(io.BytesIO(data))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


@pytest.fixture
def house(request):
    return House(request.param)


@pytest.fixture
def university():
    """The profile alone, without people."""
    load(path_of("university"))


def of(name: str):
    return pytest.mark.parametrize("house", [name], indirect=True)


# Every profile ------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.parametrize("name", OFFERS)
def test_a_profile_is_loaded_once_and_then_changes_nothing(name):
    assert load(path_of(name)).created

    again = load(path_of(name))

    assert (again.created, again.changed, again.left) == ([], [], [])
    assert not any("the program says" in line for line in again.waiting)


@pytest.mark.parametrize("name", OFFERS)
def test_what_is_written_back_changes_nothing(name, tmp_path):
    from people.profile_writing import written  # noqa: PLC0415

    load(path_of(name))
    (tmp_path / "own.yaml").write_text(written(), encoding="utf-8")

    again = load(tmp_path / "own.yaml")

    assert (again.created, again.changed) == ([], [])


@pytest.mark.parametrize("name", OFFERS)
def test_somebody_holds_every_power_the_rules_ask_for(name):
    load(path_of(name))
    held = set(Position.objects.values_list("powers__code", flat=True))

    assert held >= {
        *("documents.author", "documents.manage", "documents.approve", "documents.top"),
        *("documents.record_decisions", "nomenclature.keep", "nomenclature.approve"),
        *("people.manage", "journal.read", "settings.manage", "quality.inform"),
    }
    for step in RouteStep.objects.filter(kind="approve").select_related("position"):
        assert step.position.powers.filter(code="documents.approve").exists(), step.position


# The second agency (seed 000) ---------------------------------------------------------------


@pytest.mark.clause("000-stamps", "000-1.1")
@of("rules_agency")
def test_the_meeting_agrees_and_the_directors_order_approves(house):
    version = house.walk(house.version("ЛНА-01"), order="2/0101")

    assert version.state == "in_force"
    text = pages(version_pdf(version, "ky"))
    assert "«МАКУЛДАШЫЛДЫ» Агенттиктин кызматкерлеринин Жамааттык жыйыны" in text[0]
    assert "№ 4 протоколу" in text[0]
    assert f"«БЕКИТИЛДИ» Директор {house.name('director')}" in text[0]
    assert "№ 2/0101 буйругу" in text[0]
    assert "Локалдык ченемдик акт" in text[0]
    assert all("ЛНА-01" in page for page in text)


# The college (seed 001) ---------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("001-approval-block", "001-page-header-every-page", "001-1.1")
@of("college")
def test_the_college_prints_its_head_on_every_page(house):
    version = house.walk(house.version("СМС НП.УН-2.20"))

    text = pages(version_pdf(version, "ky"))
    total = len(text)
    assert total >= 3
    for number, page in enumerate(text, 1):
        assert "Кыргыз Республикасынын Билим берүү жана илим министрлиги".upper() in page
        assert "Көк-Белес мамлекеттик университети".upper() in page
        assert "СМС НП.УН-2.20" in page
        assert "БИЛИМ БЕРҮҮНҮН САПАТЫНА МОНИТОРИНГ ЖҮРГҮЗҮҮ ЖӨНҮНДӨ ЖОБО" in page
        assert "Чыгарылыш 1" in page
        assert "Өзгөртүү 0" in page
        assert "Көзөмөлсүз көчүрмө" in page
        assert "Экземпляр №" not in page  # nobody gave this one out
        assert f"Барак {total}/{number}" in page
    assert "«КАРАЛДЫ ЖАНА БЕКИТИЛДИ» Колледждин Педагогикалык кеңеши" in text[0]
    assert "№ 4 протоколу" in text[0]
    assert f"«БЕКИТЕМИН» Колледждин директору {house.name('director')}" in text[0]


@pytest.mark.clause("001-page-header-every-page")
@of("college")
def test_a_numbered_copy_carries_its_number(house):
    version = house.walk(house.version("СМС НП.УН-2.20"))

    for page in pages(version_pdf(version, "ky", copy="3")):
        assert "Экземпляр № 3" in page
        assert "көзөмөлсүз" not in page.casefold()


@pytest.mark.clause("001-page-header-every-page")
@of("college")
def test_codes_follow_the_mask_of_the_college(house):
    assert DocumentType.objects.get(code="regulation").next_code() == "СМС НП.УН-2.21"


# The school (seed 002) ----------------------------------------------------------------------


@pytest.mark.clause("002-approval-block")
@of("school")
def test_the_council_agrees_and_the_director_of_the_school_approves(house):
    version = house.walk(house.version("Ж-01"))

    text = pages(version_pdf(version, "ky"))
    assert "«Макулдашылды» Мектептин педагогикалык кеңеши" in text[0]
    assert f"«Бекитемин» Мектептин директору {house.name('director')}" in text[0]
    assert all("Ж-01" in page for page in text)
    assert f"Барак 2/{len(text)}" in text[1]
    # No table at the head: nothing between the line with the page and the text.
    assert "СИСТЕМАСЫ ЖӨНҮНДӨ" not in text[1]


@pytest.mark.clause("002-5-4")
@of("school")
def test_the_deputy_keeps_the_policy_and_the_director_approves_it(house):
    policy = Document.objects.get(code="СЖ-01")

    assert policy.owner.code == "deputy_academic"
    assert policy.type.review_months == 12
    steps = policy.type.route.steps.order_by("order")
    assert [(s.kind, s.position.code) for s in steps] == [
        ("agree", "deputy_academic"),
        ("approve", "director"),
    ]


# The university (seed 003) ------------------------------------------------------------------


@pytest.mark.clause("003-approval-block", "003-intro-1", "003-3")
@of("university")
def test_the_council_decides_and_the_rector_approves(house):
    version = house.walk(house.version("СЖ-1.2"))

    text = pages(version_pdf(version, "ky"))
    assert "«БЕКИТИЛДИ» Университеттин Окумуштуулар кеңеши" in text[0]
    assert f"«БЕКИТЕМИН» Ректор {house.name('rector')}" in text[0]
    assert "Сапат боюнча жетектеме" in text[0]
    assert all("СЖ-1.2" in page for page in text)
    kind = version.document.type
    assert (kind.level.code, kind.review_months) == ("1", 12)
    # One manual in force: its code is the only one of its kind.
    assert kind.next_code() == "СЖ-1.2"


@pytest.mark.clause("003-5.4.2-t1")
def test_nine_kinds_stand_on_their_levels_with_their_users(university):
    levels = {t.code: t.level.code for t in DocumentType.objects.exclude(level=None)}

    assert (
        levels
        | {
            "quality_policy": "1",
            "quality_manual": "1",
            "documented_procedure": "2",
            "management_documentation": "3",
            "teaching_documentation": "3",
            "job_description": "3",
            "division_regulation": "3",
            "record": "4",
            "registration_data": "4",
            "law": "base",
            "regulation": "base",
        }
        == levels
    )
    leaves = DocumentType.objects.filter(children=None)
    assert all(kind.level for kind in leaves)
    assert all(kind.level.users["ky"] for kind in leaves)


@pytest.mark.clause("003-5.4.3-l2")
def test_eighteen_procedures_have_their_numbers_and_owners(university):
    found = Document.objects.filter(type__code="documented_procedure").select_related("owner")

    assert {d.code for d in found} == {f"ДЖ-2.{n}" for n in range(1, 19)}
    assert all(d.owner for d in found)
    assert Document.objects.get(code="ДЖ-2.15").title["ky"] == "Ички аудит"


@of("university")
def test_a_procedure_goes_along_its_own_route(house):
    version = house.walk(house.version("ДЖ-2.15"))

    text = " ".join(pages(version_pdf(version, "ky")))
    assert house.name("quality_director") in text
    assert house.name("rector") in text
    assert Route.objects.get(code="procedure").asks_for_people


@pytest.mark.clause("003-5.1")
def test_units_of_the_university_are_of_kinds(university):
    chair = Position.objects.get(code="chair_head_biology").unit
    assert (chair.kind.name["en"], chair.parent.kind.name["en"]) == ("Chair", "Faculty")


@pytest.mark.clause("003-5.4.2", "003-app.1")
def test_twenty_two_processes_in_four_groups_of_whom_six_have_no_head(university):
    groups = Process.objects.filter(is_group=True)
    processes = Process.objects.filter(is_group=False)

    assert [p.number for p in groups] == ["1", "2", "3", "4"]
    assert Counter(p.parent.number for p in processes) == {"1": 3, "2": 10, "3": 6, "4": 3}
    vacant = {p.number for p in processes if p.head is None}
    assert vacant == {"2.1", "2.9", "2.10", "4.1", "4.2", "4.3"}
    assert processes.get(number="1.1").head.code == "rector"
    # A process and a procedure may have one number: they are of two spaces.
    assert Document.objects.filter(code="ДЖ-2.1").exists()


# The first agency (seed 004) ----------------------------------------------------------------


@of("agency")
def test_the_agency_keeps_the_head_that_comes_with_the_program(house):
    version = house.walk(house.version("ДЖ-01"))

    text = pages(version_pdf(version, "ky"))
    assert all("«АК ӨЛЧӨМ»" in page for page in text)
    assert f"2/{len(text)}" in text[1]


# Words --------------------------------------------------------------------------------------


@of("university")
def test_an_organisation_speaks_with_its_own_words(house):
    with translation.override("ky"):
        assert str(DocumentVersion.State.IN_FORCE.label) == "Күчүндө"
    with translation.override("ru"):
        assert str(DocumentVersion.State.IN_FORCE.label) == "В действии"
