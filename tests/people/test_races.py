"""Two people at the same moment: one account, one password, and always somebody who keeps them."""

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from common.models import JournalEntry
from people.models import Invitation, InvitationClosed, User, UserSession
from tests import factories
from tests.documents.test_faults import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_administrators_invite_one_person(agency):
    newcomer = factories.PersonFactory()

    def invite(name):
        browser = Client()
        browser.force_login(factories.administrator())
        url = reverse("people:account_add", args=[newcomer.pk])
        return lambda: browser.post(url, {"username": name, "way": "letter"}).status_code

    assert at_once(invite("first"), invite("second"), invite("third")) == [302] * 3
    assert User.objects.filter(person=newcomer).count() == 1
    assert JournalEntry.objects.filter(deed="open_account").count() == 1


def test_two_people_ask_for_one_user_name(agency):
    keeper = factories.administrator()

    def invite():
        browser = Client()
        browser.force_login(keeper)
        url = reverse("people:account_add", args=[factories.PersonFactory().pk])
        return lambda: browser.post(url, {"username": "same", "way": "letter"}).status_code

    assert sorted(at_once(invite(), invite())) == [302, 422]
    assert User.objects.filter(username="same").count() == 1


@pytest.mark.drill("invitation-twice")
def test_one_link_used_by_two_at_once(agency):
    user = User.open_for(
        factories.PersonFactory(), by=factories.administrator(), username="one", by_letter=False
    )
    code = user.invitation.code
    found = [Invitation.objects.find(code) for _n in range(3)]

    given = at_once(*((lambda i=i, n=n: i.take(f"Купуя-сөз-{n}")) for n, i in enumerate(found)))

    assert sum(one is None for one in given) == 1
    assert sum(isinstance(one, InvitationClosed) for one in given) == 2
    assert JournalEntry.objects.filter(deed="choose_password").count() == 1


def test_two_keepers_who_block_each_other_leave_one(agency):
    first, second = factories.administrator(), factories.administrator()

    given = at_once(
        lambda: User.objects.get(pk=second.pk).block(by=first, reason="x"),
        lambda: User.objects.get(pk=first.pk).block(by=second, reason="x"),
    )

    assert sum(one is None for one in given) == 1
    assert sum(isinstance(one, ValidationError | PermissionDenied) for one in given) == 1
    assert User.objects.filter(pk__in=[first.pk, second.pk], state="active").count() == 1


def test_a_page_on_its_way_does_not_bring_an_ended_session_back(agency):
    browser = Client()
    browser.force_login(agency.staff)
    on_its_way = browser.session
    assert on_its_way["_auth_user_id"]
    UserSession.objects.filter(user=agency.staff).end()

    on_its_way["kept"] = 1
    with pytest.raises(UpdateError):
        on_its_way.save()

    assert browser.get("/").status_code == 302
