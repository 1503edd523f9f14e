"""What is done to a scoring sheet: signed, given back, its far marks explained (000/2.2)."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.views import ObjectActPage, StepPage
from monitoring.forms.sheet import ExplainForm, GiveBackForm, SignSheetForm
from monitoring.models import Member, Sheet
from monitoring.sheet_grid import empty_cells

from .of_campaign import round_url
from .sheet import TONES, SheetObject
from .sheet_late import late_of

SHOWN = 50  # people whose empty cells are named
SENTENCES = 30  # asked on one page


class SheetStep(SheetObject, StepPage):
    """Signing, with what is still empty; giving back."""

    permission = "monitoring.view_sheet"
    template_name = "monitoring/sheet_step.html"
    tones = TONES
    step_forms = {"sign": SignSheetForm, "give_back": GiveBackForm}
    sentences = {
        "sign": gettext_lazy(
            "You sign all marks of this sheet as they stand. From then on none of them changes."
        ),
        "give_back": gettext_lazy(
            "The member gets a letter with your reason, may change marks, and signs anew."
        ),
    }

    def permission_object(self):
        found = super().permission_object()
        self.permission = Sheet.STEPS[self.name].permission
        return found

    def get_queryset(self):
        """The chair gives back also what they may not read yet."""
        if self.name != "give_back":
            return super().get_queryset()
        user = self.request.user
        led = Member.objects.active().filter(person=user.person_id, is_chair=True)
        chaired = Sheet.objects.filter(state="signed", member__campaign__in=led.values("campaign"))
        seen = Sheet.objects.visible_to(user)
        rows = Sheet.objects.filter(Q(pk__in=chaired.values("pk")) | Q(pk__in=seen.values("pk")))
        return rows.select_related("member__campaign__criteria", "member__person")

    def about(self):
        if self.name == "give_back" and self.object.state == "signed":
            late = late_of(self.object.campaign).filter(sheet=self.object).count()
            words = ngettext(
                "%(count)s mark of this sheet came after the end: the member may enter it anew.",
                "%(count)s marks of this sheet came after the end: the member may enter them anew.",
                late,
            )
            return {"consequences": [words % {"count": late}] if late else []}
        if self.name != "sign" or self.object.state != "open":
            return {}
        missing, people = empty_cells(self.object, SHOWN)
        if not missing:
            return {"consequences": signed_words(self.object)}
        words = ngettext(
            "%(count)s cell is still empty: give a mark, or say why there is none.",
            "%(count)s cells are still empty: give marks, or say why there are none.",
            missing,
        )
        return {"gone": words % {"count": missing}, "missing": people}

    def get_success_url(self):
        if self.name == "give_back":
            return self.object.campaign.get_absolute_url()
        return self.object.get_absolute_url()

    def done_sentence(self):
        if self.name == "sign":
            return _("The sheet is signed. None of its marks changes any more.")
        return _("The sheet was given back to %(member)s.") % {"member": self.object.member}


def signed_words(sheet) -> list[str]:
    """What a whole sheet holds: how many marks, and each cell without one with its reason."""
    gaps = sheet.marks.exclude(gap="").select_related("participant", "indicator")
    named = gaps.order_by("participant__number", "indicator__order")[:SHOWN]
    count = gaps.count()
    said = [_("You sign %(count)s marks.") % {"count": sheet.marks.count() - count}]
    if count:
        said.append(_("Cells without a mark: %(count)s.") % {"count": count})
    return said + [
        f"{one.participant} · {one.indicator}: {one.get_gap_display()}. {one.note}".strip()
        for one in named
    ]


class SheetExplain(SheetObject, ObjectActPage):
    """A sentence for each mark that lies far from the others; only one's own are seen here."""

    permission = "monitoring.fill_sheet"
    form_class = ExplainForm
    title = gettext_lazy("Marks far apart")
    submit_label = gettext_lazy("Save the sentences")
    sentence = gettext_lazy(
        "Here your mark and that of another member lie far apart. Say in a sentence what you saw; "
        "the chair reads it, and it stands in the protocol."
    )
    template_name = "monitoring/sheet_explain.html"

    def get(self, request, *args, **kwargs):
        if not self.object.spread_notes.exists():
            return redirect(self.object)
        return super().get(request, *args, **kwargs)

    @cached_property
    def notes(self):
        """The page of sentences asked for; at first the one where some are still missing."""
        rows = self.object.spread_notes.select_related("participant", "indicator")
        pages = Paginator(rows.order_by("participant__number", "pk"), SENTENCES)
        if asked := self.request.GET.get("page"):
            return pages.get_page(asked)
        done = [bool(text) for text in pages.object_list.values_list("text", flat=True)]
        first = done.index(False) if False in done else 0
        return pages.page(first // SENTENCES + 1)

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"notes": self.notes}

    def get_context_data(self, **kwargs):
        url = round_url(self.object.campaign, self.request.user)
        links = [
            {"number": n, "url": f"?page={n}", "current": n == self.notes.number}
            for n in self.notes.paginator.page_range
        ]
        return super().get_context_data(
            round_url=url, page_obj=self.notes, page_links=links, **kwargs
        )

    def where_next(self, done):
        left = done.spread_left()
        return f"{done.get_absolute_url()}explain/" if left else done.get_absolute_url()

    def act(self, form):
        self.object.explain(form.sentences(), by=self.request.user)
        return self.object

    def done_sentence(self):
        return _("Your sentences are kept.")
