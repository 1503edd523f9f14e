"""How letters reach the people of the sample: at once, in the morning, on paper, not at all."""

from common.models import JournalEntry, Letter, deed, record
from common.tasks import write_letters
from documents.by_hand import settle
from documents.models import DocumentVersion

TOLD_OF = "ЛЧА-01"
BY_HAND, IN_THE_MORNING, REFUSED = "trainer", "quality", "referent"
ANSWER = "550 5.1.1 User unknown"


def add_letters(users) -> None:
    """One has no e-mail, one reads in the morning, the address of one refuses; all are told."""
    with deed(by=users["admin"]):
        person = users[BY_HAND].person
        person.email, person._change_reason = "", "change"
        person.save()
        record(person, "change", by=users["admin"], fields=["email"])
    with deed(by=users[IN_THE_MORNING]):
        person = users[IN_THE_MORNING].person
        person.letters_pace, person._change_reason = person.Pace.MORNING, "choose_letters"
        person.save()
        record(person, "choose_letters", by=users[IN_THE_MORNING], fields=["letters_pace"])
    newest = DocumentVersion.objects.in_force().get(document__code=TOLD_OF)
    about = JournalEntry.objects.about(newest).filter(deed__in=["enact", "enter"])
    write_letters(about.latest("number"))
    refused = Letter.objects.filter(person=users[REFUSED].person).latest("pk")
    refused.attempts = 1
    refused.refused(ANSWER, for_good=True)
    with deed():
        settle()
