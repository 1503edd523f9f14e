"""The nomenclature of files passes the same route with the same signatures."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from documents.models import Nomenclature, Signature
from tests import factories
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def year(agency):
    return factories.nomenclature(agency)


def sign(client, user, thing, step, **fields):
    client.force_login(user)
    url = reverse("documents:nomenclature_step", args=[thing.pk, step])
    seen = thing.sheet.manifest_hash if thing.sheet else ""
    response = client.post(url, {"seen": seen, "password": PASSWORD, **fields})
    thing.refresh_from_db()
    return response.status_code


@pytest.mark.core
@pytest.mark.clause("004-4.2.1")
def test_the_same_engine_approves_a_thing_that_is_no_document(client, agency, year):
    assert sign(client, agency.office, year, "send") == 302
    assert year.state == "agreeing"
    assert sign(client, agency.manager, year, "agree") == 302
    assert year.state == "approving"
    order = {"order_number": "9", "order_date": localdate().isoformat()}
    assert sign(client, agency.director, year, "approve", **order) == 302

    assert (year.state, year.order_number) == ("approved", "9")
    assert {s.manifest_hash for s in Signature.objects.all()} == {year.sheet.manifest_hash}
    assert year.manifest()["items"][0]["years"] == 5


def test_a_case_changed_behind_the_route_stops_the_signature(client, agency, year):
    sign(client, agency.office, year, "send")
    seen = year.sheet.manifest_hash
    year.items.update(years=1)

    assert sign(client, agency.manager, year, "agree", seen=seen) == 422
    assert year.state == "agreeing"


def test_a_case_is_changed_only_in_a_draft(client, agency, year):
    client.force_login(agency.office)
    item = year.items.first()
    url = reverse("documents:case_edit", args=[year.pk, item.pk])
    form = {
        "index": item.index,
        "title_ky": "Буйруктар",
        "keep": "permanent",
        "carrier": "paper",
        "revision": item.revision,
    }
    assert client.post(url, form).status_code == 302
    item.refresh_from_db()
    assert item.keep == "permanent"

    year.send(by=agency.office)
    assert client.post(url, form | {"revision": 2, "title_ky": "Башка"}).status_code == 403


@pytest.mark.clause("004-4.2.1")
def test_a_case_kept_for_years_says_how_many(client, agency, year):
    client.force_login(agency.office)
    url = reverse("documents:case_add", args=[year.pk])

    page = client.post(
        url, {"index": "02-01", "title_ky": "Иш", "keep": "years", "carrier": "paper"}
    )

    assert page.status_code == 422
    assert year.items.count() == 2


def test_the_next_year_begins_with_the_cases_of_the_last(client, agency, year):
    client.force_login(agency.office)

    client.post(reverse("documents:nomenclature_add"), {"year": 2026, "copy": year.pk})

    new = Nomenclature.objects.get(year=2026)
    assert [i.index for i in new.items.all()] == [i.index for i in year.items.all()]
    assert year.items.count() == 2


def test_a_year_has_one_nomenclature(client, agency, year):
    client.force_login(agency.office)

    assert client.post(reverse("documents:nomenclature_add"), {"year": 2027}).status_code == 422
    assert Nomenclature.objects.count() == 1


def test_staff_see_it_once_it_is_approved(client, agency, year):
    client.force_login(agency.staff)
    assert client.get(year.get_absolute_url()).status_code == 404

    year.send(by=agency.office)
    year.agree(by=agency.manager, seen=year.sheet.manifest_hash)
    year.approve(
        by=agency.director,
        seen=year.sheet.manifest_hash,
        order_number="1",
        order_date=localdate(),
    )

    assert client.get(year.get_absolute_url()).status_code == 200
