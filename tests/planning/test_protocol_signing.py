"""The secretary signs first, the chair last; what was signed is never rewritten (domain 2.7)."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.timezone import localdate

from common.models import Blob, JournalEntry, StepNotAllowed, Todo
from common.models.journal import digest
from documents.models import Signature
from documents.proof import is_whole
from documents.sheet_trail import faults
from people.models import Position
from planning.models import Dissent, Meeting
from tests.planning.held import council, held, sent, sign, signed

pytestmark = pytest.mark.django_db


def asked(meeting) -> list:
    """Whom the protocol waits for now."""
    return [line.person for line in meeting.waiting_lines()]


def frozen(meeting) -> str:
    return digest(meeting.manifest())


@pytest.mark.clause("004-5.5.3-1")
def test_the_secretary_signs_first_and_the_chair_last(agency):
    meeting = sent(agency)
    assert asked(meeting) == [agency.office.person]

    sign(meeting, agency.office)
    assert asked(meeting) == [agency.director.person]
    assert meeting.state == "agreeing"

    sign(meeting, agency.director)
    assert meeting.state == "approved"
    assert meeting.approved_at is not None
    assert {one.manifest_hash for one in Signature.objects.all()} == {frozen(meeting)}
    assert is_whole(meeting)
    assert not list(faults())


def test_where_all_sign_the_members_stand_between_secretary_and_chair(agency):
    meeting = sent(agency, council(agency, signing="all"))

    sign(meeting, agency.office)
    assert set(asked(meeting)) == {agency.manager.person, agency.staff.person}
    sign(meeting, agency.staff, agency.manager)
    assert asked(meeting) == [agency.director.person]
    assert sign(meeting, agency.director).state == "approved"


def test_one_who_leads_and_writes_signs_once(agency):
    kind = council(agency, secretary=Position.objects.get(code="director"))
    meeting = held(agency, kind)
    meeting.send(by=agency.office)

    assert sign(meeting, agency.director).state == "approved"
    assert Signature.objects.count() == 1


def test_nobody_signs_in_anothers_place_or_out_of_turn(agency):
    meeting = sent(agency)
    seen = meeting.sheet.manifest_hash

    for user in (agency.director, agency.manager, agency.staff):
        with pytest.raises(PermissionDenied):
            meeting.sign(by=user, seen=seen)


def test_a_protocol_goes_back_to_its_secretary_with_a_remark(agency):
    meeting = held(agency)
    Meeting.objects.update(author=agency.manager.person)
    meeting.send(by=agency.office)
    sign(meeting, agency.office)

    meeting.send_back(by=agency.director, remark="Мөөнөтү туура эмес.")

    assert meeting.state == "held"
    waits = Todo.objects.waiting().about(meeting)
    assert [(todo.kind, todo.person) for todo in waits] == [
        ("documents.revise", agency.office.person)
    ]
    item = meeting.items.first()
    item.write(by=agency.office, revision=item.revision, resolved="Бюджет такталсын.")
    meeting.send(by=agency.office)
    assert meeting.sheet.round == 2
    assert not Todo.objects.waiting().about(meeting).filter(kind="documents.revise").exists()


def test_the_secretary_takes_it_back_and_is_asked_to_finish_it(agency):
    meeting = sent(agency)

    meeting.recall(by=agency.office)

    assert meeting.state == "held"
    assert Todo.objects.waiting().about(meeting).get().kind == "planning.meeting_minutes"


def test_who_signed_on_paper_is_entered_with_the_scan_and_who_confirms_it(agency):
    meeting = sent(agency)
    sign(meeting, agency.office)
    (line,) = meeting.waiting_lines()
    scan = ("барак.pdf", Blob.store([b"%PDF-1.7 scan"]))

    meeting.enter_signature(by=agency.office, line=line, date=localdate(), scan=scan)

    line.refresh_from_db()
    assert meeting.state == "approved"
    assert (line.name, line.on_paper) == (agency.director.person.signature_name, True)
    assert line.decided_by == agency.office.person
    assert meeting.attachments.get(kind="scan").name == "барак.pdf"
    assert is_whole(meeting)
    assert not list(faults())


def test_two_who_sign_at_once_both_count_and_one_twice_does_not(agency):
    meeting = sent(agency, council(agency, signing="all"))
    sign(meeting, agency.office)
    seen = meeting.sheet.manifest_hash
    first, second = (Meeting.objects.get(pk=meeting.pk) for _n in range(2))

    first.sign(by=agency.staff, seen=seen)
    second.sign(by=agency.manager, seen=seen)

    with pytest.raises(PermissionDenied):
        first.sign(by=agency.staff, seen=seen)
    meeting.refresh_from_db()
    assert asked(meeting) == [agency.director.person]


def test_minutes_changed_behind_the_back_of_the_signer_are_not_signed(agency):
    meeting = sent(agency)
    seen = meeting.sheet.manifest_hash
    meeting.items.filter(order=1).update(resolved="Башка чечим.")

    with pytest.raises(ValidationError):
        meeting.sign(by=agency.office, seen=seen)


@pytest.mark.clause("004-5.5.3-1")
def test_nothing_of_a_signed_protocol_can_be_changed_by_any_deed(agency):
    meeting = signed(agency)
    by, before = agency.office, frozen(meeting)
    item = meeting.items.first()
    decision = item.decisions.get()
    row = meeting.attendance.members().first()
    people = [agency.staff.person]

    deeds = [
        lambda: item.write(by=by, revision=item.revision, resolved="Башка."),
        lambda: item.rename(by=by, revision=item.revision, title={"ky": "Башка жөнүндө"}),
        lambda: item.remove(by=by),
        lambda: item.shift(by=by, up=False),
        lambda: item.recuse(by=by, attendance=row, reason="тууган"),
        lambda: type(item).objects.put(meeting, by=by, title={"ky": "Жаңы жөнүндө"}),
        lambda: type(decision).objects.decide(item, by=by, text="Жаңы.", responsible=people),
        lambda: decision.rewrite(by=by, text="Башка.", responsible=people),
        lambda: decision.strike(by=by),
        lambda: type(row).objects.note(meeting, by=by, rows={row.pk: {"presence": "absent"}}),
        lambda: type(row).objects.invite(meeting, by=by, guest="Ким"),
        lambda: meeting.invite(by=by),
        lambda: meeting.move(by=by, day=localdate(), reason="кайра"),
        lambda: meeting.cancel(by=by, reason="жаңылыш"),
        lambda: meeting.end(by=by),
        lambda: meeting.open(by=by),
        lambda: meeting.send(by=by),
        lambda: meeting.recall(by=by),
        lambda: meeting.send_back(by=by, remark="кайра"),
    ]
    for act in deeds:
        with pytest.raises((ValidationError, StepNotAllowed, PermissionDenied)):
            act()
        meeting.refresh_from_db()

    assert frozen(Meeting.objects.get(pk=meeting.pk)) == before
    assert is_whole(meeting)


def test_what_lawfully_changes_later_leaves_the_protocol_whole(agency):
    meeting = signed(agency)
    before = frozen(meeting)
    staff = agency.staff.person
    staff.surname = "Башкасы"
    staff.save()
    meeting.kind.minutes_name = {"ky": "Башка жыйындын"}
    meeting.kind.save()
    meeting.items.first().decisions.get().responsible.set([agency.manager.person])
    Position.objects.filter(code="director").update(name={"ky": "Президент"})
    agency.organisation.place = {"ky": "Ош ш."}
    agency.organisation.save()

    again = Meeting.objects.get(pk=meeting.pk)

    assert frozen(again) == before
    assert is_whole(again)


@pytest.mark.parametrize(
    "change",
    [
        lambda meeting: meeting.items.filter(order=1).update(votes_for=3, votes_abstained=0),
        lambda meeting: meeting.items.filter(order=1).update(resolved="Башка."),
        lambda meeting: meeting.items.get(order=1).decisions.update(due=date(2031, 1, 1)),
        lambda meeting: meeting.attendance.filter(role="member").update(presence="absent"),
        lambda meeting: Meeting.objects.update(number="99"),
        lambda meeting: Meeting.objects.update(chair=None),
    ],
    ids=["votes", "resolved", "due", "attendance", "number", "chair"],
)
def test_what_was_altered_in_the_database_is_found(agency, change):
    meeting = signed(agency)

    change(meeting)

    assert not is_whole(Meeting.objects.get(pk=meeting.pk))


# Correction -------------------------------------------------------------------------------------


def test_a_mistake_is_corrected_by_a_new_protocol_that_names_the_old_one(agency):
    old = signed(agency)
    before = frozen(old)

    new = old.correct(by=agency.office, day=localdate(), correction="1.1: мөөнөтү башка.")

    assert (new.corrects, new.kind, new.state) == (old, old.kind, "planned")
    assert f"№ {old.number} протоколду оңдоо жөнүндө" in str(new.items.last().title)
    told = new.manifest()["corrects"]
    assert told == {
        "number": old.number,
        "date": old.day.isoformat(),
        "why": "1.1: мөөнөтү башка.",
    }
    old.refresh_from_db()
    assert old.correction_signed() is None
    assert frozen(old) == before


def test_only_what_is_signed_is_corrected_and_only_by_who_keeps_it(agency):
    meeting = held(agency)
    with pytest.raises(PermissionDenied):
        meeting.correct(by=agency.office, day=localdate(), correction="ката")

    other = sent(agency, meeting.kind)
    sign(other, agency.office, agency.director)
    with pytest.raises(PermissionDenied):
        other.correct(by=agency.staff, day=localdate(), correction="ката")


# Dissenting opinions ----------------------------------------------------------------------------


def test_a_member_writes_a_dissenting_opinion_before_the_signing(agency):
    meeting = sent(agency)
    before = frozen(meeting)

    one = Dissent.objects.write(meeting, by=agency.staff, text="Мөөнөт аз деп эсептейм.")

    assert not one.is_late
    assert frozen(meeting) == before  # whoever signed, signed the same protocol
    entry = JournalEntry.objects.about(meeting).get(deed="write_dissent")
    assert entry.details["digest"] == digest("Мөөнөт аз деп эсептейм.")
    with pytest.raises(ValidationError):
        Dissent.objects.write(meeting, by=agency.staff, text="Дагы.")


def test_within_three_days_after_the_signing_it_stands_beside_the_protocol(agency, clock):
    meeting = signed(agency)
    clock.now += timedelta(days=3)

    one = Dissent.objects.write(meeting, by=agency.staff, text="Макул эмесмин.")
    assert one.is_late

    clock.now += timedelta(days=1)
    with pytest.raises(ValidationError, match="three days|үч күн"):
        Dissent.objects.write(meeting, by=agency.manager, text="Кеч.")


def test_only_a_member_who_was_there_holds_another_opinion(agency):
    meeting = held(agency)
    row = meeting.attendance.get(person=agency.staff.person)
    type(row).objects.note(meeting, by=agency.office, rows={row.pk: {"presence": "absent"}})

    for user in (agency.staff, agency.office):
        with pytest.raises(PermissionDenied):
            Dissent.objects.write(meeting, by=user, text="Жок.")
