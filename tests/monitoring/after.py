"""A campaign whose results are frozen, and what follows from it; all invented."""

import io
from fractions import Fraction

from django.utils import timezone
from django.utils.timezone import localdate
from pypdf import PdfReader

from monitoring.models import CommissionProtocol, Direction, Proposal, Result, ResultRow
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


def frozen(campaign) -> dict:
    """What the counting keeps of its inputs, as far as what follows asks for it."""
    criteria = list(campaign.criteria.criteria.all())
    places = {one.pk: n for n, one in enumerate(criteria)}
    return {
        "members": [{"sheet": one.pk} for one in campaign.sheets()],
        "criteria": [{"id": one.pk, "key": str(one.key)} for one in criteria],
        "indicators": [
            {"id": one.pk, "weight": one.weight, "criterion": places[one.criterion_id]}
            for one in campaign.criteria.indicators()
        ],
        "participants": [{"id": one.pk} for one in campaign.participants.order_by("number")],
        "votes": [],
    }


def detail(inputs: dict) -> dict:
    """What the counting keeps of one row: exact means by criterion and indicator."""
    return {
        "criteria": ["9/2"] * len(inputs["criteria"]),
        "indicators": ["17/4"] * len(inputs["indicators"]),
        "counts": [4] * len(inputs["indicators"]),
        "left_out": [],
    }


def settled(campaign, by) -> Result:
    """Freeze a small result by hand."""
    inputs = frozen(campaign)
    direction = Direction.objects.first()
    result = Result(
        campaign=campaign,
        round=campaign.round,
        rules=campaign.rules,
        inputs=inputs,
        statistics={
            "criteria": [{"mean": "4", "people": 8} for _one in inputs["criteria"]],
            "nominations": [
                {"direction": direction.code, "winners": [0], "value": "19/4", "reason": ""}
            ],
            "ties": [],
        },
        digest="d" * 64,
        computed_at=timezone.now(),
        computed_by=by,
    )
    told = detail(inputs)
    rows, place = [], 0
    for one in campaign.participants.order_by("number"):
        competes = not one.out_reason and one.left_on is None
        place += competes
        rows.append(
            ResultRow(
                participant=one,
                exact=str(Fraction(500 - one.number, 100)),
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


def look(client, user, address, **typed):
    """A page as somebody reads it, in English; with something typed, the answer."""
    client.force_login(user)
    client.cookies["django_language"] = "en"
    return client.post(address, typed) if typed else client.get(address)


def body(response) -> bytes:
    """The bytes of a page or of a file."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def text_of(data: bytes) -> str:
    """The words of a PDF."""
    reader = PdfReader(io.BytesIO(data))
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)
