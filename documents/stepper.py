"""The agreement sheet as the page shows it: ordered steps, each with one line or several."""

from itertools import groupby

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from common.dates import date_and_time, numeric
from common.marks import short_hash
from common.models.journal import digest
from documents.models import ApprovalSheet, SheetLine
from documents.models.route import StepKind
from documents.stamps import acting_words, decision
from people.models import Substitution

TONES = {"waiting": "grey", "agreed": "green", "returned": "red"}


def stepper(sheet: ApprovalSheet) -> dict:
    """One round for the ``stepper`` component."""
    lines = list(
        sheet.lines.select_related("position", "body", "person", "decided_by", "signature")
    )
    waiting = (
        {line.order for line in sheet.waiting()}
        if sheet.outcome == ApprovalSheet.Outcome.RUNNING
        else set()
    )
    acting = _who_acts(sheet)
    steps = []
    for order, group in groupby(lines, key=lambda line: line.order):
        shown = list(group)
        decisions = {line.decision for line in shown}
        if order in waiting:
            state = "now"
        elif SheetLine.Decision.RETURNED in decisions:
            state = "back"
        elif SheetLine.Decision.WAITING in decisions:
            state = "later"
        else:
            state = "done"
        steps.append(
            {
                "label": shown[0].kind_name,
                "state": state,
                "lines": [_line(line, acting) for line in shown],
            }
        )
    return {
        "round": sheet.round,
        "outcome": sheet.outcome_name,
        "when": date_and_time(sheet.closed_at or sheet.opened_at),
        "hash": sheet.manifest_hash,
        "steps": steps,
    }


def planned(paper) -> list[dict]:
    """The route a paper would take, step by step, before it is sent."""
    lines = paper.lines_to_come()
    return [
        {
            "label": _kind_name(paper, group[0]),
            "state": "later",
            "lines": [
                {
                    "who": line.body or line.position or _("Whom you name below"),
                    "word": _will_be_asked(paper, line, lines),
                    "tone": "grey",
                }
                for line in group
            ],
        }
        for group in (list(g) for _o, g in groupby(lines, key=lambda line: line.order))
    ]


def _kind_name(paper, line) -> str:
    """What is done at a step: an order and a letter are signed, not approved."""
    is_signed = line.kind == StepKind.APPROVE and paper.is_own_act
    return str(StepKind.SIGN.label if is_signed else line.get_kind_display())


def _will_be_asked(paper, line, lines) -> str:
    """That they will be, and where an agreement alone approves it, that it does."""
    if line.kind == StepKind.AGREE and paper.approves(line, lines):
        return _("Will be asked; this approves it")
    return _("Will be asked")


def unchanged(paper) -> str:
    """A sentence where a paper is sent again without what was asked for; else nothing."""
    sheet = paper.sheet
    if sheet and sheet.manifest_hash == digest(paper.manifest()):
        return _("Nothing has changed since it was returned.")
    before = paper.version_before() if hasattr(paper, "version_before") else None
    if before and _texts(before) == _texts(paper):
        return _("The text does not differ from %(version)s.") % {"version": before}
    return ""


def behind(version) -> str:
    """Which translations of a version are those of an older one, for who reads or approves it."""
    stale = getattr(version, "stale_translations", dict)()
    names = dict(settings.LANGUAGES)
    lines = [
        _("%(language)s: as in %(version)s") % {"language": names[code], "version": since}
        for code, since in stale.items()
    ]
    if not lines:
        return ""
    words = _("The original changed and these texts did not: %(texts)s.")
    return words % {"texts": "; ".join(lines)}


def _texts(version) -> dict:
    return {text.language: text.html for text in version.texts_that_count()}


def _who_acts(sheet: ApprovalSheet) -> list[Substitution]:
    """Who acts today for those who are asked, so that a reader sees whom to turn to."""
    if sheet.outcome != ApprovalSheet.Outcome.RUNNING:
        return []
    found = Substitution.objects.on().filter(signs=True).select_related("acting", "absent")
    # Of one who acts by two orders the one by which they would sign: the substitution's.
    by_order = sorted(found, key=lambda s: s.kind == Substitution.Kind.SUBSTITUTION)
    return list({(s.acting_id, s.absent_id, s.position_id): s for s in by_order}.values())


def who_acts(paper) -> str:
    """Who acts for those whom a paper waits for now."""
    waiting = paper.waiting_lines()
    acting = _who_acts(paper.sheet) if waiting else []
    return "; ".join(dict.fromkeys(filter(None, (_acting(line, acting) for line in waiting))))


def _acting(line: SheetLine, acting: list[Substitution]) -> str:
    """Behind a signature, for whom it was given; behind a waiting line, who may give it."""
    if line.acting:
        return acting_words(line, get_language() or "ky")
    if line.decision != SheetLine.Decision.WAITING:
        return ""
    standing = Substitution.Kind.SUBSTITUTION
    names = [
        _("%(who)s acts for %(name)s, order No. %(number)s")
        % {"who": s.acting.short_name, "name": s.absent.short_name, "number": s.order_number}
        for s in acting
        if (line.position_id and s.position_id == line.position_id)
        or (line.person_id and s.absent_id == line.person_id and s.kind == standing)
    ]
    return "; ".join(names)


def _line(line: SheetLine, acting: list[Substitution]) -> dict:
    when = date_and_time(line.decided_at) if line.decided_at else ""
    number = (
        _("No. %(number)s of %(date)s") % {"number": line.number, "date": numeric(line.date)}
        if line.number and line.date
        else ""
    )
    marks = [when, number, _("signed on paper") if line.on_paper else ""]
    position = str(line.position_name or line.position or "") if not line.body_id else ""
    return {
        "who": line.who,
        "position": position if position != line.who else "",
        "acting": _acting(line, acting),
        "word": decision(line),
        "tone": TONES[line.decision],
        "when": " · ".join(mark for mark in marks if mark),
        "remark": line.remark,
        "signature": _signature(line),
    }


def _signature(line: SheetLine) -> dict | None:
    """The digest of an electronic signature, short as on the paper and whole, and its means."""
    signature = getattr(line, "signature", None)
    if signature is None:
        return None
    means = {"password": _("by password"), "passkey": _("by passkey")}
    return {
        "words": _("signature %(hash)s") % {"hash": short_hash(signature.digest)},
        "digest": signature.digest,
        "means": means.get(signature.facts.get("means"), ""),
    }
