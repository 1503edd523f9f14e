"""The director's order that forms the commission: drafted from who is named (000/2.2; domain 2.8).

It goes the ordinary way of orders. It names the members with their positions, the chair, the
outsider with the organisation, the term; the work schedule is its appendix.
"""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from common.dates import held_together, numeric
from common.models import TranslatedText, deed, record
from common.models.translated import CODES
from documents.models import Order
from documents.models.order_filling import begin_order, fill
from monitoring.models import Campaign
from people.models import Person

HOLDS = ("approved", "fulfilled")
ENDED = ("dropped", "repealed")

TITLE = {
    "ky": "{title}: эксперттик комиссияны түзүү жөнүндө",
    "ru": "{title}: о создании экспертной комиссии",
    "en": "{title}: on forming the expert commission",
}
COMPOSED = {
    "ky": "Эксперттик комиссия төмөнкү курамда түзүлсүн: {members}.",
    "ru": "Создать экспертную комиссию в составе: {members}.",
    "en": "Form the expert commission of: {members}.",
}
CHAIR = {"ky": "төрага", "ru": "председатель", "en": "chair"}
MEMBER = {"ky": "мүчө", "ru": "член комиссии", "en": "member"}
OUTSIDER = {"ky": "тышкы эксперт", "ru": "внешний эксперт", "en": "external expert"}
TERM = {
    "ky": "Комиссия {since} – {until} мөөнөтүндө иштесин.",
    "ru": "Комиссии работать с {since} по {until}.",
    "en": "The commission works from {since} to {until}.",
}
SCHEDULE = {
    "ky": "Комиссиянын иш графиги бекитилсин (тиркеме).",
    "ru": "Утвердить график работы комиссии (приложение).",
    "en": "Approve the work schedule of the commission (appendix).",
}
RUN = {
    "ky": "Комиссиянын ишин уюштурууга жооптуу: {name}.",
    "ru": "Организацию работы комиссии возложить: {name}.",
    "en": "The work of the commission is organised by {name}.",
}
MARKS_COUNT = {
    "ky": "{name} койгон баллдар жыйынтыкта эсептелсин.",
    "ru": "Баллы, поставленные {name}, учитывать в итогах.",
    "en": "The marks given by {name} count in the result.",
}
MARKS_OUT = {
    "ky": "{name} койгон баллдар жыйынтыкта эсептелбесин.",
    "ru": "Баллы, поставленные {name}, в итогах не учитывать.",
    "en": "The marks given by {name} do not count in the result.",
}
APPENDIX = {
    "ky": "Эксперттик комиссиянын иш графиги",
    "ru": "График работы экспертной комиссии",
    "en": "Work schedule of the expert commission",
}


def _said(words: dict[str, str], **given) -> TranslatedText:
    """One sentence in every language; what is a text in languages is said in each."""
    found = {}
    for code in CODES:
        told = {
            key: value.in_language(code) if isinstance(value, TranslatedText) else value
            for key, value in given.items()
        }
        found[code] = words[code].format(**told)
    return TranslatedText(found)


def _roles(member) -> dict[str, str]:
    if member.is_external and not member.is_chair:
        return OUTSIDER
    return CHAIR if member.is_chair else MEMBER


def _listed(members) -> TranslatedText:
    """The members with name, position or organisation, and role."""
    found = {}
    for code in CODES:
        lines = []
        for one in members:
            post = TranslatedText(one.position_name).in_language(code) or one.organisation
            where = f", {post}" if post else ""
            lines.append(f"{one.person.full_name}{where} – {_roles(one)[code]}")
        found[code] = "; ".join(lines)
    return TranslatedText(found)


def _schedule(campaign) -> TranslatedText:
    lines = list(campaign.schedule.select_related("responsible"))
    found = {}
    for code in CODES:
        rows = []
        for number, one in enumerate(lines, 1):
            days = numeric(one.since)
            if one.until != one.since:
                days += f" – {numeric(one.until)}"
            told = [f"{number}. {one.stage.in_language(code)}", days, one.place]
            told.append(held_together(one.responsible.short_name) if one.responsible else "")
            rows.append("; ".join(filter(None, told)))
        found[code] = "\n\n".join(rows)
    return TranslatedText(found)


def points_of(campaign, replaced: Order | None) -> list[dict[str, Any]]:
    """The points of the order, as its rows keep them."""
    members = list(campaign.members.active().select_related("person"))
    rows: list[dict[str, Any]] = [{"repeals": replaced, "text": TranslatedText()}]
    if replaced is None:
        rows = []
    rows.append(_point(_said(COMPOSED, members=_listed(members))))
    until = numeric(campaign.results_on)
    rows.append(_point(_said(TERM, since=numeric(campaign.starts_on), until=until)))
    if campaign.schedule.exists():
        rows.append(_point(_said(SCHEDULE)))
    for left in campaign.members.exclude(left_on=None).filter(sheets__isnull=False).distinct():
        words = MARKS_COUNT if left.keeps_marks else MARKS_OUT
        rows.append(_point(_said(words, name=left.person.full_name)))
    if runs := campaign.secretary:
        working = Person.objects.employees().filter(pk=runs.pk).exists()
        text = _said(RUN, name=runs.full_name)
        rows.append(_point(text, [runs] if working else []))
    return rows


def _point(text: TranslatedText, responsible=()) -> dict[str, Any]:
    return {"text": text, "repeals": None, "responsible": responsible}


def draft(campaign: Campaign, *, by) -> Order:
    """Draft the order for the commission as it is named now, or write its draft anew.

    The campaign keeps it and whom it names in the same deed; a signed one that names others is
    repealed by the new one.
    """
    with deed(by=by):
        campaign.refresh_from_db(from_queryset=Campaign._base_manager.select_for_update())
        if not by.has_perm("monitoring.draft_commission_order", campaign):
            raise PermissionDenied
        kind = campaign.kind.order_kind
        if kind is None:
            raise ValidationError(_("This kind of assessment needs no order."))
        campaign.check_commission()
        old = campaign.order
        if old and old.state in ("agreeing", "approving"):
            raise ValidationError(_("The order is on its way: have it returned to change it."))
        if old and old.state == "draft":
            order, replaced = old, _replaced(old)
        else:
            replaced = old if old and old.state in HOLDS else None
            order = begin_order(
                kind,
                by.person,
                language="ky",
                title=_said(TITLE, title=campaign.title),
                preamble=campaign.kind.order_words or kind.preamble,
            )
            record(order, "create", by=by)
        text = _schedule(campaign)
        appendix = [{"title": TranslatedText(APPENDIX), "text": text}] if text else []
        fill(order, points_of(campaign, replaced), appendix)
        order.executors.set(executors(campaign))
        campaign.order, campaign.order_names = order, campaign.member_names()
        campaign._change_reason = "draft_order"
        campaign.save()
        record(campaign, "draft_order", by=by, order=order.pk)
    return order


def _replaced(order: Order) -> Order | None:
    point = order.points.exclude(repeals=None).select_related("repeals").first()
    return point.repeals if point else None


def executors(campaign) -> list[Person]:
    """The members who work here, and the secretary."""
    keys = set(campaign.members.active().inside().values_list("person", flat=True))
    if campaign.secretary_id:
        keys.add(campaign.secretary_id)
    return list(Person.objects.employees().filter(pk__in=keys))


def standing(campaign) -> str:
    """How the order stands: ``unneeded``, ``none``, ``draft``, ``way``, ``signed``; ``other``
    where it names other members than there are.
    """
    if campaign.kind.order_kind_id is None:
        return "unneeded"
    order = campaign.order
    if order is None or order.state in ENDED:
        return "none"
    if sorted(campaign.order_names) != campaign.member_names():
        return "other"
    if order.state in HOLDS:
        return "signed"
    return "draft" if order.state == "draft" else "way"
