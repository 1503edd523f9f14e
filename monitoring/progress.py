"""How far the sheets are, without a word of what is in them (000/2.2; peers: quorum shown)."""

from dataclasses import dataclass

from django.db.models import Count, Q

from monitoring.models import Mark, Recusal, Sheet


@dataclass(frozen=True)
class Progress:
    """One member's sheet of the running round."""

    sheet: Sheet
    filled: int
    wanted: int

    @property
    def is_signed(self) -> bool:
        return self.sheet.state == Sheet.State.SIGNED


def progress_of(campaign) -> dict[int, Progress]:
    """Of each member with a sheet in the running round; five queries, however many members."""
    if not campaign.round or campaign.criteria_id is None:
        return {}
    columns = campaign.criteria.indicators().count()
    people = campaign.participants.scored().count()
    recused = Recusal.objects.filter(
        member__campaign=campaign, participant__left_on=None
    ).order_by()
    aside = dict(recused.values_list("member").annotate(Count("pk")))
    sheets = list(Sheet.objects.filter(member__campaign=campaign, round=campaign.round))
    said = Q(value__isnull=False) | ~Q(gap="")
    marks = Mark.objects.filter(said, sheet__in=sheets, participant__left_on=None).order_by()
    filled = dict(marks.values_list("sheet").annotate(Count("pk")))
    return {
        sheet.member_id: Progress(
            sheet=sheet,
            filled=filled.get(sheet.pk, 0),
            wanted=(people - aside.get(sheet.member_id, 0)) * columns,
        )
        for sheet in sheets
    }


def quorum(campaign) -> tuple[int, int, int]:
    """Signed sheets that count, all that count, how many a result needs."""
    states = list(campaign.sheets().values_list("state", flat=True))
    signed = sum(state == Sheet.State.SIGNED for state in states)
    return signed, len(states), max(campaign.scoring.quorum, 1)
