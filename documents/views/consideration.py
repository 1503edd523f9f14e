"""What a policy takes into account: one form for all lines, and how they are shown (002/5)."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.models import Attachment
from common.views import EditPage, Tab
from documents.forms.consideration import ConsiderationsForm
from documents.models import Consideration, Document, DocumentVersion

from .drafting import OfDraft

CONSIDERED = Tab(
    "considered", gettext_lazy("What was taken into account"), "documents/tab_considered.html"
)


class ConsiderationsEdit(OfDraft, EditPage):
    """Every line of the type with its evidence, on the draft."""

    model = DocumentVersion
    form_class = ConsiderationsForm
    permission = "documents.change_documentversion"
    template_name = "documents/considerations.html"
    title = gettext_lazy("What was taken into account")
    deed_name = "consider"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"reader": self.request.user}

    def get_context_data(self, **kwargs):
        lead = _("Each line with what shows it. With an empty line it cannot be sent.")
        return super().get_context_data(lead=lead, number=str(self.object), **kwargs)

    def get_success_url(self):
        return f"{self.object.get_absolute_url()}?tab=considered"


def has_considerations(version) -> bool:
    """Whether its type asks for them, or some were written."""
    asks = version.document.type.considerations or version.document.type.provisions
    return bool(asks) or version.considerations.exists()


def considering_steps(version) -> list[dict]:
    """The act that opens the form, on the draft of a policy."""
    if not has_considerations(version):
        return []
    url = reverse("documents:considered", args=[version.pk])
    return [{"label": _("What was taken into account"), "url": url}]


def considered_shown(version, user) -> list[dict]:
    """The lines as this reader may see them: the asked ones in their order, then older ones."""
    rows = {
        (row.kind, row.item): row
        for row in version.considerations.select_related("document").order_by("kind", "pk")
    }
    named = {row.document_id for row in rows.values()}
    seen = Document.objects.visible_to(user).filter(pk__in=named).in_bulk()
    files = {file.uid: file for file in Attachment.objects.of(version)}
    lines = []
    if version.state == "draft" or not rows:
        lines = [(line.kind, line.item, line.name) for line in version.asked_lines()]
    known = {line[:2] for line in lines}
    lines += [(row.kind, row.item, row.name) for key, row in rows.items() if key not in known]
    shown = []
    for kind, item, name in lines:
        row = rows.get((kind, item))
        shown.append(
            {
                "name": name,
                "kind": Consideration.Kind(kind).label,
                "evidence": row.evidence if row else "",
                "document": seen.get(row.document_id) if row else None,
                "file": files.get(row.file) if row else None,
                "is_suggested": bool(row and row.is_suggested),
            }
        )
    return shown
