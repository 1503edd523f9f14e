"""The scoring sheet: its page, and the marks that come from it (000/2.2)."""

import json
import time

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import JsonResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import DetailView
from django.views.generic.detail import SingleObjectMixin

from common import queued
from common.offline import KEEP, KeptOffline
from common.views.page import ObjectPage
from monitoring.marking import Item, Unreadable
from monitoring.models import Sheet
from monitoring.models.sheet import Gap
from monitoring.models.sheet_deeds import MOST
from monitoring.result_words import untold_words
from monitoring.sheet_grid import columns_of, lacking, rows_of

PEOPLE = 25  # on one page
DENSE = 8  # with more indicators a column shows its number alone
ALL = {"member__campaign__criteria", "member__campaign__kind", "member__person"}
TONES = {"open": "blue", "signed": "green"}


class SheetObject(ObjectPage):
    """Found by the number that stands in its address."""

    model = Sheet
    slug_field = slug_url_kwarg = "uid"

    def get_queryset(self):
        return super().get_queryset().select_related(*ALL)


def is_fillable(sheet, user) -> bool:
    """Whether this reader may put marks into it now."""
    campaign = sheet.campaign
    return (
        user.has_perm("monitoring.fill_sheet", sheet)
        and sheet.state == "open"
        and campaign.state == "scoring"
        and sheet.round == campaign.round
        and sheet.member.may_score
    )


class SheetPage(KeptOffline, SheetObject, DetailView):
    """People by indicators, some people at a time; opens without network too."""

    permission = "monitoring.view_sheet"
    template_name = "monitoring/sheet.html"

    def dispatch(self, request, *args, **kwargs):
        self.begun = int(time.time())  # what is saved later, the page may not show
        response = super().dispatch(request, *args, **kwargs)
        if response.status_code == 200 and not self.is_open:
            del response[KEEP]
        return response

    @property
    def is_open(self) -> bool:
        return is_fillable(self.object, self.request.user)

    def get_title(self):
        if self.is_own:
            return _("My scoring sheet")
        return _("Scoring sheet: %(member)s") % {"member": self.object.member}

    @property
    def is_own(self) -> bool:
        return self.object.member.person_id == self.request.user.person_id

    @cached_property
    def hidden(self) -> set[int]:
        """Whose rows this reader is not shown."""
        return self.object.hidden_from(self.request.user)

    def found(self, total: int):
        """The people asked for: by words, or those with empty cells."""
        if self.request.GET.get("empty"):
            rows = lacking(self.object, total)
        else:
            rows = self.object.campaign.participants.scored()
        rows = rows.exclude(pk__in=self.hidden)
        return rows.search(self.request.GET.get("q", "")[:200]).order_by("number")

    def page_of(self, rows):
        """The page asked for, or that on which the person asked for stands."""
        pages = Paginator(rows, PEOPLE)
        at = self.request.GET.get("at", "")
        if at.isdecimal() and len(at) < 10:
            before = rows.filter(Q(number__lt=rows.filter(pk=at).values("number")[:1]))
            return pages.page(min(before.count() // PEOPLE + 1, pages.num_pages))
        return pages.get_page(self.request.GET.get("page"))

    def link(self, **changes) -> str:
        query = self.request.GET.copy()
        query.pop("at", None)
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = value
        return f"?{query.urlencode()}"

    def get_context_data(self, **kwargs):
        sheet, asked = self.object, self.request.GET
        columns = columns_of(sheet)
        page = self.page_of(self.found(len(columns)))
        pages = page.paginator
        late = list(sheet.late.select_related("participant", "indicator")[:50])
        return super().get_context_data(
            sheet=sheet,
            campaign=sheet.campaign,
            columns=columns,
            rows=rows_of(sheet, page.object_list, columns),
            page_obj=page,
            page_links=[
                {
                    "number": n if isinstance(n, int) else None,
                    "url": self.link(page=n) if isinstance(n, int) else "",
                    "current": n == page.number,
                }
                for n in pages.get_elided_page_range(page.number, on_each_side=1)
            ],
            previous_url=self.link(page=page.number - 1) if page.has_previous() else "",
            next_url=self.link(page=page.number + 1) if page.has_next() else "",
            is_open=self.is_open,
            is_own=self.is_own,
            is_dense=len(columns) > DENSE,
            words=asked.get("q", ""),
            only_empty=bool(asked.get("empty")),
            wanted=sheet.wanted(),
            filled=sheet.filled(),
            gaps=Gap.choices,
            scale=range(sheet.campaign.scoring.lowest, sheet.campaign.scoring.highest + 1),
            late=late,
            hidden=self.hidden,
            untold=untold_words() if self.hidden else "",
            rounds=self.rounds(),
            spread_left=sheet.spread_left() if self.is_own else 0,
            begun=self.begun,
            state={"label": sheet.get_state_display(), "tone": TONES[sheet.state]},
            steps=self.steps(),
            number="",
            **kwargs,
        )

    def rounds(self) -> list[dict]:
        """Every round of this member, each with its sheet: all are kept."""
        if self.object.campaign.round < 2:
            return []
        rows = Sheet.objects.visible_to(self.request.user).filter(member=self.object.member_id)
        return [
            {"number": one.round, "url": one.get_absolute_url(), "here": one.pk == self.object.pk}
            for one in rows.order_by("round")
        ]

    def steps(self) -> list[dict]:
        """Signing, giving back, the paper."""
        sheet, user = self.object, self.request.user
        page = sheet.get_absolute_url()
        campaign = sheet.campaign
        runs = campaign.state == "scoring" and sheet.round == campaign.round
        steps = []
        for name, step in sheet.steps_for(user).items() if runs else ():
            steps.append(
                {
                    "label": step.label,
                    "url": f"{page}{name}/",
                    "danger": step.danger,
                    "primary": name == "sign",
                }
            )
        if self.is_own and sheet.spread_notes.exists():
            steps.append({"label": _("Marks far apart"), "url": f"{page}explain/"})
        steps += [
            {"label": _("Open the PDF"), "url": f"{page}paper/"},
            {"label": _("Excel"), "url": f"{page}excel/"},
        ]
        return steps


class SheetMarks(SheetObject, SingleObjectMixin, View):
    """Takes marks from the browser's queue: each is saved, stale, late or refused in a sentence.

    Found among one's own alone: whoever else sends something here finds nothing.
    """

    permission = "monitoring.fill_sheet"
    http_method_names = ["post"]
    title = gettext_lazy("Marks")

    def get_queryset(self):
        return Sheet.objects.own_of(self.request.user).select_related("member")

    def post(self, request, *args, **kwargs):
        try:
            told = json.loads(request.body)["items"]
            if not isinstance(told, list) or not told:
                return queued.unfit()
            if len(told) > MOST:
                return JsonResponse({"results": []}, status=413)
            items = [Item.read(one) for one in told]
        except (ValueError, TypeError, KeyError, RecursionError, Unreadable):
            return queued.unfit()
        return JsonResponse({"results": self.object.put(items)})
