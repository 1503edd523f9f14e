"""The days that a campaign and its schedule are proposed: the year's own, on working days (000/4.1)."""

from datetime import date

import pytest
from django.urls import reverse

from common.models import SpecialDay
from common.working_days import working_days
from monitoring.campaign_days import proposed_days
from monitoring.models import Campaign
from monitoring.schedule_proposal import usual_stages
from tests.monitoring import after, campaigns

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DAYS = ("starts_on", "scoring_until", "results_on")


@pytest.fixture
def june(director):
    return campaigns.kind(results_from="06-01", results_until="06-30", collects_material=True)


@pytest.mark.clause("000-4.1")
@pytest.mark.parametrize("year", range(2027, 2034))
def test_proposed_days_are_working_and_within_the_window(june, year):
    SpecialDay.objects.create(
        day=date(year, 6, 21), kind=SpecialDay.Kind.OFF, name={"ky": "Майрам"}
    )
    days = proposed_days(june, year)
    calendar = working_days()
    assert days["year"] == year
    assert all(calendar.is_working(days[name]) for name in (*DAYS, "material_until"))
    assert date(year, 6, 1) <= days["results_on"] <= date(year, 6, 30)
    assert days["starts_on"] <= days["material_until"] <= days["scoring_until"]
    assert days["scoring_until"] < days["results_on"]


def test_a_kind_without_a_window_is_proposed_days_too_and_no_material(director):
    kind = campaigns.kind(collects_material=False)
    days = proposed_days(kind, 2027)
    assert days["starts_on"] == date(2027, 1, 1) or days["starts_on"].year == 2027
    assert days["material_until"] is None
    assert working_days().is_working(days["results_on"])


def test_days_nobody_touched_follow_the_year_that_was_chosen(client, runner, june):
    url = reverse("monitoring:campaign_add")
    shown = after.look(client, runner, url).context["form"].initial
    typed = {name: shown[name] for name in (*DAYS, "material_until", "proposed_for")}
    later = shown["year"] + 2

    answer = after.look(client, runner, url, once="1", kind=june.pk, year=later, **typed)

    assert answer.status_code == 422
    form = answer.context["form"]
    expected = proposed_days(june, later)
    assert form["results_on"].value() == expected["results_on"].isoformat()
    assert not any(name in form.errors for name in DAYS)
    again = {name: form[name].value() for name in (*DAYS, "material_until", "proposed_for")}
    done = after.look(client, runner, url, once="2", kind=june.pk, year=later, **again)
    assert done.status_code == 302
    assert Campaign.objects.get().results_on == expected["results_on"]


def test_days_that_were_touched_stay(client, runner, june):
    url = reverse("monitoring:campaign_add")
    shown = after.look(client, runner, url).context["form"].initial
    later = shown["year"] + 1
    typed = {"starts_on": date(later, 5, 3), "scoring_until": date(later, 6, 3)}
    typed |= {"results_on": date(later, 6, 9), "proposed_for": shown["proposed_for"]}
    done = after.look(client, runner, url, once="1", kind=june.pk, year=later, **typed)
    assert done.status_code == 302
    assert Campaign.objects.get().results_on == date(later, 6, 9)


def test_the_script_asks_the_server_for_the_days_of_another_year(client, runner, june):
    url = f"{reverse('monitoring:campaign_add')}?kind={june.pk}&year=2031"
    form = after.look(client, runner, url).context["form"]
    assert form.initial["results_on"].year == 2031
    assert form.initial["proposed_for"] == f"{june.pk}:2031"
    odd = after.look(client, runner, f"{reverse('monitoring:campaign_add')}?kind=x&year=9999999")
    assert odd.status_code == 200


@pytest.mark.clause("000-4.1")
def test_the_commission_never_meets_on_a_weekend_or_holiday(runner, june):
    days = {"starts_on": date(2027, 5, 25), "scoring_until": date(2027, 6, 11)}  # a Friday
    SpecialDay.objects.create(
        day=date(2027, 6, 14), kind=SpecialDay.Kind.OFF, name={"ky": "Майрам"}
    )
    campaign = campaigns.begin(runner, june, **days, results_on=date(2027, 6, 20))
    stages = usual_stages(campaign)
    _words, since, until = stages[-2]
    assert (since, until) == (date(2027, 6, 15), date(2027, 6, 18))
    assert all(since <= until for _words, since, until in stages)


def test_an_evaluation_is_not_asked_for_places_nominations_or_material(client, runner):
    kind = campaigns.kind(
        "supplier_evaluation", subject="supplier", is_contest=False, collects_material=False
    )
    page = after.look(client, runner, f"{reverse('monitoring:campaign_add')}?kind={kind.pk}")
    names = set(page.context["form"].fields)
    assert not names & {"material_until", "places", "threshold", "winners_nominated", "tie_break"}
    campaign = campaigns.begin(runner, kind)
    edit = after.look(client, runner, f"{campaign.get_absolute_url()}edit/")
    assert not set(edit.context["form"].fields) & {
        "material_until",
        "places",
        "several_nominations",
    }
    said = " ".join(words["en"] for words, _since, _until in usual_stages(campaign))
    assert "places" not in said
    assert "nominations" not in said
