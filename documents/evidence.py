"""Documents as evidence behind clauses: what counts is what is in force today (004/4.2.3)."""

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from common.evidence import Evidence, register

from .models import Document, DocumentVersion

State = DocumentVersion.State
ENDED = (State.SUPERSEDED, State.WITHDRAWN)


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


def documents(user, keys) -> dict[int, Evidence]:
    """Documents that this reader may see, as lines of the map."""
    shown = Document.objects.visible_to(user).filter(pk__in=keys)
    states = newest_standing(keys)
    found = {}
    for document in shown:
        counts, state, tone = standing(*states.get(document.pk, ("", None)))
        found[document.pk] = Evidence(
            document.code, str(document.title), document.get_absolute_url(), counts, state, tone
        )
    return found


register("documents.document", _("document"), documents)
