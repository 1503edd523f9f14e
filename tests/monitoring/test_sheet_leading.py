"""Where each is led: a member to what is asked or comes next, the chair to what they decide (000/2.2)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import Todo
from monitoring import commission_deeds, participant_deeds
from monitoring.models import LateMark, ScheduleLine, SpreadNote
from monitoring.models.campaign_deeds import EXPLAIN
from tests.factories import employee
from tests.monitoring import campaigns

pytestmark = pytest.mark.django_db

OWN = reverse("monitoring:own_commissions")


@pytest.fixture(autouse=True)
def english(in_english):
    """The pages are read in English here."""


def page_of(user, address: str) -> str:
    client = Client()
    client.force_login(user)
    client.cookies["django_language"] = "en"
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


def colleague(campaign, users):
    """Somebody who is scored and does not score."""
    return campaign.participants.exclude(person__in=[user.person for user in users]).first()


def apart(campaign, users):
    """All sign; the first lies far from the others with one person in one indicator."""
    person, column = colleague(campaign, users), campaign.criteria.indicators()[0]
    for user in users:
        low = user is users[0]
        sheet = campaigns.sheet_of(campaign, user)
        campaigns.fill(sheet, lambda p, i, low=low: 1 if low and (p, i) == (person, column) else 5)
        sheet.sign(by=user)
    return person, column


def late(campaign, user) -> LateMark:
    """A signed sheet, and a mark of it that comes afterwards."""
    sheet = campaigns.sheet_of(campaign, user)
    campaigns.fill(sheet)
    sheet.sign(by=user)
    person, column = colleague(campaign, [user]), campaign.criteria.indicators()[0]
    assert sheet.put([campaigns.item(person, column, 1, base=1)])[0]["status"] == "late"
    return sheet.late.get()


def stage(campaign, first: int, last: int) -> None:
    today = localdate()
    ScheduleLine.objects.create(
        campaign=campaign,
        order=9,
        stage=campaigns.words("Комиссиянын жыйыны"),
        since=today + timedelta(first),
        until=today + timedelta(last),
    )


def test_the_line_of_sentences_opens_the_page_where_they_are_written(scoring):
    campaign, users = scoring
    apart(campaign, users)
    sheet = campaigns.sheet_of(campaign, users[0])
    page = page_of(users[0], OWN)
    assert f'href="{sheet.get_absolute_url()}explain/"' in page
    assert "1 of your marks lies far" in page
    sheet.explain({sheet.spread_notes.get().pk: "Материал жок"}, by=users[0])
    assert f"{sheet.get_absolute_url()}explain/" not in page_of(users[0], OWN)


@pytest.mark.clause("000-4.1")
def test_when_nothing_is_open_a_member_reads_what_comes_next_and_when(scoring):
    campaign, users = scoring
    stage(campaign, 3, 4)
    assert "work schedule:" not in page_of(users[1], OWN)
    sheet = campaigns.sheet_of(campaign, users[1])
    campaigns.fill(sheet)
    sheet.sign(by=users[1])
    page = page_of(users[1], OWN)
    assert "Signed so far: 1 of 4." in page
    first, last = (localdate() + timedelta(days) for days in (3, 4))
    words = f"Комиссиянын жыйыны, {first:%d.%m.%Y} – {last:%d.%m.%Y}"
    assert f"Next by the work schedule: {words}" in page
    ScheduleLine.objects.update(since=localdate() - timedelta(1), until=localdate())
    assert "Now by the work schedule: " in page_of(users[1], OWN)
    campaigns.sign_all(campaign, [users[0], *users[2:]])
    assert "All have signed." in page_of(users[1], OWN)


def test_before_the_scoring_a_member_reads_that_a_letter_comes(runner, kind):
    campaign = campaigns.begin(runner, kind)
    users = campaigns.form(campaign, runner)
    stage(campaign, 0, 5)
    page = page_of(users[1], OWN)
    assert "The scoring has not begun yet" in page
    assert "Now by the work schedule: Комиссиянын жыйыны" in page


def test_where_marks_lie_apart_the_chair_is_led_to_another_round(scoring):
    campaign, users = scoring
    apart(campaign, users)
    url = f'href="{campaign.get_absolute_url()}open_round/"'
    explain = [f"{campaigns.sheet_of(campaign, user).get_absolute_url()}explain/" for user in users]
    assert url in page_of(users[0], reverse("monitoring:spread_notes", args=[campaign.pk]))
    assert url in page_of(users[0], explain[0])
    assert url in page_of(users[0], reverse("monitoring:leave_out_cells", args=[campaign.pk]))
    assert url not in page_of(users[1], explain[1])


def test_what_came_after_the_end_stands_where_the_chair_decides(scoring, runner):
    campaign, users = scoring
    chair = users[0]
    steps = [f"{campaign.get_absolute_url()}{name}/" for name in ("compute", "open_round")]
    listed = reverse("monitoring:late_marks", args=[campaign.pk])
    assert all(listed not in page_of(chair, address) for address in steps)
    sheet = late(campaign, users[1]).sheet
    for address in steps:
        page = page_of(chair, address)
        assert "1 mark came after the end" in page
        assert f'href="{listed}"' in page
    back = f"{sheet.get_absolute_url()}give_back/"
    page = page_of(chair, listed)
    assert "Give the sheet back, and its member may enter them anew" in page
    assert f'href="{back}"' in page
    assert f'href="{steps[1]}"' in page
    page = page_of(runner, listed)
    assert "The chair may give the sheet back" in page
    assert back not in page
    assert "the member may enter it anew" in page_of(chair, back)
    sheet.give_back(by=chair, reason="Кеч келген балл бар")
    assert "the sheet is open again" in page_of(chair, listed)


def test_marks_set_aside_for_a_conflict_of_interest_are_not_called_late(scoring):
    campaign, users = scoring
    sheet = campaigns.sheet_of(campaign, users[1])
    campaigns.fill(sheet)
    person = colleague(campaign, users)
    commission_deeds.recuse(sheet.member, person, by=users[1], reason="Бир туугандарбыз")
    assert {one.because for one in sheet.late.all()} == {"recused"}
    listed = page_of(users[0], reverse("monitoring:late_marks", args=[campaign.pk]))
    assert "Conflict of interest" in listed
    assert "Came after the end" not in listed
    assert "Give the sheet back" not in listed
    assert "came after the end" not in page_of(users[0], f"{campaign.get_absolute_url()}compute/")


def test_who_left_is_not_waited_for_with_a_sentence(scoring, runner):
    campaign, users = scoring
    apart(campaign, users)
    leaver = campaign.members.get(person=users[0].person)
    commission_deeds.replace(
        leaver, by=runner, person=employee("new").person, reason="Которулду", keeps_marks=True
    )
    assert not SpreadNote.objects.filter(sheet__member=leaver, text="").exists()
    new = campaign.members.active().get(replaces=leaver).person.user
    campaigns.sign_all(campaign, [new], value=5)
    left = SpreadNote.objects.filter(sheet__in=campaign.sheets(), text="")
    assert left.exists()
    assert not left.filter(sheet__member__left_on__isnull=False).exists()


def test_nobody_is_asked_about_somebody_who_left_the_house(scoring, runner):
    campaign, users = scoring
    person, column = colleague(campaign, users), campaign.criteria.indicators()[0]
    for n, user in enumerate(users):
        sheet = campaigns.sheet_of(campaign, user)
        low = 1 if n == 0 else 5
        campaigns.fill(sheet, lambda p, i, low=low: low if (p, i) == (person, column) else 5)
        if n == 3:
            participant_deeds.note_left(person, by=runner, on=localdate(), reason="Бошоду")
        sheet.sign(by=user)
    assert not SpreadNote.objects.exists()


def test_sentences_about_who_leaves_are_not_awaited_any_more(scoring, runner):
    campaign, users = scoring
    first, second = campaign.participants.exclude(person__in=[one.person for one in users])[:2]
    for user in users:
        low = user is users[0]
        sheet = campaigns.sheet_of(campaign, user)
        campaigns.fill(sheet, lambda p, i, low=low: 1 if low and p in (first, second) else 5)
        sheet.sign(by=user)
    asked = Todo.objects.waiting().filter(kind=EXPLAIN)
    open_notes = SpreadNote.objects.filter(text="")
    kept = open_notes.filter(participant=second).count()
    assert asked.count() == len(users)

    participant_deeds.note_left(first, by=runner, on=localdate(), reason="Бошоду")
    assert open_notes.count() == kept
    assert asked.count() == len(users)
    assert [one.code for one in campaign.obstacles()] == ["spread"]

    participant_deeds.note_left(second, by=runner, on=localdate(), reason="Бошоду")
    assert not open_notes.exists()
    assert not asked.exists()
    assert campaign.obstacles() == []


def test_another_round_begins_with_all_marks_of_the_round_before(scoring):
    campaign, users = scoring
    apart(campaign, users)
    sheet = campaigns.sheet_of(campaign, users[0])
    gap = sheet.marks.first()
    sheet.marks.filter(pk=gap.pk).update(value=None, gap="refused", note="Себеби бар")
    campaign.open_round(by=users[0], reason="Талкуу")
    again = campaigns.sheet_of(campaign, users[0])
    assert (again.round, again.state) == (2, "open")

    def said(one):
        names = ("participant", "indicator", "value", "gap", "note", "uid", "revision", "at")
        return sorted(one.marks.values_list(*names))

    assert said(again) == said(sheet)
    assert sheet.marks.count() == again.marks.count() == sheet.wanted()
    with pytest.raises(ValidationError):
        campaign.open_round(by=users[0], reason=" ")
