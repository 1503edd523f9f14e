"""A word of warning: every unit and every position has one document of a kind in force."""

from django.contrib import messages
from django.utils.translation import gettext as _

from documents.models import Document


def warn_of_another(request, document) -> None:
    """Say that the same unit or position has such a document in force already (003/5.4.3)."""
    about = document.unit or document.position
    if about is None:
        return
    others = Document.objects.visible_to(request.user).filter(
        type=document.type,
        unit=document.unit,
        position=document.position,
        versions__state="in_force",
    )
    other = others.exclude(pk=document.pk).first()
    if other:
        words = _("%(about)s has %(code)s in force already: withdraw one of the two in time.")
        messages.warning(request, words % {"about": about, "code": other.code})
