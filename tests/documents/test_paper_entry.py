"""What was approved on paper is entered with its true dates; nothing is backdated."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from common.models import Attachment, JournalEntry, deed
from documents.models import Signature
from documents.models.orders import next_order_number

pytestmark = pytest.mark.django_db


def paper(agency, **changes) -> dict:
    return {
        "agreed_by": agency.meeting.pk,
        "protocol_number": "67-1",
        "protocol_date": "2024-09-05",
        "approver_name": "Б. И. Үсөнов",
        "approver_position": "Директор",
        "order_number": "2",
        "order_date": "2024-09-05",
        "in_force_from": "2024-09-09",
        "scan": SimpleUploadedFile("скан.pdf", b"%PDF-1.7 invented"),
        "confirmed": "on",
    } | changes


@pytest.fixture
def enter(client, draft, agency):
    client.force_login(agency.manager)
    url = reverse("documents:version_step", args=[draft.pk, "enter"])
    return lambda **changes: client.post(url, paper(agency, **changes))


@pytest.mark.core
@pytest.mark.clause("000-stamps", "001-approval-block")
def test_a_paper_is_entered_as_it_was_signed(enter, draft, agency):
    assert enter().status_code == 302

    draft.refresh_from_db()
    assert (draft.state, draft.on_paper) == ("in_force", True)
    assert draft.in_force_from == datetime.date(2024, 9, 9)
    body, director = draft.sheet.lines.all()
    assert (body.body, body.number, body.on_paper) == (agency.meeting, "67-1", True)
    assert (director.name, director.number) == ("Б. И. Үсөнов", "2")
    assert Attachment.objects.of(draft).get().kind == "scan"
    assert draft.readings.count() == 4


def test_no_signature_is_invented_for_a_paper(enter):
    enter()

    assert not Signature.objects.exists()
    assert JournalEntry.objects.get(deed="enter").at.date() >= datetime.date(2026, 1, 1)


def test_the_register_of_orders_goes_on_after_the_paper(enter):
    enter(order_number="41")

    with deed():
        assert next_order_number(datetime.date(2024, 12, 1)) == "42"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"protocol_number": ""}, "protocol_number"),
        ({"in_force_from": "2090-01-01"}, "in_force_from"),
        ({"scan": SimpleUploadedFile("скан.exe", b"MZ")}, "scan"),
        ({"confirmed": ""}, "confirmed"),
        ({"order_number": ""}, "order_number"),
    ],
)
def test_what_the_paper_lacks_is_asked_for(enter, draft, changes, field):
    page = enter(**changes)

    assert page.status_code == 422
    assert page.context["form"].errors[field]
    draft.refresh_from_db()
    assert draft.state == "draft"
    assert not Attachment.objects.exists()


def test_the_form_begins_with_what_the_stamps_of_the_file_say(client, draft, agency):
    client.force_login(agency.manager)
    text = (
        "«МАКУЛДАШЫЛДЫ»\n\nАгенттиктин кызматкерлеринин\nжалпы чогулушу\n\n"
        "Протокол № 31-2, 12.03.2025-ж.\n\n«БЕКИТИЛДИ»\n\nАгенттиктин директору\n\n"
        "Ө. Ү. Үсөнов\nБуйрук № 4/0101, 13.03.2025-ж.\n\nБаалоо эрежелери\n\n"
        "I. Жалпы жоболор\n\n1.1. Бул эреже ишти баалоонун тартибин белгилейт.\n"
    )
    file = SimpleUploadedFile("эреже.txt", text.encode())
    client.post(f"{draft.get_absolute_url()}import/", {"language": "ky", "file": file})

    form = client.get(f"{draft.get_absolute_url()}enter/").context["form"]

    assert form["protocol_number"].value() == "31-2"
    assert form["order_number"].value() == "4/0101"
    assert str(form["order_date"].value()) == "2025-03-13"
