"""Bringing in a list of a register: all of its rows or none, as one deed; a long one by the worker.

The rows are planned anew inside the transaction. If anything would fare otherwise than it was
shown, nothing is written and the keeper looks again.
"""

import logging
from datetime import timedelta
from typing import Any

from django.db import IntegrityError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.importing import CHANGE, NEW, Fate, NotImportable, PlanChanged
from common.intake.cells import Row
from common.intake.declare import Importer, get
from common.intake.planning import ListPlan, plan_of
from common.models import ListImport, deed, record
from common.sheets import read_sheet

log = logging.getLogger(__name__)

AT_ONCE = 300  # rows written while the keeper waits; more are the worker's
SILENT_FOR = timedelta(minutes=15)  # after that, whoever worked on it is dead
REASON = "import_list"


def importer_of(found: ListImport, user=None) -> Importer:
    """Who knows this kind of list."""
    return get(found.kind)(user or found.by, found.target)


def plan_for(found: ListImport) -> ListPlan:
    """What would become of each row of an uploaded list now."""
    importer = importer_of(found)
    return plan_of(importer, read_sheet(found.read(), importer.fields))


def carry_out(found: ListImport, *, by, seen: str, reason: str = "") -> ListPlan | None:
    """Bring the list in as it was shown, or leave it to the worker; nothing if that was said.

    ``seen`` is the digest of the plan that was shown, ``reason`` why approved things change.
    """
    with deed(by=by):
        found = ListImport.objects.select_for_update().get(pk=found.pk)
        if found.state != ListImport.State.PREVIEW:
            return None
        plan = _as_shown(found, seen)
        found.seen, found.reason, found.findings = seen, reason, []
        found.total = plan.counts[NEW] + plan.counts[CHANGE]
        if found.total > AT_ONCE:
            found.state = ListImport.State.RUNNING
            found.save()
            record(found, "confirm_register", by=by, rows=found.total)
        else:
            _write(found, plan, by)
    return plan


def bring_in(pk: int) -> None:
    """Write a confirmed long list, unless another worker is at it."""
    now = timezone.now()
    free = ListImport.objects.filter(pk=pk, state=ListImport.State.RUNNING)
    free = free.filter(claimed_at=None) | free.filter(claimed_at__lt=now - SILENT_FOR)
    if not free.update(claimed_at=now):
        return
    found = ListImport.objects.select_related("by__person").get(pk=pk)
    with override(found.by.person.language):
        try:
            _all_or_nothing(found)
        except PlanChanged:
            why = _("Something changed meanwhile: nothing was written. Look again, then import.")
            _give_back(found, why)
        except NotImportable:
            _give_back(found, _("You may not do this any more: nothing was written."))
        except Exception:
            log.exception("List %s was not brought in.", pk)
            _give_back(found, _("It could not be brought in; nothing was written. See the log."))


def _all_or_nothing(found: ListImport) -> None:
    with deed(by=found.by):
        locked = ListImport.objects.select_for_update().get(pk=found.pk)
        if locked.state != ListImport.State.RUNNING:
            return
        importer = importer_of(locked)
        if not found.by.has_perm(importer.permission, importer.permission_object()):
            raise NotImportable
        _write(locked, _as_shown(locked, locked.seen), found.by)


def _give_back(found: ListImport, why: str) -> None:
    """The list waits for its keeper again, who is told why."""
    found.refresh_from_db()
    found.state, found.claimed_at = ListImport.State.PREVIEW, None
    found.findings = [{"row": 0, "text": why}]
    found.save()


def _as_shown(found: ListImport, seen: str) -> ListPlan:
    plan = plan_for(found)
    if plan.digest != seen:
        raise PlanChanged
    if not plan.is_good:
        raise NotImportable
    return plan


def _write(found: ListImport, plan: ListPlan, by) -> None:
    importer = importer_of(found, by)
    if not importer.hold():
        raise PlanChanged
    rows = [fate.thing for fate in plan.fates if fate.kind == CHANGE]
    _hold(importer, rows)
    made: dict[str, object] = {}
    try:
        for row in in_order([fate for fate in plan.fates if fate.kind == NEW]):
            made[row.code] = _add(importer, row, made, by)
        for row in rows:
            _change(importer, row, made, by, found.reason)
    except IntegrityError as error:  # somebody saved the same at this moment
        raise PlanChanged from error
    found.state, found.ended_at = ListImport.State.DONE, timezone.now()
    found.done = len(plan.fates)
    found.counts = dict(plan.counts)
    found.save()
    sha256 = found.blob and found.blob.sha256
    record(found, REASON, by=by, sha256=sha256, register=found.kind, **plan.counts)
    things = [*made.values(), *(row.stored for row in rows)]
    if told := importer.written(things, by=by):
        found.findings = [{"row": 0, "text": sentence} for sentence in told]
        found.save()


def _hold(importer: Importer, rows: list[Row]) -> None:
    """Lock what changes; whoever was faster by a moment is not overwritten."""
    stored = {row.stored.pk: getattr(row.stored, "revision", 0) for row in rows}
    held = importer.rows().select_for_update().filter(pk__in=stored)
    now = {thing.pk: getattr(thing, "revision", 0) for thing in held}
    if now != stored:
        raise PlanChanged


def in_order(fates: list[Fate]) -> list[Row]:
    """New rows, each after those it rests on."""
    waiting, ordered = [fate.thing for fate in fates], []
    codes = {row.code for row in waiting}
    while waiting:
        ready = [row for row in waiting if not codes & {*row.refs.values()}]
        if not ready:
            raise NotImportable
        ordered += ready
        codes -= {row.code for row in ready}
        waiting = [row for row in waiting if row.code in codes]
    return ordered


def _fill(importer: Importer, thing, row: Row, made: dict) -> None:
    for name, value in row.values.items():
        setattr(thing, name, value)
    for name, code in row.refs.items():
        other = made.get(code) or importer.rows().get(**{importer.key: code})
        setattr(thing, name, other)


def _add(importer: Importer, row: Row, made: dict, by):
    thing: Any = importer.fresh()
    setattr(thing, importer.key, row.code)
    _fill(importer, thing, row, made)
    importer.complete(thing, row.values)
    thing._change_reason = REASON
    thing.save()
    importer.saved(thing, row.values)
    record(thing, "create", by=by)
    return thing


def _change(importer: Importer, row: Row, made: dict, by, reason: str) -> None:
    thing = row.stored
    _fill(importer, thing, row, made)
    importer.changing(thing)
    thing.revision += 1
    thing._change_reason = (reason if row.is_settled else "") or REASON
    thing.save()
    importer.saved(thing, row.values)
    record(thing, "change", by=by, fields=[*row.values, *row.refs])
