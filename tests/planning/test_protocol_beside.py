"""What stands beside a protocol: extracts, opinions, letters, registers, finding, leaving."""

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import JournalEntry, deed
from common.search.index import catch_up
from common.tasks import announce, send_letters
from documents.tasks import print_papers
from people.handover import works
from planning import protocol_holdings
from planning.models import Attendance, Decision, Dissent, Meeting
from tests import factories
from tests.factories import employee
from tests.planning.held import council, held, opened, sign, signed
from tests.planning.test_protocol_paper import text_of

pytestmark = pytest.mark.django_db


def url(meeting, name: str) -> str:
    return f"{meeting.get_absolute_url()}{name}/"


def body(response) -> bytes:
    """The bytes of a page or of a file."""
    return b"".join(response.streaming_content) if response.streaming else response.content


# Extracts ----------------------------------------------------------------------------------------


def test_of_several_items_none_is_ticked_beforehand_one_alone_is(look, agency):
    meeting = signed(agency)
    page = look(agency.office, url(meeting, "extract")).content.decode()
    assert 'type="checkbox"' in page
    assert "checked" not in page.split("<main")[1]
    page = look(agency.staff, url(meeting, "extract")).content.decode()  # answers for one
    assert "checked" in page.split("<main")[1]


def test_an_extract_holds_the_chosen_item_and_its_making_is_journalled(look, agency):
    meeting = signed(agency)
    first = meeting.items.first()

    page = look(agency.office, url(meeting, "extract"), items=first.pk, language="ky")

    text = text_of(body(page))
    for words in ("ПРОТОКОЛДОН КӨЧҮРМӨ", "Кеңештин жыйынынын", "Бюджет жөнүндө", "Көчүрмө туура",
                  "3төн 3", agency.office.person.signature_name):  # fmt: skip
        assert words in text, words
    assert "Тизме жөнүндө" not in text
    entry = JournalEntry.objects.about(meeting).get(deed="make_extract")
    assert entry.details == {"items": [1], "language": "ky"}


def test_whoever_answers_for_a_decision_takes_its_item_alone(look, agency):
    meeting = signed(agency)
    first, second = meeting.items.all()

    assert look(agency.staff, url(meeting, "extract")).status_code == 200
    assert look(agency.manager, url(meeting, "extract")).status_code == 403
    page = look(agency.staff, url(meeting, "extract"), items=second.pk, language="ky")
    assert page.status_code == 422
    page = look(agency.staff, url(meeting, "extract"), items=first.pk, language="ru")
    assert page["Content-Type"] == "application/pdf"
    assert "Выписка верна" in text_of(body(page))


def test_of_a_closed_meeting_whoever_answers_gets_what_was_resolved_not_what_was_said(look, agency):
    kind = council(agency, is_open=False)
    meeting = signed(agency, kind)
    first = meeting.items.first()
    helper = employee("helper")
    first.decisions.get().responsible.set([helper.person])

    assert look(helper, meeting.get_absolute_url()).status_code == 404
    page = look(helper, url(meeting, "extract"), items=first.pk, language="ky")
    text = text_of(body(page))
    assert "1.1. Сметаны даярдоо." in text
    assert "баяндады" not in text
    assert look(employee("other"), url(meeting, "extract")).status_code == 404


# Opinions ----------------------------------------------------------------------------------------


def test_a_member_attaches_an_opinion_on_the_page_and_the_paper_names_it(look, agency):
    meeting = held(agency)

    assert look(agency.office, url(meeting, "dissent")).status_code == 403
    page = look(agency.staff, url(meeting, "dissent"), text="Мөөнөт аз деп эсептейм.")
    assert page.status_code == 302

    text = text_of(body(look(agency.office, url(meeting, "paper") + "?lang=ky")))
    assert f"{agency.staff.person.signature_name}, " in text
    assert "өзгөчө пикир тиркелет" in text
    assert "Мөөнөт аз деп эсептейм." in text


def test_an_opinion_given_after_the_signing_stands_beside_the_frozen_paper(look, agency):
    meeting = signed(agency)
    print_papers()
    Dissent.objects.write(meeting, by=agency.staff, text="Макул эмесмин.")

    page = look(agency.manager, meeting.get_absolute_url() + "?tab=opinions").content.decode()
    assert "Макул эмесмин." in page
    paper = text_of(body(look(agency.manager, url(meeting, "paper") + "?lang=ky")))
    assert "Макул эмесмин." not in paper


def test_an_empty_opinion_and_one_that_comes_too_late_are_refused_in_words(look, agency, clock):
    meeting = signed(agency)
    assert look(agency.staff, url(meeting, "dissent"), text=" ").status_code == 422

    clock.shift(days=4)
    assert look(agency.staff, url(meeting, "dissent")).status_code == 409


# Letters and lists -------------------------------------------------------------------------------


def is_of_signing(letter, meeting) -> bool:
    """Whether a letter says that the protocol is signed, and leads to it."""
    said = any(words in letter.subject for words in ("Кол коюлду", "Signed"))
    return said and meeting.get_absolute_url() in letter.body


def test_all_who_took_part_are_told_when_the_protocol_is_signed(agency):
    meeting = signed(agency)
    announce()
    send_letters()

    told = {letter.to[0] for letter in mail.outbox if is_of_signing(letter, meeting)}
    people = (agency.office, agency.director, agency.manager, agency.staff)
    assert told == {user.person.email for user in people}


def test_the_register_holds_what_was_numbered_and_costs_the_same_however_long(look, agency):
    kind, address = council(agency), reverse("planning:protocols")
    held(agency, kind)
    look(agency.staff, address)
    with CaptureQueriesContext(connection) as of_one:
        look(agency.staff, address)
    for _n in range(10):
        held(agency, kind)
    Meeting.plan(by=agency.office, kind=kind, day=localdate())

    with CaptureQueriesContext(connection) as of_many:
        page = look(agency.staff, address)

    assert [row.cells[0].text for row in page.context["rows"]] == [str(n) for n in range(1, 12)]
    assert len(of_many) == len(of_one)
    assert look(agency.staff, f"{address}?as=xlsx").status_code == 200
    assert "11" in text_of(body(look(agency.staff, f"{address}?as=pdf")))


def test_the_record_costs_the_same_however_many_sat_and_decided(look, agency):
    kind = council(agency)
    signed(agency, kind)
    meeting = signed(agency, kind)  # the decision of the first stands on its agenda
    Dissent.objects.write(meeting, by=agency.staff, text="Макул эмесмин.")
    look(agency.director, meeting.get_absolute_url())
    with CaptureQueriesContext(connection) as of_one:
        look(agency.director, meeting.get_absolute_url())
    kind.everyone = True
    kind.save()
    for n in range(12):
        employee(f"post{n}")
    many = opened(agency, kind)
    first = many.items.filter(follows_up=False).first()
    for n in range(8):
        people = [agency.staff.person, agency.manager.person]
        Decision.objects.decide(first, by=agency.office, text=f"Иш {n}.", responsible=people)
    for item in many.items.all():
        item.write(by=agency.office, revision=item.revision, outcome="considered")
    many.end(by=agency.office)
    many.send(by=agency.office)
    sign(many, agency.office, agency.director)
    for user in (agency.staff, agency.manager):
        Dissent.objects.write(many, by=user, text="Макул эмесмин.")
    look(agency.director, many.get_absolute_url())

    with CaptureQueriesContext(connection) as of_many:
        assert look(agency.director, many.get_absolute_url()).status_code == 200

    assert len(of_many) == len(of_one)


def test_a_stranger_has_no_register_of_protocols(look, stranger):
    assert look(stranger, reverse("planning:protocols")).status_code == 403


# Whoever leaves, asks, seeks ---------------------------------------------------------------------


def test_minutes_of_a_leaver_pass_to_whoever_takes_over(agency):
    meeting = held(agency)
    work = next(one for one in works() if one.key == "planning.meetings")
    assert list(work.find(agency.office.person)) == [meeting]

    with deed(by=agency.director):
        work.move(agency.office.person, agency.manager.person, agency.director)

    meeting.refresh_from_db()
    assert meeting.secretary == agency.manager.person
    meeting.send(by=agency.manager)
    assert not list(work.find(agency.manager.person))  # what went to be signed stays theirs


def test_the_export_of_personal_data_tells_of_opinions_and_a_protocol_keeps_its_names(agency):
    meeting = signed(agency)
    Dissent.objects.write(meeting, by=agency.staff, text="Макул эмесмин.")
    (told,) = protocol_holdings.opinions(agency.staff.person)

    assert f"№ {meeting.number}" in told.rows[0][0]
    assert told.rows[0][2] == "Макул эмесмин."
    assert protocol_holdings.protocols_name(agency.staff.person)
    assert not protocol_holdings.protocols_name(factories.PersonFactory())


def test_a_meeting_is_found_by_what_was_said_and_decided_by_whoever_may_read_it(look, agency):
    found = signed(agency)
    hidden = council(agency, code="closed", is_open=False)
    hidden.positions.set([])
    closed = Meeting.plan(by=agency.office, kind=hidden, day=localdate())
    closed.items.create(order=1, title={"ky": "Сметаны кароо жөнүндө"})
    catch_up()
    address = reverse("search") + "?q=сметаны"

    page = look(agency.staff, address).content.decode()
    assert found.get_absolute_url() in page
    assert closed.get_absolute_url() not in page
    assert closed.get_absolute_url() in look(agency.office, address).content.decode()


def test_a_stranger_who_verifies_a_closed_protocol_learns_not_whose_it_is(client, agency):
    meeting = signed(agency, council(agency, is_open=False))
    client.cookies["django_language"] = "en"

    page = client.get(reverse("verify", args=[meeting.token])).content.decode()

    assert "Genuine. Signed on" in page
    assert "Council" not in page


def test_a_meeting_without_a_quorum_has_a_protocol_that_says_so_and_is_signed(look, agency):
    meeting = opened(agency)
    rows = {row.pk: {"presence": "absent"} for row in meeting.attendance.all()[1:]}
    Attendance.objects.note(meeting, by=agency.office, rows=rows)
    meeting.end(by=agency.office, lacks_quorum=True)
    meeting.send(by=agency.office)
    sign(meeting, agency.office, agency.director)

    text = text_of(body(look(agency.staff, url(meeting, "paper") + "?lang=ky")))
    assert "3төн 1, кворум жок" in text
    assert "Кворум болбогондуктан кеңешме өткөн жок." in text
    assert "ТОКТОМ КЫЛЫНДЫ" not in text
