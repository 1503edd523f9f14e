"""The door of guests: they read what is shown, nothing else opens, and they change nothing."""

import pytest
import rules
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from common import guests
from common.models import Attachment, Blob, JournalEntry, Opening, deed, record
from documents.models import Document, DocumentType, DocumentVersion
from people.models import Organisation
from tests import factories
from tests.documents import guest_house
from tests.documents.crawling import crawl
from tests.documents.inspecting import enter, inspection_by, let_in
from tests.qms.test_access import ALL, _arguments

pytestmark = pytest.mark.django_db


@pytest.fixture
def house(in_force, agency):
    """Something of each kind that a guest may meet."""
    in_force.rest = guest_house.whole(agency)
    return in_force


@pytest.fixture
def guest(client, manager, house):
    access = let_in(inspection_by(manager, parts=list(guests.parts())), manager)
    client.cookies["django_language"] = "en"
    return enter(client, access)


# One door for what changes ---------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("004-7.5.5-b")
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_whatever_a_guest_sends_is_refused(client, guest, house, agency, method):
    """Every address there is, but going out and how the pages look."""
    last = JournalEntry.objects.count()
    left = {"sign_out", "set_language", "theme", "check_paper"}
    answers = {}
    for name, pattern in ALL.items():
        if name in left:
            continue
        keys = _arguments(pattern, house, agency)
        if "file" in keys:  # some are called by a number, some by their uid
            is_uid = "Uuid" in type(pattern.pattern.converters["file"]).__name__.title()
            keys["file"] = "00000000-0000-0000-0000-000000000000" if is_uid else 1
        url = reverse(name, kwargs=keys)
        answers[name] = getattr(client, method)(url).status_code
    assert len(answers) > 200
    assert set(answers.values()) == {403}, answers
    assert JournalEntry.objects.count() == last


def test_a_guest_goes_out_and_chooses_language_and_light(client, guest):
    language = guest.person.language
    assert client.post(reverse("set_language"), {"language": "ru"}).status_code == 302
    assert client.cookies["django_language"].value == "ru"
    guest.person.refresh_from_db()
    assert guest.person.language == language
    assert client.post(reverse("theme"), {"theme": "dark"}).status_code == 302
    assert client.post(reverse("sign_out")).status_code == 302
    assert "_auth_user_id" not in client.session


def test_the_last_door_is_the_deed_itself(guest, house):
    house.document.aliases = "X"
    with pytest.raises(PermissionDenied), deed(by=guest):
        house.document.save()
    with pytest.raises(PermissionDenied), deed(by=guest):
        record(house.document, "change", by=guest)
    with pytest.raises(PermissionDenied), deed():
        record(house.document, "change", by=guest)
    with pytest.raises(PermissionDenied):
        house.withdraw(by=guest, reason="?")
    house.document.refresh_from_db()
    assert house.document.aliases != "X"
    with deed(by=guest):
        record(None, "export", by=guest)
    assert guest.use_recovery_code("wrong-wrong-1") is False


def test_a_second_factor_may_be_set_up_where_the_house_asks_for_one(client, guest):
    house = Organisation.current()
    house.switches["second_factor_powers"] = ["journal.read"]
    house.save()
    client.logout()
    came = client.post(
        reverse("sign_in"), {"username": guest.username, "password": factories.PASSWORD}
    )
    assert came["Location"] == reverse("people:factors")
    assert client.get(reverse("documents:documents"))["Location"] == reverse("people:factors")
    assert client.get(reverse("people:app_add")).status_code == 200
    assert client.post(reverse("people:app_add"), {"code": "1"}).status_code != 403
    assert client.post(reverse("people:password"), {}).status_code in (302, 403)


# What is shown ----------------------------------------------------------------------------------


@pytest.mark.core
@pytest.mark.clause("004-5.5.1-b")
def test_every_link_a_guest_meets_opens_and_no_button_fails(client, guest):
    """From the home page on, wherever a link leads; one page of each shape."""
    walked = crawl(client)
    assert len(walked.seen) > 150
    assert not walked.failing
    assert not walked.forms


SHUT = [
    *("my_work", "people:people", "people:accounts", "people:substitutions", "people:signing"),
    *("people:me", "people:my_letters", "people:sessions", "people:password", "people:my_data"),
    *("planning:calendar", "planning:duties", "planning:announcements", "planning:feed"),
    *("documents:inspections", "documents:document_add", "documents:readings", "notices"),
    *("installation", "letters", "backups", "people:organisation", "gallery", "review_trail"),
]


@pytest.mark.core
@pytest.mark.clause("004-5.5.1-b")
@pytest.mark.parametrize("name", SHUT)
def test_what_belongs_to_no_part_is_shut(client, guest, name):
    if name not in ALL:
        pytest.skip(f"{name} is called otherwise")
    assert client.get(reverse(name)).status_code == 403


def test_a_new_list_is_shut_to_guests_until_it_is_named(guest):
    rules.add_perm("documents.view_something_new", rules.always_allow)
    try:
        assert not guest.has_perm("documents.view_something_new")
        guests.show("documents", "documents.view_something_new")
        fresh = get_user_model().objects.get(pk=guest.pk)
        assert fresh.has_perm("documents.view_something_new")
    finally:
        guests.parts()["documents"].permissions.discard("documents.view_something_new")
        rules.remove_perm("documents.view_something_new")


@pytest.mark.parametrize(
    ("part", "opens", "shuts"),
    [
        ("documents", "documents:documents", "journal"),
        ("nomenclature", "documents:nomenclatures", "documents:documents"),
        ("journal", "journal", "documents:nomenclatures"),
    ],
)
def test_each_part_opens_its_own_pages_alone(client, manager, house, part, opens, shuts):
    enter(client, let_in(inspection_by(manager, parts=[part]), manager))
    assert client.get(reverse(opens)).status_code == 200
    assert client.get(reverse(shuts)).status_code == 403


@pytest.mark.clause("004-5.5.1-b")
def test_what_only_top_management_reads_needs_the_directors_tick(client, manager, house):
    house.document.access = "top"
    house.document.save()
    inspection = inspection_by(manager)
    access = let_in(inspection, manager)
    enter(client, access)
    page = house.get_absolute_url()
    assert client.get(page).status_code == 404
    inspection.refresh_from_db()
    inspection.shows_top = True
    inspection.save()
    inspection.narrow_accounts(by=manager)
    assert client.get(page).status_code == 200
    assert Opening.objects.filter(user=access.user, object_id=house.pk).exists()


def test_only_the_chosen_types_are_shown(client, manager, agency, house):
    other = factories.VersionFactory(
        document__type=agency.procedure, document__code="ДЖ-77", html=factories.TEXT
    )
    DocumentVersion.objects.filter(pk=other.pk).update(
        state="in_force", order_number="7", in_force_from=house.in_force_from
    )
    inspection = inspection_by(manager)
    inspection.types.set(DocumentType.objects.filter(pk=agency.procedure.pk))
    enter(client, let_in(inspection, manager))
    listed = client.get(reverse("documents:documents")).content.decode()
    assert "ДЖ-77" in listed
    assert house.document.code not in listed
    assert client.get(house.get_absolute_url()).status_code == 404
    assert client.get(house.document.get_absolute_url()).status_code == 404
    found = client.get(reverse("search"), {"q": house.document.code}).content.decode()
    assert house.document.get_absolute_url() not in found
    assert other.document_id


def test_a_file_opens_only_where_its_owner_is_shown(client, manager, house, agency):
    blob = Blob.store([b"%PDF-1.7 x"])
    file = Attachment.objects.create(owner=house, blob=blob, name="a.pdf")
    inspection = inspection_by(manager, parts=["nomenclature"])
    enter(client, let_in(inspection, manager))
    assert client.get(file.get_absolute_url()).status_code == 404
    inspection.refresh_from_db()
    inspection.parts = ["documents"]
    inspection.save()
    inspection.narrow_accounts(by=manager)
    assert client.get(file.get_absolute_url()).status_code == 200
    personal = Attachment.objects.create(owner=agency.staff.person, blob=blob, name="b.pdf")
    assert client.get(personal.get_absolute_url()).status_code == 404


def test_nobody_else_notices_the_door(client, staff, house, django_assert_num_queries):
    """An employee's request costs what it did: the account knows by itself that it is no guest."""
    with django_assert_num_queries(0):
        assert not staff.is_guest
        assert staff.is_open_to("documents.view_document")
        assert staff.narrowed_to("types") == []
        assert staff.may_look_at(Document)
