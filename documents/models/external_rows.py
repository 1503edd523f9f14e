"""What a row of the register of external documents is made of, in one query (004/4.2.3)."""

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from .reading import Reading


def for_register(documents):
    """With facts and channel, and how many have read the edition in force and have not."""
    rows = Reading.objects.filter(
        version__document=OuterRef("pk"), version__state="in_force"
    ).order_by()
    grouped = rows.values("version")
    return documents.select_related("facts__channel").annotate(
        read=_counted(grouped, Q(read_at__isnull=False)),
        unread=_counted(grouped, Q(read_at__isnull=True, waived_at__isnull=True)),
    )


def _counted(grouped, condition):
    found = grouped.annotate(found=Count("person", filter=condition, distinct=True)).values("found")
    return Coalesce(Subquery(found, output_field=IntegerField()), 0)
