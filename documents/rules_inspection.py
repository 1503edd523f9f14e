"""Who keeps inspections, and what an inspector's account is shown of documents (004/7.5.5)."""

import rules
from django.utils.translation import gettext_lazy as _

from common import guests
from people.rules import holds


@rules.predicate
def is_guest(user):
    return user.is_guest


keeps_inspections = holds("documents.manage") | holds("documents.approve")

rules.add_perm("documents.view_inspection", keeps_inspections)
rules.add_perm("documents.add_inspection", keeps_inspections)
rules.add_perm("documents.keep_inspection", keeps_inspections)
rules.add_perm("documents.show_top_inspection", holds("documents.approve") & holds("documents.top"))
rules.add_perm("documents.view_inspectionpackage", keeps_inspections | is_guest)
rules.add_perm("documents.view_own_inspection", is_guest)

guests.show_always("documents.view_own_inspection", "documents.view_inspectionpackage")
guests.show(
    "documents",
    *("documents.view_document", "documents.view_documentversion", "documents.view_term"),
    *("documents.view_changerequest", "documents.view_documentreview"),
    *("documents.view_process", "documents.view_standard", "documents.view_channel"),
    *("documents.view_papercopy",),
)
guests.show(
    "nomenclature", "documents.view_nomenclature", label=_("Nomenclature of files"), order=20
)
