"""Members step aside, and the management judges whether they have to (scoring.md, 4)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse

from common.models import JournalEntry, Todo
from common.models.journal import digest, verify
from monitoring import commission_deeds
from monitoring.models import LateMark, Recusal
from monitoring.progress import quorum
from tests.monitoring import campaigns, counted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english(client, in_english):
    client.cookies["django_language"] = "en"


def address(name, *args) -> str:
    return reverse(f"monitoring:{name}", args=args)


def test_a_member_steps_aside_and_marks_given_are_set_aside(client, scoring):
    campaign, users = scoring
    member = campaign.members.get(person=users[0].person)
    sheet = campaigns.sheet_of(campaign, users[0])
    someone = sheet.participants().first()
    columns = list(campaign.criteria.indicators())
    sheet.put([campaigns.item(someone, column, 5) for column in columns])
    client.force_login(users[0])
    url = address("recuse", member.pk)
    assert client.get(url).status_code == 200
    assert client.post(url, {"participant": someone.pk, "reason": ""}).status_code == 422
    form = {"participant": someone.pk, "reason": "Бир тууганым"}
    assert client.post(url, form).status_code == 302
    assert client.post(url, form).status_code == 422
    assert not sheet.marks.filter(participant=someone).exists()
    assert LateMark.objects.filter(sheet=sheet, participant=someone).count() == len(columns)
    assert someone not in sheet.participants()
    shown = client.get(address("member", member.pk)).content.decode()
    assert "Бир тууганым" in shown
    assert verify() is None


def test_the_management_lifts_only_what_was_declared(client, agency, runner, scoring):
    campaign, users = scoring
    member = campaign.members.get(person=users[0].person)
    someone = campaigns.sheet_of(campaign, users[0]).participants().first()
    declared = commission_deeds.recuse(member, by=users[0], participant=someone, reason="Досум")
    found = member.recusals.get(ground="self")
    client.force_login(users[0])
    assert client.get(address("recusal_lift", member.pk, declared.pk)).status_code == 403
    client.force_login(agency.director)
    assert client.get(address("recusal_lift", member.pk, found.pk)).status_code == 404
    url = address("recusal_lift", member.pk, declared.pk)
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Бир эле мектепте окушкан"}).status_code == 302
    assert not Recusal.objects.filter(pk=declared.pk).exists()
    assert JournalEntry.objects.filter(deed="lift_recusal").exists()


def test_who_signed_steps_aside_only_when_the_sheet_is_given_back(scoring):
    campaign, users = scoring
    campaigns.sign_all(campaign, users[:1])
    member = campaign.members.get(person=users[0].person)
    someone = campaigns.sheet_of(campaign, users[0]).participants().first()
    with pytest.raises(ValidationError, match="gives it back"):
        commission_deeds.recuse(member, by=users[0], participant=someone, reason="Досум")


def test_nobody_steps_aside_for_another_member(client, scoring):
    campaign, users = scoring
    member = campaign.members.get(person=users[0].person)
    someone = campaigns.sheet_of(campaign, users[0]).participants().first()
    with pytest.raises(PermissionDenied):
        commission_deeds.recuse(member, by=users[1], participant=someone, reason="Досум")
    client.force_login(users[1])
    assert client.get(address("recuse", member.pk)).status_code == 403
    assert client.get(address("member", member.pk)).status_code == 403


def test_the_second_round_keeps_what_the_first_scored(scoring):
    campaign, users = scoring
    campaigns.sign_all(campaign, users)
    campaign.open_round(by=users[0], reason="Талкуу")
    member = campaign.members.get(person=users[1].person)
    someone = campaigns.sheet_of(campaign, users[1]).participants().first()
    commission_deeds.recuse(member, by=users[1], participant=someone, reason="Досум")
    first = member.sheets.get(round=1)
    assert first.marks.filter(participant=someone).exists()
    assert not member.sheets.get(round=2).marks.filter(participant=someone).exists()


# Who left -----------------------------------------------------------------------------------


def next_round(campaign, users, agency, how: str) -> None:
    if how == "discussed":
        campaign.open_round(by=users[0], reason="Талкуу")
    else:
        campaign.reopen(by=agency.director, reason="Каршы пикир")


@pytest.mark.parametrize("how", ["discussed", "reopened"])
def test_what_a_leaver_signed_counts_in_every_later_round_as_in_the_first(
    agency, runner, kind, how
):
    campaign, users = campaigns.scoring(runner, kind)
    campaigns.sign_all(campaign, users)
    if how == "reopened":
        counted.computed(campaign, users[0])
    member = campaign.members.get(person=users[1].person)
    first = member.sheets.get()
    campaign.remove_member(member, by=runner, reason="Ооруп калды", keeps_marks=True)
    for number in (2, 3):
        next_round(campaign, users, agency, how)
        kept = member.sheets.get(round=number)
        assert (kept.state, kept.signed_at, kept.digest) == (
            "signed",
            first.signed_at,
            first.digest,
        )
        assert kept.digest == digest(kept.contents())
        assert not Todo.objects.waiting().filter(person=member.person).exists()
        assert quorum(campaign)[:2] == (1, 4)
        for user in (users[0], *users[2:]):
            campaigns.sheet_of(campaign, user).sign(by=user)
        if how == "reopened" or number == 3:
            inputs = counted.computed(campaign, users[0]).inputs
            assert member.pk in [one["id"] for one in inputs["members"]]
            assert {cell.replace("s", "4") for row in inputs["marks"] for cell in row} == {"4444"}


@pytest.mark.parametrize("keeps", [True, False])
def test_what_does_not_count_of_a_leaver_goes_into_no_later_round(runner, director, keeps):
    kind = campaigns.kind(collects_material=False, rules={"quorum": 3})
    campaign, users = campaigns.scoring(runner, kind)
    campaigns.sign_all(campaign, users)
    member = campaign.members.get(person=users[1].person)
    if keeps:  # and yet the sheet is not signed
        member.sheets.get().give_back(by=users[0], reason="Тактаңыз")
    campaign.remove_member(member, by=runner, reason="Ооруп калды", keeps_marks=keeps)
    campaign.open_round(by=users[0], reason="Талкуу")
    assert list(member.sheets.values_list("round", flat=True)) == [1]


def test_the_sheet_of_a_leaver_is_not_given_back(runner, kind):
    campaign, users = campaigns.scoring(runner, kind)
    campaigns.sign_all(campaign, users)
    member = campaign.members.get(person=users[1].person)
    campaign.remove_member(member, by=runner, reason="Ооруп калды", keeps_marks=True)

    with pytest.raises(PermissionDenied):
        member.sheets.get().give_back(by=users[0], reason="Тактаңыз")
