"""The archive beyond its pages: found, handed over, told of in a copy, its duty of the year."""

import pytest
from django.utils.timezone import localdate

from common import personal
from common.models import SearchEntry, deed
from common.search.query import parse
from common.search.tasks import index
from documents.models import FundItem, Material
from documents.record_tasks import expire_records, remove_files
from people import asking, handover
from planning import openers
from planning.models import Duty, Obligation
from tests import factories
from tests.documents import archive

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

WORDS = "Жашыруун сөз: кундуз.".encode()


def found(words: str) -> set[tuple[str, int]]:
    index()
    rows = SearchEntry.objects.matching(parse(words)).order_by()
    return set(rows.values_list("kind", "object_id"))


def test_a_record_is_found_by_its_title_and_by_the_words_of_its_file(agency):
    kept = archive.opened(agency, title="Кызмат баяны", files=())
    archive.hang(kept, WORDS, "words.txt", by=agency.staff)
    kept.close(by=agency.staff)
    assert ("record", kept.pk) in found("баяны")
    assert ("record", kept.pk) in found("кундуз")


def test_the_words_of_a_destroyed_file_are_found_no_more(agency):
    kept = archive.opened(agency, case=archive.case_of(agency, 2015), files=())
    archive.hang(kept, WORDS, "words.txt", by=agency.staff)
    kept.close(by=agency.staff)
    kept.store(by=agency.office, place=archive.PLACE)
    expire_records()
    kept.refresh_from_db()
    assert ("record", kept.pk) in found("кундуз")
    archive.approved_act(agency, kept).carry_out(by=agency.office, done_on=localdate())
    remove_files()
    assert ("record", kept.pk) not in found("кундуз")
    assert ("record", kept.pk) in found("баалоонун")


def test_open_records_and_materials_pass_on_and_closed_ones_keep_their_author(agency):
    opened, closed = archive.opened(agency), archive.closed(agency)
    material = Material.objects.create(title="x", author=agency.staff.person)
    works = {work.key: work for work in handover._works.values()}
    for key in ("documents.records", "documents.materials"):
        with deed(by=agency.office):
            works[key].move(agency.staff.person, agency.manager.person, agency.office)
    for thing in (opened, closed, material):
        thing.refresh_from_db()
    assert opened.author == material.author == agency.manager.person
    assert closed.author == agency.staff.person


def test_a_copy_of_personal_data_tells_of_records_and_a_record_keeps_the_name(agency):
    somebody = factories.employee("archivist")
    assert not personal.reasons_to_keep(somebody.person)
    kept = archive.closed(agency, by=somebody)
    tables = [table for collect in personal._collectors for table in collect(somebody.person)]
    assert any(kept.title in row for table in tables for row in table.rows)
    assert personal.reasons_to_keep(somebody.person)


def test_a_position_that_keeps_a_report_is_not_closed(agency):
    position = agency.office.person.appointment().position
    FundItem.objects.create(code="r", name={"ky": "Отчёт"}, keeper=position)
    assert "Отчёт" in asking.told(position, agency.office)
    FundItem.objects.update(closed_on=localdate())
    assert "Отчёт" not in asking.told(position, agency.office)


@pytest.mark.clause("004-4.2.4")
def test_the_duty_of_the_year_closes_when_everything_is_decided_on(agency):
    opener = openers.get("records.expiry")
    obligation = Obligation.objects.create(
        code="retention_expiry",
        name={"ky": "Карап чыгуу"},
        rule={"event": "records.expired"},
        opener="records.expiry",
        owner_position=agency.office.person.appointment().position,
    )
    today = localdate()
    due = today + archive.days(9)
    duty = Duty.objects.create(
        obligation=obligation, year=today.year, starts=today, due=due, planned_due=due
    )
    assert opener.by_hand(duty)
    first, second = archive.expired(agency), archive.expired(agency)
    assert not opener.by_hand(duty)
    assert opener.settled(duty) is None
    assert opener.says(duty, agency.office) == "Records to decide on: 2."
    act = archive.act_over(agency, first)
    assert opener.settled(duty) is None
    second.keep_longer(by=agency.office, until=today + archive.days(9), reason="x", basis="ЭК 1")
    settled = opener.settled(duty)
    assert (settled.on, settled.record) == (today, act)
