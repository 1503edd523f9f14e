"""Each organisation by its own profile: one document from draft to print (education 6.2)."""

from collections import Counter

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext

from documents.models import (
    Document,
    DocumentType,
    DocumentVersion,
    Process,
    Route,
    RouteStep,
)
from documents.pdf import version_pdf
from people.models import Position
from people.profile import load
from qms.profiles import OFFERS, path_of
from tests import factories
from tests.houses import of, pages

pytestmark = pytest.mark.django_db


# Every profile ------------------------------------------------------------------------------


@pytest.mark.core
@of(*OFFERS)
def test_a_profile_is_loaded_once_and_then_changes_nothing(profile):
    name, loaded = profile
    assert loaded.created

    again = load(path_of(name))

    assert (again.created, again.changed, again.left) == ([], [], [])
    assert not any("the program says" in line for line in again.waiting)


@pytest.mark.core
@of(*OFFERS)
def test_the_words_of_every_profile_can_be_searched(house, client):
    client.force_login(house.with_power("documents.manage"))
    asked = ["СЖ-1.2", "процесстин ээси", "владелец процесса", "сапат"]
    for words in house.organisation.terms.get("*", {}).values():
        asked += [*words, *words.values()]

    for words in asked:
        for page in ("search", "search_quick", "documents:documents", "documents:processes"):
            assert client.get(reverse(page), {"q": words}).status_code == 200, (page, words)


@pytest.mark.core
@of(*OFFERS)
def test_owner_and_head_of_a_process_are_two_words_and_its_card_can_be_begun(house):
    manager = house.with_power("documents.manage")
    one = Process.objects.create(number="99", name={"ky": "Сыноо"}, owner=Position.objects.first())

    document = one.begin_card(by=manager)

    assert document.type.route is not None
    for language in ("ky", "ru"):
        with translation.override(language):
            assert gettext("Process owner") != gettext("Process head")
            assert gettext("process owner") != gettext("process head")


@of(*OFFERS)
def test_what_is_written_back_changes_nothing(profile, tmp_path):
    from people.profile_writing import written  # noqa: PLC0415

    (tmp_path / "own.yaml").write_text(written(), encoding="utf-8")

    again = load(tmp_path / "own.yaml")

    assert (again.created, again.changed) == ([], [])


@of(*OFFERS)
def test_somebody_holds_every_power_the_rules_ask_for(profile):
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
    version = house.walk(house.version("СМС-2.20"))

    text = pages(version_pdf(version, "ky"))
    total = len(text)
    assert total >= 3
    for number, page in enumerate(text, 1):
        assert "Кыргыз Республикасынын Билим берүү жана илим министрлиги".upper() in page
        assert "Көк-Белес мамлекеттик университети".upper() in page
        assert "СМС-2.20" in page
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
    version = house.walk(house.version("СМС-2.20"))

    for page in pages(version_pdf(version, "ky", copy="3")):
        assert "Экземпляр № 3" in page
        assert "көзөмөлсүз" not in page.casefold()


@pytest.mark.clause("001-page-header-every-page")
@of("college")
def test_codes_follow_the_mask_of_the_college(house):
    assert DocumentType.objects.get(code="regulation").next_code() == "СМС-2.21"


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


@pytest.mark.clause("002-3")
@of("school")
def test_every_quality_document_of_the_school_comes_to_its_director(house):
    routed = DocumentType.objects.exclude(route=None)

    assert {"quality_policy", "regulation", "documented_procedure"} <= {t.code for t in routed}
    for kind in routed:
        last = kind.route.steps.order_by("order").last()
        assert (last.kind, last.position.code) == ("approve", "director"), kind.code


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
@of("university")
def test_nine_kinds_stand_on_their_levels_with_their_users(profile):
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


@pytest.mark.clause("003-5.4.3-examples")
@of("university")
def test_what_the_manual_names_as_examples_has_kinds_to_be_under_control(profile):
    kinds = {t.code: t for t in DocumentType.objects.all()}

    for code in ("curriculum", "timetable", "examination_material", "regulation", "instruction"):
        assert kinds[code].route.steps.filter(kind="approve").exists(), code
        assert kinds[code].next_code(), code
    for code in ("state_standard", "authority_order", "law"):
        assert kinds[code].origin == "external", code


@pytest.mark.clause("003-5.4.3-examples")
@of("university")
def test_examination_papers_are_seen_by_those_who_approve_them_alone(house):
    kind = DocumentType.objects.get(code="examination_material")
    papers = factories.DocumentFactory(
        type=kind,
        code=kind.next_code(),
        access=kind.access,
        author=house.users["chair_head_biology"].person,
    )

    def sees(position: str) -> bool:
        return Document.objects.visible_to(house.users[position]).filter(pk=papers.pk).exists()

    assert sees("vice_rector_academic")
    assert sees("chair_head_biology")
    assert not sees("lecturer")
    assert not sees("library_director")


@pytest.mark.clause("003-5.4.3-l2")
@of("university")
def test_eighteen_procedures_have_their_numbers_and_owners(profile):
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
@of("university")
def test_units_of_the_university_are_of_kinds(profile):
    chair = Position.objects.get(code="chair_head_biology").unit
    assert (chair.kind.name["en"], chair.parent.kind.name["en"]) == ("Chair", "Faculty")


@pytest.mark.clause("003-5.4.2", "003-app.1")
@of("university")
def test_twenty_two_processes_in_four_groups_of_whom_six_have_no_head(profile):
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
