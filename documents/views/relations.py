"""What a document names and what names it: the tab, adding and taking away (001/1, DP-01)."""

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.detail import SingleObjectMixin
from django.views.generic.edit import FormView

from common.views.act import ObjectActPage
from common.views.page import ObjectPage
from documents.codes import proposals
from documents.forms.relation import RelationForm
from documents.models import Document, DocumentRelation, DocumentVersion
from documents.models.ending import ENDED

Kind = DocumentRelation.Kind
OUTWARD = {
    Kind.BASIS: gettext_lazy("Rests on"),
    Kind.REFERS: gettext_lazy("Refers to"),
    Kind.REPLACES: gettext_lazy("Replaces"),
}
INWARD = {
    Kind.BASIS: gettext_lazy("Basis of"),
    Kind.REFERS: gettext_lazy("Referred to by"),
    Kind.REPLACES: gettext_lazy("Replaced by"),
}


def links_context(document, user) -> dict:
    """Both sides of every relation within reach, and what the text in force seems to name."""
    reach = Document.objects.visible_to(user)
    out = DocumentRelation.objects.visible_to(user).for_list().filter(document=document)
    back = DocumentRelation.objects.visible_to(user).for_list().filter(other=document)
    may_change = user.has_perm("documents.change_document", document)
    basis = document.basis_for(user)
    groups = [
        group
        for group in (
            {
                "label": _("Basis, as papers print it"),
                "links": [{"document": basis}] if basis else [],
            },
            *_groups(out, OUTWARD, "other"),
            {
                "label": _("Basis of"),
                "links": [{"document": one} for one in reach.filter(basis=document)],
            },
            *_groups(back, INWARD, "document"),
        )
        if group["links"]
    ]
    _mark_ended([link for group in groups for link in group["links"]])
    return {
        "groups": groups,
        "may_relate": may_change,
        "proposals": proposals(document, user) if may_change else [],
    }


def _mark_ended(links: list[dict]) -> None:
    """Say which of the documents nobody works by any more."""
    states: dict[int, set] = {}
    keys = [link["document"].pk for link in links]
    rows = DocumentVersion.objects.filter(document__in=keys)
    for key, state in rows.values_list("document", "state"):
        states.setdefault(key, set()).add(state)
    for link in links:
        found = states.get(link["document"].pk)
        if found and found.issubset(ENDED):
            link["state"] = {"label": _("No longer in force"), "tone": "red"}


def _groups(relations, words, side) -> list[dict]:
    found: dict[str, list] = {kind: [] for kind in words}
    for relation in relations:
        found[relation.kind].append(
            {
                "document": getattr(relation, side),
                "note": relation.note,
                "pk": relation.pk if side == "other" else None,
            }
        )
    return [{"label": words[kind], "links": links} for kind, links in found.items()]


class RelationAdd(ObjectActPage):
    """Say that this document names another."""

    model = Document
    permission = "documents.change_document"
    template_name = "pages/form.html"
    form_class = RelationForm
    title = gettext_lazy("New link")
    submit_label = gettext_lazy("Add the link")

    def get_title(self):
        return f"{super().get_title()} · {self.object.code}"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"reader": self.request.user}

    def act(self, form):
        given = form.cleaned_data
        return DocumentRelation.put(
            self.object,
            given["other"],
            given["kind"],
            by=self.request.user,
            note=given["note"],
            block=self._block(given["other"]),
        )

    def _block(self, other) -> str:
        """Where the text in force names it, if it does."""
        found = proposals(self.object, self.request.user)
        return next((one.block for one in found if one.document == other), "")

    def where_next(self, done):
        return f"{self.object.get_absolute_url()}?tab=links#tab"

    def get_cancel_url(self):
        return f"{self.object.get_absolute_url()}?tab=links#tab"

    def done_sentence(self):
        return _("The link is there.")


class RelationRemove(ObjectPage, SingleObjectMixin, FormView):
    """Take a link away; the history keeps that it was there."""

    model = Document
    permission = "documents.change_document"
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        reach = DocumentRelation.objects.visible_to(request.user).filter(document=self.object)
        get_object_or_404(reach, pk=kwargs["relation"]).take_away(by=request.user)
        return HttpResponseRedirect(f"{self.object.get_absolute_url()}?tab=links#tab")
