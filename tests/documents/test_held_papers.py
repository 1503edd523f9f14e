"""Papers of others: received against a receipt, kept, returned at demand, told if harmed (7.5.4)."""

import smtplib
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import Attachment, Letter, StepNotAllowed
from common.models.journal import deed, verify
from common.personal import held_about
from common.tasks import announce, send_letters
from common.working_days import after_working_days
from documents.models import HeldPaper
from documents.models.custody_steps import RETURN, TELL_OWNER
from people.handover import works

from . import mail
from .mail import look, waits

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(agency):
    """An agency with the patterns of its registers."""
    mail.numbered(agency)
    mail.terms()
    return agency


@pytest.fixture
def readers(house, stranger):
    return [stranger, house.staff, house.office, house.manager, house.director]


def day(days=0) -> str:
    return (localdate() + timedelta(days=days)).isoformat()


# What becomes of them ----------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("004-7.5.4")
def test_an_original_is_returned_at_its_owners_demand_by_who_answers_for_it(house):
    (paper,) = mail.held(house, ("Лицензиянын түп нускасы", 3))
    assert (paper.state, paper.keeper) == ("received", house.staff.person)

    paper.demand(by=house.staff, demanded_on=localdate(), demanded_how="Кат № 5")
    assert waits(house.staff, RETURN) == [paper]
    assert paper.return_by == after_working_days(localdate(), 3)
    assert list(HeldPaper.objects.owed()) == [paper]

    paper.give_back(
        by=house.staff, returned_on=localdate(), returned_to="Асанов Б.", scan=mail.scan()
    )
    assert (paper.state, paper.returned_to) == ("returned", "Асанов Б.")
    assert paper.returned_by == house.staff.person
    assert Attachment.objects.of(paper).get().kind == "scan"
    assert waits(house.staff, RETURN) == []
    assert not HeldPaper.objects.owed()
    assert verify() is None


@pytest.mark.clause("004-7.5.4")
def test_what_was_demanded_and_is_not_returned_in_time_stands_red(client, house, clock):
    late, fresh = mail.held(house, ("Диплом", 1), ("Устав", 9))
    late.demand(by=house.staff, demanded_on=localdate(), return_by=localdate())
    clock.shift(days=2)
    fresh.demand(by=house.staff, demanded_on=localdate())
    page = look(client, house.office, reverse("mail:held"), late="true").content.decode()
    rows = page.partition("<tbody>")[2]

    assert list(HeldPaper.objects.late()) == [late]
    assert set(HeldPaper.objects.owed()) == {late, fresh}
    assert late.item in rows
    assert fresh.item not in rows
    assert 'class="state red"' in rows


@pytest.mark.parametrize(("name", "state"), [("damage", "damaged"), ("lose", "lost")])
@pytest.mark.clause("004-7.5.4")
def test_of_what_is_damaged_or_lost_the_owner_is_told(house, name, state):
    (paper,) = mail.held(house)
    getattr(paper, name)(by=house.staff, harmed_on=localdate(), harm="Суу тийди")
    assert (paper.state, waits(house.staff, TELL_OWNER)) == (state, [paper])
    with pytest.raises(ValidationError):
        paper.tell_owner(by=house.staff, told_on=localdate(), told_how=" ")
    paper.tell_owner(by=house.staff, told_on=localdate(), told_how="Кат № 3")

    assert waits(house.staff, TELL_OWNER) == []
    assert paper.told_on == localdate()
    with pytest.raises(ValidationError):
        paper.tell_owner(by=house.staff, told_on=localdate(), told_how="Кат № 3")


def test_who_works_with_it_is_known_and_sees_it(client, house):
    (paper,) = mail.held(house, by=house.office)
    url = paper.get_absolute_url()
    assert look(client, house.staff, url).status_code == 404
    paper.use(by=house.office, used_by=house.staff.person, used_from=localdate())
    assert look(client, house.staff, url).status_code == 200
    paper.put_back(by=house.office)
    assert paper.state == "received"
    assert look(client, house.staff, url).status_code == 404


def test_what_is_damaged_may_still_be_demanded_and_what_was_lost_may_be_found(house):
    broken, lost = mail.held(house, ("Диск", None), ("Диплом", 1))
    broken.damage(
        by=house.staff, harmed_on=localdate(), harm="Сынды", told_on=localdate(), told_how="Чалуу"
    )
    broken.demand(by=house.staff, demanded_on=localdate())
    assert (broken.state, broken.is_owed) == ("damaged", True)
    lost.demand(by=house.staff, demanded_on=localdate())
    lost.lose(by=house.staff, harmed_on=localdate(), harm="Табылбайт")
    assert waits(house.staff, RETURN) == [broken]
    lost.find(by=house.staff, note="Шкафтан чыкты")

    assert lost.state == "demanded"
    assert set(waits(house.staff, RETURN)) == {broken, lost}
    assert waits(house.staff, TELL_OWNER) == []


def test_several_go_back_at_once_or_none(house):
    first, second, third = mail.held(house, ("А", 1), ("Б", 1), ("В", 1))
    third.give_back(by=house.staff, returned_on=localdate(), returned_to="Асанов")
    with pytest.raises(StepNotAllowed), transaction.atomic():
        first.give_back(
            by=house.staff, returned_on=localdate(), returned_to="Асанов", others=[third]
        )
    first = HeldPaper.objects.get(pk=first.pk)
    first.give_back(by=house.staff, returned_on=localdate(), returned_to="Асанов", others=[second])

    assert set(HeldPaper.objects.values_list("state", flat=True)) == {"returned"}


def test_nobody_else_gives_it_away(house):
    (paper,) = mail.held(house, by=house.office)
    with pytest.raises(PermissionDenied):
        paper.give_back(by=house.staff, returned_on=localdate(), returned_to="Асанов")


@pytest.mark.parametrize("days", [-1, 1])
def test_it_goes_back_neither_before_it_came_nor_tomorrow(house, days):
    (paper,) = mail.held(house)
    with pytest.raises(ValidationError):
        paper.give_back(
            by=house.staff, returned_on=localdate() + timedelta(days=days), returned_to="Асанов"
        )


@pytest.mark.parametrize(
    "wrong", [{"state": "returned"}, {"state": "lost"}, {"state": "demanded"}, {"words": ""}]
)
def test_the_database_refuses_what_must_never_be(house, wrong):
    (paper,) = mail.held(house)
    with pytest.raises(IntegrityError), transaction.atomic():
        HeldPaper.objects.filter(pk=paper.pk).update(**wrong)


# Letters, leavers, data --------------------------------------------------------------------------


def test_who_answers_for_it_gets_a_letter_also_after_a_dead_mail_server(house, monkeypatch):
    def refuse(message, *args, **kwargs):
        raise smtplib.SMTPServerDisconnected("no answer")

    (paper,) = mail.held(house)
    paper.demand(by=house.office, demanded_on=localdate())
    with monkeypatch.context() as patched:
        patched.setattr("common.tasks.EmailMessage.send", refuse)
        announce()
        send_letters()
    letter = Letter.objects.get(person=house.staff.person)

    assert paper.item in letter.subject
    assert letter.state == "waiting"


def test_with_a_leaver_the_papers_pass_to_who_takes_over(house):
    (paper,) = mail.held(house)
    paper.demand(by=house.staff, demanded_on=localdate())
    with deed(by=house.office):
        for work in works():
            work.move(house.staff.person, house.manager.person, house.office)
    paper.refresh_from_db()

    assert paper.keeper == house.manager.person
    assert waits(house.manager, RETURN) == [paper]
    assert waits(house.staff, RETURN) == []


def test_what_of_a_person_is_kept_is_told(house):
    candidate = mail.candidate()
    mail.held(house, person=candidate, words="")
    tables = [table for table in held_about(candidate) for row in table.rows if "Диплом" in row]

    assert tables
