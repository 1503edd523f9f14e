"""Letters and papers of others are found by their words and files, by whoever may see them."""

from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from common.models import Attachment
from common.search import Card, follow, register
from common.search.files import attached, read_files_of
from common.search.kinds import NOW, PAST, WAY, Text
from documents.models import Correspondence, HeldPaper
from documents.models.correspondence_steps import State
from documents.models.custody_steps import ENDED, HeldState

FILES = ("attachment", "scan")
ENDS = {State.SENT: NOW, State.CLOSED: NOW, State.DROPPED: PAST}


def _letter(letter: Correspondence) -> Card:
    also = [letter.correspondent, letter.their_number, letter.words]
    texts = [Text(words, language=code) for code, words in letter.text.items() if words]
    return Card(
        letter.subject,
        code=letter.number and f"№ {letter.number}",
        also=[*filter(None, also)],
        state=letter.state,
        stage=ENDS.get(State(letter.state), WAY),
        when=letter.registered_on,
        texts=[*texts, Text(letter.summary)] if letter.summary else texts,
    )


def _fill(found) -> None:
    """The words inside the files of letters."""
    for key, files in attached(Correspondence, found).items():
        card = found[key][1]
        card.texts += [Text(file.blob.file_text.text, file=file.name) for file in files]


def _of_file(file: Attachment) -> list[tuple[str, int]]:
    kind = ContentType.objects.get_for_model(Correspondence)
    is_read = file.content_type_id == kind.pk and file.kind in FILES
    return [("letter", file.object_id)] if is_read else []


def _held(paper: HeldPaper) -> Card:
    return Card(
        paper.item,
        code=f"№ {paper.number}",
        also=[*filter(None, [paper.owner, paper.words, paper.project, paper.place])],
        state=paper.state,
        stage=PAST if paper.state in ENDED else NOW,
        when=paper.received_on,
        texts=[Text(paper.handling)] if paper.handling else [],
    )


def _letter_state(state: str):
    from documents.views.mail_registers import TONES  # noqa: PLC0415 -- pages come later

    return State(state).label, TONES[State(state)]


def _held_state(state: str):
    from documents.views.held import TONES  # noqa: PLC0415 -- pages come later

    return HeldState(state).label, TONES[HeldState(state)]


register(
    "letter",
    Correspondence,
    label=_("Correspondence"),
    address="mail:letter",
    card=_letter,
    fill=_fill,
    rows=lambda: Correspondence.objects.select_related("party", "person", "author"),
    states=_letter_state,
    order=52,
)
register(
    "held_paper",
    HeldPaper,
    label=_("Papers of others"),
    address="mail:held_paper",
    card=_held,
    rows=lambda: HeldPaper.objects.select_related("party", "person"),
    states=_held_state,
    order=53,
)
follow(Attachment, _of_file)
read_files_of(Correspondence, kinds=FILES, whose=lambda key: [("letter", key)])
