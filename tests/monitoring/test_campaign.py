"""A campaign from its first day to its frozen result (000)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from common.models import JournalEntry, StepNotAllowed, Todo
from monitoring.models import Campaign, Participant, Recusal, SpreadNote
from people.models import Party
from tests.factories import PersonFactory, employee
from tests.monitoring import campaigns

pytestmark = pytest.mark.django_db


@pytest.mark.clause("000-1.3")
def test_there_is_one_campaign_of_a_kind_a_year(runner, kind):
    first = campaigns.begin(runner, kind)
    with pytest.raises((ValidationError, IntegrityError)), transaction.atomic():
        campaigns.begin(runner, kind, criteria=first.criteria)
    assert Campaign.objects.count() == 1


def test_nobody_but_who_runs_it_begins_one(staff, kind):
    with pytest.raises(PermissionDenied):
        campaigns.begin(staff, kind)


@pytest.mark.clause("000-2.2-a")
def test_the_commission_is_three_employees_and_one_outsider(runner, kind):
    campaign = campaigns.begin(runner, kind)
    five = [employee(f"m{n}") for n in range(4)] + [campaigns.outsider()]
    with pytest.raises(ValidationError, match="4"):
        campaigns.form(campaign, runner, five)
    campaign.refresh_from_db()
    assert campaign.state == "criteria"


@pytest.mark.clause("000-2.2-a")
def test_two_outsiders_are_one_too_many(runner, kind):
    campaign = campaigns.begin(runner, kind)
    users = [*(employee(f"m{n}") for n in range(2)), campaigns.outsider(), campaigns.outsider()]
    with pytest.raises(ValidationError):
        campaigns.form(campaign, runner, users)


@pytest.mark.clause("000-3.1")
def test_all_employees_take_part_and_nobody_from_outside(runner, kind, staff):
    campaign, users = campaigns.scoring(runner, kind)
    people = set(Participant.objects.values_list("person", flat=True))
    assert {staff.person_id, runner.person_id, users[0].person_id} <= people
    assert users[3].person_id not in people
    newcomer = employee("newcomer")
    assert not campaign.participants.filter(person=newcomer.person).exists()


def test_a_member_is_taken_out_of_the_own_score(scoring):
    campaign, users = scoring
    found = Recusal.objects.filter(ground="self")
    assert {one.member.person_id for one in found} == {u.person_id for u in users[:3]}
    sheet = campaigns.sheet_of(campaign, users[0])
    own = campaign.participants.get(person=users[0].person)
    (told,) = sheet.put([campaigns.item(own, campaign.criteria.indicators()[0], 5)])
    assert told["status"] == "refused"
    assert sheet.marks.count() == 0


@pytest.mark.clause("000-2.2-b")
@pytest.mark.parametrize("value", [0, 6, 4.5, "", "5", True])
def test_a_mark_is_a_whole_number_of_the_scale(scoring, value):
    campaign, users = scoring
    sheet = campaigns.sheet_of(campaign, users[0])
    one, column = sheet.participants()[0], campaign.criteria.indicators()[0]
    (told,) = sheet.put([campaigns.item(one, column, value)])
    assert told["status"] == "refused"
    assert told["message"]


def test_the_same_mark_twice_is_saved_once(scoring):
    campaign, users = scoring
    sheet = campaigns.sheet_of(campaign, users[0])
    one, column = sheet.participants()[0], campaign.criteria.indicators()[0]
    mark = campaigns.item(one, column, 4)
    assert [sheet.put([mark])[0]["status"] for _ in range(2)] == ["saved", "saved"]
    assert sheet.marks.get().revision == 1


def test_a_mark_from_a_stale_tab_is_told_what_stands_there(scoring):
    campaign, users = scoring
    sheet = campaigns.sheet_of(campaign, users[0])
    one, column = sheet.participants()[0], campaign.criteria.indicators()[0]
    sheet.put([campaigns.item(one, column, 4)])
    (told,) = sheet.put([campaigns.item(one, column, 2)])
    assert (told["status"], told["value"]["value"]) == ("stale", 4)


def test_a_gap_says_why(scoring):
    campaign, users = scoring
    sheet = campaigns.sheet_of(campaign, users[0])
    one, column = sheet.participants()[0], campaign.criteria.indicators()[0]
    (told,) = sheet.put([campaigns.item(one, column, gap="cannot_judge")])
    assert told["status"] == "refused"
    (told,) = sheet.put(
        [campaigns.item(one, column, gap="cannot_judge", note="Иши менен тааныш эмесмин")]
    )
    assert told["status"] == "saved"


def test_an_outsider_scores_only_after_the_declaration(runner, kind):
    campaign = campaigns.begin(runner, kind)
    users = campaigns.form(campaign, runner)
    campaign.begin_scoring(by=runner)
    sheet = campaigns.sheet_of(campaign, users[3])
    one, column = sheet.participants()[0], campaign.criteria.indicators()[0]
    (told,) = sheet.put([campaigns.item(one, column, 4)])
    assert told["status"] == "late"
    with pytest.raises(PermissionDenied):
        sheet.sign(by=users[3])


def test_a_sheet_with_an_empty_cell_is_not_signed(scoring):
    campaign, users = scoring
    sheet = campaigns.sheet_of(campaign, users[0])
    with pytest.raises(ValidationError):
        sheet.sign(by=users[0])
    with pytest.raises(PermissionDenied):
        sheet.sign(by=users[1])
    campaigns.fill(sheet)
    sheet.sign(by=users[0])
    entry = JournalEntry.objects.filter(deed="sign").latest("pk")
    assert entry.details["digest"] == sheet.digest
    assert (
        not Todo.objects.waiting().filter(kind="monitoring.score", person=users[0].person).exists()
    )


def test_a_mark_after_the_signature_is_kept_aside(scoring):
    campaign, users = scoring
    sheet = campaigns.sheet_of(campaign, users[0])
    campaigns.fill(sheet)
    sheet.sign(by=users[0])
    one, column = sheet.participants()[0], campaign.criteria.indicators()[0]
    (told,) = sheet.put([campaigns.item(one, column, 1, base=1)])
    assert told["status"] == "late"
    assert sheet.late.get().value == 1
    assert sheet.marks.get(participant=one, indicator=column).value == 4


def test_results_wait_for_every_sheet(runner, scoring, clock):
    campaign, users = scoring
    campaigns.sign_all(campaign, users[:3])
    with pytest.raises(ValidationError, match="3"):
        campaign.compute(by=runner, late_reason="x")


def test_marks_far_apart_ask_both_ends_for_a_sentence(runner, scoring):
    campaign, users = scoring
    person = campaign.participants.exclude(person__in=[u.person for u in users]).first()
    column = campaign.criteria.indicators()[0]
    for user in users:
        far = user is users[0]
        sheet = campaigns.sheet_of(campaign, user)
        campaigns.fill(sheet, lambda p, i, far=far: 1 if far and (p, i) == (person, column) else 5)
        sheet.sign(by=user)
    notes = SpreadNote.objects.all()
    assert {note.sheet.member.person_id for note in notes} == {u.person_id for u in users}
    with pytest.raises(ValidationError):
        campaign.compute(by=users[0], late_reason="Кечикти")
    for note in notes:
        note.sheet.explain({note.pk: "Материал жок"}, by=note.sheet.member.person.user)
    campaign.compute(by=users[0], late_reason="Кечикти")
    assert campaign.state == "counting"


def test_another_round_keeps_both(scoring):
    campaign, users = scoring
    campaigns.sign_all(campaign, users)
    with pytest.raises(PermissionDenied):
        campaign.open_round(by=users[1], reason="Талкуу")
    campaign.open_round(by=users[0], reason="Талкуу")
    sheet = campaigns.sheet_of(campaign, users[1])
    assert (sheet.round, sheet.state) == (2, "open")
    mark = sheet.marks.first()
    sheet.put([campaigns.item(mark.participant, mark.indicator, 2, base=mark.revision)])
    old = sheet.member.sheets.get(round=1)
    assert old.marks.get(participant=mark.participant, indicator=mark.indicator).value == 4


@pytest.mark.clause("000-4.1")
def test_results_outside_june_say_why(runner, director, clock):
    kind = campaigns.kind(
        collects_material=False, results_from="06-01", results_until="06-30", code="june"
    )
    criteria = campaigns.criteria_of(kind, runner.person)
    with pytest.raises(ValidationError):
        campaigns.begin(runner, kind, criteria=criteria, results_on=campaigns.JUNE.replace(month=7))
    campaign, users = campaigns.scoring(runner, kind, criteria=criteria)
    campaigns.sign_all(campaign, users)
    clock.set(2026, 7, 3, 10)
    with pytest.raises(ValidationError):
        campaign.compute(by=runner)
    campaign.compute(by=runner, late_reason="Төрага ооруп калды")
    assert campaign.late_reason


def test_a_member_who_leaves_is_replaced_in_the_middle(runner, scoring):
    campaign, users = scoring
    leaver = campaign.members.get(person=users[1].person)
    campaign.remove_member(leaver, by=runner, reason="Ооруп калды", keeps_marks=False)
    new = employee("substitute")
    campaign.add_member(by=runner, person=new.person, replaces=leaver)
    assert campaigns.sheet_of(campaign, new).state == "open"
    assert campaign.sheets().count() == 4


def test_whoever_runs_it_cannot_score_for_another(runner, scoring):
    campaign, users = scoring
    sheet = campaigns.sheet_of(campaign, users[0])
    assert not runner.has_perm("monitoring.fill_sheet", sheet)
    assert not users[1].has_perm("monitoring.view_sheet", sheet)
    assert not runner.has_perm("monitoring.view_sheet", sheet)


def test_an_outsider_sees_this_campaign_until_it_closes(runner, scoring):
    campaign, users = scoring
    outsider = users[3]
    assert Campaign.objects.visible_to(outsider).get() == campaign
    Campaign.objects.update(state="closed")
    assert not Campaign.objects.visible_to(outsider).exists()
    other = campaigns.outsider()
    assert not Campaign.objects.visible_to(other).exists()


def test_nothing_is_scored_before_the_scoring(runner, kind):
    campaign = campaigns.begin(runner, kind)
    with pytest.raises(StepNotAllowed):
        campaign.begin_scoring(by=runner)


def test_a_supplier_is_scored_by_the_same_engine(runner, director):
    kind = campaigns.kind(
        "supplier_evaluation",
        subject="supplier",
        inside=None,
        outside=None,
        takes_all=False,
        collects_material=False,
        rules={"needed": 1, "quorum": 2, "conflicts": ["organisation"]},
    )
    campaign = campaigns.begin(runner, kind)
    for n in range(3):
        Party.objects.create(name=campaigns.words(f"«Басма {n}»"))
    parties = list(Party.objects.all())
    campaign.name_participants(parties, by=runner)
    inside = employee("buyer")
    inside.person.party = parties[0]
    inside.person.save()
    users = campaigns.form(campaign, runner, [employee("lawyer"), inside])
    campaign.begin_scoring(by=runner)
    sheet = campaigns.sheet_of(campaign, inside)
    assert sheet.participants().count() == 2
    campaigns.sign_all(campaign, users)
    campaign.compute(by=runner)
    assert campaign.state == "counting"


def test_a_person_without_a_post_is_an_outsider(runner, kind):
    campaign = campaigns.begin(runner, kind)
    member = campaign.add_member(by=runner, person=PersonFactory())
    assert member.is_external


def test_a_quorum_of_signed_sheets_is_enough_where_the_rules_say_so(runner, director):
    kind = campaigns.kind(collects_material=False, rules={"quorum": 3, "needed": 2})
    campaign, users = campaigns.scoring(runner, kind)
    campaigns.sign_all(campaign, users[:2])
    with pytest.raises(ValidationError):
        campaign.compute(by=runner)
    campaigns.sign_all(campaign, users[2:3])
    campaign.compute(by=runner)
    entry = JournalEntry.objects.filter(deed="compute").latest("pk")
    assert len(entry.details["unsigned"]) == 1


def test_a_leaver_who_had_not_signed_holds_nothing_up(runner, scoring):
    campaign, users = scoring
    campaigns.sign_all(campaign, users[:1] + users[2:])
    leaver = campaign.members.get(person=users[1].person)
    campaign.remove_member(leaver, by=runner, reason="Кетти")
    new = employee("substitute")
    campaign.add_member(by=runner, person=new.person, replaces=leaver)
    campaigns.sign_all(campaign, [new])
    campaign.compute(by=runner)
    assert campaign.state == "counting"
