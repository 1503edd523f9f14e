"""Why cells do not count: what was decided where too few could mark (scoring.md, 4)."""

from django.utils.translation import gettext as _

from monitoring.models import Result, Ruling


def rulings_of(result: Result):
    """The decisions on cells that a result was counted with, by participant and indicator."""
    rows = Ruling.objects.filter(participant__campaign=result.campaign_id, round=result.round)
    rows = rows.filter(at__lte=result.computed_at).select_related(
        "participant", "indicator", "decided_by"
    )
    return rows.order_by(
        "participant__number", "indicator__criterion__order", "indicator__order", "indicator"
    )


def reasons_of(result: Result, participant: int) -> dict[int, str]:
    """Why cells of one participant were left out, by the key of the indicator."""
    rows = rulings_of(result).filter(participant=participant)
    return {one.indicator_id: one.reason for one in rows}


def left_out_words(result: Result) -> list[str]:
    """A sentence for each cell that was left out."""
    return [
        _("%(name)s: “%(indicator)s” does not apply – %(why)s")
        % {"name": one.participant, "indicator": one.indicator, "why": one.reason}
        for one in rulings_of(result)
    ]
