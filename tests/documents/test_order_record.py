"""What the record and the list of orders tell of one: why it is not printed in a language, to whom
its control is given, its sheets by language (domain 2.8).
"""

import pytest
from django.urls import reverse

from common.models import Attachment, Blob, deed
from documents.models import OrderAppendix
from documents.order_pdf import order_pdf
from tests import factories

from .ordering import draft_of, page, signed, words
from .test_order_papers import text_of

pytestmark = pytest.mark.django_db

BOTH = {"ky": "Болсун.", "ru": "Быть."}


def test_whoever_may_edit_is_told_why_an_order_is_not_printed_in_russian(agency):
    order = draft_of(agency, points=[{"text": BOTH}, {"text": {"ky": "Экинчи."}}])
    shown = words(agency.office, order.get_absolute_url())
    assert "Not printed: Russian" in shown
    assert "Point 2 is not translated." in shown
    assert "Not printed: English" not in shown
    order.send(by=agency.office)
    assert "Not printed" not in words(agency.director, order.get_absolute_url())


@pytest.mark.parametrize("title", [{"ky": "Тартип"}, {"ky": "Тартип", "ru": "Порядок"}])
def test_an_order_in_one_language_or_whole_in_both_lacks_nothing(agency, title):
    text = dict.fromkeys(title, "Текст.")
    order = draft_of(agency, title=title, points=[{"text": text}])
    assert "Not printed" not in words(agency.office, order.get_absolute_url())


def test_a_draft_says_to_whom_its_control_is_given(agency):
    order = draft_of(agency, control="person", controller=agency.manager.person)
    shown = words(agency.office, order.get_absolute_url())
    assert f"<dd>{agency.manager.person}</dd>" in "".join(
        line.strip() for line in shown.splitlines()
    )


def test_a_draft_in_the_list_has_a_link_that_says_something(agency):
    draft_of(agency)
    assert "without number" in words(agency.office, reverse("documents:orders"))


@pytest.mark.clause("004-5.5.1-b")
def test_the_acquaintance_sheet_is_in_the_language_of_the_order_or_as_chosen(agency):
    order = signed(draft_of(agency), agency)
    url = reverse("documents:order_sheet", args=[order.pk])
    assert "Комиссия түзүү жөнүндө" in text_of(page(agency.staff, url).content)
    assert "О создании комиссии" in text_of(page(agency.staff, url, lang="ru").content)
    page(agency.staff, url, 404, lang="en")
    assert f"{url}?lang=ru" in words(agency.staff, order.get_absolute_url(), tab="acquainted")


def test_the_people_of_a_point_stand_in_one_form_of_names(agency):
    other = factories.PersonFactory(surname="Асанова", given="Алия", patronymic="Усен кызы")
    people = [agency.staff.person, other]
    order = draft_of(agency, points=[{"responsible": people}])
    said = text_of(order_pdf(order, "ky", preview=True))
    for person in people:
        assert person.short_name in said


def test_an_appendix_that_is_no_pdf_is_printed_by_its_title_alone(agency):
    order = draft_of(agency)
    with deed(by=agency.office):
        file = Attachment.objects.create(
            owner=order, blob=Blob.store([b"a"]), name="tizme_v2.txt", kind="appendix"
        )
        OrderAppendix.objects.create(order=order, place=1, title={"ky": "Тизме"}, file=file)
    said = text_of(order_pdf(order, "ky", preview=True))
    assert "Тизме" in said
    assert "tizme_v2" not in said
