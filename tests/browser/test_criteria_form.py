"""Criteria and the campaign in a browser: the sum, the first wrong field, days that follow."""

import pytest
from django.urls import reverse

from monitoring.campaign_days import proposed_days
from tests.browser.scoring_things import expect, picture
from tests.factories import employee
from tests.monitoring import campaigns
from tests.monitoring import criteria_data as data

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("phone", [False, True])
def test_a_faulty_weight_is_counted_and_found_at_once(visit, agency, phone):
    runner = employee("quality-manager", "monitoring.manage")
    kind = campaigns.kind(collects_material=False)
    campaigns.criteria_of(kind, runner.person)
    draft = data.revise(data.begin(runner, kind))
    me = visit(runner, phone=phone)
    me.go(f"{draft.get_absolute_url()}edit/").check()
    page = me.page
    weight = page.locator("[name='criteria-1-indicators-1-weight']")
    left = page.locator("[data-unread]")
    expect(left).to_be_hidden()
    weight.fill("көп")
    expect(left).to_be_visible()
    expect(page.locator("#weights b").first).to_have_text("85")
    weight.fill("15")
    expect(left).to_be_hidden()
    weight.fill("0")
    me.submit()
    expect(page.locator("[name='criteria-1-indicators-1-weight']")).to_be_focused()
    picture(page, f"criteria-wrong-{'phone' if phone else 'desk'}")
    me.check()


def test_days_follow_the_year_and_the_kind_until_somebody_types_one(visit, agency):
    runner = employee("quality-manager", "monitoring.manage")
    june = campaigns.kind(results_from="06-01", results_until="06-30")
    plain = campaigns.kind("suppliers", is_contest=False, collects_material=False)
    me = visit(runner)
    me.go(f"{reverse('monitoring:campaign_add')}?kind={june.pk}").check()
    page = me.page
    results = page.locator("[name=results_on]")
    page.fill("[name=year]", "2031")
    page.press("[name=year]", "Tab")
    expect(results).to_have_value(proposed_days(june, 2031)["results_on"].isoformat())
    page.select_option("[name=kind]", str(plain.pk))
    expect(page.locator("[name=material_until]")).to_be_hidden()
    expect(results).to_have_value(proposed_days(plain, 2031)["results_on"].isoformat())
    results.fill("2031-12-24")
    page.fill("[name=year]", "2032")
    page.press("[name=year]", "Tab")
    page.wait_for_timeout(500)
    expect(results).to_have_value("2031-12-24")
    me.check()
