"""Where documents, processes and routes name a position or a unit that must not be closed."""

from django.db.models import Q

from people.asking import asks

from .models import (
    CardExecutor,
    CardIndicator,
    Channel,
    Correspondence,
    Document,
    FundItem,
    NomenclatureItem,
    Process,
    ProcessCard,
    RouteStep,
    SheetLine,
)
from .models.ending import ENDED
from .models.external import ExternalFacts


def _current(versions: str) -> Q:
    """Of documents: not begun yet, or with a version that is made or holds."""
    kept = ["draft", "agreeing", "approving", "approved", "in_force"]
    return Q(**{f"{versions}__state__in": kept}) | Q(**{f"{versions}__isnull": True})


asks(RouteStep, "position", whole="route")
asks(
    SheetLine,
    "position",
    standing=Q(decision=SheetLine.Decision.WAITING, sheet__outcome="running"),
    whole="sheet.subject",
)
asks(Process, "owner", "head", "unit", standing=Q(closed_on=None))
asks(Document, "owner", "position", "unit", standing=_current("versions"))
asks(ExternalFacts, "read_by", standing=_current("document__versions"), whole="document")
asks(Channel, "responsible")
asks(
    NomenclatureItem, "responsible", standing=~Q(nomenclature__state="closed"), whole="nomenclature"
)
asks(ProcessCard, "owner", "head", standing=~Q(version__state__in=ENDED), whole="version")
asks(CardExecutor, "position", standing=~Q(card__version__state__in=ENDED), whole="card.version")
asks(
    CardIndicator, "responsible", standing=~Q(card__version__state__in=ENDED), whole="card.version"
)
asks(Correspondence, "addressee", standing=Q(state__in=["draft", "registered", "in_work"]))
asks(FundItem, "keeper", "submitter", standing=Q(closed_on=None))
