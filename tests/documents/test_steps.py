"""Steps as people take them: on their pages, two at once, with wrong passwords and late."""

import threading

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.timezone import localdate

from common import tasks as house
from common.models import JournalEntry, Letter, Sequence, deed
from documents.models import Signature
from tests import factories
from tests.factories import PASSWORD


def approval(version, **changes) -> dict:
    return {
        "seen": version.sheet.manifest_hash,
        "password": PASSWORD,
        "order_number": "7",
        "order_date": localdate().isoformat(),
        "in_force_from": localdate().isoformat(),
    } | changes


def step_url(version, name):
    return reverse("documents:version_step", args=[version.pk, name])


@pytest.mark.core
@pytest.mark.django_db
def test_the_director_signs_with_the_password_again(client, draft, agency):
    factories.agreed(draft, agency)
    client.force_login(agency.director)

    page = client.get(draft.get_absolute_url())
    assert page.context["steps"][0]["name"] == "approve"
    assert page.context["steps"][0]["primary"]
    response = client.post(step_url(draft, "approve"), approval(draft))

    assert response.status_code == 302
    draft.refresh_from_db()
    assert (draft.state, draft.order_number) == ("in_force", "7")
    signature = Signature.objects.get()
    entry = JournalEntry.objects.get(deed="approve")
    assert entry.details["signatures"] == [signature.digest]
    assert (entry.user, entry.ip) == (agency.director, "127.0.0.1")


@pytest.mark.core
@pytest.mark.django_db
def test_a_wrong_password_signs_nothing_and_keeps_what_was_typed(client, draft, agency):
    factories.agreed(draft, agency)
    client.force_login(agency.director)

    page = client.post(step_url(draft, "approve"), approval(draft, password="no"))

    assert page.status_code == 422
    assert "password" in page.context["form"].errors
    assert page.context["form"]["order_number"].value() == "7"
    assert not Signature.objects.exists()


@pytest.mark.django_db
def test_five_wrong_passwords_at_signing_shut_the_account(client, draft, agency, settings):
    factories.agreed(draft, agency)
    client.force_login(agency.director)
    settings.AXES_ENABLED = True

    codes = [
        client.post(step_url(draft, "approve"), approval(draft, password="no")).status_code
        for _n in range(6)
    ]

    assert codes[-1] == 429
    assert client.post(step_url(draft, "approve"), approval(draft)).status_code == 429
    assert not Signature.objects.exists()


@pytest.mark.django_db
def test_what_changed_in_another_tab_is_not_signed(client, draft, agency):
    factories.agreed(draft, agency)
    seen = approval(draft)
    draft.recall(by=agency.manager)
    text = draft.texts.get()
    text.html += "<p>Жаңы сүйлөм.</p>"
    text.save()
    factories.agreed(draft, agency)
    client.force_login(agency.director)

    page = client.post(step_url(draft, "approve"), seen)

    assert page.status_code == 422
    assert not Signature.objects.exists()
    draft.refresh_from_db()
    assert draft.state == "approving"


@pytest.mark.django_db
def test_the_second_of_two_is_told_that_it_is_done(client, draft, agency):
    factories.agreed(draft, agency)
    client.force_login(agency.director)
    form = approval(draft)

    client.post(step_url(draft, "approve"), form)
    again = client.post(step_url(draft, "approve"), form)

    assert again.status_code == 409
    assert again.context["gone"]
    assert Signature.objects.count() == 1


@pytest.mark.django_db
def test_who_signs_twice_while_others_are_asked_is_told_so(client, draft, agency):
    other = factories.employee("other").person
    draft.document.type = agency.procedure
    draft.document.save()
    draft.send(by=agency.manager, agreeing=[agency.manager.person, other])
    client.force_login(agency.manager)
    form = {"seen": draft.sheet.manifest_hash, "password": factories.PASSWORD}

    client.post(step_url(draft, "agree"), form)
    again = client.post(step_url(draft, "agree"), form)

    assert again.status_code == 409
    assert agency.manager.person.signature_name in again.context["gone"]
    assert client.get(step_url(draft, "agree")).status_code == 409
    assert Signature.objects.count() == 1
    # Who was never asked has nothing of theirs here.
    assert client.get(step_url(draft, "record_decision")).status_code == 403


@pytest.mark.django_db
def test_a_step_that_does_not_exist_is_not_found(client, draft, agency):
    client.force_login(agency.manager)

    assert client.get(step_url(draft, "delete")).status_code == 404
    assert client.post(step_url(draft, "enact")).status_code in (403, 409)


@pytest.mark.django_db
def test_remarks_are_asked_for(client, draft, agency):
    factories.agreed(draft, agency)
    client.force_login(agency.director)

    assert client.post(step_url(draft, "send_back"), {"remark": " "}).status_code == 422
    draft.refresh_from_db()
    assert draft.state == "approving"


@pytest.mark.django_db(transaction=True)
def test_two_directors_approve_at_once_and_one_succeeds(draft, agency):
    """Locks are real on PostgreSQL; on SQLite one writer waits for the other."""
    factories.agreed(draft, agency)
    form = approval(draft)
    codes = []

    def approve():
        from django.test import Client  # noqa: PLC0415 -- one client a thread

        client = Client()
        client.force_login(agency.director)
        codes.append(client.post(step_url(draft, "approve"), form).status_code)
        connection.close()

    threads = [threading.Thread(target=approve) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(codes) == [302, 409, 409, 409]
    assert Signature.objects.count() == 1
    assert JournalEntry.objects.filter(deed="approve").count() == 1


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_and_no_twin_when_many_take_them():
    taken = []

    def take(fail):
        try:
            with deed():
                n = Sequence.take("orders", "2027")
                if fail:
                    raise ZeroDivisionError
                taken.append(n)
        except ZeroDivisionError:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=take, args=(n % 3 == 0,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == list(range(1, 9))


def test_who_has_not_agreed_yet_is_not_written_to_again_when_another_does(agency):
    version = factories.VersionFactory(
        document__type=agency.procedure, author=agency.manager.person, html=factories.TEXT
    )
    owner, participant = factories.employee("owner"), factories.employee("participant")
    version.send(by=agency.manager, agreeing=[owner.person, participant.person])
    house.announce()
    version.agree(by=owner, seen=version.sheet.manifest_hash)
    house.announce()

    assert Letter.objects.filter(person=participant.person).count() == 1
    version.agree(by=participant, seen=version.sheet.manifest_hash)
    house.announce()
    assert Letter.objects.filter(person=agency.director.person).count() == 1
