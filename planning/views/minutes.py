"""The page on which the minutes are written while people talk (domain 2.7; peers, opening 10).

The agenda stands at the left, the item at hand at the right; what is typed is saved as it is typed.
Two may write at once: the later save of the same item is told who changed what, and loses nothing.
"""

from itertools import pairwise

from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin

from common.views.page import ObjectPage
from people.models import Person
from planning.forms.minutes import DecisionForm, MinutesForm, RecusalForm
from planning.meeting_handover import who_left
from planning.minutes_merge import merge
from planning.models import AgendaItem, Meeting
from planning.models.agenda_deeds import VOTES

from .meeting import dressed, is_noted, quorum_words
from .meeting_writing import locked_words

REFUSED = {"votes_for": VOTES, "resolved": ("resolved",)}  # what a refusal leaves out
MOST_NAMES = 500  # offered while one types who answers


class MinutesPage(ObjectPage, SingleObjectMixin, View):
    """Whatever is done on the page of the minutes."""

    model = Meeting
    permission = "planning.keep_meeting"

    def get_queryset(self):
        rows = super().get_queryset()
        return rows.select_related("kind__body", "chair", "secretary")

    def not_now(self, *, may):
        if self.object.is_written or not may:
            return ""
        if self.object.state == "planned":
            return _("The meeting is not open yet.")
        return locked_words(self.object)

    def get_title(self):
        return _("Minutes: %(meeting)s") % {"meeting": self.object.title}

    @cached_property
    def item(self) -> AgendaItem:
        """The item at hand."""
        rows = self.object.items.select_related("speaker")
        item = get_object_or_404(rows, pk=self.kwargs["item"])
        item.meeting = self.object
        return item

    def agenda(self) -> list[AgendaItem]:
        """The items, each with what is wrong with its votes."""
        doubts, items = self.object.doubtful_votes(), list(self.object.items.all())
        for item in items:
            item.doubt = doubts.get(item.pk, "")
        return items

    def shown(self, status: int = 200, **context):
        """The page, with the agenda at its left."""
        items = self.agenda()
        item, there = context.get("item"), self.object.quorum().is_there
        lost = bool(item and there and not self.object.quorum(item).is_there)
        base = {
            "object": self.object,
            "title": self.get_title(),
            "items": items,
            "quorum": quorum_words(self.object),
            "lacks_quorum": lost or not there,
            "is_noted": there or is_noted(self.object),
            "lost_quorum": lost,
            "doubt": next((one.doubt for one in items if one == item), ""),
            "can_end": self.object.can("end", self.request.user),
        }
        return render(self.request, self.template_name, base | context, status=status)


class Minutes(MinutesPage):
    """Who is here first, then the first item that was not considered yet."""

    def get(self, request, *args, **kwargs):
        meeting = self.object
        if not meeting.attendance.present().exists():
            return HttpResponseRedirect(reverse("planning:presence", args=[meeting.pk]))
        item = meeting.items.filter(outcome="").first() or meeting.items.last()
        if item is None:
            return HttpResponseRedirect(reverse("planning:presence", args=[meeting.pk]))
        return HttpResponseRedirect(reverse("planning:minutes_item", args=[meeting.pk, item.pk]))


class ItemMinutes(MinutesPage):
    """One item: heard, spoke, resolved, votes, decisions."""

    template_name = "planning/minutes.html"

    def get(self, request, *args, **kwargs):
        return self.page()

    def page(self, status=200, *, form=None, decide=None, recuse=None, **told):
        """The page of the item, with whichever form was refused."""
        item = self.item
        rows = item.decisions.prefetch_related("responsible")
        follow = item.follow_ups.select_related("decision__item__meeting__kind")
        earlier = list(follow.prefetch_related("decision__responsible"))
        decide = decide or DecisionForm(meeting=self.object)
        if "more" in self.request.GET or decide.is_bound:
            decide.fields["text"].widget.attrs["data-focus"] = True
        form = form or MinutesForm(instance=item)
        if "next" in self.request.GET and not form.is_bound:
            form.fields["heard"].widget.attrs["data-focus"] = True
        return self.shown(
            status,
            item=item,
            form=form,
            decide=decide,
            recuse=recuse or RecusalForm(item=item),
            recusals=item.recusals.select_related("attendance__person"),
            decisions=dressed(rows, item),
            follow_ups=earlier,
            gone=who_left([row.decision for row in earlier], self.request.user),
            voters=item.voters() if self.object.voting != "none" else None,
            names=names_to_offer(self.object),
            following=self.object.items.filter(order__gt=item.order).first(),
            **{"revision": item.revision, **told},
        )

    def post(self, request, *args, **kwargs):
        form = MinutesForm(request.POST, instance=self.item)
        if set(form.errors) - set(VOTES):
            return self.answer(form, 422)
        self.item.refresh_from_db()
        if "take" in request.POST:
            return self.taken(form)
        typed = form.typed()
        merged = merge(self.item, _number(request, "revision"), typed)
        disputed = merged.clash if _number(request, "over") != self.item.revision else []
        who = who_saved(self.item, form, disputed) if disputed else ""
        try:
            refused = self.keep(undisputed(merged.mine, disputed))
        except ValidationError as error:
            self.item.refresh_from_db()
            form.add_error(None, ValidationError(error.messages))
            return self.answer(form, 422)
        if disputed:
            return self.overtaken(form, disputed, who, refused)
        theirs = dict.fromkeys(merged.theirs)
        if self.item.outcome != typed["outcome"]:  # what is written was considered
            theirs["outcome"] = None
        return self.answer(form, 200, theirs=theirs, refused=refused)

    def keep(self, mine: dict) -> dict[str, list[str]]:
        """Store it, and say why votes or what was resolved were refused: those alone, what people
        said is stored.
        """
        try:
            self.write(mine)
        except ValidationError as error:
            told = getattr(error, "error_dict", {})
            name = next((one for one in REFUSED if one in told), "")
            if not name:
                raise
            self.item.refresh_from_db()
            rest = {one: value for one, value in mine.items() if one not in REFUSED[name]}
            return {name: error.messages} | self.keep(rest)
        return {}

    def write(self, mine: dict) -> None:
        """Put it into the minutes; what says nothing new leaves no trace."""
        if any(getattr(self.item, name) != value for name, value in mine.items()):
            self.item.write(by=self.request.user, revision=self.item.revision, **mine)

    def overtaken(self, form, clash: list[str], who: str, refused: dict):
        """Who changed what meanwhile; what one typed there stays, and goes in only when one says
        so; all the rest is stored.
        """
        stored = [said(form, name, getattr(self.item, name)) for name in clash]
        return self.answer(form, 409, over=who, stored=stored, refused=refused)

    def taken(self, form):
        """What is stored stands in the fields; what one typed instead is shown to copy."""
        kept = MinutesForm(instance=self.item)
        typed = form.typed()
        other = [name for name in typed if getattr(self.item, name) != typed[name]]
        dropped = [said(form, name, typed[name]) for name in other]
        return self.answer(kept, 200, theirs=other, dropped=dropped)

    def with_stored(self, form, refused):
        """All but what was refused is stored: the fields say what stands now, also another’s words,
        and the refused stays typed.
        """
        data = self.request.POST.copy()
        for name in set(form.fields) - {*VOTES, *refused}:
            data[name] = getattr(self.item, name)
        return MinutesForm(data, instance=self.item)

    def answer(self, form, status, theirs=(), refused=None, **context):
        """The line that says how it was saved; without scripts the whole page again."""
        is_kept = status == 200  # noqa: PLR2004
        refused = refused or {}
        wrong = [text for name in VOTES for text in form.errors.get(name, ())]
        wrong = [*refused.get("votes_for", ()), *wrong]
        context["unresolved"] = refused.get("resolved", ())
        if not self.request.htmx:
            if is_kept and not (wrong or refused) and "dropped" not in context:
                return HttpResponseRedirect(self.request.path)
            if is_kept and (wrong or refused):
                form = self.with_stored(form, refused)
            elif not is_kept:  # the next save is still measured by what one had before one
                context["revision"] = _number(self.request, "revision")
            code = 422 if wrong or refused else status
            return self.page(code, form=form, refused=refused.get("votes_for"), **context)
        now = date_format(timezone.localtime(), "H:i:s")
        kept = MinutesForm(instance=self.item)
        outside = {name: texts for name, texts in form.errors.items() if name not in VOTES}
        items = self.agenda()
        told = {
            "item": self.item,
            "items": items,
            "object": self.object,
            "doubt": next((one.doubt for one in items if one == self.item), ""),
            "saved_at": now if is_kept and "dropped" not in context else "",
            "errors": [text for texts in outside.values() for text in texts],
            "refused": wrong,
            "is_answer": True,
            "is_kept": is_kept,
            "others": [kept[name].as_widget(attrs={"hx-swap-oob": "true"}) for name in theirs],
            **context,
        }
        return render(self.request, "planning/minutes_saved.html", told)


def _number(request, name: str) -> int:
    """A revision that the form carries; 0 where it carries none."""
    told = request.POST.get(name, "")
    return int(told[:9]) if told.isdecimal() else 0


def said(form, name: str, value) -> tuple[str, str]:
    """What a field is called and all that it says, to be read and copied."""
    choices = dict(getattr(form.fields[name], "choices", ()))
    words = choices.get(value, value) if choices else value
    return form.fields[name].label, "—" if words in (None, "") else str(words)


def undisputed(mine: dict, disputed: list[str]) -> dict:
    """What is stored beside a dispute: all but the disputed, votes all or none."""
    out = {*disputed, *(VOTES if set(disputed) & set(VOTES) else ())}
    return {name: value for name, value in mine.items() if name not in out}


def who_saved(item, form, disputed: list[str]) -> str:
    """Who changed the disputed fields last, when, and which fields those are."""
    names = ", ".join(str(form.fields[name].label) for name in disputed)
    rows = list(item.history.select_related("history_user__person").order_by("-history_id"))
    newest = next(
        (
            row
            for row, before in pairwise(rows)
            if any(getattr(row, name) != getattr(before, name) for name in disputed)
        ),
        next(iter(rows), None),
    )
    who = newest and newest.history_user and newest.history_user.person.short_name
    at = date_format(timezone.localtime(newest.history_date), "H:i:s") if newest else ""
    words = _("%(who)s changed this at %(time)s (%(what)s). What you typed is still here.")
    return words % {"who": who or _("Somebody"), "time": at, "what": names}


def names_to_offer(meeting) -> list[str]:
    """Names for the line of who answers: those on the list first."""
    there = list(meeting.attendance.filter(person__isnull=False).select_related("person"))
    found = {row.person.short_name: None for row in there}
    if len(found) < MOST_NAMES:
        rows = Person.objects.employees(meeting.day).order_by("sorted_as")[:MOST_NAMES]
        found |= {person.short_name: None for person in rows}
    return list(found)[:MOST_NAMES]
