"""When a document is to be reviewed next (004/4.2.2)."""

from django.utils.timezone import localdate

from common.dates import add_months


def review_due(months, since, seen, ends=None):
    """The day of the next review, no later than its term ends; none where nothing is in force or
    no term is set.
    """
    if not months or since is None:
        return None
    try:
        due = add_months(max(since, localdate(seen)) if seen else since, months)
    except OverflowError:
        return ends
    return min(due, ends or due)
