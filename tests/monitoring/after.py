"""A campaign whose results are frozen, and what follows from it; all invented."""

from django.utils import timezone
from django.utils.timezone import localdate

from monitoring.models import CommissionProtocol, Proposal, Result, ResultRow
from people.models import Position
from planning.models import AgendaItem, Attendance, MeetingKind
from tests.monitoring import campaigns

REASON = "Төрага ооруп калды"


def meeting_kind(agency, **fields) -> MeetingKind:
    """The general meeting that hears the results: all come, the director chairs."""
    given = {
        "code": "general_monitoring",
        "name": campaigns.words("Жалпы чогулуш"),
        "minutes_name": campaigns.words("Жалпы чогулуштун"),
        "quorum": "none",
        "voting": "none",
        "chair": Position.objects.get(code="director"),
        "secretary": Position.objects.get(code="office_manager"),
    }
    made = MeetingKind.objects.create(**(given | fields))
    made.positions.set(Position.objects.filter(code__in=["director", "specialist"]))
    return made


def computed(campaign, users, by=None):
    """Every sheet signed, the result frozen: places follow the numbers of the participants."""
    campaigns.sign_all(campaign, users)
    campaign.compute(by=users[0], late_reason=REASON)
    settled(campaign, by or users[0])
    return campaign


def detail(campaign) -> dict:
    """What the counting keeps of one row: exact means by criterion and indicator."""
    return {
        "criteria": {
            str(one.key): {"mean": [4, 1], "marks": 4} for one in campaign.criteria.criteria.all()
        },
        "indicators": {
            str(one.key): {"mean": [4, 1], "marks": 4} for one in campaign.criteria.indicators()
        },
    }


def settled(campaign, by) -> Result:
    """Freeze a small result by hand."""
    result = Result(
        campaign=campaign,
        round=campaign.round,
        rules=campaign.rules,
        inputs={},
        digest="d" * 64,
        computed_at=timezone.now(),
        computed_by=by,
    )
    told = detail(campaign)
    rows, place = [], 0
    for one in campaign.participants.order_by("number"):
        competes = not one.out_reason and one.left_on is None
        place += competes
        rows.append(
            ResultRow(
                participant=one,
                numerator=500 - one.number,
                denominator=100,
                shown=f"{(500 - one.number) / 100:.2f}",
                points=100 - one.number,
                place=place if competes else None,
                detail=told,
            )
        )
    campaign.settle(by=by, result=result, rows=rows)
    return result


def proposal(campaign, by, text="Окутуу планын кайра карап чыгуу") -> Proposal:
    """One proposal of the commission."""
    return Proposal.give(campaign, by=by, text=text)


def drafted(campaign, by, **fields) -> CommissionProtocol:
    """The draft of the protocol of the result that counts."""
    given = {"number": "1", "day": localdate(), "place": "Бишкек", "heard": "Баалар талкууланды."}
    return CommissionProtocol.objects.create(
        campaign=campaign,
        result=campaign.results.current().get(),
        author=by.person,
        **(given | fields),
    )


def sign(protocol, *users) -> CommissionProtocol:
    """These sign what they see, one after the other."""
    for user in users:
        protocol.refresh_from_db()
        protocol.sign(by=user, seen=protocol.sheet.manifest_hash)
    return protocol


def signed(campaign, users, by) -> CommissionProtocol:
    """The protocol signed by all members, the chair last."""
    if campaign.kind.needs_proposals and not campaign.proposals.exists():
        proposal(campaign, by)
    protocol = drafted(campaign, by)
    protocol.send(by=by)
    return sign(protocol, *users[1:], users[0])


def meeting(agency, kind, day=None):
    """A planned meeting with one item of its own."""
    from planning.models import Meeting  # noqa: PLC0415 -- the name is taken here

    made = Meeting.plan(by=agency.office, kind=kind, day=day or localdate(), place="1-бөлмө")
    AgendaItem.objects.put(
        made, by=agency.office, title={"ky": "Ар түрдүү маселелер жөнүндө", "ru": "О разном"}
    )
    return made


def held(agency, made):
    """A planned meeting is held and its protocol signed."""
    made.open(by=agency.office)
    rows = {row.pk: {"presence": "present"} for row in made.attendance.all()}
    Attendance.objects.note(made, by=agency.office, rows=rows)
    for item in made.items.all():
        item.write(by=agency.office, revision=item.revision, heard="Угулду.")
    made.end(by=agency.office)
    made.send(by=agency.office)
    for user in (agency.office, agency.director):
        made.refresh_from_db()
        made.sign(by=user, seen=made.sheet.manifest_hash)
    return made


def announced(agency, runner, **fields):
    """A campaign that the meeting has heard, and the users of its members."""
    kind = campaigns.kind(collects_material=False, heard_by=meeting_kind(agency), **fields)
    campaign, users = campaigns.scoring(runner, kind)
    computed(campaign, users)
    signed(campaign, users, runner)
    campaign.announce(by=runner, meeting=held(agency, meeting(agency, kind.heard_by)))
    return campaign, users
