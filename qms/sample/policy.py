"""What the sample's policy took into account, how staff were told, and a newcomer (004/5.3)."""

from datetime import timedelta

from django.utils.timezone import localdate

from common.models import deed, record
from documents.models import Communication, Consideration, DocumentVersion, Reading
from documents.models.acquaintance import Channel, ask_starters
from people.models import Appointment, Person, Position
from people.profile import Part

from .days import day

POLICY = "СС-01"
NEWCOMER = {"surname": "Асекова", "given": "Бермет", "patronymic": "Жолдошбековна"}
TOLD = [
    (Channel.SITE, 5, "Саясат сайттын ачык барагында жарыяланды: бардык кызыкдар тараптар үчүн."),
    (Channel.MEETING, 8, "Жыйында директор саясатты окуп берди: бардык бөлүмдөр катышты."),
]


def take_into_account(entry: Part, version: DocumentVersion, user) -> None:
    """The author says until when it is valid and what was taken into account, on the draft."""
    if "valid_until" in entry:
        version.valid_until = day(entry, "valid_until")
        version.save()
        record(version, "change", by=user, fields=["valid_until"])
    written = entry.part("considered").value if "considered" in entry else {}
    for line in version.asked_lines() if written else []:
        Consideration.objects.create(
            version=version,
            kind=line.kind,
            item=line.item,
            name=line.name,
            evidence=written[line.item],
        )
    if written:
        record(version, "consider", by=user)


def acquaint(users: dict) -> None:
    """Staff were told of the policy; one signed on paper; somebody begins in a week."""
    policy = DocumentVersion.objects.get(document__code=POLICY, state="in_force")
    manager = users["manager"]
    with deed(by=manager):
        for channel, days, words in TOLD:
            on = policy.in_force_from + timedelta(days=days)
            Communication.objects.create(
                version=policy, on=on, channel=channel, words=words, told_by=manager.person
            )
            record(policy, "tell_staff", by=manager, channel=channel)
    owed = Reading.objects.open().filter(version=policy, person=users["trainer"].person)
    on = min(policy.in_force_from + timedelta(days=12), localdate())
    Reading.objects.record_on_paper(owed, by=manager, on=on)
    with deed(by=users["admin"]):
        newcomer = Person.objects.create(**NEWCOMER)
        record(newcomer, "create", by=users["admin"])
        Appointment.objects.create(
            person=newcomer,
            position=Position.objects.get(code="specialist"),
            since=localdate() + timedelta(days=7),
        )
        record(newcomer, "appoint", by=users["admin"])
    ask_starters()
