"""Documents as evidence behind clauses: what counts is what is in force today (004/4.2.3)."""

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.dates import numeric
from common.evidence import Evidence, register

from .models import Document, DocumentVersion

State = DocumentVersion.State


def standing(state: str, valid_until=None) -> tuple[bool, str, str]:
    """Whether a document counts today, what to call its state, and the tone of that."""
    if state == State.IN_FORCE and valid_until and valid_until < localdate():
        return False, str(_("Its term is over")), "amber"
    if state == State.IN_FORCE:
        return True, str(State.IN_FORCE.label), "green"
    if not state:
        return False, str(_("No text yet")), "grey"
    return False, str(State(state).label), "grey"


def newest_standing(keys) -> dict[int, tuple[str, object]]:
    """Document → the state that it stands in (in force, if any version is) and until when."""
    rows = DocumentVersion.objects.filter(document__in=keys).order_by("issue", "change")
    found: dict[int, tuple[str, object]] = {}
    for document, state, until in rows.values_list("document", "state", "valid_until"):
        if found.get(document, ("",))[0] != State.IN_FORCE:
            found[document] = (state, until)
    return found


def editions_in_force(keys) -> dict[int, str]:
    """Document → issue and change of its version in force, and since when."""
    rows = DocumentVersion.objects.in_force().filter(document__in=keys)
    told = rows.values_list("document", "issue", "change", "in_force_from")
    words = _("%(number)s in force from %(date)s")
    return {
        document: words % {"number": f"{issue}/{change}", "date": numeric(since)}
        for document, issue, change, since in told
    }


def documents(user, keys) -> dict[int, Evidence]:
    """Documents that this reader may see, as lines of the map."""
    shown = Document.objects.visible_to(user).filter(pk__in=keys)
    states, editions = newest_standing(keys), editions_in_force(keys)
    found = {}
    for document in shown:
        counts, state, tone = standing(*states.get(document.pk, ("", None)))
        found[document.pk] = Evidence(
            document.code,
            str(document.title),
            document.get_absolute_url(),
            counts,
            state,
            tone,
            editions.get(document.pk, ""),
        )
    return found


register("documents.document", _("document"), documents)
