"""Inspections: who keeps them, accounts that end by themselves, who is told, what is noted."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from common import notices
from common.letters import compose
from common.models import JournalEntry
from documents.inspection_tasks import look_after_inspections
from documents.models import Inspection, InspectionAccess
from documents.models.inspection import end_of_working_day
from people.models import GuestVisit, User
from people.tasks import sweep_accounts
from tests import factories
from tests.documents.inspecting import enter, inspection_by, let_in

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def inspection(manager):
    return inspection_by(manager)


@pytest.fixture
def access(inspection, manager):
    return let_in(inspection, manager)


def signed_in(client, who, password=factories.PASSWORD):
    return client.post(reverse("sign_in"), {"username": who.username, "password": password})


# Who keeps inspections ------------------------------------------------------------------------

PAGES = [
    ("documents:inspections", (403, 403, 403, 200, 200)),
    ("documents:inspection_add", (403, 403, 403, 200, 200)),
    ("documents:inspection", (404, 404, 404, 200, 200)),
    ("documents:inspection_edit", (404, 404, 404, 200, 200)),
    ("documents:access_give", (404, 404, 404, 200, 200)),
    ("documents:access_prolong", (404, 404, 404, 200, 200)),
    ("documents:access_end", (404, 404, 404, 200, 200)),
    ("documents:access_link", (404, 404, 404, 200, 200)),
    ("documents:package_ask", (404, 404, 404, 200, 200)),
    ("documents:my_inspection", (403, 403, 403, 403, 403)),
]


@pytest.mark.core
@pytest.mark.clause("004-5.5.1-b")
@pytest.mark.parametrize(("name", "expected"), PAGES)
def test_who_opens_which_page_of_an_inspection(client, agency, stranger, access, name, expected):
    keys = {"pk": access.inspection_id, "access": access.pk}
    if name.rpartition(":")[2] in ("inspections", "inspection_add", "my_inspection"):
        keys = {}
    elif "access_" not in name or name.endswith("give"):
        keys.pop("access")
    readers = (stranger, agency.staff, agency.office, agency.manager, agency.director)
    for user, code in zip(readers, expected, strict=True):
        client.force_login(user)
        assert client.get(reverse(name, kwargs=keys)).status_code == code, user


@pytest.mark.parametrize("tab", ["accesses", "packages", "visits", "history"])
def test_every_tab_of_an_inspection_is_drawn(client, access, director, tab):
    client.force_login(director)
    url = access.inspection.get_absolute_url()
    page = client.get(url, {"tab": tab})
    assert page.status_code == 200
    assert client.get(url, {"tab": tab, "as": "pdf"}).status_code == 200


def test_the_list_costs_the_same_with_three_rows_and_with_thirty(client, manager):
    client.force_login(manager)
    client.get(reverse("documents:inspections"))
    counts = []
    for many in (3, 27):
        for n in range(many):
            let_in(inspection_by(manager), manager, given=f"Ө{many}{n}")
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("documents:inspections"), {"per": 50})
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_only_the_director_shows_what_only_top_management_reads(client, inspection, agency):
    url = reverse("documents:inspection_edit", args=[inspection.pk])
    sent = {
        "who": inspection.who,
        "basis": "Кат № 3",
        "since": "2026-11-22",
        "until": "2026-11-23",
        "parts": ["documents"],
        "shows_top": "on",
    }
    for user, shown in ((agency.manager, False), (agency.director, True)):
        client.force_login(user)
        inspection.refresh_from_db()
        response = client.post(url, sent | {"revision": inspection.revision})
        assert response.status_code == 302, response.context["form"].errors
        inspection.refresh_from_db()
        assert inspection.shows_top is shown
    assert inspection.history.count() == 3


def test_days_the_wrong_way_round_are_said_beside_the_field(client, manager, in_english):
    client.force_login(manager)
    client.cookies["django_language"] = "en"
    sent = {"who": "X", "basis": "Y", "since": "2026-11-22", "until": "2026-11-21"}
    response = client.post(reverse("documents:inspection_add"), sent | {"parts": ["documents"]})
    assert response.status_code == 422
    assert "The last day cannot be before the first." in response.content.decode()
    assert not Inspection.objects.exists()


# The account ----------------------------------------------------------------------------------


@pytest.mark.clause("004-5.5.1-b")
def test_one_click_gives_an_account_and_its_link_is_shown_once(client, inspection, manager):
    client.force_login(manager)
    url = reverse("documents:access_give", args=[inspection.pk])
    form = client.get(url).context["form"]
    assert form["surname"].value() == "Асанова"
    until = timezone.make_aware(form["until"].value())
    sent = {"surname": "Асанова", "given": "Гүлнара", "until": until.strftime("%Y-%m-%dT%H:%M")}

    page = client.post(url, sent)

    access = InspectionAccess.objects.get()
    code = page.context["invitation"].code
    assert code in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert code not in client.get(inspection.get_absolute_url()).content.decode()
    assert access.user.reads_until == until.replace(second=0, microsecond=0)
    assert access.user.person.is_external
    inspection.refresh_from_db()
    assert inspection.state == "open"
    client.logout()
    chosen = {"new_password1": "Кеңеш-2026-төө", "new_password2": "Кеңеш-2026-төө"}
    came = client.post(reverse("invitation", args=[code]), chosen, follow=True)
    assert came.request["PATH_INFO"] == reverse("documents:my_inspection")
    assert client.get(reverse("invitation", args=[code])).status_code in (302, 410)


def test_the_same_form_sent_twice_gives_one_account(client, inspection, manager):
    client.force_login(manager)
    url = reverse("documents:access_give", args=[inspection.pk])
    token = client.get(url).context["csrf_token"]
    until = (timezone.localtime() + HOUR).strftime("%Y-%m-%dT%H:%M")
    sent = {"surname": "А", "given": "Б", "until": until, "csrfmiddlewaretoken": str(token)}
    assert client.post(url, sent).status_code == 200
    assert client.post(url, sent).status_code == 302
    assert InspectionAccess.objects.count() == 1


@pytest.mark.parametrize(
    ("hours", "field"), [(-1, "until"), (14 * 24 + 1, "until")], ids=["past", "too long"]
)
def test_an_account_ends_in_time_to_come_and_within_two_weeks(inspection, manager, hours, field):
    with pytest.raises(ValidationError) as refused:
        let_in(inspection, manager, until=timezone.now() + hours * HOUR)
    assert field in refused.value.message_dict
    assert not User.objects.exclude(reads_until=None).exists()


def test_an_account_ends_with_the_working_day_unless_said_otherwise(agency, clock):
    clock.set(2026, 11, 20, 9, 30)  # a Friday
    assert timezone.localtime(end_of_working_day()).strftime("%d %H:%M") == "20 18:00"
    clock.set(2026, 11, 20, 19, 0)
    assert timezone.localtime(end_of_working_day()).strftime("%d %H:%M") == "23 18:00"


@pytest.mark.core
@pytest.mark.drill("inspector-after-end")
@pytest.mark.clause("004-5.5.1-b")
def test_to_the_minute_every_click_after_the_end_is_refused_in_three_languages(
    client, inspection, manager, in_force, clock
):
    user = enter(client, let_in(inspection, manager, until=timezone.now() + HOUR / 2))
    page = in_force.document.get_absolute_url()
    clock.now = user.reads_until - datetime.timedelta(seconds=1)
    assert client.get(page).status_code == 200
    clock.now = user.reads_until
    with translation.override("ky"):
        refused = client.get(page)

    assert refused.status_code == 403
    words = refused.content.decode()
    assert all(f'lang="{code}"' in words for code in ("ky", "ru", "en"))
    assert "Your access has ended" in words
    assert client.get(page).status_code == 302  # the session is over
    assert not user.has_perm("documents.view_document")
    assert not user.is_employee
    late = signed_in(client, user)
    assert late["Location"] == reverse("access_over")
    assert client.get(late["Location"]).status_code == 403
    assert "_auth_user_id" not in client.session
    assert "access_over" not in signed_in(client, user, "wrong")


def test_what_ran_out_is_blocked_and_told_by_itself(client, access, clock):
    user = enter(client, access)
    clock.now = user.reads_until
    look_after_inspections()
    look_after_inspections()
    sweep_accounts()

    access.refresh_from_db()
    user.refresh_from_db()
    assert access.ended_at == user.reads_until
    assert user.state == "blocked"
    assert not user.sessions.filter(ended_at=None).exists()
    assert JournalEntry.objects.about(access).filter(deed="access_ran_out").count() == 1
    assert signed_in(client, user)["Location"] == reverse("access_over")


def test_an_account_ended_early_opens_nothing_from_the_next_click(
    client, client_of, access, director, in_force
):
    enter(client, access)
    end = reverse("documents:access_end", args=[access.inspection_id, access.pk])
    assert client_of(director).post(end, {"reason": "Бүттү"}).status_code == 302
    assert client.get(in_force.get_absolute_url()).status_code == 403
    assert client.get(in_force.get_absolute_url()).status_code == 302
    access.refresh_from_db()
    assert access.reason == "Бүттү"
    assert access.ended_by == director.person


@pytest.fixture
def client_of(db):
    def made(user):
        client = Client()
        client.force_login(user)
        return client

    return made


def test_a_prolonged_account_reads_on_also_after_it_was_blocked(client, access, manager, clock):
    user = enter(client, access)
    clock.now = user.reads_until + HOUR
    sweep_accounts()
    look_after_inspections()
    access = InspectionAccess.objects.get()
    access.prolong(by=manager, until=clock.now + HOUR, reason="Дагы бир күн")

    assert signed_in(client, user)["Location"] == "/"
    assert client.get(reverse("documents:documents")).status_code == 200
    assert access.is_open
    row = JournalEntry.objects.about(access).get(deed="prolong_access")
    assert row.user == manager


def test_a_closed_inspection_sees_everybody_out_and_lets_nobody_in(client, access, director):
    enter(client, access)
    inspection = access.inspection
    inspection.refresh_from_db()
    inspection.close(by=director, outcome="Кемчилик жок")
    assert client.get(reverse("documents:documents")).status_code == 403
    with pytest.raises(ValidationError):
        let_in(inspection, director, surname="Касымов")
    access.refresh_from_db()
    with pytest.raises(ValidationError):
        access.prolong(by=director, until=timezone.now() + HOUR, reason="?")
    client.force_login(director)
    give = reverse("documents:access_give", args=[inspection.pk])
    assert client.get(give).status_code == 409


@pytest.mark.parametrize("deed", ["give_access", "end_access", "prolong_access"])
def test_the_director_is_told_of_every_access(access, manager, director, in_english, deed):
    access.prolong(by=manager, until=timezone.now() + HOUR, reason="Узартуу")
    access.end(by=manager, reason="Бүттү")
    entry = JournalEntry.objects.about(access).get(deed=deed)
    drafts = [draft for writer in notices.writers(entry) for draft in writer(entry)]
    assert [draft.person for draft in drafts] == [director.person]
    letter = compose(drafts[0], "k", entry=entry)
    assert access.inspection.who in letter.subject
    assert access.inspection.get_absolute_url() in letter.body


# What is noted ---------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("004-7.5.5-b")
def test_whatever_an_inspector_opens_is_listed_in_the_inspection(
    client, access, in_force, director
):
    user = enter(client, access)
    client.get(in_force.get_absolute_url())
    client.get(reverse("bell"))
    client.get("/documents/999999/")
    seen = list(GuestVisit.objects.filter(user=user).values_list("path", flat=True))
    assert seen == [in_force.get_absolute_url()]
    client.force_login(director)
    page = client.get(access.inspection.get_absolute_url(), {"tab": "visits"})
    assert in_force.get_absolute_url() in page.content.decode()


def test_what_was_opened_is_only_added_to(access):
    visit = GuestVisit.objects.create(user=access.user, path="/x/")
    with pytest.raises(TypeError):
        visit.save()
    with pytest.raises(TypeError):
        visit.delete()
