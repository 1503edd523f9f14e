"""Many documents at once, for measuring: varied codes and Kyrgyz titles, versions, readings.

Rows are written past the deeds, in batches, without journal and field history: only for trying
out how fast the pages are.
"""

import random
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localdate

from common.models import Todo
from common.text import fold_for_index
from documents.content.blocks import plain_text, sanitise
from documents.models import Document, DocumentType, DocumentVersion, Reading, VersionText
from documents.models.signable import new_token
from people.models import Appointment, Person, Position

BATCH = 1000
SUBJECTS = (
    "Окуу планын|Аккредитация долбоорун|Эксперттин отчетун|Сапат максаттарын|Кирген каттарды|"
    "Ички аудитти|Шайкеш келбөөлөрдү|Кызматкерлердин окуусун|Архивди|Келишимдерди|"
    "Тышкы документтерди|Жыйындын протоколдорун|Өлчөө каражаттарын|Угуучулардын анкеталарын"
)
DEEDS = (
    "түзүү|кароо|сактоо|башкаруу|бекитүү|каттоо|баалоо|өзгөртүү|жабуу|текшерүү|талдоо|жыйынтыктоо"
)
KINDS = "тартиби|эрежеси|нускамасы|жобосу|картасы|планы|тизмеси|үлгүсү"
SURNAMES = "Асанов|Үсөнов|Бекова|Жумабаев|Токтогулова|Өмүралиев|Чолпонова|Эркинбаев"
GIVEN = "Айбек|Нургүл|Бакыт|Гүлнара|Эрлан|Жамиля|Өмүрбек|Чынара"
STAGES = [("in_force", 62), ("renewed", 28), ("draft", 10)]


def choices(words: str) -> list[str]:
    """The words between the bars."""
    return words.split("|")


def choose(chance: random.Random, words: str) -> str:
    """One of the words between the bars."""
    return chance.choice(choices(words))


def invented_words(chance: random.Random, count: int = 20_000) -> list[str]:
    """Words that no language has, with the endings that Kyrgyz words have."""
    starts, middles = choices("б|к|т|с|м|ж|ч|д"), choices("а|о|у|ы|е|и|ө|ү")
    ends = choices("лар|нын|га|да|дан|сы|дын|тар||||")
    syllables = [a + b + c for a in starts for b in middles for c in ("", "р", "л", "н", "к")]
    made: dict[str, None] = {}
    while len(made) < count:
        stem = "".join(chance.choices(syllables, k=chance.randint(2, 3)))
        made[stem + chance.choice(ends)] = None
    return list(made)


def batches(rows: Iterator) -> Iterator[list]:
    """Rows by the thousand, so that memory stays small."""
    while batch := list(islice(rows, BATCH)):
        yield batch


def add_people(count: int, chance: random.Random) -> int:
    """Employees until there are ``count`` of them, each in a position; how many were added."""
    posts = list(Position.objects.all())
    missing = max(0, count - Person.objects.employees().count())
    start = Person.objects.count()
    people = []
    for n in range(start, start + missing):
        person = Person(
            surname=choose(chance, SURNAMES),
            given=choose(chance, GIVEN),
            patronymic=f"{choose(chance, GIVEN)} {chance.choice(['уулу', 'кызы'])}",
            email=f"load{n}@example.kg",
        )
        person.fold_columns()
        people.append(person)
    Person.objects.bulk_create(people, batch_size=BATCH)
    since = localdate() - timedelta(days=400)
    Appointment.objects.bulk_create(
        [Appointment(person=p, position=chance.choice(posts), since=since) for p in people],
        batch_size=BATCH,
    )
    return missing


class Bulk:
    """Writes documents with versions, texts and readings; the same ``seed``, the same rows."""

    def __init__(self, seed: int = 1, *, texts: bool = True, readings: int = 3, pages: int = 0):
        self.chance = random.Random(seed)  # noqa: S311 -- made-up data, no secret
        self.readings = readings
        self.types = [t for t in DocumentType.objects.filter(children=None) if "{n" in t.code_mask]
        self.posts = list(Position.objects.all())
        self.people = list(Person.objects.employees())
        self.today, self.now = localdate(), timezone.now()
        self.pages = pages
        self.texts = [self._text(n) for n in range(40)] if texts and not pages else []
        self.has_texts = texts
        self.sentences = self._sentences(invented_words(self.chance)) if pages else []
        self.kind = ContentType.objects.get_for_model(DocumentVersion)

    def add(self, count: int) -> None:
        """``count`` more documents."""
        start = Document.objects.count()
        for batch in batches(self._document(n) for n in range(start + 1, start + count + 1)):
            with transaction.atomic():
                Document.objects.bulk_create(batch)
                versions = [v for document in batch for v in self._versions(document)]
                DocumentVersion.objects.bulk_create(versions, batch_size=BATCH)
                texts = (text for version in versions for text in self._texts_of(version))
                for some in batches(texts):
                    VersionText.objects.bulk_create(some)
                self._ask(version for version in versions if version.state == "in_force")

    # Rows -----------------------------------------------------------------------------------

    def _document(self, n: int) -> Document:
        chance, kind = self.chance, self.chance.choice(self.types)
        words = f"{choose(chance, SUBJECTS)} {choose(chance, DEEDS)} {choose(chance, KINDS)}"
        document = Document(
            code=f"{kind.code_mask.partition('{')[0]}{n:05}",
            title={"ky": words, "ru": f"Порядок № {n}", "en": f"Procedure No. {n}"},
            type=kind,
            access=kind.access,
            owner=chance.choice(self.posts),
            author=chance.choice(self.people),
        )
        document.fold_columns()
        return document

    def _versions(self, document: Document) -> list[DocumentVersion]:
        stages, weights = zip(*STAGES, strict=True)
        stage = self.chance.choices(stages, weights)[0]
        if stage == "draft":
            return [self._version(document, 1, "draft")]
        if stage == "in_force":
            return [self._version(document, 1, "in_force")]
        newer = self._version(document, 2, "in_force")
        older = self._version(document, 1, "superseded")
        older.in_force_from = newer.in_force_from - timedelta(days=365)
        older.order_date = older.in_force_from - timedelta(days=3)
        older.ended_on = newer.in_force_from
        return [older, newer]

    def _version(self, document: Document, issue: int, state: str) -> DocumentVersion:
        version = DocumentVersion(
            document=document,
            issue=issue,
            state=state,
            author=document.author,
            token=new_token(),
        )
        if state != "draft":
            version.in_force_from = self.today - timedelta(days=self.chance.randrange(1, 1500))
            version.order_date = version.in_force_from - timedelta(days=3)
            version.order_number = f"{self.chance.randrange(1, 400)}/0104"
            version.on_paper, version.approved_at = True, self.now
        return version

    def _text(self, n: int) -> tuple[str, str]:
        chance = self.chance
        clauses = "".join(
            f'<p class="clause">{part}.{clause}. {choose(chance, SUBJECTS)} '
            f"{choose(chance, DEEDS)} {choose(chance, KINDS)} ушул бөлүмдө белгиленет.</p>"
            for part in range(1, 4)
            for clause in range(1, 4)
        )
        html = sanitise(f"<h2>{n + 1}. Жалпы жоболор</h2>{clauses}")
        return html, fold_for_index(plain_text(html))

    def _texts_of(self, version: DocumentVersion) -> Iterator[VersionText]:
        for language in self._languages(version):
            html, folded = self._long_text() if self.pages else self.chance.choice(self.texts)
            yield VersionText(
                version=version,
                language=language,
                is_original=language == "ky",
                html=html,
                folded=folded,
            )

    def _languages(self, version: DocumentVersion) -> tuple[str, ...]:
        """Long texts in one language: it is their length that is tried."""
        if not self.has_texts:
            return ()
        return ("ky", "ru")[: 2 if version.issue > 1 and not self.pages else 1]

    def _long_text(self) -> tuple[str, str]:
        """So many pages of about two thousand signs; words as frequent as those of a language."""
        html = []
        for page in range(1, self.pages + 1):
            title = self.chance.choice(self.sentences)[:60]
            html.append(f'<h2 id="h{page}">{page}. {title}</h2>')
            for clause in range(1, 6):
                said = " ".join(self.chance.choices(self.sentences, k=4))
                html.append(f'<p class="clause" id="c{page}-{clause}">{page}.{clause}. {said}</p>')
        text = "".join(html)
        return text, ""

    def _sentences(self, words: list[str]) -> list[str]:
        """Some thousands of sentences, in which a few words are frequent and most are rare."""
        places = [
            [int(len(words) ** self.chance.random()) - 1 for _ in range(12)] for _ in range(9000)
        ]
        return [" ".join(words[n] for n in line).capitalize() + "." for line in places]

    def _ask(self, versions: Iterator[DocumentVersion]) -> None:
        """A few readers each; one in ten has not read it yet."""
        many = min(self.readings, len(self.people))
        asked, waiting = [], []
        for version in versions:
            for person in self.chance.sample(self.people, many):
                due = version.in_force_from + timedelta(days=5)
                read = self.now if self.chance.random() < 0.9 else None
                asked.append(Reading(version=version, person=person, due=due, read_at=read))
                if read is None:
                    waiting.append(
                        Todo(
                            person=person,
                            kind="documents.read",
                            content_type=self.kind,
                            object_id=version.pk,
                            due=due,
                        )
                    )
        Reading.objects.bulk_create(asked, batch_size=BATCH)
        Todo.objects.bulk_create(waiting, batch_size=BATCH)
