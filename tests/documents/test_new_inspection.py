"""A new inspection in one go: its account with the link, its package; links made anew."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from common import guests
from common.models import JournalEntry
from documents.inspection_tasks import look_after_inspections
from documents.models import Inspection, InspectionAccess, InspectionPackage
from tests import factories
from tests.documents.inspecting import enter, inspection_by, let_in

pytestmark = pytest.mark.django_db
ADD = "documents:inspection_add"


@pytest.fixture
def inside(client, manager, in_force):
    client.cookies["django_language"] = "en"
    client.force_login(manager)
    return client


def sent(**more) -> dict:
    return {
        "who": "Мамлекеттик инспекция",
        "inspectors": "Асанова Гүлнара, инспектор\nКасымов Эрлан",
        "basis": "Буйрук № 12",
        "since": "2026-11-22",
        "until": "2026-11-22",
        "parts": ["documents", "journal"],
        "gives_access": "on",
        "makes_package": "on",
    } | more


@pytest.mark.core
@pytest.mark.clause("004-7.5.5-b", "004-5.5.1-b")
def test_one_click_gives_the_account_and_has_the_package_made(inside, client):
    form = inside.get(reverse(ADD)).context["form"]
    assert form["gives_access"].value()
    assert form["makes_package"].value()
    page = inside.post(reverse(ADD), sent())
    access, asked = InspectionAccess.objects.get(), InspectionPackage.objects.get()
    words = page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert f'data-copy="{page.context["invitation"].url}"' in words
    assert asked.get_absolute_url() in words
    assert 'hx-trigger="every 2s"' in words
    assert access.user.person.surname == "Асанова"
    ends = timezone.localtime(access.until)
    assert ends.strftime("%H:%M") == "18:00"
    done = JournalEntry.objects.values_list("deed", flat=True)
    for deed in ("create", "begin", "let_guest_in", "give_access", "ask_package"):
        assert deed in done
    look_after_inspections()
    asked.refresh_from_db()
    assert asked.state == "ready"
    shown = inside.get(asked.get_absolute_url()).content.decode()
    assert "every 2s" not in shown
    assert asked.sha256 in shown
    assert asked.sums_sha256 in shown


def test_sent_twice_it_is_one_inspection(inside):
    token = str(inside.get(reverse(ADD)).context["csrf_token"])
    assert inside.post(reverse(ADD), sent(csrfmiddlewaretoken=token)).status_code == 200
    again = inside.post(reverse(ADD), sent(csrfmiddlewaretoken=token))
    assert again["Location"] == InspectionPackage.objects.get().get_absolute_url()
    assert Inspection.objects.count() == InspectionAccess.objects.count() == 1


@pytest.mark.parametrize(
    ("ticks", "made"),
    [
        ({"gives_access": ""}, (0, 1)),
        ({"makes_package": ""}, (1, 0)),
        ({"gives_access": "", "makes_package": "", "inspectors": ""}, (0, 0)),
    ],
    ids=["package alone", "account alone", "neither"],
)
def test_what_is_not_ticked_is_not_done(inside, ticks, made):
    assert inside.post(reverse(ADD), sent(**ticks)).status_code in (200, 302)
    assert (InspectionAccess.objects.count(), InspectionPackage.objects.count()) == made
    assert Inspection.objects.get().state == ("open" if made[0] else "planned")


@pytest.mark.parametrize("names", ["", "Асанова"])
def test_an_account_without_a_name_is_said_beside_the_inspectors(inside, names):
    page = inside.post(reverse(ADD), sent(inspectors=names))
    assert page.status_code == 422
    assert "inspectors" in page.context["form"].errors
    assert not Inspection.objects.exists()


def test_a_name_that_no_account_can_hold_is_said_beside_the_inspectors(inside):
    page = inside.post(reverse(ADD), sent(inspectors=f"Асанова {'Гүлнара ' * 12}инспектор"))
    assert page.status_code == 422
    assert "inspectors" in page.context["form"].errors
    inside.post(reverse(ADD), sent(inspectors=f"{'Щ' * 80} Гүлнара"))
    assert len(InspectionAccess.objects.get().user.username) <= 60


def test_an_inspection_of_a_later_day_lets_nobody_in_today(inside):
    later = (timezone.localdate() + datetime.timedelta(days=3)).isoformat()
    page = inside.post(reverse(ADD), sent(since=later, until=later))
    assert page.status_code == 422
    assert "gives_access" in page.context["form"].errors
    planned = sent(since=later, until=later)
    del planned["gives_access"], planned["makes_package"]
    assert inside.post(reverse(ADD), planned).status_code == 302
    assert Inspection.objects.get().state == "planned"


def test_a_new_inspection_shows_all_but_letters_and_papers_of_others(inside):
    form = inside.get(reverse(ADD)).context["form"]
    assert {*guests.parts()} - {*form["parts"].value()} == {"letters", "held"}


def test_cases_of_this_and_the_last_year_are_offered_and_what_was_chosen_before(inside, agency):
    today = timezone.localdate()
    cases = {}
    for years in (0, 1, 4):
        listed = factories.nomenclature(agency, year=today.year - years)
        listed.state = "approved"
        listed.save()
        cases[years] = listed.items.first()
    offered = inside.get(reverse(ADD)).context["form"].fields["cases"].queryset
    assert {case.nomenclature.year for case in offered} == {today.year, today.year - 1}
    assert offered[0].nomenclature.year == today.year
    inspection = inspection_by(agency.manager)
    inspection.cases.set([cases[4]])
    edit = reverse("documents:inspection_edit", args=[inspection.pk])
    form = inside.get(edit).context["form"]
    assert cases[4] in form.fields["cases"].queryset
    assert "gives_access" not in form.fields


# A lost link -----------------------------------------------------------------------------------


@pytest.mark.clause("004-5.5.1-b")
def test_a_lost_link_is_made_anew_and_the_old_one_opens_nothing(inside, client, manager):
    access = let_in(inspection_by(manager), manager)
    old, until = access.user.invitation.code, access.until
    url = reverse("documents:access_link", args=[access.inspection_id, access.pk])
    assert url in inside.get(access.get_absolute_url()).content.decode()
    page = inside.post(url)
    new = page.context["invitation"].code
    assert page.status_code == 200
    assert new != old
    access.refresh_from_db()
    assert access.until == until
    assert JournalEntry.objects.about(access).filter(deed="link_access_again").count() == 1
    client.logout()
    assert client.get(reverse("invitation", args=[old])).status_code == 410
    assert client.get(reverse("invitation", args=[new])).status_code == 200


def test_who_has_a_password_or_has_ended_gets_no_new_link(inside, client, manager, clock):
    access = let_in(inspection_by(manager), manager)
    url = reverse("documents:access_link", args=[access.inspection_id, access.pk])
    enter(client, access)
    access.refresh_from_db()
    with pytest.raises(ValidationError):
        access.link_again(by=manager)
    client.force_login(manager)
    assert client.post(url).status_code == 422
    assert url not in client.get(access.get_absolute_url()).content.decode()
    other = let_in(inspection_by(manager), manager, given="Башка")
    clock.now = other.until + datetime.timedelta(minutes=1)
    with pytest.raises(ValidationError):
        other.link_again(by=manager)


def test_what_is_wrong_with_the_first_password_stands_under_it(client, manager):
    access = let_in(inspection_by(manager), manager)
    url = reverse("invitation", args=[access.user.invitation.code])
    page = client.post(url, {"new_password1": "123", "new_password2": "123"})
    assert [*page.context["form"].errors] == ["new_password1"]
    page = client.post(url, {"new_password1": "Кеңеш-2026-төө", "new_password2": "123"})
    assert [*page.context["form"].errors] == ["new_password2"]


def test_what_is_seldom_said_is_folded_away_until_it_is(inside, agency):
    page = inside.get(reverse(ADD)).content.decode()
    folded = page.split('<details class="folded">')[1:]
    assert len(folded) == 3  # there are no cases here
    assert 'name="trail_since"' in "".join(one.split("</details>")[0] for one in folded)
    again = inside.post(reverse(ADD), sent(who="", trail_since="2026-01-01")).content.decode()
    folded = again.split('<details class="folded">')[1:]
    assert 'name="trail_since"' not in "".join(one.split("</details>")[0] for one in folded)
