"""A duty: how it stands, who answers, what comes first, what shows that it is done."""

from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from common import deeds
from common.dates import date_and_time, numeric
from common.models import Attachment, JournalEntry, Opening
from common.reach import within_reach
from common.views import DetailPage, Fact, Tab
from documents.models import Document
from planning import chain, openers, owners
from planning.following import ANCHOR
from planning.models import Duty, Obligation

from .duties import TONES, state_words, tone
from .duty_told import told

MOVES = ("move", "move_by_calendar")


def blocked(blocks: list, reader) -> dict:
    """What comes first, with what the reader may not know left unnamed."""
    shown = chain.told(blocks, reader)
    return {
        "is_blocked": bool(blocks),
        "blocks": shown,
        "blocks_hidden": len(shown) < len(blocks),
    }


def reachable(thing, reader):
    """A record that something names, if the reader may see it."""
    if thing is None:
        return None
    return within_reach(type(thing), reader).filter(pk=thing.pk).first()


def address(thing) -> str:
    return thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else ""


def proof_words(thing) -> str:
    """What the record that shows it is called; of a document the title too."""
    if isinstance(thing, Document):
        return f"{thing.code} · {thing.title}"
    return str(thing or "")


class DutyDetail(DetailPage):
    """One duty, with everything that somebody who answers for it wants to know."""

    model = Duty
    permission = "planning.view_duty"
    template_name = "planning/duty.html"
    tones = TONES

    def get_queryset(self):
        return super().get_queryset().for_list().select_related("cause__obligation")

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        if self.object.is_restricted:
            Opening.objects.note(request.user, self.object)
        return response

    def get_title(self):
        return self.object.headline

    def paper_kind(self):
        return _("Duty of the year %(year)s") % {"year": self.object.year}

    def paper_hands(self):
        closed_by = self.object.closed_by
        return [(_("Closed by"), closed_by.signature_name)] if closed_by else []

    def get_context_data(self, **kwargs):
        duty, reader = self.object, self.request.user
        opener = openers.get(duty.obligation.opener)
        kept = Attachment.objects.of(duty)
        return super().get_context_data(
            **{
                "state": {"label": state_words(duty), "tone": tone(duty)},
                **blocked(self.blocks, reader),
                "moves": moves_of(duty),
                "opener": opener,
                "stands": _says(opener, duty, reader),
                "by_hand": openers.is_closed_by_hand(duty),
                "work_url": _work_url(opener, duty, reader),
                "proof": proof_words(reachable(duty.record, reader)),
                "proof_url": address(duty.record),
                "proof_hidden": duty.record is not None and not reachable(duty.record, reader),
                "files": [
                    {"name": file.name, "url": file.get_absolute_url(), "size": file.blob.size}
                    for file in kept
                ],
                **self.follows(),
                **kwargs,
            }
        )

    def follows(self) -> dict:
        """What it follows from and what follows from it, as far as the reader may know."""
        duty, seen = self.object, Duty.objects.visible_to(self.request.user)
        after = Obligation.objects.in_use().filter(rule__after=duty.obligation.code)
        effects = seen.filter(cause=duty).select_related("obligation")
        return {
            "cause": duty.cause and seen.filter(pk=duty.cause_id).first(),
            "effects": [
                {"duty": one, "state": state_words(one), "tone": tone(one)} for one in effects
            ],
            "will_open": [] if duty.has_ended else after,
        }

    @cached_property
    def blocks(self) -> list:
        """What has to end first; of what has ended nothing."""
        return [] if self.object.has_ended else self.object.blocked_by()

    def steps(self):
        """Those of the moment: while something comes first it cannot be closed."""
        steps = [one for one in super().steps() if one["name"] != "close" or not self.blocks]
        duty, user = self.object, self.request.user
        if not duty.has_ended and user.has_perm("planning.give_duty", duty):
            steps.append({"label": _("Give it to somebody"), "url": self.step_url("give")})
        if not duty.has_ended and user.has_perm("planning.move_duty", duty):
            steps.append({"label": _("Set another day"), "url": self.step_url("move")})
        return steps

    def facts(self):
        duty, user = self.object, self.request.user
        one = duty.obligation
        procedure = reachable(one.procedure, user)
        subject = reachable(duty.subject, user)
        is_planned = duty.state == Duty.State.SCHEDULED
        return [
            Fact(_("Due"), numeric(duty.due)),
            Fact(_("Due by the rule"), numeric(duty.planned_due) if duty.is_moved else ""),
            Fact(_("Opens"), numeric(duty.starts) if is_planned else ""),
            Fact(_("Opened on"), opened_on(duty)),
            Fact(_("Done on"), duty.done_on and numeric(duty.done_on)),
            Fact(_("Obligation"), one, one.get_absolute_url()),
            Fact(_("About"), duty.subject_text, address(subject)),
            Fact(_("Procedure"), procedure and procedure.code, address(procedure)),
            Fact(_("Source"), one.source),
            Fact(_("Who answers"), self.who()),
            Fact(_("Closed by"), self.closed_by()),
            Fact(_("Of the year"), duty.year),
        ]

    def who(self) -> str:
        """Who is asked today; where nobody holds what it asks for, who is asked instead."""
        duty, one = self.object, self.object.obligation
        if duty.has_ended:
            return owners.owner_words(one)
        people = owners.names(duty.answering())
        if duty.given_to_id:
            return _("%(people)s: given to them") % {"people": people}
        if one.holders(duty.subject).exists():
            return _("%(people)s (%(owner)s)") % {
                "people": people,
                "owner": owners.owner_words(one),
            }
        return _("Nobody holds “%(owner)s” today; asked is %(people)s") % {
            "owner": owners.owner_words(one),
            "people": people or "—",
        }

    def closed_by(self) -> str:
        duty = self.object
        if not duty.closed_at:
            return ""
        who = duty.closed_by.short_name if duty.closed_by else "Sapat"
        return f"{who}, {date_and_time(duty.closed_at)}"

    def tabs(self):
        return [
            Tab("clauses", _("Demanded by"), "planning/tab_clauses.html"),
            Tab("told", _("Reminders"), "planning/tab_told.html"),
            Tab("history", _("History"), "components/tab_history.html"),
        ]

    def tab_context(self, slug):
        if slug == "clauses":
            return {"clauses": self.object.obligation.clauses.select_related("standard")}
        if slug == "told":
            return {"told": told(self.object)}
        return {"items": deeds.history(JournalEntry.objects.about(self.object), self.request.user)}


def opened_on(duty) -> str:
    """The day its work opened; nothing where it never did."""
    return numeric(localdate(duty.opened_at)) if duty.has_opened else ""


def moves_of(duty) -> list[dict]:
    """From which day to which it was moved, by whom and why."""
    entries = list(
        JournalEntry.objects.about(duty)
        .filter(deed__in=MOVES)
        .select_related("user__person", "content_type")
        .order_by("number")
    )
    why = deeds.reasons(entries)
    return [
        {
            "before": _day(entry.details["before"]),
            "due": _day(entry.details["due"]),
            "who": deeds.who(entry),
            "when": date_and_time(entry.at),
            "why": entry.details.get("why", "") or why.get(entry.number, ""),
            "by_calendar": entry.deed == "move_by_calendar"
            and entry.details.get("because") != ANCHOR,
            "by_anchor": entry.details.get("because") == ANCHOR,
        }
        for entry in entries
    ]


def _day(told: str) -> str:
    return ".".join(reversed(told.split("-")))


def _work_url(opener, duty, reader) -> str:
    """Where the work is done: the record that it opened, or the page its opener names."""
    opened = reachable(duty.opened, reader)
    if opened is not None:
        return address(opened)
    return opener.address(duty) if opener and not duty.has_ended else ""


def _says(opener, duty, reader) -> str:
    """How the work stands that it opened, where its opener tells."""
    return opener.says(duty, reader) if opener and not duty.has_ended else ""
