"""What commissions hold about a person: where they sat, what they declared; why a name stays."""

from django.utils.translation import gettext as _

from common.dates import date_and_time, numeric
from common.personal import Holding, collects, keeps
from monitoring.models import Campaign, Member, Recusal


@collects
def commissions(person) -> list[Holding]:
    """The commissions in which this person sat, with their declarations and recusals."""
    members = Member.objects.filter(person=person).select_related("campaign")
    declared = Recusal.objects.filter(member__person=person, ground="declared")
    return [
        Holding(
            _("Commissions of the monitoring"),
            [_("Campaign"), _("Organisation"), _("Since"), _("Left on"), _("Declaration")],
            [
                [
                    str(one.campaign),
                    one.organisation,
                    numeric(one.since),
                    numeric(one.left_on) if one.left_on else "",
                    date_and_time(one.declared_at) if one.declared_at else "",
                ]
                for one in members
            ],
        ),
        Holding(
            _("Declared conflicts of interest"),
            [_("Campaign"), _("Noted"), _("Reason")],
            [
                [str(one.member.campaign), date_and_time(one.at), one.reason]
                for one in declared.select_related("member__campaign")
            ],
        ),
    ]


@keeps
def commissions_name(person) -> str:
    """The order and the protocol of a commission name its members."""
    there = Member.objects.filter(person=person).exists()
    there = there or Campaign.objects.filter(secretary=person).exists()
    return _("Papers of commissions name this person.") if there else ""
