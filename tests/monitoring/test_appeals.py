"""Objections to one's own result, heard by who did not score (000/4.3; peers 18)."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate

from common.models import Letter, Todo, deed
from common.tasks import announce
from monitoring.models import Appeal
from monitoring.models.appeal_filing import file_appeal, last_day
from people import handover
from tests.factories import employee
from tests.monitoring import after

pytestmark = pytest.mark.django_db
TEXT = "Менин материалым каралган эмес."


@pytest.fixture
def told(agency, runner):
    return after.announced(agency, runner)


def participant(campaign, user):
    return campaign.participants.get(person=user.person)


@pytest.fixture
def appeal(told, agency):
    campaign, _users = told
    return file_appeal(participant(campaign, agency.staff), by=agency.staff, text=TEXT)


def test_an_employee_objects_on_the_own_page_once_and_in_time(client, agency, told, clock):
    campaign, _users = told
    url = f"/monitoring/my-result/{campaign.pk}/appeal/"
    assert after.look(client, agency.staff, url, text="-").status_code == 422
    assert after.look(client, agency.staff, url, text=TEXT).status_code == 302
    assert after.look(client, agency.staff, url, text=TEXT).status_code == 422
    asked = Todo.objects.waiting().filter(kind="monitoring.name_panel")
    assert [one.person_id for one in asked] == [agency.director.person_id]
    appeal = Appeal.objects.get()
    appeal.withdraw(by=agency.staff)
    assert appeal.state == "withdrawn"
    assert not asked.all().exists()
    last = last_day(campaign)
    clock.set(last.year, last.month, last.day, 23)
    assert file_appeal(appeal.participant, by=agency.staff, text=TEXT).state == "filed"


def test_the_days_are_over(told, agency, clock):
    campaign, _users = told
    last = last_day(campaign)
    assert (last - localdate()).days >= 10
    clock.set(last.year + 1, last.month, 1, 9)
    with pytest.raises(ValidationError):
        file_appeal(participant(campaign, agency.staff), by=agency.staff, text=TEXT)


def test_nobody_who_scored_and_not_whose_it_is_hears_it(client, agency, told, appeal):
    _campaign, users = told
    judge = employee("judge")
    url = appeal.get_absolute_url() + "name_panel/"
    page = after.look(client, agency.director, url)
    offered = set(page.context["form"].fields["panel"].queryset)
    assert judge.person in offered
    assert not offered & {agency.staff.person, *(user.person for user in users)}
    with pytest.raises(ValidationError):
        appeal.name_panel(by=agency.director, panel=[users[1].person])
    assert after.look(client, agency.director, url, panel=[judge.person_id]).status_code == 302
    asked = Todo.objects.waiting().filter(kind="monitoring.hear_appeal")
    assert [one.person_id for one in asked] == [judge.person_id]


@pytest.mark.parametrize("step", ["uphold", "reject"])
def test_the_panel_decides_with_reasons_and_the_employee_is_told(
    client, agency, told, appeal, step
):
    judge = employee("judge")
    appeal.name_panel(by=agency.director, panel=[judge.person])
    url = appeal.get_absolute_url()
    assert after.look(client, judge, url + f"{step}/", decision="-").status_code == 422
    page = after.look(client, judge, url + f"{step}/", decision="Материал каралды.")
    assert page.status_code == 302
    assert not Todo.objects.waiting().filter(kind="monitoring.hear_appeal").exists()
    announce()
    letter = Letter.objects.filter(person=agency.staff.person).latest("pk")
    assert "Материал каралды." in letter.body
    data = after.body(after.look(client, agency.staff, url + "paper/"))
    assert "Материал каралды." in after.text_of(data)
    shown = after.look(client, agency.director, url).content.decode()
    assert ("reopen/" in shown) == (step == "uphold")


def test_who_sees_it(client, agency, told, appeal, runner, stranger):
    _campaign, users = told
    judge, colleague = employee("judge"), employee("colleague")
    appeal.name_panel(by=agency.director, panel=[judge.person])
    url = appeal.get_absolute_url()
    for reader in (agency.staff, judge, runner, agency.director):
        assert after.look(client, reader, url).status_code == 200
    for reader in (colleague, stranger, users[0], users[3]):
        assert after.look(client, reader, url).status_code == 404
        assert after.look(client, reader, url + "paper/").status_code == 404
    for reader in (agency.staff, runner, agency.director):
        assert after.look(client, reader, url + "uphold/").status_code == 403
    assert after.look(client, judge, url + "withdraw/").status_code == 403


def test_the_campaign_waits_for_the_decision(agency, told, appeal, runner):
    campaign, _users = told
    made = campaign.proposals.get()
    made.refuse(by=agency.director, reason="Каражат жок")
    campaign.refresh_from_db()
    with pytest.raises(ValidationError):
        campaign.close(by=runner)
    appeal.withdraw(by=agency.staff)
    campaign.close(by=runner)
    assert campaign.state == "closed"


def test_a_leaver_passes_on_what_is_to_be_heard_and_not_the_own_result(agency, told, appeal):
    _campaign, users = told
    judge, heir = employee("judge"), employee("heir")
    appeal.name_panel(by=agency.director, panel=[judge.person])
    (work,) = [one for one in handover.works() if one.key == "monitoring.appeals"]
    assert list(work.find(judge.person)) == [appeal]
    with pytest.raises(ValidationError), deed(by=agency.director):
        work.move(judge.person, users[1].person, agency.director)
    with deed(by=agency.director):
        work.move(judge.person, heir.person, agency.director)
    assert list(appeal.panel.all()) == [heir.person]
    asked = Todo.objects.waiting().filter(kind="monitoring.hear_appeal")
    assert [one.person_id for one in asked] == [heir.person_id]
