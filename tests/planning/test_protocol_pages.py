"""The pages of a protocol, as each reader finds them (agency 6; domain 2.7)."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import Attachment
from documents.tasks import print_papers
from people.models import EnablingOrder, Statement
from planning.models import Meeting
from tests.factories import PASSWORD
from tests.planning.held import council, held, opened, sent, sign, signed
from tests.planning.test_protocol_paper import text_of

pytestmark = pytest.mark.django_db


def url(meeting, name: str) -> str:
    return f"{meeting.get_absolute_url()}{name}/"


def body(response) -> bytes:
    """The bytes of a page or of a file."""
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.fixture
def typed(agency):
    """What one types to sign."""

    def words(meeting):
        return {"seen": meeting.sheet.manifest_hash, "password": PASSWORD}

    return words


# Reading and signing -----------------------------------------------------------------------------


def test_the_protocol_can_be_looked_at_as_a_draft_while_people_talk(look, agency):
    meeting = opened(agency)

    page = look(agency.staff, url(meeting, "paper") + "?lang=ky")

    text = text_of(body(page))
    assert page["Content-Type"] == "application/pdf"
    assert "Кеңештин жыйынынын" in text
    assert "Эсепсиз басма" in text


def test_a_planned_meeting_has_an_agenda_and_a_list_to_sign_but_no_protocol(look, agency):
    meeting = Meeting.plan(by=agency.office, kind=council(agency), day=localdate())
    meeting.items.create(order=1, title={"ky": "Бюджет жөнүндө"})

    assert look(agency.office, url(meeting, "paper")).status_code == 404
    agenda = text_of(body(look(agency.office, url(meeting, "agenda/paper") + "?lang=ky")))
    listed = text_of(body(look(agency.office, url(meeting, "attendance/paper") + "?lang=ky")))
    assert "Бюджет жөнүндө." in agenda
    assert agency.staff.person.short_name in listed


def test_secretary_and_chair_sign_with_their_own_hand_on_the_page(look, agency, typed):
    meeting = held(agency)

    assert look(agency.office, url(meeting, "send"), x="1").status_code == 302
    assert look(agency.office, url(meeting, "sign"), **typed(meeting)).status_code == 302
    page = look(agency.director, url(meeting, "sign"), seen=typed(meeting)["seen"], password="x")
    assert page.status_code == 422
    assert look(agency.director, url(meeting, "sign"), **typed(meeting)).status_code == 302

    meeting.refresh_from_db()
    assert meeting.state == "approved"


def test_the_page_before_sending_says_who_will_sign(look, agency):
    meeting = held(agency, council(agency, signing="all"))

    page = look(agency.office, url(meeting, "send")).content.decode()

    for user in (agency.office, agency.manager, agency.staff, agency.director):
        assert user.person.signature_name in page


def test_the_secretary_enters_who_signed_the_printed_protocol_by_hand(look, agency, typed):
    meeting = sent(agency)
    look(agency.office, url(meeting, "sign"), **typed(meeting))
    (line,) = Meeting.objects.get(pk=meeting.pk).waiting_lines()
    assert look(agency.staff, url(meeting, "enter_signature")).status_code == 403
    page = look(agency.office, url(meeting, "enter_signature")).content.decode()
    assert agency.director.person.signature_name in page

    scan = SimpleUploadedFile("барак.pdf", b"%PDF-1.4 signed by hand")
    told = {"line": line.pk, "date": localdate().isoformat(), "scan": scan}
    assert look(agency.office, url(meeting, "enter_signature"), **told).status_code == 302

    meeting.refresh_from_db()
    assert meeting.state == "approved"
    assert meeting.attachments.get(kind="scan").name == "барак.pdf"


def test_who_signs_electronically_has_stated_it_before(look, agency, typed):
    EnablingOrder.objects.create(number="1", date=localdate())
    meeting = sent(agency)

    assert look(agency.office, url(meeting, "sign"), **typed(meeting)).status_code == 422
    Statement.give(by=agency.office, language="ky")
    assert look(agency.office, url(meeting, "sign"), **typed(meeting)).status_code == 302


@pytest.mark.parametrize(
    ("who", "may_read", "may_sign", "may_keep"),
    [
        ("stranger", 404, 404, 404),
        ("staff", 200, 403, 403),
        ("office", 200, 200, 403),
        ("manager", 200, 403, 403),
        ("director", 200, 403, 403),
    ],
)
def test_five_readers_of_a_protocol_that_is_being_signed(
    request, look, agency, stranger, who, may_read, may_sign, may_keep
):
    user = stranger if who == "stranger" else getattr(agency, who)
    meeting = sent(agency)

    assert look(user, meeting.get_absolute_url()).status_code == may_read
    assert look(user, url(meeting, "paper")).status_code == may_read
    assert look(user, url(meeting, "sign")).status_code == may_sign
    assert look(user, url(meeting, "extract")).status_code == may_keep
    assert look(user, url(meeting, "correct")).status_code == may_keep


def test_five_readers_of_a_closed_protocol(look, agency, stranger):
    kind = council(agency, is_open=False)
    kind.positions.set(kind.positions.filter(code="director"))
    meeting = held(agency, council_of_one(kind))

    found = {
        who: look(user, meeting.get_absolute_url()).status_code
        for who, user in {
            "stranger": stranger,
            "staff": agency.staff,
            "office": agency.office,
            "director": agency.director,
        }.items()
    }
    assert found == {"stranger": 404, "staff": 404, "office": 200, "director": 200}


def council_of_one(kind):
    kind.voting = "none"
    kind.save()
    return kind


# What is signed ----------------------------------------------------------------------------------


@pytest.mark.clause("004-5.5.3-1")
def test_nothing_of_a_signed_protocol_can_be_changed_by_any_address(look, agency):
    meeting = signed(agency)
    before = meeting.manifest()
    item = meeting.items.first()
    decision = item.decisions.get()
    row = meeting.attendance.members().first()
    typed = {"text": "Башка", "title_ky": "Башка жөнүндө", "resolved": "Башка", "reason": "x"}
    typed |= {"revision": "99", "place": "Башка", "day": "2026-01-01", "outcome": "withdrawn"}
    here = [
        *("edit", "invite", "attach", "detach/1", "items/add", f"items/{item.pk}/edit"),
        *(f"items/{item.pk}/shift", f"items/{item.pk}/remove", "guests/add"),
        *(f"guests/{row.pk}/strike", "minutes/present", f"minutes/{item.pk}"),
        *(f"minutes/{item.pk}/decide", f"minutes/{item.pk}/strike/{decision.pk}"),
        *(f"minutes/{item.pk}/recuse", "open", "end", "move", "cancel", "send", "recall"),
        *("send_back", "sign", "enter_signature"),
    ]

    for user in (agency.office, agency.director, agency.manager, agency.staff):
        for name in here:
            page = look(user, url(meeting, name), **typed)
            assert page.status_code in (302, 403, 404, 405, 409, 422), (user, name)
        look(user, f"{decision.get_absolute_url()}edit/", **typed)

    again = Meeting.objects.get(pk=meeting.pk)
    assert again.manifest() == before
    assert again.state == "approved"
    assert not Attachment.objects.of(again).exclude(kind="paper").exists()


@pytest.mark.parametrize("language", ["ky", "ru"])
def test_the_signed_paper_says_who_signed_and_how_it_is_verified(look, agency, language):
    EnablingOrder.objects.create(number="2/0102", date=localdate())
    for user in (agency.office, agency.director):
        Statement.give(by=user, language="ky")
    meeting = signed(agency)
    print_papers()

    text = text_of(body(look(agency.staff, url(meeting, "paper") + f"?lang={language}")))

    for user in (agency.office, agency.director):
        assert text.count(user.person.signature_name) >= 2  # the line and the mark of it
    assert f"/v/{meeting.token}/" in text
    assert "2/0102" in text
    words = {
        "ky": ["«макул» – 2, «каршы» – 0, «калыс» – 1", "1.1. Сметаны даярдоо.", "Кеңештин"],
        "ru": ["«за» – 2, «против» – 0, «воздержались» – 1", "1.1. Сметаны даярдоо.", "Совета"],
    }
    for expected in words[language]:
        assert expected in text


def test_without_an_order_on_signatures_there_is_a_line_for_the_hand(agency):
    meeting = signed(agency)
    print_papers()

    assert Attachment.objects.of(meeting).filter(kind="paper").count() == 2


def test_anybody_verifies_a_signed_protocol_and_sees_that_it_was_corrected(client, agency):
    old = signed(agency)
    address = reverse("verify", args=[old.token])
    client.cookies["django_language"] = "en"
    assert "Genuine. Signed on" in client.get(address).content.decode()

    new = old.correct(by=agency.office, day=localdate(), correction="1.1: башка мөөнөт")
    new.open(by=agency.office)
    for row in new.attendance.all():
        row.presence = "present"
        row.save()
    for item in new.items.all():
        item.write(by=agency.office, revision=item.revision, outcome="considered")
    new.end(by=agency.office)
    new.send(by=agency.office)
    sign(new, agency.office, agency.director)

    page = client.get(address).content.decode()
    assert f"corrected by protocol No. {new.number}" in page
    old.refresh_from_db()
    assert old.correction_signed() == new


def test_the_old_protocol_shows_what_corrects_it_and_the_new_one_what_it_corrects(look, agency):
    old = signed(agency)
    page = look(agency.office, url(old, "correct"), day=localdate(), correction="1.1: башка")
    assert page.status_code == 302
    new = Meeting.objects.get(corrects=old)

    assert "1.1: башка" in look(agency.staff, new.get_absolute_url()).content.decode()
    Meeting.objects.filter(pk=new.pk).update(
        state="approved", number="9", approved_at=old.approved_at
    )
    assert "1.1: башка" in look(agency.staff, old.get_absolute_url()).content.decode()
