"""The register of meetings, their kinds, and the report of what bodies put on their agendas."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from openpyxl import load_workbook

from planning.models import AgendaItem, MeetingKind
from tests import factories
from tests.planning import meeting_things as things

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
LIST = reverse("planning:meetings")
DAY = timedelta(days=1)


@pytest.fixture
def sitting(agency):
    return things.members(3)


@pytest.fixture
def council(sitting):
    return things.kind_of("council", *sitting)


@pytest.fixture
def meeting(council, agency):
    meeting = things.planned(council, agency.office, agency.director.person)
    things.put(meeting, agency.office)
    return meeting


# Lists -----------------------------------------------------------------------------------------------


def test_the_register_is_filtered_searched_and_taken_out(look, meeting, agency, council):
    other = things.kind_of("other")
    things.planned(other, agency.office, agency.director.person, day=localdate() + 9 * DAY)
    assert look(agency.staff, f"{LIST}?kind={council.pk}").context["total"] == 1
    assert look(agency.staff, f"{LIST}?q=ДОЛБООРЛОР").context["total"] == 1
    assert look(agency.director, f"{LIST}?mine=true").context["total"] == 2
    assert look(agency.staff, f"{LIST}?mine=true").context["total"] == 0
    sheet = load_workbook(io.BytesIO(look(agency.staff, f"{LIST}?as=xlsx").content)).active
    assert sheet.max_row == 3
    assert look(agency.staff, f"{LIST}?as=pdf").content.startswith(b"%PDF")


def test_the_register_asks_a_constant_number_of_questions(
    client, council, agency, django_assert_max_num_queries
):
    client.force_login(agency.staff)
    client.get(LIST)
    for count in (3, 60):
        for n in range(count):
            things.planned(
                council, agency.office, agency.director.person, day=localdate() + n * DAY
            )
        with django_assert_max_num_queries(24):
            client.get(f"{LIST}?per=100")


def test_the_page_of_a_meeting_asks_a_constant_number_of_questions(
    client, council, agency, django_assert_max_num_queries
):
    client.force_login(agency.office)
    meeting = things.opened(council, agency.office, agency.director.person)
    client.get(meeting.get_absolute_url())
    for count in (2, 20):
        for n in range(count):
            item = things.put(meeting, agency.office, f"Маселе {n} жөнүндө")
            things.decide(item, agency.office, agency.staff.person)
        with django_assert_max_num_queries(34):
            assert client.get(meeting.get_absolute_url()).status_code == 200


def test_who_sits_in_a_kind_by_name_is_set_on_its_page(look, council, agency):
    keeper = factories.employee("keeper", "planning.manage")
    url = f"{council.get_absolute_url()}edit/"
    assert look(agency.office, url).status_code == 403
    sent = {"revision": council.revision, "people": [agency.staff.person_id], "is_used": "on"}
    assert look(keeper, url, **sent).status_code == 302
    assert list(MeetingKind.objects.get().people.all()) == [agency.staff.person]
    shown = look(agency.staff, council.get_absolute_url()).content.decode()
    assert agency.staff.person.full_name in shown


# The report of agendas ----------------------------------------------------------------------------


@pytest.mark.clause("002-2-2", "003-6.1-5")
def test_a_body_that_did_not_raise_the_requirements_is_warned_of(look, agency, sitting):
    url = reverse("planning:agenda_report")
    kind = things.kind_of("must", *sitting, must_raise=["requirements"])
    things.kind_of("free", *sitting)
    page = look(agency.director, url).content.decode()
    assert page.count("Not raised: Requirements of consumers") == 1

    meeting = things.opened(kind, agency.office, agency.director.person)
    things.put(meeting, agency.office, "Талаптар жөнүндө", tag="requirements")
    assert "Not raised" in look(agency.director, url).content.decode()  # not held yet
    things.ended(meeting, agency.office)

    assert "Not raised" not in look(agency.director, url).content.decode()
    assert "Not raised" in look(agency.director, f"{url}?year=2001").content.decode()
    assert look(agency.director, f"{url}?as=pdf").content.startswith(b"%PDF")
    sheet = load_workbook(io.BytesIO(look(agency.director, f"{url}?as=xlsx").content)).active
    rows = [[cell.value for cell in row][:3] for row in sheet.rows]
    assert ["Body must", 1, 1] in rows


@pytest.mark.clause("002-2-2")
def test_an_item_taken_off_the_agenda_was_not_raised(look, agency, sitting):
    kind = things.kind_of("must", *sitting, must_raise=["requirements"])
    meeting = things.opened(kind, agency.office, agency.director.person)
    item = things.put(meeting, agency.office, "Талаптар жөнүндө", tag="requirements")
    things.write(item, agency.office, outcome="withdrawn")
    things.ended(meeting, agency.office)

    assert "Not raised" in look(agency.staff, reverse("planning:agenda_report")).content.decode()


def test_twenty_thousand_items_cost_no_more_questions_than_three(
    client, agency, council, django_assert_max_num_queries
):
    url = reverse("planning:agenda_items")
    meeting = things.planned(council, agency.office, agency.director.person)
    client.force_login(agency.staff)
    client.get(url)
    for count in (3, 20_000):
        AgendaItem.objects.bulk_create(
            [
                AgendaItem(meeting=meeting, order=n, title=things.ABOUT, tag="quality", folded="о")
                for n in range(count)
            ],
            batch_size=2000,
        )
        with django_assert_max_num_queries(24):
            answer = client.get(f"{url}?per=100&tag=quality&page=7")
        assert answer.context["total"] >= count
