"""Which plans one may begin, for which days, what they carry out: the form says it beside the
field.
"""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from people.models import Unit
from planning.models import WorkPlan
from planning.plan_periods import nearest_start
from tests import factories
from tests.planning import plans

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

YEAR = localdate().year


@pytest.fixture
def post(look):
    """A new plan as somebody types it."""

    def send(user, kind, **typed):
        given = {"kind": kind.pk, "since": f"{YEAR}-01-01"} | typed
        return look(user, reverse("planning:plan_add"), **given)

    return send


def errors(page) -> dict:
    return page.context["form"].errors


# Whose ------------------------------------------------------------------------------------------


def test_a_head_begins_plans_of_their_own_units_and_not_of_others(look, post, agency):
    head = factories.employee("head_of_office", "documents.author")
    mine = plans.head_of(head)
    other = Unit.objects.create(code="other", name={"ky": "Башка бөлүм"})
    kind, whole = plans.kind("unit_plan", scope="unit"), plans.kind()

    form = look(head, reverse("planning:plan_add")).context["form"]
    assert list(form.fields["unit"].queryset) == [mine]
    assert whole not in form.fields["kind"].queryset
    assert "unit" in errors(post(head, kind, unit=other.pk))
    assert "kind" in errors(post(head, whole))
    assert post(head, kind, unit=mine.pk).status_code == 302


@pytest.mark.parametrize("who", ["director", "manager"])
def test_who_keeps_the_plans_of_all_begins_those_of_any_unit(post, agency, who):
    other = Unit.objects.create(code="other", name={"ky": "Башка бөлүм"})
    kind = plans.kind("unit_plan", scope="unit")

    assert post(getattr(agency, who), kind, unit=other.pk).status_code == 302


def test_the_form_is_open_to_whom_it_has_a_kind_for_and_to_nobody_else(look, agency):
    author = factories.employee("writer", "documents.author")
    plans.kind()
    url = reverse("planning:plan_add")

    assert look(author, url).status_code == 403
    plans.kind("person_plan", scope="person")
    assert look(author, url).status_code == 200
    assert look(agency.staff, url).status_code == 200


def test_kinds_stand_in_groups_and_say_whose_field_the_page_shows(look, agency):
    plans.kind()
    plans.kind("unit_plan", scope="unit")

    page = look(agency.manager, reverse("planning:plan_add")).content.decode()

    assert page.index('<optgroup label="Whole organisation">') < page.index('data-scope="unit"')
    for name in ("unit", "person", "body", "project"):
        assert f'data-for="{name}"' in page


def test_what_does_not_belong_to_the_kind_is_refused_and_not_dropped(post, agency):
    unit = Unit.objects.first()

    page = post(agency.manager, plans.kind(), unit=unit.pk, project="Долбоор")

    assert {"unit", "project"} == set(errors(page))
    assert not WorkPlan.objects.exists()


# When -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "day", "nearest"),
    [
        ("quarter", date(2027, 2, 10), date(2027, 1, 1)),
        ("quarter", date(2027, 3, 1), date(2027, 4, 1)),
        ("half_year", date(2027, 12, 1), date(2028, 1, 1)),
        ("half_year", date(2027, 7, 1), date(2027, 7, 1)),
        ("month", date(2027, 12, 20), date(2028, 1, 1)),
        ("year", date(2027, 9, 1), date(2027, 9, 1)),
        ("year", date(2027, 9, 10), date(2027, 9, 1)),
        ("strategic", date(2027, 2, 10), date(2027, 2, 10)),
        ("task", date(2027, 2, 10), date(2027, 2, 10)),
    ],
)
def test_a_start_that_does_not_fit_the_term_names_the_nearest_that_does(term, day, nearest):
    assert nearest_start(term, day) == nearest


def test_a_quarter_from_the_middle_of_february_is_refused(post, agency):
    kind = plans.kind("quarter_plan", term="quarter")

    page = post(agency.manager, kind, since="2027-02-10")

    assert "01.01.2027" in errors(page)["since"][0]
    assert post(agency.manager, kind, since="2027-01-01").status_code == 302


# What it carries out ----------------------------------------------------------------------------


def test_a_plan_carries_out_only_a_longer_one_that_holds_it(post, agency):
    year = plans.in_force(agency, 1)
    same, quarter = plans.kind("same"), plans.kind("quarter_plan", term="quarter")

    assert "longer" in errors(post(agency.manager, same, follows=year.pk))["follows"][0]
    later = {"since": f"{YEAR + 1}-01-01", "follows": year.pk}
    assert "follows" in errors(post(agency.manager, quarter, **later))
    assert post(agency.manager, quarter, follows=year.pk).status_code == 302


def test_a_draft_is_offered_only_the_plans_that_it_may_carry_out(look, agency):
    year = plans.in_force(agency, 1)
    quarter = plans.plan(
        agency.manager,
        kind=plans.kind("quarter_plan", term="quarter"),
        until=date(YEAR, 3, 31),
    )
    same = plans.plan(agency.manager, kind=plans.kind("same"))

    def offered(plan):
        page = look(agency.manager, reverse("planning:plan_edit", args=[plan.pk]))
        return list(page.context["form"].fields["follows"].queryset)

    assert offered(quarter) == [year]
    assert offered(same) == []


# Lines ------------------------------------------------------------------------------------------


def test_a_number_that_is_taken_is_said_beside_it_with_the_next_free(look, agency):
    draft = plans.plan(agency.manager)
    plans.line(draft, "1")
    url = reverse("planning:plan_line_add", args=[draft.pk])
    form = {
        "measure_ky": "Иш",
        "due": draft.until.isoformat(),
        "person": agency.staff.person.pk,
    }

    assert look(agency.manager, url).context["form"].initial["number"] == "2"
    page = look(agency.manager, url, number="1", **form)

    assert "next free one is 2" in errors(page)["number"][0]
    assert set(errors(page)) == {"number"}
