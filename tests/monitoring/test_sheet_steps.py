"""A scoring sheet is signed by its member's own hand, given back by the chair, explained (000/2.2)."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from common import waiting
from common.models import JournalEntry, Todo
from monitoring.models import SpreadNote
from tests.factories import PASSWORD, employee
from tests.monitoring import campaigns

pytestmark = pytest.mark.django_db


@pytest.fixture
def sheet(scoring):
    campaign, users = scoring
    return campaigns.sheet_of(campaign, users[1])


def page_of(sheet, step: str) -> str:
    return f"{sheet.get_absolute_url()}{step}/"


def by(user) -> Client:
    client = Client()
    client.force_login(user)
    return client


def apart(campaign, users):
    """Everybody signs; in one cell the first member is four points below the others."""
    person = campaign.participants.exclude(person__in=[u.person for u in users]).first()
    column = campaign.criteria.indicators()[0]
    for user in users:
        low = user is users[0]
        sheet = campaigns.sheet_of(campaign, user)
        campaigns.fill(sheet, lambda p, i, low=low: 1 if low and (p, i) == (person, column) else 5)
        sheet.sign(by=user)


def test_what_is_still_empty_is_counted_and_linked(scoring, sheet, in_english):
    person = sheet.participants()[0]
    page = by(scoring[1][1]).get(page_of(sheet, "sign")).content.decode()
    assert f"?at={person.pk}#p-{person.pk}" in page
    assert 'name="password"' not in page


@pytest.mark.clause("000-2.2-b")
def test_a_full_sheet_is_signed_with_the_password_again(scoring, sheet):
    member = by(scoring[1][1])
    campaigns.fill(sheet)
    wrong = member.post(page_of(sheet, "sign"), {"password": "no"})
    sheet.refresh_from_db()
    assert (wrong.status_code, sheet.state) == (422, "open")
    assert member.post(page_of(sheet, "sign"), {"password": PASSWORD}).status_code == 302
    sheet.refresh_from_db()
    assert sheet.state == "signed"
    assert JournalEntry.objects.filter(deed="sign").latest("pk").details["digest"] == sheet.digest
    assert member.post(page_of(sheet, "sign"), {"password": PASSWORD}).status_code == 409


def test_an_empty_sheet_is_not_signed_by_a_forged_form(scoring, sheet):
    response = by(scoring[1][1]).post(page_of(sheet, "sign"), {"password": PASSWORD})
    sheet.refresh_from_db()
    assert (response.status_code, sheet.state) == (422, "open")


def test_the_chair_gives_a_sheet_back_also_before_the_own_is_signed(scoring, sheet, runner):
    campaign, users = scoring
    campaigns.fill(sheet)
    sheet.sign(by=users[1])
    address = page_of(sheet, "give_back")
    assert {by(user).get(address).status_code for user in (users[2], users[3], runner)} == {404}
    assert by(users[1]).get(address).status_code == 403
    chair = by(users[0])
    page = chair.get(address)
    assert page.status_code == 200
    assert b'data-value="' not in page.content
    assert chair.post(address, {"reason": " "}).status_code == 422
    assert chair.post(address, {"reason": "Жарыш катышуучу чаташкан"}).status_code == 302
    sheet.refresh_from_db()
    assert (sheet.state, sheet.digest) == ("open", "")
    page = by(users[1]).get(sheet.get_absolute_url())
    assert "Жарыш катышуучу чаташкан" in page.content.decode()


def test_each_end_sees_its_own_far_mark_and_says_why(scoring):
    campaign, users = scoring
    apart(campaign, users)
    sheet = campaigns.sheet_of(campaign, users[0])
    note = sheet.spread_notes.get()
    member = by(users[0])
    address = page_of(sheet, "explain")
    page = member.get(address).content.decode()
    assert page.count("<textarea") == 1
    assert member.post(address, {f"note-{note.pk}": " "}).status_code == 422
    assert member.post(address, {f"note-{note.pk}": "Материал жок"}).status_code == 302
    note.refresh_from_db()
    assert note.text == "Материал жок"
    waits = Todo.objects.waiting().filter(kind="monitoring.explain")
    assert not waits.filter(person=users[0].person).exists()
    assert waits.count() == 3
    assert by(users[1]).post(address, {f"note-{note.pk}": "Башка"}).status_code == 404


def test_nobody_says_why_for_another(scoring):
    campaign, users = scoring
    apart(campaign, users)
    note = SpreadNote.objects.first()
    other = next(user for user in users if user.person_id != note.sheet.member.person_id)
    with pytest.raises(PermissionDenied):
        note.sheet.explain({note.pk: "Мен үчүн"}, by=other)
    own = note.sheet.member.person.user
    with pytest.raises(ValidationError):
        note.sheet.explain({note.pk: "  "}, by=own)


def test_all_cells_far_apart_are_shown_to_the_chair_alone(scoring, director, runner, staff):
    campaign, users = scoring
    apart(campaign, users)
    address = reverse("monitoring:spread_notes", args=[campaign.pk])
    page = by(users[0]).get(address).content.decode()
    assert all(str(user.person) in page for user in users)
    refused = {by(user).get(address).status_code for user in (*users[1:], director, runner, staff)}
    assert refused == {403}


def test_an_old_question_waits_no_longer_when_the_marks_meet(scoring):
    campaign, users = scoring
    apart(campaign, users)
    sheet = campaigns.sheet_of(campaign, users[0])
    sheet.explain({sheet.spread_notes.get().pk: "Каталыктыр"}, by=users[0])
    other = campaigns.sheet_of(campaign, users[1])
    other.give_back(by=users[0], reason="Оңдоңуз")
    mine = other.spread_notes.get()
    mark = other.marks.get(participant=mine.participant, indicator=mine.indicator)
    other.put([campaigns.item(mark.participant, mark.indicator, 3, base=mark.revision)])
    other.sign(by=users[1])
    waits = Todo.objects.waiting().filter(kind="monitoring.explain")
    assert not waits.filter(person=users[1].person).exists()


def test_late_marks_are_listed_to_the_member_the_chair_and_who_runs_it(
    scoring, sheet, runner, staff
):
    campaign, users = scoring
    campaigns.fill(sheet)
    sheet.sign(by=users[1])
    person, column = sheet.participants()[0], campaign.criteria.indicators()[0]
    sheet.put([campaigns.item(person, column, 1, base=1)])
    own = by(users[1]).get(sheet.get_absolute_url()).content.decode()
    assert 'id="late-marks"' in own
    address = reverse("monitoring:late_marks", args=[campaign.pk])
    for user in (users[0], runner):
        page = by(user).get(address)
        assert page.status_code == 200
        assert str(users[1].person) in page.content.decode()
        assert b'data-l="Mark">1<' not in page.content
    assert {by(user).get(address).status_code for user in (users[2], staff)} == {403}


def test_the_to_dos_of_scoring_say_where_they_are_done(scoring, sheet, in_english):
    campaign, users = scoring
    todo = Todo.objects.waiting().get(kind="monitoring.score", person=users[1].person)
    assert waiting.label(todo) == "Fill in and sign your scoring sheet"
    assert waiting.address(todo) == sheet.get_absolute_url()
    assert by(users[1]).get("/").status_code == 200


@pytest.mark.parametrize("count", [0, 25])
def test_the_campaign_shows_how_far_each_sheet_is_and_no_mark(
    runner, kind, director, staff, count, django_assert_max_num_queries
):
    for number in range(count):
        employee(f"extra-{number}")
    campaign, users = campaigns.scoring(runner, kind)
    campaigns.fill(campaigns.sheet_of(campaign, users[1]), 2)
    campaigns.sheet_of(campaign, users[1]).sign(by=users[1])
    address = f"{campaign.get_absolute_url()}?tab=sheets"
    by(users[0]).get(address)
    with django_assert_max_num_queries(50):
        page = by(users[0]).get(address)
    wanted = campaigns.sheet_of(campaign, users[1]).wanted()
    assert f"{wanted} / {wanted}" in page.content.decode()
    assert "give_back/" in page.content.decode()
    assert "give_back/" not in by(runner).get(address).content.decode()
    assert 'data-l="Member"' not in by(staff).get(address).content.decode()
