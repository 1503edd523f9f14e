"""Criteria from year to year: copied, revised, weighed, approved, changed by editions (000/3)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from common.models import JournalEntry, deed
from monitoring.criteria_changes import changes_of
from monitoring.models import CriteriaSet, Indicator, PointWords
from tests.monitoring import campaigns
from tests.monitoring import criteria_data as data

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def earlier(runner, kind):
    """The approved criteria of 2026, with words for points."""
    made = campaigns.criteria_of(kind, runner.person)
    one = made.indicators()[0]
    PointWords.objects.create(criteria=made, point=5, words={"ky": "Үлгүлүү"})
    PointWords.objects.create(criteria=made, indicator=one, point=1, words={"ky": "Жок"})
    return made


def said(criteria) -> list[tuple]:
    """What changed, briefly."""
    return [
        (change.kind, str(change.name), str(change.before), str(change.after))
        for change in changes_of(criteria)
    ]


@pytest.mark.clause("000-3.3")
def test_a_new_year_begins_with_the_lines_of_the_last_under_their_keys(runner, kind, earlier):
    new = data.begin(runner, kind)

    assert (new.copied_from, new.edition, new.state) == (earlier, 1, "draft")
    assert [row.manifest() for row in new.whole_tree()] == [
        row.manifest() for row in earlier.whole_tree()
    ]
    assert new.points.count() == earlier.points.count() == 2
    assert new.total_weight() == 1000
    assert said(new) == []


def test_a_kind_without_criteria_begins_with_none(runner, kind):
    new = data.begin(runner, kind)
    assert new.copied_from is None
    assert not new.criteria.exists()


def test_a_draft_of_last_year_is_not_copied(runner, kind, earlier):
    CriteriaSet.objects.create(kind=kind, year=2027, author=runner.person)
    assert data.begin(runner, kind, 2028).copied_from == earlier


@pytest.mark.clause("000-3.3")
def test_without_a_recorded_revision_they_are_not_sent(runner, director, kind, earlier):
    new = data.begin(runner, kind)
    with pytest.raises(ValidationError, match="added or changed this year"):
        new.send(by=runner)

    data.approve(data.revise(new), by=runner, director=director)

    assert new.state == "approved"
    assert new.order_number == "2027/1"


@pytest.mark.clause("000-3.2")
@pytest.mark.parametrize(("weight", "told"), [(240, "99 per cent"), (255, "100,5 per cent")])
def test_weights_that_do_not_sum_to_100_are_not_sent(runner, kind, earlier, weight, told):
    new = data.revise(data.begin(runner, kind))
    one = new.indicators().get(weight=250)
    one.weight = weight
    one.save()
    with pytest.raises(ValidationError, match=told):
        new.send(by=runner)


def test_eighths_sum_exactly(runner, director, kind):
    new = data.revise(campaigns.criteria_of(kind, runner.person, weights=[[125] * 8]))
    assert new.indicators()[0].percent == "12,5"
    assert new.total_weight() == 1000


@pytest.mark.clause("000-3.3")
def test_what_changed_since_last_year_is_found_by_keys(runner, kind, earlier):
    new = data.begin(runner, kind)
    first, second, third, fourth, fifth = new.indicators()
    first.weight, second.weight = 325, 225
    second.title = {"ky": "Жаңы сөз"}
    third.delete()
    with deed():
        first.save()
        second.save()
        Indicator.objects.create(criterion=fourth.criterion, title={"ky": "Кошулган"}, weight=200)
        new.points.filter(indicator=None).update(words={"ky": "Эң жакшы"})

    assert said(new) == [
        ("added", "Кошулган", "", "20 %"),
        ("dropped", "Көрсөткүч 2.1", "20 %", ""),
        ("reweighted", "Көрсөткүч 1.1", "30 %", "32,5 %"),
        ("reweighted", "Жаңы сөз", "25 %", "22,5 %"),
        ("reworded", "Жаңы сөз", "Көрсөткүч 1.2", "Жаңы сөз"),
        ("reworded", "The scale of five points", "Үлгүлүү", "Эң жакшы"),
    ]


def test_what_no_one_changed_is_no_change_however_lines_end(runner, kind, earlier):
    new = data.begin(runner, kind)
    one = new.indicators()[0]
    one.title = {"ky": f"{one.title['ky']} ", "ru": one.title["ru"], "en": one.title["en"]}
    one.save()
    assert said(new) == []


# Editions -------------------------------------------------------------------------------------


def test_approved_criteria_are_changed_by_a_new_edition(runner, director, kind, earlier):
    with pytest.raises(PermissionDenied):
        earlier.new_edition(by=campaigns.employee("clerk"))

    new = earlier.new_edition(by=runner)

    assert (new.year, new.edition, new.copied_from) == (2026, 2, earlier)
    assert JournalEntry.objects.about(new).filter(deed="new_edition").exists()
    with pytest.raises(ValidationError, match="newer edition"):
        earlier.new_edition(by=runner)
    data.approve(data.revise(new), by=runner, director=director)
    assert new.order_number == "2026/2"


def test_an_edition_is_compared_with_last_year(runner, director, kind, earlier):
    second = data.approve(data.revise(data.begin(runner, kind)), by=runner, director=director)
    third = second.new_edition(by=runner)
    assert third.of_last_year() == earlier


def test_a_campaign_that_rests_on_nothing_yet_takes_the_new_edition(
    runner, director, kind, earlier
):
    campaign = campaigns.begin(runner, kind, criteria=earlier)
    campaign.adopt_criteria(by=runner)
    new = data.revise(earlier.new_edition(by=runner))

    data.approve(new, by=runner, director=director)

    campaign.refresh_from_db()
    assert (campaign.criteria, campaign.state) == (new, "criteria")
    assert JournalEntry.objects.about(campaign).filter(deed="take_edition").exists()


def test_a_waiting_campaign_takes_the_criteria_as_they_are_approved(runner, director, kind):
    new = campaigns.criteria_of(kind, runner.person)
    CriteriaSet.objects.filter(pk=new.pk).update(state="draft")
    new.refresh_from_db()
    campaign = campaigns.begin(runner, kind, criteria=new)

    data.approve(new, by=runner, director=director)

    campaign.refresh_from_db()
    assert campaign.state == "criteria"


def test_no_edition_is_begun_while_a_campaign_scores_by_it(runner, scoring):
    campaign, _users = scoring
    with pytest.raises(ValidationError, match="works by these"):
        campaign.criteria.new_edition(by=runner)


def test_no_edition_is_approved_once_a_campaign_scores_by_the_one_before(runner, director, kind):
    criteria = campaigns.criteria_of(kind, runner.person)
    draft = data.revise(criteria.new_edition(by=runner))
    draft.send(by=runner)
    campaign, _users = campaigns.scoring(runner, kind, criteria=criteria)

    with pytest.raises(ValidationError, match="edition before"):
        draft.approve(by=director, seen=draft.sheet.manifest_hash)

    draft.refresh_from_db()
    campaign.refresh_from_db()
    assert (draft.state, campaign.criteria) == ("approving", criteria)
