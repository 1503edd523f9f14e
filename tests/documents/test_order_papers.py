"""The printed order field by field, its sheets, extracts and what a stranger is told (domain 2.8)."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from pypdf import PdfReader

from common.models import Attachment, JournalEntry, deed, record
from documents.models import OrderAppendix
from documents.order_pdf import acquaintance_pdf, extract_pdf, order_pdf
from documents.tasks import print_papers

from .ordering import draft_of, kind_of, signed

pytestmark = pytest.mark.django_db


def text_of(data: bytes) -> str:
    pages = PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


@pytest.fixture
def order(agency):
    given = {
        "preamble": {"ky": "Ички мониторинг максатында", "ru": "В целях мониторинга"},
        "basis": {"ky": "арыз", "ru": "заявление"},
        "place": {"ky": "Бишкек ш.", "ru": "г. Бишкек"},
        "executor_phone": "+996 312 000000",
    }
    made = draft_of(agency, **given)
    with deed(by=agency.office):
        OrderAppendix.objects.create(
            order=made,
            place=1,
            title={"ky": "Графиги", "ru": "График"},
            text={"ky": "Дүйшөмбү.", "ru": "Понедельник."},
            pages=2,
        )
    return made


@pytest.mark.core
def test_the_order_prints_every_field_in_both_languages(agency, order):
    signed(order, agency)
    assert order.languages() == ["ky", "ru"]
    ky, ru = text_of(order_pdf(order, "ky")), text_of(order_pdf(order, "ru"))
    director = agency.director.person.signature_name
    for said in (
        *("БУЙРУК КЫЛАМ:", "№ 1/0102", "Бишкек ш.", "Комиссия түзүү жөнүндө", "арыз"),
        *("Ички мониторинг максатында", "1. Комиссия түзүлсүн.", "2. Контролдоону өзүмө"),
        *(director, "+996 312 000000", "№ 1/0102 буйругуна 1-тиркеме", "Дүйшөмбү."),
    ):
        assert said in ky, said
    for said in ("ПРИКАЗЫВАЮ:", "г. Бишкек", "О создании комиссии", "Приложение 1 к приказу"):
        assert said in ru, said
    assert f"{localdate().year}-жылдын" in ky


def test_a_translation_that_is_not_whole_is_not_printed(agency, order):
    order.points.update(text={"ky": "Болсун."})
    assert order.languages() == ["ky"]


def test_a_draft_prints_a_line_for_the_hand_of_whoever_signs(agency, order):
    said = text_of(order_pdf(order, "ky", preview=True))
    assert agency.director.person.signature_name in said
    assert "______" in said


def test_the_paper_is_kept_sealed_and_its_public_page_tells_the_kind(agency, order):
    signed(order, agency)
    print_papers()
    assert Attachment.objects.of(order).filter(kind="paper", language="ky").exists()
    page = Client().get(reverse("verify", args=[order.token])).content.decode()
    assert order.shown_title in page


def test_strangers_learn_nothing_of_what_a_restricted_order_says(agency):
    kind = kind_of("personnel", mask="{n}/0103", is_restricted=True)
    order = signed(draft_of(agency, kind=kind), agency)
    page = Client().get(reverse("verify", args=[order.token])).content.decode()
    assert order.shown_title not in page


def test_a_repealed_order_prints_by_what_it_was_repealed(agency, order, client):
    signed(order, agency)
    point = {"repeals": order, "text": {}, "responsible": [], "due": None}
    new = signed(draft_of(agency, points=[point]), agency)
    order.refresh_from_db()
    client.force_login(agency.staff)
    client.cookies["django_language"] = "en"
    data = client.get(f"{order.get_absolute_url()}paper/?lang=ky").content
    assert new.order_number in text_of(data)
    assert "№ 1/0102 буйругу күчүн жоготту" in text_of(order_pdf(new, "ky"))


@pytest.mark.clause("004-5.5.1-b")
def test_the_acquaintance_sheet_has_a_line_to_sign_for_each_executor(agency, order):
    order.executors.set([agency.manager.person])
    signed(order, agency)
    order.readings.get(person=agency.manager.person).confirm(by=agency.manager)
    said = text_of(acquaintance_pdf(order, "en"))
    for user in (agency.manager, agency.staff):
        assert user.person.full_name in said
    assert said.count("confirmed on screen") == 2  # the manager, and the director by signing


def test_an_extract_holds_the_chosen_points_and_who_certifies_it(agency, order, client):
    signed(order, agency)
    said = text_of(extract_pdf(order, "ky", {1}, by=agency.office, on=localdate()))
    assert "Комиссия түзүлсүн." in said
    assert "Контролдоону өзүмө" not in said
    assert agency.office.person.signature_name in said
    client.force_login(agency.office)
    address = f"{order.get_absolute_url()}extract/"
    assert client.post(address, {"language": "ky"}).status_code == 422
    answer = client.post(address, {"language": "ky", "points": [1]}, follow=True)
    assert answer.redirect_chain == [(order.get_absolute_url(), 302)]
    (made,) = JournalEntry.objects.about(order).filter(deed="extract_order")
    paper = f"{address}{made.pk}/"
    assert f'<a href="{paper}" target="_blank">' in answer.content.decode()
    assert "Комиссия түзүлсүн." in text_of(client.get(paper).content)
    client.force_login(agency.staff)
    assert client.get(paper).status_code == 403
    with deed(by=agency.director):
        other = record(order, "extract_order", by=agency.director, points=[1])
    client.force_login(agency.office)
    assert client.get(f"{address}{other.pk}/").status_code == 404
