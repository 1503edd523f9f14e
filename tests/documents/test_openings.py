"""The log of openings: who opened what is restricted, and what waited for them (004/5.5.1)."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import Attachment, Blob, Opening
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def restricted(in_force):
    in_force.document.access = "top"
    in_force.document.save()
    return in_force


@pytest.mark.core
@pytest.mark.clause("004-5.5.1-b")
def test_every_way_to_a_restricted_document_is_noted(client, restricted, agency):
    file = Attachment.objects.create(
        owner=restricted, blob=Blob.store([b"%PDF-1.7"]), name="тиркеме.pdf"
    )
    client.force_login(agency.director)
    ways = [
        restricted.document.get_absolute_url(),
        restricted.get_absolute_url() + "?tab=history",
        file.get_absolute_url(),
    ]
    for count, way in enumerate(ways, 1):
        assert client.get(way).status_code == 200
        assert Opening.objects.count() == count, way
    client.get(ways[0])
    assert Opening.objects.count() == 3
    noted = Opening.objects.filter(mark="").first()
    assert (noted.user, noted.ip) == (agency.director, "127.0.0.1")


def test_what_everybody_reads_is_not_noted_nor_what_was_refused(client, in_force, agency):
    client.force_login(agency.staff)
    client.get(in_force.get_absolute_url())
    in_force.document.access = "top"
    in_force.document.save()

    assert client.get(in_force.get_absolute_url()).status_code == 404
    assert not Opening.objects.exists()


def test_the_log_is_only_added_to(agency, in_force):
    Opening.objects.note(agency.staff, in_force)
    row = Opening.objects.get()
    for spoil in (row.delete, row.save, Opening.objects.all().delete):
        with pytest.raises(TypeError):
            spoil()
    with pytest.raises(TypeError):
        Opening.objects.update(user=agency.director)
    assert Opening.objects.count() == 1


@pytest.mark.core
def test_the_register_is_for_who_reads_the_journal_by_person_and_period(client, restricted, agency):
    for user in (agency.director, agency.staff):
        Opening.objects.note(user, restricted)
    url = reverse("openings")
    client.force_login(agency.manager)
    assert client.get(url).status_code == 403
    client.force_login(agency.director)

    assert client.get(url).context["total"] == 2
    one = client.get(url, {"person": agency.staff.person_id}).context
    assert one["total"] == 1
    tomorrow = localdate() + datetime.timedelta(days=1)
    assert client.get(url, {"since": tomorrow.isoformat()}).context["total"] == 0
    assert client.get(url, {"q": agency.staff.person.surname}).context["total"] == 1


def test_the_tab_of_a_restricted_document_shows_who_opened_it(client, restricted, agency):
    reader = factories.employee("deputy", "documents.top")
    client.force_login(reader)
    page = client.get(restricted.get_absolute_url())
    address = restricted.document.get_absolute_url() + "?tab=openings"
    assert not client.get(address).context.get("openings")

    client.force_login(agency.director)
    shown = client.get(address)
    assert page.status_code == 200
    assert reader.person.short_name in shown.content.decode()
    opened_by = {opening.user for opening in shown.context["openings"]}
    assert opened_by == {reader, agency.director}  # who looks at the log opens the card as well


@pytest.mark.parametrize("count", [1, 4])
def test_the_register_asks_the_same_for_any_length(
    client, restricted, agency, count, django_assert_max_num_queries
):
    for n in range(count):
        Opening.objects.note(factories.employee(f"reader{n}"), restricted)
    client.force_login(agency.director)
    with django_assert_max_num_queries(13):
        client.get(reverse("openings"))


def test_a_bad_scan_is_no_scan(client, draft, agency):
    """The field that takes scans looks at the bytes, not at the name."""
    client.force_login(agency.manager)
    page = client.post(
        reverse("documents:version_step", args=[draft.pk, "enter"]),
        {"scan": SimpleUploadedFile("скан.pdf", b"MZ")},
    )
    assert "scan" in page.context["form"].errors
