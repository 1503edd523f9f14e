"""Meetings: opened with their members, voted on by those who are there, numbered, carried over."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.timezone import localdate

from common.models import Todo
from planning.models import AgendaItem, Decision, Meeting
from planning.models.agenda_deeds import Overtaken
from planning.models.meeting_deeds import ATTEND, MINUTES, PREPARE
from tests import factories
from tests.planning import meeting_things as things

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DAY = timedelta(days=1)


def asked(person, kind) -> int:
    return Todo.objects.waiting().filter(person=person, kind=kind).count()


@pytest.fixture
def sitting(agency):
    """Five who sit in a council."""
    return things.members(5)


@pytest.fixture
def council(sitting):
    return things.kind_of("council", *sitting)


@pytest.fixture
def meeting(council, agency):
    return things.opened(council, agency.office, agency.director.person)


@pytest.fixture
def item(meeting):
    return meeting.items.get()


# Planned and held -----------------------------------------------------------------------------


@pytest.mark.clause("004-5.5.3-1")
def test_a_meeting_begins_with_the_standing_items_of_its_kind(agency, council):
    three = ["Жылдын жыйынтыгы жөнүндө", "СМС жөнүндө", "Кийинки жылдын максаттары жөнүндө"]
    council.standing = [{"title": {"ky": title}} for title in three]
    council.save()

    meeting = things.planned(council, agency.office, None)

    assert [str(one.title) for one in meeting.items.all()] == three
    assert all(one.is_standing for one in meeting.items.all())


def test_who_chairs_and_who_writes_follow_from_the_positions_of_the_kind(agency, council):
    council.chair = agency.director.person.appointment().position
    council.secretary = agency.office.person.appointment().position
    council.save()

    meeting = Meeting.plan(by=agency.manager, kind=council, day=localdate())

    assert (meeting.chair, meeting.secretary) == (agency.director.person, agency.office.person)
    assert asked(agency.office.person, PREPARE) == 1


def test_invitations_go_to_the_members_and_to_who_is_invited_besides(agency, council, sitting):
    meeting = things.planned(council, agency.office, agency.director.person)
    things.put(meeting, agency.office)
    meeting.attendance.invite(meeting, by=agency.office, person=agency.staff.person)

    meeting.invite(by=agency.office)

    for person in [*sitting, agency.staff.person, agency.director.person]:
        assert asked(person, ATTEND) == 1
    assert asked(agency.office.person, PREPARE) == 0


def test_an_empty_agenda_is_not_sent(agency, council):
    meeting = things.planned(council, agency.office, agency.director.person)
    with pytest.raises(ValidationError, match="nothing on the agenda"):
        meeting.invite(by=agency.office)


def test_who_sits_is_written_down_when_it_is_opened_and_stays(meeting, council, sitting):
    council.people.clear()

    assert {row.person for row in meeting.attendance.members()} == set(sitting)


def test_the_rules_of_the_kind_are_kept_with_the_meeting(meeting, council):
    council.quorum, council.quorum_number = "number", 50
    council.save()
    meeting = Meeting.objects.get(pk=meeting.pk)

    assert meeting.quorum().needed == 3


def test_it_is_not_opened_before_its_day(agency, council):
    meeting = things.planned(council, agency.office, agency.director.person, day=localdate() + DAY)
    with pytest.raises(ValidationError, match="day has not come"):
        meeting.open(by=agency.office)


def test_a_moved_meeting_is_planned_again_and_nobody_was_there(meeting, agency):
    meeting.move(by=agency.office, day=localdate() + 3 * DAY, reason="Кворум жок")

    assert meeting.state == "planned"
    assert not meeting.attendance.present().exists()


def test_who_only_sits_in_it_neither_opens_nor_writes(agency, council, sitting):
    user = factories.UserFactory(person=sitting[0])
    meeting = things.planned(council, agency.office, agency.director.person)
    with pytest.raises(PermissionDenied):
        meeting.open(by=user)


def test_a_guest_is_on_the_list_once(agency, council):
    meeting = things.planned(council, agency.office, agency.director.person)
    meeting.attendance.invite(meeting, by=agency.office, person=agency.staff.person)
    with pytest.raises(ValidationError, match="on the list already"):
        meeting.attendance.invite(meeting, by=agency.office, person=agency.staff.person)


def test_an_item_ends_as_papers_write_it(agency, council):
    meeting = things.planned(council, agency.office, agency.director.person)
    with pytest.raises(ValidationError, match="жөнүндө"):
        things.put(meeting, agency.office, "Долбоорлор")


# Quorum and votes ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "number", "needed"),
    [("none", None, 0), ("half", None, 3), ("two_thirds", None, 4), ("number", 2, 2)],
)
def test_how_many_are_needed(agency, sitting, rule, number, needed):
    kind = things.kind_of("body", *sitting, quorum=rule, quorum_number=number)
    meeting = things.opened(kind, agency.office, agency.director.person)

    assert meeting.quorum().needed == needed


def test_votes_that_do_not_add_up_are_refused_with_the_numbers(item, agency):
    with pytest.raises(ValidationError) as refused:
        things.write(item, agency.office, votes_for=3, votes_against=1, votes_abstained=0)

    words = refused.value.messages[0]
    assert "for 3, against 1, abstained 0 make 4" in words
    assert "5 members vote" in words
    assert not AgendaItem.objects.get(pk=item.pk).has_vote


def test_votes_that_add_up_are_kept(item, agency):
    things.write(item, agency.office, votes_for=4, votes_against=0, votes_abstained=1)

    assert AgendaItem.objects.get(pk=item.pk).votes == (4, 0, 1)


def test_who_recused_themselves_does_not_vote_and_the_votes_stay_to_be_corrected(item, agency):
    things.write(item, agency.office, votes_for=5, votes_against=0, votes_abstained=0)
    row = item.meeting.attendance.members().first()

    item.recuse(by=agency.office, attendance=row, reason="Өз долбоору")

    item.refresh_from_db()
    assert item.votes == (5, 0, 0)
    assert "4 members vote now" in item.meeting.doubtful_votes()[item.pk]
    assert item.voters() == 4
    with pytest.raises(ValidationError, match="4 members vote"):
        things.write(item, agency.office, votes_for=5, votes_against=0, votes_abstained=0)
    things.write(item, agency.office, votes_for=4, votes_against=0, votes_abstained=0)


def test_who_left_before_an_item_votes_on_those_before_it(item, meeting, agency):
    second = things.put(meeting, agency.office, "Башка маселелер жөнүндө")
    row = meeting.attendance.members().first()

    meeting.attendance.note(
        meeting, by=agency.office, rows={row.pk: {"presence": "present", "left_at": second}}
    )

    assert (item.voters(), second.voters()) == (5, 4)


def test_a_guest_has_no_vote(agency, council):
    meeting = things.planned(council, agency.office, agency.director.person)
    things.put(meeting, agency.office)
    guest = meeting.attendance.invite(meeting, by=agency.office, guest="Бакыт Осмонов")
    meeting.open(by=agency.office)
    things.here(meeting, agency.office)
    item = meeting.items.get()

    assert item.voters() == 5
    with pytest.raises(ValidationError, match="Only members vote"):
        item.recuse(by=agency.office, attendance=guest, reason="Конок")


def test_a_kind_that_does_not_vote_takes_no_votes(agency, sitting):
    kind = things.kind_of("weekly", *sitting, quorum="none", voting="none")
    meeting = things.opened(kind, agency.office, agency.director.person)
    with pytest.raises(ValidationError, match="do not vote"):
        things.write(
            meeting.items.get(), agency.office, votes_for=5, votes_against=0, votes_abstained=0
        )


def test_without_a_quorum_nothing_is_voted_nor_decided(item, meeting, agency, sitting):
    things.here(meeting, agency.office, *sitting[:2])

    with pytest.raises(ValidationError, match="no quorum"):
        things.write(item, agency.office, votes_for=2, votes_against=0, votes_abstained=0)
    with pytest.raises(ValidationError, match="2 of 5 members are here, 3 are needed"):
        things.decide(item, agency.office, agency.staff.person)


def test_without_a_quorum_it_can_only_be_noted_as_not_held(meeting, agency, sitting):
    things.here(meeting, agency.office, *sitting[:2])
    with pytest.raises(ValidationError, match="no quorum"):
        meeting.end(by=agency.office)

    meeting.end(by=agency.office, lacks_quorum=True)

    assert meeting.lacks_quorum
    assert meeting.number == "1"


def test_with_a_quorum_it_is_not_noted_as_not_held(meeting, agency):
    with pytest.raises(ValidationError, match="There is a quorum"):
        meeting.end(by=agency.office, lacks_quorum=True)


# The end ----------------------------------------------------------------------------------------


def test_it_does_not_end_before_every_item_has_its_result(meeting, agency):
    with pytest.raises(ValidationError, match="Item 1 was neither considered"):
        meeting.end(by=agency.office)


def test_minutes_are_numbered_in_the_register_of_the_body_without_gaps(agency, sitting):
    first = things.kind_of("general", *sitting)
    second = things.kind_of("extra", *sitting, body=first.body)
    other = things.kind_of("other", *sitting)

    told = []
    for kind in (first, second, other, first):
        meeting = things.opened(kind, agency.office, agency.director.person)
        with pytest.raises(ValidationError):
            meeting.end(by=agency.office)  # refused: the number is not lost
        told.append(things.ended(meeting, agency.office).number)

    assert told == ["1", "2", "1", "3"]


def test_the_secretary_is_asked_to_finish_the_minutes(meeting, agency):
    things.ended(meeting, agency.office)

    assert asked(agency.office.person, MINUTES) == 1


# Two write at once --------------------------------------------------------------------------------


def test_the_later_save_of_an_item_overwrites_nothing(item, agency):
    seen = item.revision
    things.write(item, agency.office, heard="Биринчи катчынын сөзү")
    other = AgendaItem.objects.get(pk=item.pk)

    with pytest.raises(Overtaken):
        other.write(by=agency.office, revision=seen, heard="Экинчи катчынын сөзү")

    assert AgendaItem.objects.get(pk=item.pk).heard == "Биринчи катчынын сөзү"


def test_what_was_sent_to_be_signed_is_written_no_more(meeting, item, agency):
    decision = things.decide(item, agency.office, agency.staff.person)
    things.signed(things.ended(meeting, agency.office))
    item, decision = AgendaItem.objects.get(), Decision.objects.get()

    for deed in (
        lambda: things.write(item, agency.office, heard="Башка"),
        lambda: things.decide(item, agency.office, agency.staff.person),
        lambda: decision.rewrite(by=agency.office, text="Башка", responsible=[agency.staff.person]),
        lambda: decision.strike(by=agency.office),
        lambda: things.here(item.meeting, agency.office),
        lambda: things.put(item.meeting, agency.office),
    ):
        with pytest.raises(ValidationError, match="nothing can be changed"):
            deed()
