"""What scored assessments hold about a person: what they brought, the marks about them without
whose they are, their results, objections, rewards (domain 2.6).
"""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from common.dates import date_and_time
from common.personal import Holding, collects, keeps
from monitoring.models import Appeal, Award, Mark, Material, Participant, ResultRow, TieVote
from monitoring.result_words import score_words


@collects
def results(person) -> list[Holding]:
    """The own results with their places, once they were told."""
    rows = ResultRow.objects.filter(participant__person=person).select_related(
        "participant__campaign", "result"
    )
    told = rows.filter(participant__campaign__state__in=["announced", "correcting", "closed"])
    return [
        Holding(
            _("Results of scored assessments"),
            [
                _("Campaign"),
                _("Computed"),
                _("Score"),
                _("Sum of points"),
                pgettext("rank", "Place"),
                _("Note"),
            ],
            [
                [
                    str(row.participant.campaign),
                    date_and_time(row.result.computed_at),
                    score_words(row),
                    str(row.points),
                    str(row.place or ""),
                    pgettext("protocol", "counts no more") if row.result.superseded_at else "",
                ]
                for row in told.defer("result__inputs", "result__statistics", "detail")
            ],
        )
    ]


@collects
def marks(person) -> list[Holding]:
    """Marks and gaps about this person, without the names of who gave them and their comments."""
    rows = Mark.objects.filter(
        participant__person=person,
        participant__campaign__state__in=["announced", "correcting", "closed"],
    )
    rows = rows.select_related("participant__campaign", "indicator").order_by(
        "participant__campaign", "sheet__round", "indicator", "value", "pk"
    )
    return [
        Holding(
            _("Marks about this person"),
            [_("Campaign"), _("Indicator"), _("Mark")],
            [
                [
                    str(one.participant.campaign),
                    str(one.indicator),
                    str(one.value if one.value is not None else one.get_gap_display()),
                ]
                for one in rows
            ],
        )
    ]


@collects
def votes(person) -> list[Holding]:
    """Open votes of a commission between this person and others with an equal score."""
    rows = TieVote.objects.filter(
        participant__person=person,
        participant__campaign__state__in=["announced", "correcting", "closed"],
    )
    return [
        Holding(
            _("Open votes of commissions"),
            [_("Campaign"), _("Votes"), _("What the commission said")],
            [
                [str(one.participant.campaign), str(one.votes), one.words]
                for one in rows.select_related("participant__campaign")
            ],
        )
    ]


@collects
def material(person) -> list[Holding]:
    """What this person brought for the commission."""
    rows = Material.objects.filter(participant__person=person)
    return [
        Holding(
            _("Material for a commission"),
            [_("Campaign"), _("Indicator"), _("Text"), _("Links")],
            [
                [str(one.participant.campaign), str(one.indicator), one.text, one.links]
                for one in rows.select_related("participant__campaign", "indicator")
            ],
        )
    ]


@collects
def what_followed(person) -> list[Holding]:
    """Objections filed, rewards received."""
    appeals = Appeal.objects.filter(participant__person=person)
    awards = Award.objects.filter(participant__person=person).select_related("campaign")
    return [
        Holding(
            _("Objections to results"),
            [_("Campaign"), _("Filed"), _("Text"), _("State"), _("Decision")],
            [
                [
                    str(one.participant.campaign),
                    date_and_time(one.filed_at),
                    one.text,
                    one.get_state_display(),
                    one.decision,
                ]
                for one in appeals.select_related("participant__campaign")
            ],
        ),
        Holding(
            _("Rewards"),
            [_("Campaign"), _("Reward"), _("Ground")],
            [
                [
                    str(one.campaign),
                    f"{one.get_kind_display()} {one.words}".strip(),
                    one.ground,
                ]
                for one in awards
            ],
        ),
    ]


@keeps
def named_in_results(person) -> str:
    """Frozen results and signed protocols keep the names of those they are about."""
    there = Participant.objects.filter(person=person, results__isnull=False).exists()
    return _("Results and protocols of commissions name this person.") if there else ""
