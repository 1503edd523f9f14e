"""The clause map: what stands behind each clause of a standard, and where nothing does."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from common import evidence
from common.views import Column, Page, outgoing
from documents import clause_map
from documents.models import Standard

NONE, WEAK = clause_map.NONE, clause_map.WEAK
GAPS: dict[str, tuple[str, ...]] = {"gaps": (NONE, WEAK), NONE: (NONE,), WEAK: (WEAK,)}
ONLY = {
    "gaps": gettext_lazy("Only gaps"),
    NONE: clause_map.LABELS[NONE],
    WEAK: clause_map.LABELS[WEAK],
}


class ClauseMapPage(Page, TemplateView):
    """Documents and records behind the clauses: the index that an inspector asks for (003/2)."""

    template_name = "clause_map.html"
    permission = "documents.view_standard"
    filterset_class = None

    def get(self, request, *args, **kwargs):
        self.standards = list(
            Standard.objects.visible_to(request.user)
            .filter(status=Standard.Status.PUBLISHED)
            .order_by("-is_followed", "sorted_as", "pk")
        )
        asked = request.GET.get("standard", "")
        self.standard = next(
            (s for s in self.standards if str(s.pk) == asked), next(iter(self.standards), None)
        )
        asked = request.GET.get("only", "")
        self.only = asked if asked in GAPS else ""
        form = request.GET.get("as")
        if self.standard and form in ("xlsx", "pdf"):
            found = clause_map.clause_map(self.standard, request.user)
            rows = outgoing.Rows(self.nodes(found))
            out = outgoing.excel if form == "xlsx" else outgoing.pdf
            return out(self, rows, self.chips())
        return self.render_to_response(self.get_context_data())

    def get_title(self):
        if getattr(self, "standard", None) and self.request.GET.get("as"):
            return _("Clause map: %(standard)s") % {"standard": self.standard}
        return _("Clause map")

    def chips(self) -> list[dict]:
        return [{"label": _("Shown"), "value": ONLY[self.only]}] if self.only else []

    def nodes(self, found) -> list:
        """What is shown of the map: all of it, every gap, or those of one kind."""
        return found.gaps(GAPS[self.only]) if self.only else found.nodes

    def columns_out(self, form: str) -> list[Column]:
        return [
            Column("number", _("Clause"), lambda n: n.clause.number, kind="code"),
            Column("title", _("Title"), lambda n: n.clause.title),
            Column("evidence", _("Evidence"), in_lines, kind="lines"),
            Column("state", _("State"), lambda n: n.label, kind="state", tone=lambda n: n.tone),
        ]

    def notes(self) -> list[str]:
        return [str(self.standard.title), _("The map shows what its reader may read.")]

    def dressed(self, things: list) -> list:
        return things

    def get_context_data(self, **kwargs):
        context: dict = {
            "standards": self.standards,
            "standard": self.standard,
            "only": self.only,
            "only_words": ONLY.get(self.only, ""),
        }
        if self.standard:
            found = clause_map.clause_map(self.standard, self.request.user)
            here = f"?standard={self.standard.pk}"
            only = f"&only={self.only}" if self.only else ""
            context |= {
                "nodes": self.nodes(found),
                "tiles": self.tiles(found, here),
                "kinds": evidence.kinds(),
                "all_url": here,
                "gaps_url": f"{here}&only=gaps",
                "excel_url": f"{here}{only}&as=xlsx",
                "pdf_url": f"{here}{only}&as=pdf",
            }
        return super().get_context_data(**context | kwargs)

    def tiles(self, found, here: str) -> list[dict]:
        counts = found.counts
        return [
            {
                "label": clause_map.LABELS[state],
                "number": counts[state],
                "url": f"{here}&only={state}" if state in GAPS else here,
                "tone": clause_map.TONES[state] if counts[state] else "",
            }
            for state in (clause_map.NONE, clause_map.WEAK, clause_map.GOOD, clause_map.OFF)
        ]


def in_lines(node) -> str:
    """What stands behind a clause, a line each, as paper says it; or why it does not apply."""
    told = [node.reason] if node.reason else []
    told += [
        ". ".join(
            filter(
                None,
                (
                    f"{line.shown.code} {line.shown.title}",
                    line.shown.edition,
                    line.place,
                    "" if line.shown.counts else line.shown.state,
                    _("The place is gone from the text in force") if line.gone else "",
                    _("through %(clause)s") % {"clause": line.through} if line.through else "",
                    _("in part") if line.in_part else "",
                ),
            )
        )
        for line in node.lines
    ]
    if node.inherited:
        told.append(_("as for %(clause)s") % {"clause": node.inherited.clause.number})
    return "\n".join(told)


def gaps_tile(user) -> list[dict]:
    """For the home page: how many clauses of what we work by have nothing behind them."""
    standard = Standard.objects.followed().filter(status="published").order_by("pk").first()
    if standard is None:
        return []
    count = clause_map.gap_count(standard, user)
    return [
        {
            "label": _("Clauses with no or too little evidence"),
            "number": count,
            "url": f"{reverse('clause_map')}?standard={standard.pk}&only=gaps",
            "tone": "red" if count else "green",
        }
    ]
