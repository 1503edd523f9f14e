"""Registers from lists: what is new, what changes and what is wrong is seen first, then written."""

import datetime
import io

import pytest
from django.urls import reverse
from openpyxl import Workbook, load_workbook

from common import tasks
from common.intake.declare import _importers as importers_by_kind
from common.models import JournalEntry, ListImport, SpecialDay
from common.models.journal import verify
from documents.models import Channel, Document, NomenclatureItem, Process
from documents.models.external import ExternalFacts
from people.models import Position
from tests import factories
from tests.lists import bring, fates, labels, press, preview, saved, told, upload_url
from tests.planning import plans

pytestmark = pytest.mark.django_db

SAID = {"ky": "Ойдогу аталыш", "ru": "Выдуманное название", "en": "Invented name"}
ROW = {
    "code": "ЛЧА-41",
    "title_ky": "Иш сапарлар тууралуу",
    "title_ru": "О командировках",
    "type": "local_normative_act",
    "owner": "office_manager",
    "aliases": "Сапар; Командировка",
}


@pytest.fixture
def keeper(client, agency, in_english):
    client.cookies["django_language"] = "en"
    client.force_login(agency.manager)
    return agency.manager


def documents(client, *rows, **how):
    return preview(client, "documents", *rows, **how)


# The register of documents ------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("004-4.2.3-b")
def test_a_list_becomes_cards(client, keeper):
    page = documents(
        client, ROW, {**ROW, "code": "ЛЧА-42", "basis": "ЛЧА-41", "access": "Everyone"}
    )
    assert fates(page) == ["new", "new"]
    assert not Document.objects.exists()

    assert press(client, page).status_code == 302

    first, second = Document.objects.order_by("code")
    assert first.title == {"ky": ROW["title_ky"], "ru": ROW["title_ru"]}
    assert (first.type.code, first.owner.code, first.access) == (
        "local_normative_act",
        "office_manager",
        "staff",
    )
    assert first.aliases == "Сапар\nКомандировка"
    assert first.author == keeper.person
    assert (second.basis, second.access) == (first, "public")
    assert Document.objects.search("командировках").count() == 2


@pytest.mark.core
def test_one_deed_with_a_row_of_the_journal_for_each(client, keeper):
    press(client, documents(client, ROW, {**ROW, "code": "ЛЧА-42"}))

    entry = JournalEntry.objects.get(deed="import_list")
    assert (entry.user, entry.details["new"], entry.details["register"]) == (keeper, 2, "documents")
    for document in Document.objects.all():
        kept = JournalEntry.objects.about(document).get()
        assert (kept.deed, kept.user) == ("create", keeper)
        assert kept.details["history"][0][1] == document.history.get().history_id
        assert document.history.get().history_user == keeper
    assert verify() is None


@pytest.mark.core
def test_the_same_list_twice_does_nothing_new(client, keeper):
    page = documents(client, ROW)
    press(client, page)
    rows = JournalEntry.objects.count()
    assert press(client, page).status_code == 302  # the same form once more

    second = documents(client, ROW)
    assert fates(second) == ["same"]
    assert press(client, second).status_code == 422
    assert JournalEntry.objects.filter(deed="import_list").count() == 1
    assert JournalEntry.objects.count() == rows + 1  # that the list was looked at
    assert Document.objects.get().revision == 1


def test_old_and_new_stand_beside_each_other(client, keeper, agency):
    press(client, documents(client, ROW))
    page = documents(
        client,
        {"code": "ЛЧА-41", "title_ru": "О поездках", "owner": "Кызмат director", "aliases": "-"},
    )
    assert fates(page) == ["change"]
    assert "О командировках → О поездках" in told(page)
    assert "office_manager → director" in told(page)
    assert "Сапар\nКомандировка → —" in told(page)

    press(client, page)

    document = Document.objects.get()
    assert document.title == {"ky": ROW["title_ky"], "ru": "О поездках"}
    assert (document.owner.code, document.aliases, document.revision) == ("director", "", 2)
    kept = JournalEntry.objects.about(document).last()
    assert (kept.deed, kept.details["fields"]) == ("change", ["title", "owner", "aliases"])
    assert document.type.code == "local_normative_act"  # an empty cell changes nothing


@pytest.mark.core
def test_the_card_of_an_approved_document_asks_why(client, keeper, in_force):
    code = in_force.document.code
    page = documents(client, {"code": code, "title_ru": "Жаңы"})
    assert "reason" in page.context["form"].fields

    assert press(client, page).status_code == 422
    assert press(client, page, reason=" ").status_code == 422
    assert press(client, page, reason="Котормо такталды").status_code == 302

    document = Document.objects.get(code=code)
    assert document.title["ru"] == "Жаңы"
    assert document.history.first().history_change_reason == "Котормо такталды"


def test_a_card_whose_version_is_on_its_route_stays(client, keeper, draft, agency):
    draft.send(by=agency.manager)
    page = documents(client, {"code": draft.document.code, "title_ru": "Жаңы"})
    assert fates(page) == ["refused"]
    assert "on its route" in told(page)
    assert fates(documents(client, {"code": draft.document.code})) == ["same"]


def test_external_documents_have_a_register_of_their_own(client, keeper):
    factories.DocumentType.objects.create(code="law", name={"en": "Law"}, origin="external")
    outer = factories.DocumentFactory(type=factories.DocumentType.objects.get(code="law"))
    page = documents(client, {"code": outer.code, "title_ru": "Башка"}, {**ROW, "type": "law"})
    assert fates(page) == ["refused", "refused"]
    assert "external documents" in told(page)


@pytest.mark.core
@pytest.mark.clause("004-5.5.1-a")
def test_what_is_restricted_is_not_told(client, keeper, agency):
    hidden = factories.DocumentFactory(
        code="СТР-01", title={"ky": "Купуя концепция"}, type=agency.local_act, access="top"
    )
    page = documents(
        client,
        {**ROW, "code": "СТР-01"},
        {**ROW, "code": "CTP-01"},  # the same in Latin letters
        {**ROW, "code": "ЛЧА-43", "basis": "СТР-01"},
        {**ROW, "code": "ЛЧА-44", "basis": "ЖОК-01"},
    )
    assert fates(page) == ["refused"] * 4
    assert "Купуя" not in page.content.decode()
    assert "This code is taken." in told(page)
    assert "neither here nor in this list" in told(page, 3)
    assert hidden.title == Document.objects.get().title

    resting = factories.DocumentFactory(type=agency.local_act, basis=hidden)
    other = factories.DocumentFactory(type=agency.local_act)
    page = documents(client, {"code": resting.code, "basis": other.code})
    assert fates(page) == ["refused"]
    assert hidden.code not in page.content.decode()


@pytest.mark.parametrize(
    ("changes", "cell", "words"),
    [
        ({"code": ""}, "A2", "empty"),
        ({"code": "Ү" * 61}, "A2", "60"),
        ({"code": datetime.date(2026, 2, 1)}, "A2", "01.02.2026"),
        ({"code": 1.1}, "A2", "1.10"),
        ({"title_ky": ""}, "B2", "new row"),
        ({"title_ky": "Ү" * 301}, "B2", "300"),
        ({"type": "жок"}, "D2", "жок"),
        ({"type": ""}, "D2", "new row"),
        ({"owner": "нет такой"}, "E2", "нет такой"),
        ({"owner": "=A1"}, "E2", "formula"),
        ({"access": "nobody"}, "F2", "Top management"),
        ({"review_months": "көп"}, "G2", "көп"),
        ({"basis": "ЛЧА-41"}, "H2", "under itself"),
    ],
)
def test_a_wrong_cell_is_named_and_stops_the_list(client, keeper, changes, cell, words):
    keys = ["code", "title_ky", "title_ru", "type", "owner", "access", "review_months", "basis"]
    page = documents(client, ROW | changes, {**ROW, "code": "ЛЧА-50"}, keys=keys)

    assert fates(page) == ["refused", "new"]
    assert words in told(page)
    assert cell in told(page)
    assert press(client, page).status_code == 422
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    "twin",
    ["ЛЧА-41", "лча-41", "ЛЧА 41", " ЛЧА-41 ", "ЛЧA-41"],
    ids="same case gap edges latin".split(),
)
def test_the_same_code_twice_in_one_list(client, keeper, twin):
    page = documents(client, ROW, {**ROW, "code": twin})
    assert fates(page) == ["new", "refused"]
    assert "2" in told(page, 1)


@pytest.mark.parametrize("twin", ["лча-41", "ЛЧА 41", "ЛЧA-41", "ЛЧА–41"])
def test_a_code_that_only_looks_the_same_as_one_here(client, keeper, twin):
    press(client, documents(client, ROW))
    page = documents(client, {**ROW, "code": twin})
    assert fates(page) == ["refused"]
    assert "ЛЧА-41" in told(page)


def test_codes_that_differ_by_a_gap_between_digits_are_two(client, keeper):
    assert fates(documents(client, {**ROW, "code": "1-1"}, {**ROW, "code": "11"})) == ["new"] * 2


def test_mixed_letters_in_a_new_code_are_told(client, keeper):
    page = documents(client, {**ROW, "code": "ДЖ-Q1"})
    assert fates(page) == ["new"]
    assert "Latin and Cyrillic" in told(page)


def test_a_circle_of_bases_is_refused(client, keeper, agency):
    first = factories.DocumentFactory(code="ЛЧА-60", type=agency.local_act)
    factories.DocumentFactory(code="ЛЧА-61", type=agency.local_act, basis=first)
    page = documents(client, {"code": "ЛЧА-60", "basis": "ЛЧА-61"})
    assert fates(page) == ["refused"]
    assert "circle" in told(page)


def test_a_register_that_changed_since_the_look_is_shown_again(client, keeper, agency):
    press(client, documents(client, ROW))
    page = documents(client, {"code": "ЛЧА-41", "title_ru": "О поездках"})
    stored = Document.objects.get()
    stored.title, stored.revision = {"ky": "Башка"}, 2
    stored.save()

    answer = press(client, page)

    assert answer.status_code == 409
    assert Document.objects.get().title == {"ky": "Башка"}
    assert "Something changed" in answer.content.decode()
    assert press(client, answer).status_code == 302
    assert Document.objects.get().title == {"ky": "Башка", "ru": "О поездках"}


def test_problems_stand_first_and_the_list_comes_back_with_remarks(client, keeper):
    page = documents(client, ROW, {**ROW, "code": "ЛЧА-42", "type": "жок"})
    assert page.context["rows"][0].cells[2].tone == "red"

    answer = client.get(page.request["PATH_INFO"], {"as": "xlsx"})

    rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
    assert rows[0][-2:] == ("What happens", "In detail")
    assert rows[1][0] == "ЛЧА-41"
    assert rows[2][-2] == "Refused"
    assert "жок" in rows[2][-1]
    again = bring(client, "documents", answer.content)  # the corrected file is not told of them
    assert again.status_code == 302
    assert client.get(again["Location"]).context["plan"].remarks == []


@pytest.mark.parametrize("count", [3, 60])
def test_a_look_takes_the_same_queries_for_any_length(
    client, keeper, agency, count, django_assert_max_num_queries
):
    for n in range(count):
        factories.DocumentFactory(code=f"ЕСКИ-{n:02}", type=agency.local_act)
    old = [{"code": f"ЕСКИ-{n:02}", "title_ru": "Жаңы"} for n in range(count)]
    page = documents(client, *old, *({**ROW, "code": f"ЖАҢЫ-{n:02}"} for n in range(count)))
    assert page.context["plan"].counts == {"change": count, "new": count}

    with django_assert_max_num_queries(24):
        client.get(page.request["PATH_INFO"])


def test_a_long_list_is_the_workers_and_all_of_it_or_nothing(client, keeper, monkeypatch):
    monkeypatch.setattr("common.intake.writing.AT_ONCE", 2)
    page = documents(client, *({**ROW, "code": f"ЛЧА-{n}"} for n in range(50, 54)))

    answer = press(client, page)
    assert not Document.objects.exists()
    assert "being brought in" in client.get(answer["Location"]).content.decode()

    tasks.bring_in_lists()
    tasks.bring_in_lists()
    assert Document.objects.count() == 4
    found = ListImport.objects.get()
    assert (found.state, found.counts) == ("done", {"new": 4})
    assert verify() is None


def test_a_long_list_waits_again_where_something_changed_meanwhile(
    client, keeper, monkeypatch, agency
):
    monkeypatch.setattr("common.intake.writing.AT_ONCE", 1)
    keeper.person.language = "en"
    keeper.person.save()
    page = documents(client, ROW, {**ROW, "code": "ЛЧА-42"})
    press(client, page)
    factories.DocumentFactory(code="ЛЧА-42", type=agency.local_act)

    tasks.bring_in_lists()

    assert Document.objects.count() == 1
    assert ListImport.objects.get().state == "preview"
    assert "Something changed meanwhile" in client.get(page.request["PATH_INFO"]).content.decode()


def test_who_lost_the_power_meanwhile_brings_in_nothing(client, keeper, monkeypatch):
    monkeypatch.setattr("common.intake.writing.AT_ONCE", 0)
    press(client, documents(client, ROW))
    keeper.person.appointments.get().position.powers.clear()

    tasks.bring_in_lists()

    assert not Document.objects.exists()
    assert ListImport.objects.get().state == "preview"


# Cases ----------------------------------------------------------------------------------------

CASE = {"index": "02-01", "title_ky": "Каттар", "years": "5", "responsible": "office_manager"}


@pytest.fixture
def plan(client, agency, in_english):
    client.cookies["django_language"] = "en"
    client.force_login(agency.office)
    return factories.nomenclature(agency)


@pytest.mark.core
@pytest.mark.clause("004-4.2.1")
def test_cases_of_a_draft_nomenclature(client, plan, agency):
    page = preview(
        client,
        "cases",
        CASE,
        {"index": "01-01", "keep": "Permanently", "place_ky": "Архив"},
        {"index": "02-02", "title_ky": "Келишимдер"},
        target=plan.pk,
    )
    assert fates(page) == ["new", "change", "refused"]
    assert "how many years" in told(page, 2)

    page = preview(
        client, "cases", CASE, {"index": "01-01", "keep": "Permanently", "place_ky": "Архив"},
        target=plan.pk,
    )  # fmt: skip
    assert press(client, page).status_code == 302
    new = NomenclatureItem.objects.get(index="02-01")
    assert (new.nomenclature, new.years, new.responsible.code) == (plan, 5, "office_manager")
    changed = NomenclatureItem.objects.get(index="01-01")
    assert (changed.keep, changed.place) == ("permanent", {"ky": "Архив"})


def test_cases_are_brought_only_into_a_draft(client, plan, agency):
    page = preview(client, "cases", CASE, target=plan.pk)
    plan.send(by=agency.office)
    assert press(client, page).status_code == 409
    assert client.get(upload_url("cases", plan.pk)).status_code == 409
    assert plan.items.count() == 2


def test_the_same_index_of_another_year_is_another_case(client, plan, agency):
    other = factories.nomenclature(agency, year=2028)
    press(client, preview(client, "cases", CASE, target=plan.pk))
    assert fates(preview(client, "cases", CASE, target=other.pk)) == ["new"]


def test_an_index_that_excel_made_a_date_of_is_told(client, plan):
    page = preview(
        client, "cases", {**CASE, "index": datetime.datetime(2026, 1, 2)}, target=plan.pk
    )
    assert "02.01.2026" in told(page)


# Processes --------------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("003-5.4.2")
def test_processes_with_their_groups_in_any_order(client, keeper):
    page = preview(
        client,
        "processes",
        {"number": "2.1", "name_ky": "Окутуу", "parent": "2", "owner": "director",
         "criteria_ky": "Катышуу"},
        {"number": "2", "name_ky": "Ресурстар", "is_group": "ооба"},
        {"number": "3", "name_ky": "Кеңсе", "level": "Of a unit", "unit": "office",
         "closed_on": "31.12.2027"},
    )  # fmt: skip
    assert fates(page) == ["new"] * 3, told(page, 1)
    press(client, page)

    taught = Process.objects.get(number="2.1")
    assert (taught.parent.number, taught.parent.is_group) == ("2", True)
    assert (taught.owner.code, taught.head, taught.level) == ("director", None, 1)
    last = Process.objects.get(number="3")
    assert (last.level, last.unit.code, last.closed_on) == (
        2,
        "office",
        datetime.date(2027, 12, 31),
    )


# External documents -----------------------------------------------------------------------------

LAW = {
    "code": "ТД-07",
    "title_ky": "Окутуу жөнүндө мыйзам",
    "type": "law",
    "issuer": "Чогулуш",
    "number": "179",
    "date": "11.08.2023",
    "link": "https://law.example.kg/179",
}


@pytest.fixture
def law(agency):
    return factories.DocumentType.objects.create(
        code="law", name={"en": "Law"}, origin="external", code_mask="ТД-{n:02}"
    )


@pytest.mark.core
@pytest.mark.clause("004-4.2.3-c")
def test_cards_of_external_documents_with_what_is_known_of_them(client, keeper, law):
    press(client, preview(client, "external", LAW))

    document = Document.objects.get(code="ТД-07")
    facts = document.facts
    assert (facts.issuer, facts.number, facts.found_by) == ("Чогулуш", "179", keeper.person)
    assert facts.date == datetime.date(2023, 8, 11)
    entry = JournalEntry.objects.about(document).get(deed="create")
    assert {row[0] for row in entry.details["history"]} == {
        "documents.document",
        "documents.externalfacts",
    }
    assert fates(preview(client, "external", LAW)) == ["same"]

    page = preview(client, "external", {"code": "ТД-07", "issuer": "Президент"})
    assert "Чогулуш → Президент" in told(page)
    press(client, page)
    facts.refresh_from_db()
    assert (facts.issuer, facts.number) == ("Президент", "179")
    assert verify() is None


def test_what_is_wrong_with_an_external_card(client, keeper, law, agency):
    own = factories.DocumentFactory(code="ЛЧА-90", type=agency.local_act)
    page = preview(
        client,
        "external",
        {**LAW, "link": "кайда"},
        {**LAW, "code": "ТД-08", "issuer": ""},
        {**LAW, "code": own.code},
        {**LAW, "code": "ТД-09", "type": "local_normative_act"},
    )
    assert fates(page) == ["refused"] * 4
    assert "This code is taken." in told(page, 2)


# Doors ------------------------------------------------------------------------------------------


@pytest.mark.core
def test_who_may_bring_in_which_register(client, agency, stranger):
    draft = factories.nomenclature(agency)
    doors = {
        upload_url("documents"): (403, 403, 403, 200, 403),
        reverse("list_template", args=["documents"]): (403, 403, 403, 200, 403),
        upload_url("processes"): (403, 403, 403, 200, 403),
        upload_url("external"): (403, 403, 200, 200, 403),
        upload_url("cases", draft.pk): (404, 404, 200, 404, 403),
        reverse("list_template_of", args=["cases", draft.pk]): (404, 404, 200, 404, 403),
        upload_url("nothing"): (404,) * 5,
        upload_url("cases"): (404,) * 5,
    }
    users = (stranger, agency.staff, agency.office, agency.manager, agency.director)
    for url, expected in doors.items():
        for user, code in zip(users, expected, strict=True):
            client.force_login(user)
            assert client.get(url).status_code == code, (url, user)


def test_the_owner_of_a_document_brings_in_no_register(client, agency, draft):
    draft.document.owner = agency.staff.person.appointments.get().position
    draft.document.save()
    client.force_login(agency.staff)
    assert bring(client, "documents", b"").status_code == 403


@pytest.mark.core
def test_a_list_is_seen_by_who_brought_it_alone(client, keeper, agency):
    page = documents(client, ROW)
    for user in (agency.staff, agency.office, agency.director):
        client.force_login(user)
        assert client.get(page.request["PATH_INFO"]).status_code == 404
        assert press(client, page).status_code == 404
    assert not Document.objects.exists()


@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_the_empty_list_has_choices_and_is_brought_back_filled_in(client, agency, language):
    client.force_login(agency.manager)
    client.cookies["django_language"] = language
    data = client.get(reverse("list_template", args=["documents"])).content
    filled = load_workbook(io.BytesIO(data))
    sheet = filled.worksheets[0]
    rules = {str(rule.sqref): rule.formula1 for rule in sheet.data_validations.dataValidation}
    assert any("!$" in formula for formula in rules.values())
    keys = list(labels("documents"))
    for column, key in enumerate(keys, 1):
        sheet.cell(2, column).value = ROW.get(key)
    type_of = keys.index("type") + 1
    listed = filled.worksheets[3]
    names = [row[1].value for row in listed.iter_rows(min_row=2)]
    sheet.cell(2, type_of).value = names[0]

    answer = bring(client, "documents", saved(filled))
    page = client.get(answer["Location"])
    assert fates(page) == ["new"]


@pytest.mark.core
def test_what_is_there_now_is_taken_changed_and_brought_back(client, keeper, agency):
    hidden = factories.DocumentFactory(code="СТР-01", type=agency.local_act, access="top")
    press(client, documents(client, ROW, {**ROW, "code": "ЛЧА-42", "title_ky": "+1 @x"}))
    Document.objects.filter(code="ЛЧА-42").update(basis=hidden)

    data = client.get(reverse("list_template", args=["documents"]), {"filled": "1"}).content
    entry = JournalEntry.objects.get(deed="export")
    assert (entry.user, entry.details["rows"]) == (keeper, 2)
    taken = load_workbook(io.BytesIO(data))
    sheet = taken.worksheets[0]
    keys = list(labels("documents"))
    by_code = {row[0]: dict(zip(keys, row, strict=True)) for row in sheet.values if row[0]}
    assert by_code["ЛЧА-41"]["owner"] == "office_manager"
    assert by_code["ЛЧА-41"]["aliases"] == "Сапар; Командировка"
    assert by_code["ЛЧА-42"]["basis"] is None
    assert "СТР-01" not in str(by_code)

    sheet.cell(2, keys.index("title_ru") + 1).value = "О поездках"
    page = client.get(bring(client, "documents", saved(taken))["Location"])
    assert fates(page) == ["change", "same"]
    assert "О командировках → О поездках" in told(page)


def taken(client, kind, target=None) -> bytes:
    """The register as the page gives it, to be changed and brought back."""
    return client.get(template_url(kind, target), {"filled": "1"}).content


def template_url(kind, target=None) -> str:
    if target is None:
        return reverse("list_template", args=[kind])
    return reverse("list_template_of", args=[kind, target])


@pytest.mark.core
@pytest.mark.parametrize("kind", sorted(importers_by_kind))
def test_every_register_comes_back_unchanged(client, keeper, agency, law, plan, kind):
    office = Position.objects.get(code="office_manager")
    unit = factories.UnitFactory(code="unit-1", name={"ky": "Бөлүм"})
    act = factories.DocumentFactory(code="ТМ-90", type=law, owner=office, title=SAID)
    unwatched = Channel.objects.create(code="old", name={"ky": "Эски сайт"}, is_watched=False)
    facts = ExternalFacts.objects.create(
        document=act,
        issuer="Ойдон чыгарылган жыйын",
        number="007",
        date=datetime.date(2024, 3, 1),
        channel=unwatched,
        link="https://law.example.kg/a?b=1&c=2",
        impact="Биринчи сап",
    )
    version = factories.VersionFactory(
        document=act,
        author=agency.manager.person,
        state="in_force",
        in_force_from="2024-03-01",
        order_number="7",
    )
    assert facts.pk
    assert version.pk
    factories.DocumentFactory(code="РИ-90", type=agency.local_act, basis=act, unit=unit, title=SAID)
    own = factories.DocumentFactory(
        code="ЛЧА-90", type=agency.local_act, owner=office, aliases="Бир\nЭки", basis_text="Устав"
    )
    assert own.aliases
    group = Process.objects.create(number="1", name=SAID, is_group=True)
    Process.objects.create(number="1.1", name=SAID, parent=group, owner=office, criteria=SAID)
    Process.objects.create(
        number="1.10", name=SAID, parent=group, unit=unit, level=2, closed_on="2026-01-31"
    )
    for index, more in (("09-01", {"keep": "permanent"}), ("09-10", {"keep": "years", "years": 5})):
        NomenclatureItem.objects.create(
            nomenclature=plan, index=index, title=SAID, responsible=office, place=SAID, **more
        )
    SpecialDay.objects.create(day="2027-03-22", kind="off", name=SAID, basis="Кабинеттин токтому")
    work = plans.plan(agency.manager)
    plans.line(work, "1", measure=SAID, position=office, due="2027-03-01")
    target = {"cases": plan.pk, "plan_lines": work.pk}.get(kind)
    keeps_the_year = factories.employee("keeper", "planning.manage")
    own = {"cases": agency.office, "special_days": keeps_the_year, "plan_lines": agency.manager}
    client.force_login(own.get(kind, keeper))

    data = taken(client, kind, target)
    page = client.get(bring(client, kind, data, target=target)["Location"])

    assert {*fates(page)} == {"same"}, [fate.told for fate in page.context["plan"].fates]
    assert page.context["plan"].remarks == []
    assert ("ТМ-90" in str([fate.name for fate in page.context["plan"].fates])) == (
        kind == "external"
    )


@pytest.mark.core
def test_the_card_of_a_registered_external_document_asks_why(client, keeper, law, agency):
    row = {"code": "ТМ-91", "title_ky": "Мыйзам", "type": "law", "issuer": "Жыйын"}
    row |= {"number": "1", "date": "01.03.2024"}
    press(client, preview(client, "external", row))
    factories.VersionFactory(
        document=Document.objects.get(code="ТМ-91"),
        author=agency.manager.person,
        state="in_force",
        in_force_from="2024-03-01",
        order_number="1",
    )
    page = preview(client, "external", {**row, "number": "2"})
    assert "An edition of it is registered: the reason is asked below." in told(page)
    assert press(client, page).status_code == 422
    assert press(client, page, reason="Номери ката терилген").status_code == 302
    facts = ExternalFacts.objects.get(document__code="ТМ-91")
    assert facts.number == "2"


def test_the_pages_of_a_list_stand_under_its_register(client, keeper):
    for page in (client.get(upload_url("documents")), documents(client, ROW)):
        assert [e["url"] for e in page.context["nav"] if e["active"]] == ["/documents/"]


def test_a_new_row_is_shown_in_every_language(client, keeper):
    words = told(documents(client, ROW))
    assert ROW["title_ky"] in words
    assert ROW["title_ru"] in words


def test_a_text_that_is_called_a_workbook_is_refused_as_such(client, keeper):
    answer = bring(client, "documents", "Код;Аталышы\nЛЧА-1;Бир".encode())
    assert answer.status_code == 422
    assert "not an Excel file" in str(answer.context["form"].errors["file"])


def test_a_wrong_file_is_refused_with_what_was_found(client, keeper):
    made = Workbook()
    made.active.append(["Шифр", "Аталыш"])
    made.active.append(["ЛЧА-1", "Бир"])
    answer = bring(client, "documents", saved(made))
    assert answer.status_code == 422
    error = str(answer.context["form"].errors["file"])
    assert "“Code”" in error
    assert "Шифр, Аталыш" in error


# In the words of the reader -----------------------------------------------------------------------


@pytest.fixture
def twins(agency):
    """Two positions that are called alike in Kyrgyz, and documents that name all sorts of things."""
    first, second = (
        factories.PositionFactory(code=code, name={"ky": "Адис", "ru": told})
        for code, told in (("expert_a", "Специалист А"), ("expert_b", "Специалист Б"))
    )
    office = Position.objects.get(code="office_manager")
    office.name = {"ky": "Кеңсе башчысы", "ru": "Заведующий канцелярией"}
    office.save()
    agency.local_act.name = {"ky": "Ойдогу акт", "ru": "Выдуманный акт"}
    agency.local_act.save()
    about = factories.UnitFactory(code="about-it", name={"ky": "Окуу бөлүгү"})
    for code, more in (
        ("ЛЧА-71", {"owner": first, "unit": about}),
        ("ЛЧА-72", {"owner": second, "position": first, "access": "top"}),
        ("ЛЧА-73", {"owner": office, "title": {"ky": "Кыргызча гана"}}),
        ("ЛЧА-74", {"owner": None}),
    ):
        factories.DocumentFactory(code=code, type=agency.local_act, **more)
    return first, second


def brought(client, data: bytes):
    return client.get(bring(client, "documents", data)["Location"])


@pytest.mark.core
@pytest.mark.parametrize("language", ["ky", "ru", "en"])
def test_the_register_as_excel_brought_back_changes_nothing(client, agency, draft, twins, language):
    """Also a document on its route, which nobody may change, and owners that are called alike."""
    draft.document.owner = Position.objects.get(code="office_manager")
    draft.document.save()
    draft.send(by=agency.manager)
    factories.DocumentFactory(code="ЛЧА-75", title={"ru": "По-русски"}, type=agency.local_act)
    client.force_login(agency.manager)
    client.cookies["django_language"] = language

    page = brought(client, client.get("/documents/", {"as": "xlsx"}).content)

    plan = page.context["plan"]
    assert len(plan.fates) == Document.objects.visible_to(agency.manager).count() == 5
    assert {*fates(page)} == {"same"}, [fate.told for fate in plan.fates]
    (remark,) = plan.remarks
    buttons = {"ky": "Азыркысын алуу", "ru": "Взять то, что есть сейчас"}
    assert buttons.get(language, "Take what is there now") in remark
    assert {"ky": "Аталышы", "ru": "Название", "en": "Title"}[language] in remark


@pytest.mark.core
def test_what_the_register_and_its_list_both_call_so_is_read_of_the_register(client, agency, twins):
    client.force_login(agency.manager)
    client.cookies["django_language"] = "ky"
    data = client.get("/documents/", {"as": "xlsx"}).content
    book = load_workbook(io.BytesIO(data))
    sheet = book.worksheets[0]
    heads = [cell.value for cell in sheet[1]]
    assert "Бөлүм" not in heads  # in the list: the unit that a document is about
    row = next(row for row in sheet.iter_rows(min_row=2) if row[0].value == "ЛЧА-73")
    row[heads.index("Жооптуу")].value = "Кызмат director"

    page = brought(client, saved(book))

    assert sorted(fates(page)) == ["change", "same", "same"]
    changed = next(fate for fate in page.context["plan"].fates if fate.kind == "change")
    assert "Кызмат director" in changed.told


@pytest.mark.core
@pytest.mark.parametrize("language", ["ky", "ru", "en"])
@pytest.mark.parametrize("copy", ["{}", "{} (2)"])
def test_what_our_list_holds_beside_it_is_never_read(client, agency, twins, language, copy):
    """Who renamed a heading is told so, and is not shown the invented rows of the example."""
    client.force_login(agency.manager)
    client.cookies["django_language"] = language
    book = load_workbook(io.BytesIO(taken(client, "documents")))
    names = labels("documents", language)
    for cell in book.worksheets[0][1]:
        heading = cell.value.rstrip(" *")
        cell.value = {names["code"]: "Шифр", names["type"]: "Тиби"}.get(heading, cell.value)
    for sheet in book.worksheets[1:]:
        sheet.title = copy.format(sheet.title)
    client.cookies["django_language"] = "en"

    answer = bring(client, "documents", saved(book))

    assert answer.status_code == 422
    (error,) = answer.context["form"].errors["file"]
    assert "“Code”" in error
    assert "Шифр, Тиби" in error
    assert not ListImport.objects.exists()


@pytest.mark.core
@pytest.mark.parametrize("language", ["ky", "ru"])
def test_a_filled_list_speaks_the_words_of_its_reader(client, agency, twins, language):
    """Names that tell one from others, else codes; all of it is read back."""
    client.force_login(agency.manager)
    client.cookies["django_language"] = language
    is_kyrgyz = language == "ky"
    book = load_workbook(io.BytesIO(taken(client, "documents")))
    keys = list(labels("documents"))
    rows = [dict(zip(keys, row, strict=True)) for row in book.worksheets[0].values if row[0]]
    found = {row["code"]: row for row in rows}
    act, office = found["ЛЧА-73"]["type"], found["ЛЧА-73"]["owner"]
    assert act == ("Ойдогу акт" if is_kyrgyz else "Выдуманный акт")
    assert office == ("Кеңсе башчысы" if is_kyrgyz else "Заведующий канцелярией")
    assert found["ЛЧА-71"]["owner"] == ("expert_a" if is_kyrgyz else "Специалист А")
    assert found["ЛЧА-71"]["unit"] == "Окуу бөлүгү"
    assert found["ЛЧА-71"]["access"] == ("Кызматкерлер" if is_kyrgyz else "Сотрудники")

    example = dict(zip(keys, [*book.worksheets[1].values][1], strict=True))
    assert (example["type"], example["owner"]) == (act, office)
    explained = {row[0]: row[2] for row in book.worksheets[2].values}
    reads = explained[labels("documents", language)["access"]]
    assert example["access"] in reads
    assert "staff" not in reads
    choices = [rule.formula1 for rule in book.worksheets[0].data_validations.dataValidation]
    assert any(example["access"] in formula for formula in choices)
    positions = book.worksheets[4]
    offered = {row[4] if len(row) > 4 else row[2] for row in positions.values}
    assert found["ЛЧА-71"]["owner"] in offered
    assert office in offered

    page = brought(client, saved(book))
    assert {*fates(page)} == {"same"}, [fate.told for fate in page.context["plan"].fates]


@pytest.mark.core
def test_codes_are_read_beside_words_and_a_name_of_several_is_asked_about(client, agency, twins):
    client.force_login(agency.manager)
    client.cookies["django_language"] = "en"
    page = documents(
        client,
        {"code": "ЛЧА-73", "owner": "expert_b", "type": "local_normative_act"},
        {"code": "ЛЧА-71", "owner": "Адис"},  # whom it names is the one that stands there
        {"code": "ЛЧА-74", "owner": "Адис"},
    )
    assert fates(page) == ["change", "same", "refused"]
    assert "give the code" in told(page, 2)
