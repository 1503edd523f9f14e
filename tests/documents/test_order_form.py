"""The form of an order: what is refused beside its field, what is folded, which cases are offered
(RI-05; domain 2.8).
"""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from common.models import deed
from documents.models import Nomenclature, NomenclatureItem
from tests import factories

from .ordering import draft_of, send, words
from .test_order_writing import rows_of, whole

pytestmark = pytest.mark.django_db


def edit(order) -> str:
    return f"{order.get_absolute_url()}edit/"


def test_a_file_chosen_for_an_appendix_is_asked_for_again_after_a_mistake(agency):
    order = draft_of(agency, points=[])
    row = {"title_ky": "Тизме", "file": SimpleUploadedFile("a.pdf", b"%PDF-1.4")}
    given = whole(order, title_ky="", **rows_of("appendices", row))
    said = send(agency.office, edit(order), 422, **given).content.decode()
    assert "A file that was chosen has to be chosen once more" in said
    assert "Choose the files of the appendices once more." in said

    given = whole(order, **rows_of("appendices", {"title_ky": "Тизме"}))
    said = send(agency.office, edit(order), 422, **given).content.decode()
    assert "Write the text of the appendix or attach its file." in said
    assert not order.appendices.exists()


def test_a_day_that_is_over_is_told_beside_its_field(agency):
    order = draft_of(agency, points=[])
    yesterday = localdate() - timedelta(days=1)
    row = {"text_ky": "Болсун.", "responsible": agency.staff.person_id, "due": yesterday}
    given = whole(order, **rows_of("points", row))
    said = send(agency.office, edit(order), 422, **given).content.decode()
    assert "This day is over already." in said
    send(agency.office, edit(order), **given, on_paper_already="on")
    assert order.points.get().due == yesterday
    shown = words(agency.office, edit(order))
    assert not re.search(r'name="on_paper_already"[^>]*checked', shown)  # said anew each time


def test_only_who_enters_paper_orders_writes_days_that_are_over(agency):
    order = draft_of(agency, points=[], author=agency.manager)
    row = {"text_ky": "Болсун.", "responsible": agency.staff.person_id, "due": "2020-01-01"}
    given = whole(order, **rows_of("points", row), on_paper_already="on")
    assert "on_paper_already" not in words(agency.manager, edit(order))
    send(agency.manager, edit(order), 422, **given)


def test_languages_nobody_wrote_in_are_folded_away_the_original_never(agency):
    order = draft_of(agency, title={"ru": "О порядке"}, language="ru", points=[])
    shown = words(agency.office, edit(order))
    head, _summary, rest = shown.partition('<details class="folded">')
    assert 'name="title_ky"' in head
    assert 'name="title_ru"' in head
    assert 'name="title_en"' in rest


def test_who_is_responsible_is_ticked(agency):
    order = draft_of(agency)
    shown = " ".join(words(agency.office, edit(order)).split())
    name = agency.staff.person_id
    assert f'type="checkbox" name="points-0-responsible" value="{name}"' in shown


def test_the_cases_of_this_year_are_offered_another_year_is_named(agency):
    today = localdate().year
    with deed(by=agency.office):
        for year in (today - 1, today, today + 1):
            listed = Nomenclature.objects.create(year=year, author=agency.office.person)
            NomenclatureItem.objects.create(
                nomenclature=listed,
                index="01-02",
                title={"ky": f"Буйруктар {year}"},
                keep="permanent",
            )
    order = draft_of(agency)
    assert order.case.nomenclature.year == today
    shown = words(agency.office, edit(order))
    assert f"Буйруктар {today}" in shown
    assert f"Буйруктар {today + 1}" not in shown
    assert f"Буйруктар {today - 1}" not in shown

    order.case = NomenclatureItem.objects.get(nomenclature__year=today - 1)
    order.save()
    assert f"Буйруктар {today - 1} ({today - 1})" in words(agency.office, edit(order))


def test_the_form_costs_the_same_however_many_points_it_has(agency, django_assert_max_num_queries):
    from django.test import Client  # noqa: PLC0415 -- one client for both looks

    client = Client()
    client.force_login(agency.office)
    few, many = draft_of(agency), draft_of(agency, points=[{}] * 5)
    for _n in range(5):
        factories.PersonFactory()
    with django_assert_max_num_queries(60) as first:
        client.get(edit(few))
    with django_assert_max_num_queries(len(first.captured_queries)):
        client.get(edit(many))
