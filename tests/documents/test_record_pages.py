"""The pages of the archive: by five readers, at three rows and at three hundred, on paper."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate
from openpyxl import load_workbook
from pypdf import PdfReader

from common.models import Opening
from documents.models import FundItem, Hold, Material, Record
from tests import factories
from tests.documents import archive

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def signed_in(client, user):
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client


def words_of(response) -> str:
    data = b"".join(response.streaming_content) if response.streaming else response.content
    return " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(data)).pages).split())


@pytest.fixture
def readers(agency, stranger):
    return [stranger, agency.staff, agency.office, agency.manager, agency.director]


@pytest.fixture
def things(agency):
    """A record, a stored one, a material, a hold, an act and a report of the fund."""
    archive.route(agency)
    item = FundItem.objects.create(code="r1", name={"ky": "Отчёт"}, case_index="02-01")
    return {
        "pk": archive.opened(agency, by=agency.manager).pk,
        "stored": archive.stored(agency).pk,
        "material": Material.objects.create(title="Сүрөт", author=agency.manager.person).pk,
        "hold": archive.hold(agency, cases=[archive.case_of(agency, 2012)]).pk,
        "act": archive.act_over(agency, archive.expired(agency)).pk,
        "item": item.pk,
        "case": archive.case_of(agency).pk,
    }


# page, its key, then what stranger, staff, office, manager, director get
MATRIX = [
    ("records", "", (403, 200, 200, 200, 200)),
    ("record_add", "", (403, 200, 200, 200, 200)),
    ("record", "pk", (404, 200, 200, 200, 200)),
    ("record_edit", "pk", (404, 403, 200, 200, 403)),
    ("record_files", "pk", (404, 403, 200, 200, 403)),
    ("change_retention", "stored", (404, 403, 200, 200, 403)),
    ("expiring", "", (403, 403, 200, 200, 200)),
    ("case_index", "case", (404, 200, 200, 200, 200)),
    ("case_label", "case", (404, 200, 200, 200, 200)),
    ("materials", "", (403, 200, 200, 200, 200)),
    ("material_add", "", (403, 200, 200, 200, 200)),
    ("material", "material", (404, 200, 200, 200, 200)),
    ("material_edit", "material", (404, 403, 200, 200, 403)),
    ("material_files", "material", (404, 403, 200, 200, 403)),
    ("holds", "", (403, 403, 200, 200, 200)),
    ("hold_add", "", (403, 403, 200, 200, 200)),
    ("hold", "hold", (404, 404, 200, 200, 200)),
    ("disposals", "", (403, 403, 200, 200, 200)),
    ("disposal_add", "", (403, 403, 200, 200, 403)),
    ("disposal", "act", (404, 404, 200, 200, 200)),
    ("disposal_paper", "act", (404, 404, 200, 200, 200)),
    ("fund", "", (403, 200, 200, 200, 200)),
    ("fund_add", "", (403, 403, 200, 200, 403)),
    ("fund_item", "item", (404, 200, 200, 200, 200)),
    ("fund_edit", "item", (404, 403, 200, 200, 403)),
]
STEPS = [
    ("record_step", "pk", "close", (404, 403, 200, 200, 403)),
    ("record_step", "stored", "lose", (404, 403, 200, 200, 403)),
    ("record_step", "stored", "destroy", (404, 404, 404, 404, 404)),
    ("material_step", "material", "promote", (404, 403, 200, 200, 403)),
    ("hold_step", "hold", "release", (404, 404, 403, 200, 200)),
    ("disposal_step", "act", "send", (404, 404, 200, 200, 403)),
    ("disposal_step", "act", "carry_out", (404, 404, 409, 409, 409)),
]


@pytest.mark.clause("004-4.2.4")
@pytest.mark.parametrize(("name", "key", "answers"), MATRIX, ids=lambda v: str(v))
def test_each_page_by_five_readers(client, readers, things, name, key, answers):
    url = reverse(f"records:{name}", args=[things[key]] if key else [])
    for reader, answer in zip(readers, answers, strict=True):
        got = signed_in(client, reader).get(url).status_code
        assert got == answer, (reader.username, got, answer)


@pytest.mark.parametrize(("name", "key", "step", "answers"), STEPS, ids=lambda v: str(v))
def test_each_step_by_five_readers(client, readers, things, name, key, step, answers):
    url = reverse(f"records:{name}", args=[things[key], step])
    for reader, answer in zip(readers, answers, strict=True):
        got = signed_in(client, reader).get(url).status_code
        assert got == answer, (reader.username, got, answer)


@pytest.mark.clause("004-4.2.4")
@pytest.mark.parametrize(
    ("access", "seen"),
    [
        ("staff", ["staff", "director", "office", "other"]),
        ("restricted", ["director", "office"]),
        ("named", ["office", "other"]),
    ],
)
def test_a_record_and_its_file_are_read_by_whom_it_says(client, agency, access, seen):
    people = {
        "staff": agency.staff,
        "director": agency.director,
        "office": agency.office,
        "other": factories.employee("specialist2"),
    }
    kept = archive.closed(agency, by=agency.manager, access=access)
    if access == "named":
        kept.readers.add(people["other"].person)
    file = kept.current_files().get()
    for name, reader in people.items():
        signed_in(client, reader)
        answer = 200 if name in seen else 404
        assert client.get(kept.get_absolute_url()).status_code == answer, name
        assert client.get(file.get_absolute_url()).status_code == answer, name
        page = client.get(reverse("records:records")).content.decode()
        assert (kept.title in page) == (name in seen)
    assert Opening.objects.exists() == (access != "staff")


def test_the_register_is_narrowed_to_the_cases_of_a_year(client, agency):
    kept = archive.closed(agency, by=agency.manager)
    year = kept.case.nomenclature.year
    signed_in(client, agency.manager)

    page = client.get(f"{reverse('records:records')}?year={year}")

    assert page.status_code == 200
    assert kept.title in page.content.decode()
    assert [chip["value"] for chip in page.context["active_filters"]] == [str(year)]
    assert client.get(f"{reverse('records:records')}?year={year + 1}").status_code == 200


LISTS = ["records", "expiring", "materials", "holds", "disposals", "fund"]


@pytest.mark.parametrize("name", LISTS)
def test_a_list_costs_the_same_at_three_rows_and_at_thirty(client, agency, name):
    def more(n):
        for _n in range(n):
            archive.stored(agency)
            kept = archive.expired(agency)
            archive.expired(agency)
            archive.act_over(agency, kept)
            archive.hold(agency, records=[kept])
            Material.objects.create(title="Сүрөт", author=agency.staff.person)
            count = FundItem.objects.count()
            FundItem.objects.create(code=f"r{count}", name={"ky": "x"}, case_index="02-01")

    def cost() -> int:
        signed_in(client, agency.manager)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse(f"records:{name}")).status_code == 200
        return len(asked)

    more(2)
    cost()
    few = cost()
    more(8)
    assert cost() == few


# Deeds through the pages --------------------------------------------------------------------------


def file_named(name, data=archive.BYTES):
    file = io.BytesIO(data)
    file.name = name
    return file


def test_a_record_is_opened_corrected_and_closed(client, agency):
    signed_in(client, agency.staff)
    case = archive.case_of(agency)
    form = {
        "title": "Отчёт",
        "case": case.pk,
        "proves": "Баалоо",
        "date": localdate().isoformat(),
        "carrier": "electronic",
        "access": "staff",
    }
    url = reverse("records:record_add")
    files = [file_named("a.pdf"), file_named("b.pdf", b"%PDF-1.4 second")]
    assert client.post(url, form | {"files": files}).status_code == 302
    kept = Record.objects.get()
    assert kept.current_files().count() == 2
    edit = reverse("records:record_edit", args=[kept.pk])
    changed = form | {"title": "Отчёт 2", "revision": kept.revision}
    assert client.post(edit, changed).status_code == 422  # no reason
    assert client.post(edit, changed | {"reason": "Аталышы"}).status_code == 302
    assert client.post(edit, changed | {"reason": "Дагы"}).status_code == 409  # stale
    assert client.post(reverse("records:record_step", args=[kept.pk, "close"])).status_code == 302
    kept.refresh_from_db()
    assert (kept.state, kept.title, kept.identifier) == ("closed", "Отчёт 2", "02-01/1")
    assert client.get(edit).status_code == 409
    files_url = reverse("records:record_files", args=[kept.pk])
    assert client.post(files_url, {"files": [file_named("c.pdf")]}).status_code == 409
    off = reverse("records:record_file_off", args=[kept.pk, kept.current_files()[0].uid])
    assert client.post(off).status_code == 409
    assert kept.current_files().count() == 2


def test_bad_input_gets_a_sentence_beside_its_field(client, agency):
    signed_in(client, agency.staff)
    page = client.post(
        reverse("records:record_add"),
        {
            "title": "x",
            "case": archive.case_of(agency).pk,
            "code": "ЖОК-99",
            "date": "2090-01-01",
            "carrier": "paper",
            "access": "named",
        },
    )
    errors = page.context["form"].errors
    assert page.status_code == 422
    assert set(errors) == {"code", "date", "proves", "readers"}
    assert not Record.objects.exists()


@pytest.mark.clause("004-4.2.4")
def test_a_file_of_another_hash_is_refused_on_the_page(client, agency):
    kept = archive.stored(agency)
    kept.lose(by=agency.office, lost_on=localdate(), noticed_by=agency.staff.person, note="Жоголду")
    signed_in(client, agency.office)
    url = reverse("records:record_step", args=[kept.pk, "restore"])
    form = {"restored_on": localdate().isoformat(), "source": "Көчүрмө"}
    page = client.post(url, form | {"files": [file_named("r.pdf", b"%PDF-1.4 forged")]})
    assert page.status_code == 422
    assert "its hash is another" in page.content.decode()
    page = client.post(url, form | {"files": [file_named("r.pdf")]})
    kept.refresh_from_db()
    assert kept.state == "restored"


def test_a_hold_is_set_over_what_is_found_by_its_words(client, agency):
    kept, other = archive.stored(agency, title="Сот жөнүндө кат"), archive.stored(agency)
    signed_in(client, agency.manager)
    url = reverse("records:hold_add")
    page = client.get(url, {"words": "СОТ"})
    assert [*page.context["form"].fields["records"].queryset] == [kept]
    assert f'name="records" value="{kept.pk}" checked' not in page.content.decode()
    form = {"name": "Сот", "basis": "№ 5", "since": localdate().isoformat()}
    assert client.post(url, form).status_code == 422
    assert client.post(f"{url}?words=сот", form | {"records": [kept.pk]}).status_code == 302
    assert [*Hold.objects.get().held_records()] == [kept]
    assert "Under a hold" in client.get(kept.get_absolute_url()).content.decode()
    assert "Under a hold" not in client.get(other.get_absolute_url()).content.decode()


def test_an_act_is_drawn_up_on_its_page_and_offers_nothing_that_is_held(client, agency):
    archive.route(agency)
    kept, held = archive.expired(agency), archive.expired(agency)
    archive.hold(agency, records=[held])
    signed_in(client, agency.office)
    url = reverse("records:disposal_add")
    offered = client.get(url).context["form"].fields["records"].queryset
    assert [*offered] == [kept]
    form = {
        "date": localdate().isoformat(),
        "ground": "№ 346",
        "manner": "Майдаланды",
        "commission": [agency.manager.person_id],
        "records": [kept.pk],
    }
    assert client.post(url, form).status_code == 422
    form["commission"].append(agency.staff.person_id)
    assert client.post(url, form).status_code == 302
    kept.refresh_from_db()
    assert kept.act is not None


def test_the_papers_of_a_case_and_of_an_act(client, agency):
    kept = archive.expired(agency, sheets=12, volume=1)
    act = archive.act_over(agency, kept)
    signed_in(client, agency.office)
    for name, key, said in (
        ("case_index", kept.case_id, ["02-01/1", kept.title, "12"]),
        ("case_label", kept.case_id, ["02-01", "1 / 1", "5 years"]),
    ):
        words = words_of(client.get(reverse(f"records:{name}", args=[key])))
        assert all(part in words for part in said), words
    for language in ("ky", "ru"):
        url = reverse("records:disposal_paper", args=[act.pk])
        words = words_of(client.get(url, {"lang": language}))
        for said in ("02-01/1", kept.title, "2015", "ст. 5", "№ 346 токтом"):
            assert said in words


@pytest.mark.clause("004-4.2.1")
def test_the_closed_year_is_printed_with_its_closing_record(client, agency, clock):
    clock.set(localdate().year, 12, 28, 9, 0)
    case = archive.case_of(agency)
    archive.stored(agency)
    signed_in(client, agency.office)
    url = reverse("documents:nomenclature_step", args=[case.nomenclature_id, "close"])
    form = client.get(url).context["form"]
    volumes = {name: 1 if name == f"volumes_{case.pk}" else 0 for name in form.fields}
    volumes.pop("carried")
    assert client.post(url, volumes | {"carried": [case.pk]}).status_code == 302
    words = words_of(client.get(reverse("records:year_closing", args=[case.nomenclature_id])))
    assert "temporary (up to 10 years) 1 1 1" in words
    assert "Total 1 1 1" in words
    assert "carried over" in words
    assert agency.office.person.signature_name in words


def test_the_list_of_what_is_over_goes_out_as_excel_and_as_a_paper(client, agency):
    kept = archive.expired(agency)
    signed_in(client, agency.office)
    url = reverse("records:expiring")
    page = client.get(f"{url}?as=xlsx")
    rows = [[c.value for c in row] for row in load_workbook(io.BytesIO(page.content)).active]
    assert rows[1][0] == kept.identifier
    assert kept.identifier in words_of(client.get(f"{url}?as=pdf"))
    assert "02-01 · 2015: 1" in client.get(url).content.decode()
