"""One order: what it says, how it is carried out, who knows of it; its papers (domain 2.8)."""

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.generic.detail import SingleObjectMixin
from django.views.generic.edit import FormView

from common.dates import date_and_time, numeric
from common.models import Attachment
from common.views import Fact, Tab
from common.views.page import ObjectPage
from documents.models import Order
from documents.order_bound import has_files
from documents.order_words import control_words, lacks_words, pattern, point_words

from .order_extracts import sheets_of
from .orders import POINT_TONES, TONES
from .paper_parts import file_items
from .route_pages import SignedPage


class OrderDetail(SignedPage):
    """The record of an order; to open it is noted for who is to know of it."""

    model = Order
    permission = "documents.view_order"
    template_name = "documents/order.html"
    tones = TONES

    def get_queryset(self):
        rows = super().get_queryset().select_related("kind__route", "executor", "case")
        return rows.select_related("controller", "controlled_by", "author")

    def get_title(self):
        return self.object.shown_title

    def get(self, request, *args, **kwargs):
        if self.object.is_signed and not self.is_paper:
            self.object.readings.opened_by(request.user.person_id)
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        order, user = self.object, self.request.user
        mine = order.readings.filter(person=user.person_id).first() if order.is_signed else None
        return super().get_context_data(
            number=f"№ {order.order_number}" if order.order_number else str(order.kind),
            mine=mine if mine and mine.read_at is None and order.state != "repealed" else None,
            my_reading=mine,
            repealed_by=order.repealed_by if order.state == "repealed" else None,
            **kwargs,
        )

    def steps(self):
        order, user, page = self.object, self.request.user, self.object.get_absolute_url()
        hidden = {"repeal"}  # done by the new order, when that is signed
        if order.state == "approved" and order.points.unfinished().exists():
            hidden.add("fulfil")  # with its last point it is carried out
        steps = [step for step in super().steps() if step.get("name") not in hidden]
        if steps:
            steps[0]["primary"] = "name" in steps[0] and not steps[0]["danger"]
        if user.has_perm("documents.change_order", order):
            steps[0:0] = [{"label": _("Edit"), "url": f"{page}edit/"}]
            steps.append({"label": _("Attach a file"), "url": f"{page}attach/"})
        if order.state in ("approved", "fulfilled"):
            if user.has_perm("documents.acquaint_with_order", order):
                steps.append({"label": _("Record a signed sheet"), "url": f"{page}on-paper/"})
            if user.has_perm("documents.add_order") and order.can("repeal", user):
                url = f"{reverse('documents:order_add')}?repeals={order.pk}"
                steps.append({"label": _("Repeal by a new order"), "url": url})
        if user.has_perm("documents.extract_order", order):
            steps.append({"label": _("Make an extract"), "url": f"{page}extract/"})
        return steps

    def facts(self):
        order = self.object
        phone = f", {order.executor_phone}" if order.executor_phone else ""
        facts = [
            Fact(_("Kind"), order.kind),
            Fact(_("Number"), order.order_number),
            Fact(_("Date"), order.order_date and numeric(order.order_date)),
            Fact(_("Place"), str(order.place)),
            Fact(_("Control"), order.controlled_by or self._to_control()),
            Fact(_("Prepared by"), order.executor and f"{order.executor}{phone}"),
            Fact(_("Filed in the case"), order.case and str(order.case)),
            Fact(_("Signed on paper"), _("yes") if order.on_paper else ""),
        ]
        for name, url in sheets_of(order) if order.is_signed else ():
            facts.append(Fact(name, _("Open the PDF"), url, on_paper=False))
        if has_files(order):
            url = reverse("documents:order_bound", args=[order.pk])
            facts.append(Fact(_("With its appendices"), _("Open the PDF"), url, on_paper=False))
        return [*facts, *self.route_facts(), *self._lacking()]

    def _to_control(self):
        """Who is to control it, once it is signed."""
        order = self.object
        named = order.control == "person" and order.controller
        return named or order.get_control_display()

    def _lacking(self) -> list[Fact]:
        """Why an order that is translated in part is not printed in that language."""
        order = self.object
        if not self.request.user.has_perm("documents.change_order", order):
            return []
        names = dict(settings.LANGUAGES)
        return [
            Fact(_("Not printed: %(language)s") % {"language": _(names[code])}, why, on_paper=False)
            for code in names
            if (why := lacks_words(order, code))
        ]

    def first_tabs(self):
        order = self.object
        tabs = [Tab("order", pgettext("tab", "Order"), "documents/tab_order.html")]
        if order.is_signed:
            done = order.points.filter(responsible__isnull=False).distinct().count()
            tabs.append(
                Tab(
                    "execution",
                    pgettext("order", "Execution"),
                    "documents/tab_execution.html",
                    done,
                )
            )
            tabs.append(
                Tab(
                    "acquainted",
                    _("Acquaintance"),
                    "documents/tab_acquainted.html",
                    order.readings.count(),
                )
            )
        return tabs

    def has_files(self):
        return super().has_files() or Attachment.objects.of(self.object).exists()

    def tabs(self):
        own = "documents/tab_order_files.html"
        return [
            tab._replace(template=own) if tab.slug == "files" else tab for tab in super().tabs()
        ]

    def first_context(self, slug):
        if slug == "execution":
            return {"points": points_shown(self.object, self.request.user)}
        if slug == "acquainted":
            return readings_shown(self.object, self.request.user)
        return text_shown(self.object, self.request.LANGUAGE_CODE)


def text_shown(order, language: str) -> dict:
    """The order as one reads it: in the reader's language where it is whole in it."""
    language = language if language in order.languages() else order.language
    points = list(order.points.for_manifest())
    return {
        "verb": pattern(order, "verb", language),
        "preamble": order.in_language(order.preamble, language),
        "basis": order.in_language(order.basis, language),
        "points": [(point, point_words(order, point, language)) for point in points],
        "control": control_words(order, language),
        "executors": list(order.executors.all()),
        "named": list(order.named.all()),
        "appendices": list(order.appendices.select_related("file__blob")),
    }


def points_shown(order, user) -> list[dict]:
    """Each point that somebody carries out, with what this reader may do about it."""
    rows = (
        order.points.to_carry_out()
        .select_related("reported_by", "confirmed_by")
        .prefetch_related("responsible")
    )
    found = []
    for point in rows:
        point.order = order
        found.append(
            {
                "point": point,
                "state": _("Late") if point.is_late else point.get_state_display(),
                "tone": "red" if point.is_late else POINT_TONES[point.state],
                "files": file_items(point) if point.reported_at else [],
                "when": point.reported_at and date_and_time(point.reported_at),
                "steps": [
                    {"label": point.STEPS[name].label, "url": step_of(point, name)}
                    for name in ("report", "confirm", "give_back")
                    if point.can(name, user)
                ],
            }
        )
    return found


def step_of(point, name: str) -> str:
    """Where a step of a point is taken."""
    return reverse("documents:point_step", args=[point.pk, name])


def readings_shown(order, user) -> dict:
    """Who knows of it and who does not; the late ones first."""
    readings = list(order.readings.for_list())
    return {
        "unread": sorted(
            (r for r in readings if r.read_at is None), key=lambda r: (not r.is_late, r.due)
        ),
        "done": [r for r in readings if r.read_at],
        "asked": len(readings),
        "may_record": user.has_perm("documents.acquaint_with_order", order),
        "executors_sign": order.kind.executors_sign,
        "sheets": sheets_of(order),
    }


class Acquainted(ObjectPage, SingleObjectMixin, FormView):
    """“I have acquainted myself”: a form with nothing but the button."""

    model = Order
    permission = "documents.view_order"
    http_method_names = ["post"]
    title = gettext_lazy("Acquaintance")

    def post(self, request, *args, **kwargs):
        reading = get_object_or_404(self.object.readings, person=request.user.person_id)
        reading.confirm(by=request.user)
        return HttpResponseRedirect(self.object.get_absolute_url())
