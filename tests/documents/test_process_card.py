"""Process cards: eleven fields as rows, written as a text, signed and printed (004/4.1)."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import translation
from django.utils.timezone import localdate
from pypdf import PdfReader

from documents.content import blocks, diff
from documents.models import (
    CardIndicator,
    DocumentVersion,
    Nomenclature,
    Process,
    ProcessCard,
    ProcessItem,
)
from documents.models.card_filling import begin_card
from documents.models.card_text import block_id
from documents.pdf import version_pdf
from people.models import Appointment, Position
from tests import factories
from tests.documents.cards import card_in_force, card_type, draft_card, process
from tests.factories import DocumentFactory, PositionFactory

pytestmark = pytest.mark.django_db
SETS = ("executors", "inputs", "outputs", "documents", "records", "indicators")


@pytest.fixture
def one(agency):
    return process(agency, "1", owner=Position.objects.get(code="director"))


@pytest.fixture
def card(agency, one):
    return draft_card(agency, one, inputs=["Арыз"], outputs=["Отчет"])


@pytest.fixture
def writer(client, agency):
    client.cookies["django_language"] = "en"
    client.force_login(agency.manager)
    return client


def form(card, **rows):
    """What the browser sends: purpose in two languages and rows; a row is a dict of its fields."""
    data = {"revision": card.revision, "purpose_ky": "Ишти баалоо", "purpose_ru": "Оценка работы"}
    for name in SETS:
        given = rows.pop(name, [])
        data |= {f"{name}-TOTAL_FORMS": len(given), f"{name}-INITIAL_FORMS": 0}
        for n, row in enumerate(given):
            data |= {f"{name}-{n}-{key}": value for key, value in row.items()}
    return data | rows


def address(card):
    return reverse("documents:card_edit", args=[card.version_id])


# Filling in ---------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("004-4.1", "004-2-terms")
def test_all_eleven_fields_are_kept_and_written_in_the_order_of_the_form(writer, agency, card):
    head = PositionFactory(code="head", name={"ky": "Бөлүм башчысы"})
    outside = DocumentFactory(
        code="Мыйзам-1", type=factories.DocumentType.objects.create(code="law", origin="external")
    )
    inside = DocumentFactory(code="ДЖ-09", type=agency.procedure)
    factories.nomenclature(agency)
    answer = writer.post(
        address(card),
        form(
            card,
            owner=Position.objects.get(code="director").pk,
            head=head.pk,
            tasks_ky="Арызды кароо\nКорутунду берүү",
            criteria_ky="Мөөнөтүндө",
            methods_ky="Текшерүү",
            executors=[{"position": Position.objects.get(code="specialist").pk}],
            inputs=[{"name_ky": "Арыз", "party_ky": "Кардар"}],
            outputs=[{"name_ky": "Корутунду"}],
            documents=[{"code": outside.code}, {"code": inside.code}],
            records=[{"index": "01-01"}],
            indicators=[{"name_ky": "Мөөнөт", "target_ky": "95 %", "frequency": "month"}],
        ),
    )

    assert answer.status_code == 302, answer.context["form"].errors
    text = blocks.plain_text(card.version.texts.get(language="ky").html)
    with translation.override("en"):
        assert [one.id for one in blocks.blocks(card.version.texts.get(language="ky").html)] == [
            block_id(key)
            for key in (
                *("name", "owner", "head", "purpose", "executors", "inputs", "outputs"),
                *("documents", "records", "indicators", "criteria", "methods"),
            )
        ]
    places = [
        text.index(words)
        for words in (
            *(
                "Баалоо 1",
                "director",
                "Бөлүм башчысы",
                "Ишти баалоо",
                "specialist",
                "Арыз (Кардар)",
            ),
            *("\tКорутунду", "Мыйзам-1", "ДЖ-09", "01-01 Буйруктар", "Мөөнөт\t95 %", "Мөөнөтүндө"),
        )
    ]
    assert places == sorted(places)
    assert CardIndicator.objects.get().frequency == "month"


def test_the_text_is_written_in_each_language_of_the_card_and_no_other(writer, card):
    assert {t.language: t.is_original for t in card.version.texts.all()} == {
        "ky": True,
        "ru": False,
    }
    writer.post(address(card), form(card, purpose_ru=""))

    assert [t.language for t in card.version.texts.all()] == ["ky"]


@pytest.mark.core
def test_a_row_with_a_mistake_loses_nothing_and_says_where(writer, card):
    page = writer.post(
        address(card),
        form(
            card,
            executors=[{"position": ""}, {"position": "999999"}],
            documents=[{"code": "ЖОК-77"}],
            outputs=[{"name_ky": "Чыгыш", "party_ky": "Коомчулук"}],
        ),
    )

    said = page.content.decode()
    assert page.status_code == 422
    assert "ЖОК-77" in said
    assert "Чыгыш" in said
    assert "Коомчулук" in said
    card.refresh_from_db()
    assert card.revision == page.context["revision"]
    assert not ProcessItem.objects.filter(name__ky="Чыгыш").exists()


@pytest.mark.parametrize(
    "rows",
    [
        {"inputs": [{"name_ky": "Арыз"}, {"name_ky": "арыз"}]},
        {"documents": [{"code": "ДЖ-09"}, {"code": "дж-09"}]},
        {
            "indicators": [
                {"name_ky": "Үлүш", "frequency": "year"},
                {"name_ky": "үлүш", "frequency": "year"},
            ]
        },
    ],
)
def test_the_same_row_twice_is_told(writer, agency, card, rows):
    DocumentFactory(code="ДЖ-09", type=agency.procedure)

    page = writer.post(address(card), form(card, **rows))

    assert page.status_code == 422
    assert b"This stands in another row already." in page.content


def test_rows_are_moved_and_taken_away(writer, agency, card):
    first, second, third = (PositionFactory(code=f"p{n}") for n in range(3))
    writer.post(
        address(card), form(card, executors=[{"position": p.pk} for p in (first, second, third)])
    )
    card.refresh_from_db()
    kept = {row.position_id: row.pk for row in card.executors.all()}
    writer.post(
        address(card),
        form(
            card,
            executors=[
                {"position": first.pk, "ORDER": "2"},
                {"position": second.pk, "DELETE": "on"},
                {"position": third.pk, "ORDER": "1"},
                {"position": ""},
            ],
        ),
    )

    rows = list(card.executors.all())
    assert [row.position for row in rows] == [third, first]
    assert [row.pk for row in rows] == [kept[third.pk], kept[first.pk]]  # the same rows, moved


def test_without_a_script_the_server_adds_a_row_and_judges_nothing_yet(writer, card):
    data = form(card, purpose_ky="", outputs=[{"name_ky": "", "party_ky": "Коомчулук"}])

    page = writer.post(address(card), data | {"more": "outputs"})

    assert page.status_code == 200
    assert b'name="outputs-1-name_ky"' in page.content
    assert "Коомчулук" in page.content.decode()
    assert b"form-error" not in page.content
    assert card.flows.count() == 2


@pytest.mark.core
def test_the_second_of_two_writers_is_told_and_loses_nothing(writer, agency, card):
    data = form(card, outputs=[{"name_ky": "Менин чыгышым"}])
    writer.post(address(card), form(card, purpose_ky="Биринчинин сөзү"))

    page = writer.post(address(card), data)

    assert page.status_code == 409
    assert "Менин чыгышым" in page.content.decode()
    assert "Биринчинин сөзү" in page.content.decode()
    card.refresh_from_db()
    assert card.purpose["ky"] == "Биринчинин сөзү"
    assert writer.post(address(card), data | {"revision": card.revision}).status_code == 302


def test_a_thing_is_called_alike_on_every_card(writer, agency, card):
    item = ProcessItem.objects.get(name__ky="Отчет")
    item.name = {"ky": "Отчет", "ru": "Отчёт"}
    item.save()

    page = writer.post(
        address(card), form(card, inputs=[{"name_ky": "отчет", "name_ru": "Рапорт"}])
    )
    assert page.status_code == 422
    assert "Other cards call it “Отчёт”" in page.content.decode()

    writer.post(
        address(card),
        form(card, inputs=[{"name_ky": "отчет", "name_ru": "Отчёт", "name_en": "Report"}]),
    )
    item.refresh_from_db()
    assert item.name == {"ky": "Отчет", "ru": "Отчёт", "en": "Report"}
    assert card.flows.get().item == item


def test_only_who_writes_the_draft_fills_in_the_card(client, agency, card, stranger):
    for user, status in ((agency.staff, 404), (stranger, 404), (agency.manager, 200)):
        client.force_login(user)
        assert client.get(address(card)).status_code == status
    card.version.send(by=agency.manager, agreeing=[agency.office.person])

    assert client.get(address(card)).status_code == 409
    assert client.post(address(card), form(card)).status_code == 409


@pytest.mark.core
def test_a_card_is_not_typed_as_a_text(writer, card):
    version = card.version
    for name, more in (("text_edit", ["ky"]), ("text_import", [])):
        url = reverse(f"documents:{name}", args=[version.pk, *more])
        assert writer.get(url).status_code == 403
    page = writer.get(version.get_absolute_url()).content.decode()

    assert address(card) in page
    assert reverse("documents:text_import", args=[version.pk]) not in page


def test_a_text_of_another_type_has_no_card(writer, draft):
    assert writer.get(reverse("documents:card_edit", args=[draft.pk])).status_code == 403


# Versions, signatures -----------------------------------------------------------------------


def test_papers_without_a_card_are_signed_as_before(draft):
    assert "card" not in draft.manifest()
    assert draft.proposed_to_agree().count() == 0


def test_an_empty_card_is_not_sent(agency, one, in_english):
    document = one.begin_card(by=agency.manager)
    version = DocumentVersion.objects.create(document=document, author=agency.manager.person)
    begin_card(version)
    with pytest.raises(ValidationError, match="not filled in"):
        version.send(by=agency.manager, agreeing=[agency.office.person])


@pytest.mark.core
@pytest.mark.clause("004-4.1")
def test_the_signature_covers_every_row(agency, card):
    version = card.version
    version.send(by=agency.manager, agreeing=[agency.office.person])
    seen = version.sheet.manifest_hash
    card.flows.first().delete()

    with pytest.raises(ValidationError):
        version.agree(by=agency.office, seen=seen)


@pytest.mark.core
@pytest.mark.clause("004-4.1")
def test_owner_head_and_executors_are_proposed_to_agree(agency, card):
    card.owner = Position.objects.get(code="director")
    card.head = Position.objects.get(code="office_manager")
    card.save()
    card.executors.create(position=Position.objects.get(code="specialist"))
    proposed = {*card.version.proposed_to_agree()}

    assert proposed == {u.person for u in (agency.director, agency.office, agency.staff)}
    Appointment.objects.filter(person=agency.staff.person).update(
        since=localdate() - timedelta(days=9), until=localdate() - timedelta(days=1)
    )
    assert agency.staff.person not in card.version.proposed_to_agree()


@pytest.mark.core
def test_a_new_version_begins_as_a_copy_that_differs_only_where_it_is_changed(writer, agency, one):
    old = card_in_force(agency, one, inputs=["Арыз"], outputs=["Отчет"])
    url = reverse("documents:version_add", args=[one.document_id])
    answer = writer.post(url, {"issue": 2, "change": 0, "summary": "Чыгыш кошулду"})
    new = ProcessCard.objects.exclude(pk=old.pk).get()
    assert answer.url == address(new)
    assert [str(f) for f in new.flows.all()] == [str(f) for f in old.flows.all()]

    writer.post(
        address(new),
        form(
            new,
            purpose_ky=old.purpose["ky"],
            purpose_ru=old.purpose["ru"],
            owner=old.owner_id or "",
            inputs=[{"name_ky": "Арыз"}],
            outputs=[{"name_ky": "Отчет"}, {"name_ky": "Сунуш"}],
        ),
    )
    before, after = (c.version.texts.get(language="ky").html for c in (old, new))
    changed = [one for one in diff.compare(before, after) if one.kind != "same"]
    assert len(changed) == 1
    assert "Сунуш" in after
    assert "Сунуш" not in before
    assert old.flows.count() == 2


@pytest.mark.core
def test_the_register_follows_the_card_that_comes_into_force(agency, one):
    card = draft_card(agency, one)
    card.head = Position.objects.get(code="office_manager")
    card.criteria = {"ky": "Мөөнөтүндө"}
    card.save()
    one.refresh_from_db()
    assert one.head is None
    version = card.version
    version.send(by=agency.manager, agreeing=[agency.office.person])
    version.agree(by=agency.office, seen=version.sheet.manifest_hash)
    factories.approve(version, agency)

    one.refresh_from_db()
    assert (one.head.code, one.criteria["ky"]) == ("office_manager", "Мөөнөтүндө")


def test_the_case_of_another_year_keeps_its_index(writer, agency, card):
    year = factories.nomenclature(agency)
    rows = [{"index": "01-01"}]
    assert writer.post(address(card), form(card, records=rows)).status_code == 302
    Nomenclature.objects.filter(pk=year.pk).update(year=2026)
    year.items.filter(index="01-01").delete()
    card.refresh_from_db()

    assert writer.post(address(card), form(card, records=rows)).status_code == 302
    card.refresh_from_db()
    assert writer.post(address(card), form(card, records=[{"index": "09-09"}])).status_code == 422


# Restricted ---------------------------------------------------------------------------------


@pytest.mark.core
def test_a_restricted_document_is_not_named_on_a_card_that_all_read(client, agency, card):
    secret = DocumentFactory(code="КУПУЯ-1", type=agency.procedure, access="top")
    powerful = agency.director
    card.version.author = powerful.person
    card.version.save()
    client.force_login(powerful)

    assert secret.code not in client.get(address(card)).content.decode()
    assert (
        client.post(address(card), form(card, documents=[{"code": secret.code}])).status_code == 422
    )


# Paper --------------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("004-4.1")
def test_the_paper_shows_the_form_with_its_eleven_numbers(agency, one):
    card = card_in_force(agency, one, inputs=["Арыз"], outputs=["Отчет"])
    with translation.override("ky"):
        pdf = PdfReader(io.BytesIO(version_pdf(card.version, "ky")))
    words = " ".join(" ".join(page.extract_text().split()) for page in pdf.pages)
    places = [words.index(f"{n}. ") for n in (1, 2, 3, 6, 7, 8, 9, 10, 11)]

    assert places == sorted(places)
    assert "4. " in words
    assert "5. " in words
    assert "Арыз" in words
    assert "Отчет" in words
    assert words.count("ПК-01") >= 1


def test_a_card_without_its_process_says_what_to_do(writer, agency):
    version = factories.VersionFactory(
        document=DocumentFactory(code="ПК-09", type=card_type(agency)),
        author=agency.manager.person,
    )

    page = writer.get(reverse("documents:card_edit", args=[version.pk]), follow=True)

    assert b"Say first which process this is the card of" in page.content
    assert not Process.objects.exists()
