"""An archive for tests: a year with its cases, records in each state, holds and acts."""

import datetime
from typing import Any

from django.utils.timezone import localdate

from common.models import Attachment, Blob, deed, record
from documents.models import (
    DisposalAct,
    Hold,
    Nomenclature,
    NomenclatureItem,
    Record,
    Route,
    RouteStep,
)
from people.models import Position

BYTES = b"%PDF-1.4 the report of the quality service"
PLACE = "Архив, 2-текче"


def year_of_cases(agency, year: int, *, state: str = "approved") -> Nomenclature:
    """The approved list of cases of a year: five years, permanent, until replaced."""
    found = Nomenclature.objects.create(year=year, author=agency.office.person)
    for n, (keep, years) in enumerate([("years", 5), ("permanent", None), ("replaced", None)], 1):
        NomenclatureItem.objects.create(
            nomenclature=found,
            index=f"02-{n:02}",
            title={"ky": f"Отчёттор {n}", "ru": f"Отчёты {n}"},
            keep=keep,
            years=years,
            article="ст. 5" if keep == "years" else "",
        )
    Nomenclature.objects.filter(pk=found.pk).update(state=state)
    found.refresh_from_db()
    return found


def case_of(agency, year: int | None = None, index: str = "02-01") -> NomenclatureItem:
    """A case of a year, which is made where it is not there yet."""
    year = year or localdate().year
    found = Nomenclature.objects.filter(year=year).first() or year_of_cases(agency, year)
    return found.items.get(index=index)


def opened(agency, *, by=None, files=(BYTES,), **facts: Any) -> Record:
    """A record that is being kept up, with its files."""
    by = by or agency.staff
    with deed(by=by):
        kept = Record(
            **{
                "case": case_of(agency),
                "title": "Баалоонун жыйынтыгы",
                "proves": "Ички баалоо",
                "author": by.person,
                **facts,
            }
        )
        kept.save()
        for n, data in enumerate(files, 1):
            hang(kept, data, f"report{n}.pdf", by=by)
        record(kept, "create", by=by)
    return kept


def hang(kept, data: bytes, name: str, *, by, kind: str = "content") -> Attachment:
    """A file on a thing."""
    blob = Blob.store([data])
    return Attachment.objects.create(owner=kept, blob=blob, name=name, kind=kind, added_by=by)


def closed(agency, **facts: Any) -> Record:
    """A record that is complete and locked."""
    kept = opened(agency, **facts)
    kept.close(by=agency.office)
    return kept


def stored(agency, **facts: Any) -> Record:
    """A record in the archive, with its term."""
    kept = closed(agency, **facts)
    kept.store(by=agency.office, place=PLACE)
    return kept


def expired(agency, *, year: int = 2015, **facts: Any) -> Record:
    """A record whose term is over long since."""
    facts.setdefault("case", case_of(agency, year))
    kept = stored(agency, **facts)
    kept.expire()
    return kept


def route(agency) -> None:
    """The commission agrees, the director approves."""
    found, made = Route.objects.get_or_create(code="disposal_act", defaults={"name": {"en": "x"}})
    if made:
        RouteStep.objects.create(route=found, order=1, kind="agree")
        director = Position.objects.get(code="director")
        RouteStep.objects.create(route=found, order=2, kind="approve", position=director)


def act_over(agency, *records: Record) -> DisposalAct:
    """An act that is drawn up by the office manager, with a commission of two."""
    route(agency)
    return DisposalAct.objects.draw_up(
        records,
        [agency.manager.person, agency.staff.person],
        by=agency.office,
        date=localdate(),
        ground="№ 346 токтом",
        manner="Майдаланды",
    )


def approved_act(agency, *records: Record) -> DisposalAct:
    """The same, agreed by the commission and approved by the director."""
    act = act_over(agency, *records)
    act.send(by=agency.office)
    for member in (agency.manager, agency.staff):
        act.agree(by=member, seen=act.sheet.manifest_hash)
    approve(agency, act)
    return act


def approve(agency, act: DisposalAct) -> None:
    """The director's deed."""
    act.approve(
        by=agency.director,
        seen=act.sheet.manifest_hash,
        order_number="7",
        order_date=localdate(),
    )


def hold(agency, **over: Any) -> Hold:
    """A hold set by the quality manager."""
    return Hold.objects.lay(
        by=agency.manager, name="Сот иши", basis="№ 5 кат", since=localdate(), **over
    )


def days(n: int) -> datetime.timedelta:
    return datetime.timedelta(days=n)
