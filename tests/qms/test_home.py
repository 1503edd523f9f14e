"""The home page: every number leads to a list of exactly what it counts."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import Todo
from documents.models import DocumentType, Reading
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.core]


APPROVED = {
    "in_force_from": "2026-01-09",
    "order_number": "1",
    "order_date": "2026-01-08",
}


def listed(client, url) -> int:
    """How many things the page of an address shows, whatever kind of list it is."""
    page = client.get(url)
    assert page.status_code == 200
    if "total" in page.context:
        return page.context["total"]
    return sum(len(found["items"]) for found in page.context["lists"])


@pytest.fixture
def busy(agency):
    """Two in force, one of them from outside; one on its way; two readings late, one not yet."""
    outside = DocumentType.objects.create(code="law", name={"ky": "Мыйзам"}, origin="external")
    for kind in (agency.local_act, outside):
        factories.VersionFactory(document__type=kind, state="in_force", **APPROVED)
    before = factories.VersionFactory(state="superseded", **APPROVED)
    sent = factories.VersionFactory(
        document__type=agency.procedure, author=agency.manager.person, html=factories.TEXT
    )
    sent.send(by=agency.manager, agreeing=[agency.staff.person])
    version = agency.local_act.documents.get().versions.get()
    people = [agency.staff, agency.office, agency.director]
    for user, days in zip(people, (-9, -1, 3), strict=True):
        due = localdate() + timedelta(days)
        Reading.objects.create(version=version, person=user.person, due=due)
    Reading.objects.create(
        version=before, person=agency.staff.person, due=localdate() - timedelta(30)
    )
    for user in (agency.manager, agency.director):
        Todo.objects.ask([user.person], "documents.read", version, due=localdate() - timedelta(1))
        Todo.objects.ask([user.person], "documents.read", sent)
    return version


@pytest.mark.parametrize("who", ["manager", "director", "staff"])
def test_each_number_is_that_of_the_list_it_opens(who, busy, agency, client):
    client.force_login(getattr(agency, who))

    tiles = client.get("/").context["tiles"]

    assert len(tiles) >= (2 if who == "staff" else 5)
    for tile in tiles:
        assert tile["number"] == listed(client, tile["url"]), tile["label"]
    if who != "staff":
        assert [tile["number"] for tile in tiles[2:5]] == [1, 1, 2]


def test_late_readings_are_named_with_their_day(busy, agency, client):
    client.force_login(agency.manager)

    page = client.get(reverse("documents:readings"), {"standing": "late"})

    words = page.content.decode()
    assert agency.staff.person.full_name in words
    assert busy.headline in words
    assert page.context["total"] == 2
    assert [row.cells[3].text for row in page.context["rows"]] == ["9", "1"]
    assert client.get(page.request["PATH_INFO"], {"as": "xlsx"}).status_code == 200


def test_what_was_read_too_late_keeps_its_days(busy, agency, client):
    Reading.objects.get(version=busy, person=agency.staff.person).confirm(by=agency.staff)
    Reading.objects.get(version=busy, person=agency.director.person).confirm(by=agency.director)
    client.force_login(agency.manager)

    page = client.get(reverse("documents:readings"), {"standing": "read"})

    found = {row.cells[0].text: row.cells[3].text for row in page.context["rows"]}
    assert found[agency.staff.person.full_name] == "9"
    assert found[agency.director.person.full_name] == ""


@pytest.mark.parametrize(("who", "status"), [("staff", 403), ("office", 403), ("director", 200)])
def test_who_may_look_at_all_readings(who, status, agency, client):
    client.force_login(getattr(agency, who))
    assert client.get(reverse("documents:readings")).status_code == status


def test_the_register_of_readings_costs_the_same_for_any_length(
    busy, agency, client, django_assert_max_num_queries
):
    for n in range(20):
        Reading.objects.create(
            version=busy, person=factories.PersonFactory(), due=localdate() - timedelta(n)
        )
    client.force_login(agency.manager)

    with django_assert_max_num_queries(25):
        assert listed(client, reverse("documents:readings")) == 23


def test_what_waits_for_me_stands_before_the_installation(busy, agency, client):
    user = factories.administrator()
    Todo.objects.ask([user.person], "documents.read", busy)
    client.force_login(user)

    words = client.get("/").content.decode()

    assert words.index('class="board"') < words.index('class="lights"')
    assert re.search(r'class="tiles', words).start() < words.index('class="board"')
