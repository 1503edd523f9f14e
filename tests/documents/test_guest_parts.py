"""What each part shows to an inspector: its own pages alone, and nothing of what is kept back."""

import csv
import io
import zipfile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from common import guests, package
from common.models import Opening
from documents.inspection_tasks import look_after_inspections
from documents.models import DisposalAct, Record
from documents.tasks import print_papers
from planning.models import Dissent
from tests.documents import archive, guest_house
from tests.documents.crawling import crawl
from tests.documents.inspecting import enter, inspection_by, let_in

pytestmark = pytest.mark.django_db

#: The kinds of things by the part that shows them: the list, and what it is shut with.
LISTS = {
    "orders": ("documents:orders", "documents:documents"),
    "records": ("records:records", "documents:orders"),
    "letters": ("mail:incoming", "records:records"),
    "meetings": ("planning:meetings", "mail:incoming"),
    "plans": ("planning:plans", "planning:meetings"),
}


@pytest.fixture
def inside(client, manager):
    """A guest to whom these parts are shown is inside, in English."""

    def come(*parts, **more):
        cases = more.pop("cases", ())
        inspection = inspection_by(manager, parts=list(parts), **more)
        inspection.cases.set(cases)
        client.cookies["django_language"] = "en"
        return enter(client, let_in(inspection, manager))

    return come


@pytest.mark.core
@pytest.mark.clause("004-5.5.1-b")
@pytest.mark.parametrize("part", LISTS)
def test_a_part_shows_what_is_signed_and_only_with_the_directors_tick_what_is_closed(
    client, agency, inside, part
):
    things = guest_house.KINDS[part](agency)
    opens, shut = LISTS[part]
    inside(part)
    assert client.get(reverse(opens)).status_code == 200
    assert client.get(reverse(shut)).status_code == 403
    assert answers(client, things) == {"shown": 200, "top": 404, "hidden": 404}
    client.logout()
    inside(part, shows_top=True)
    assert answers(client, things) == {"shown": 200, "top": 200, "hidden": 404}


def answers(client, things) -> dict[str, int]:
    """What the page of each thing answers."""
    return {
        name: client.get(getattr(things, name).get_absolute_url()).status_code
        for name in ("shown", "top", "hidden")
    }


@pytest.mark.core
@pytest.mark.clause("004-5.5.1-b")
@pytest.mark.parametrize("part", LISTS)
def test_each_part_by_itself_leads_nowhere_that_is_shut(client, agency, inside, part):
    guest_house.KINDS[part](agency)
    inside(part)
    walked = crawl(client, but="/paper/")
    assert len(walked.seen) > 10
    assert not walked.failing
    assert not walked.forms


def test_a_thing_is_out_of_reach_where_its_part_is_not_shown(client, agency, inside):
    """Also where no page asks a permission: in lists of what belongs together, in finding."""
    whole = guest_house.whole(agency)
    guest = inside("nomenclature")
    for part in LISTS:
        thing = getattr(whole, part).shown
        assert not type(thing).objects.visible_to(guest).exists(), part
    assert not type(whole.letters.held).objects.visible_to(guest).exists()


# Records ----------------------------------------------------------------------------------------


def test_the_fund_counts_the_reports_that_its_reader_may_see(client, agency, inside):
    things = guest_house.records(agency)
    archive.stored(agency, title="Жабык", access="restricted", fund_item=things.fund)
    for user, kept in ((None, 1), (agency.director, 2)):
        if user:
            client.force_login(user)
        else:
            inside("records")
        (row,) = client.get(reverse("records:fund")).context["rows"]
        assert [cell.text for cell in row.cells if cell.kind == "number"] == [str(kept)], user


@pytest.mark.core
@pytest.mark.clause("004-4.2.4")
def test_records_are_narrowed_to_the_chosen_cases(client, agency, inside):
    things = guest_house.records(agency)
    guest = inside("records", cases=[things.shown.case])
    assert {*Record.objects.visible_to(guest)} == {things.shown}
    assert client.get(things.other.get_absolute_url()).status_code == 404
    listed = client.get(reverse("records:records")).content.decode()
    assert things.shown.identifier in listed
    assert things.other.title not in listed
    # The act names a record of another case: it is shut as a whole.
    assert not DisposalAct.objects.visible_to(guest).exists()


def test_what_has_readers_by_name_is_shown_to_no_guest(client, agency, inside):
    things = guest_house.records(agency)
    act = archive.approved_act(agency, archive.expired(agency, access="named"))
    guest = inside("records", shows_top=True)
    assert client.get(things.named.get_absolute_url()).status_code == 404
    assert {*DisposalAct.objects.visible_to(guest)} == {things.act}
    assert client.get(act.get_absolute_url()).status_code == 404
    assert client.get(reverse("records:holds")).status_code == 403
    assert client.get(reverse("records:materials")).status_code == 403


def test_what_a_record_was_made_from_is_told_where_it_is_shown_too(client, agency, inside):
    order = guest_house.orders(agency).shown
    made = archive.stored(agency, title="Буйруктан", source=order)
    inside("records")
    assert order.order_number not in facts(client, made)
    client.logout()
    inside("records", "orders")
    assert order.get_absolute_url() in facts(client, made)


def test_an_act_is_named_on_a_record_only_where_it_is_shown_too(client, agency, inside):
    drawn = archive.act_over(agency, kept := archive.expired(agency))
    inside("records")
    assert drawn.get_absolute_url() not in facts(client, kept)
    assert str(drawn) not in facts(client, kept)
    approved = archive.approved_act(agency, kept := archive.expired(agency))
    assert approved.get_absolute_url() in facts(client, kept)


def test_what_stands_without_its_chapter_in_the_menu_stands_for_itself(client, inside):
    inside("orders")
    menu = client.get(reverse("documents:orders")).context["nav"]
    (orders,) = [item for item in menu if item["url"] == reverse("documents:orders")]
    assert not orders["is_under"]


def facts(client, thing) -> str:
    """The facts of a page, as one text."""
    page = client.get(thing.get_absolute_url())
    assert page.status_code == 200
    return " ".join(f"{fact.value} {fact.url}" for fact in page.context["facts"])


# Meetings ---------------------------------------------------------------------------------------


def test_dissenting_opinions_need_the_directors_tick(client, agency, inside):
    meeting = guest_house.sittings(agency).shown
    Dissent.objects.write(meeting, by=agency.manager, text="Мен каршымын.")
    url = f"{meeting.get_absolute_url()}?tab=opinions"
    inside("meetings")
    assert "Мен каршымын." not in client.get(url).content.decode()
    client.logout()
    inside("meetings", shows_top=True)
    assert "Мен каршымын." in client.get(url).content.decode()


def test_opening_a_closed_meeting_is_noted(client, agency, inside):
    things = guest_house.sittings(agency)
    guest = inside("meetings", shows_top=True)
    client.get(things.top.get_absolute_url())
    assert Opening.objects.filter(user=guest, object_id=things.top.pk).exists()


# What is ticked by itself, what a list costs --------------------------------------------------------


def test_every_part_is_offered_to_a_new_inspection(client, manager):
    client.force_login(manager)
    form = client.get(reverse("documents:inspection_add")).context["form"]
    offered = [code for code, _label in form.fields["parts"].choices]
    assert {*LISTS, "held"} < {*offered}
    assert offered == list(guests.parts())


def test_a_list_costs_a_guest_the_same_with_three_rows_and_with_twelve(client, agency, inside):
    counts = []
    inside("records")
    for many in (3, 9):
        for _n in range(many):
            archive.stored(agency)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(reverse("records:records")).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]


# The package ------------------------------------------------------------------------------------


def packed(inspection, manager) -> dict[str, bytes]:
    """The files of a package of everything that an inspection shows."""
    kinds = [kind.code for kind in package.kinds_for(inspection.parts)]
    asked = inspection.ask_package(by=manager, parts=kinds, language="en")
    look_after_inspections()
    asked.refresh_from_db()
    assert asked.state == "ready", asked.fault
    assert not asked.missing
    with zipfile.ZipFile(io.BytesIO(asked.blob.read())) as archived:
        return {name.partition("/")[2]: archived.read(name) for name in archived.namelist()}


@pytest.mark.core
@pytest.mark.clause("004-4.2.4", "004-7.5.5-b")
def test_the_package_holds_the_registers_and_files_of_what_is_shown(agency, manager):
    whole = guest_house.whole(agency)
    mail_file = guest_house.hang(whole.letters.shown)
    print_papers()
    files = packed(inspection_by(manager, parts=[*LISTS, "held"]), manager)
    kept = whole.records.shown
    folder = f"records/{localdate().year}/{kept.case.index}/{kept.identifier.replace('/', '-')}"
    assert files[f"{folder}/report1.pdf"] == archive.BYTES
    assert any(name.endswith(mail_file.name) for name in files if name.startswith("letters/"))
    for kind in ("order", "meeting", "workplan", "planamendment", "disposalact"):
        assert any(name.startswith(f"{kind}/") and name.endswith(".pdf") for name in files), kind
    told = {
        "documents-orders": whole.orders.shown.order_number,
        "records-records": kept.identifier,
        "records-disposals": whole.records.act.number,
        "mail-incoming": whole.letters.shown.number,
        "mail-held": whole.letters.held.number,
        "planning-protocols": whole.meetings.shown.number,
        "planning-decisions": whole.meetings.decision.text,
        "planning-plans": whole.plans.shown.order_number,
        "planning-lines": whole.plans.shown.lines.first().measure["en"],
    }
    for name, word in told.items():
        text = files[f"registers/{name}.csv"].decode("utf-8-sig")
        assert any(word in cell for row in csv.reader(io.StringIO(text)) for cell in row), name
    everything = b"\n".join(data for name, data in files.items() if name.endswith((".csv", "html")))
    for hidden in (whole.records.top, whole.letters.top, whole.orders.hidden):
        assert str(getattr(hidden, "title", "") or hidden.subject).encode() not in everything


def test_files_of_records_go_in_so_many_at_a_time(agency, manager):
    """The package asks for the files of many records as for those of a few."""
    counts = []
    reader = inspection_by(manager, parts=["records"]).reader()
    order = package.Order(reader=reader, language="en", stem="s")
    (kind,) = [one for one in package.kinds_for(["records"]) if one.code == "records"]
    list(kind.items(order))  # the kinds of things are known from here on
    for many in (2, 6):
        for _n in range(many):
            archive.stored(agency)
        with CaptureQueriesContext(connection) as asked:
            items = list(kind.items(order))
        counts.append(len(asked))
    assert len(items) == 8
    assert counts[0] == counts[1]
