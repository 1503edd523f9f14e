"""The story of the sample, played by its people through the deeds of the program (DP-01)."""

from datetime import timedelta
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.timezone import localdate

from common.models import Notice, Todo, deed, record
from documents.content import diff
from documents.content.importing import import_text
from documents.models import Document, DocumentVersion, Reading, VersionText
from documents.profile import begin_year, documents, read_cases
from people.models import AccountReview, Body, Organisation, Person, Position, User
from people.profile import Part, Plan

from .change import carry_request
from .days import day
from .policy import take_into_account
from .scan import make_scan

KEYS = {
    *("document", "issue", "change", "state", "entry", "author", "texts", "original"),
    *("in_force", "planned_in_force", "superseded", "change_note", "agreed", "agreed_by"),
    *("approved", "confirmed_by", "readings", "named", "deeds", "considered", "valid_until"),
}


class Story:
    """Each version of the file is written, then sent, signed, entered and read, in that order."""

    def __init__(self, data: Part, profile: Part, users: dict[str, User], texts: Path):
        self.data, self.profile, self.users, self.folder = data, profile, users, texts
        self.versions: list[DocumentVersion] = []

    def play(self) -> None:
        """Everything, so that each version ends in the state the file names."""
        self.add_documents()
        entries = self.data.rows("story")
        for entry in entries:
            entry.only(*KEYS)
            self.versions.append(self.play_one(entry))
        for entry, version in zip(entries, self.versions, strict=True):
            version.refresh_from_db()
            if version.state != entry.text("state"):
                raise entry.fail(f"it ended as “{version.state}”.", "state")
        self.add_nomenclatures()
        # Nothing is backdated, so the first list of accounts is the one of this quarter.
        AccountReview.begin()
        self.silence()

    # Before the story ----------------------------------------------------------------------

    def add_documents(self) -> None:
        """The documents beyond the profile's own, under the hand of who wrote them."""
        with deed():
            documents(self.data.part("documents"), Plan())
        for entry in self.data.rows("story"):
            document, user = entry.find("document", Document), self.user(entry, "author")
            if document.author is None:
                with deed(by=user):
                    document.author = user.person
                    document.revision += 1
                    document.save()
                    record(document, "change", by=user, fields=["author"])

    def user(self, part: Part, key: str) -> User:
        """The account that the file names."""
        if (login := part.text(key)) not in self.users:
            raise part.fail(f"there is nobody with the user name “{login}”.", key)
        return self.users[login]

    # One version ---------------------------------------------------------------------------

    def play_one(self, entry: Part) -> DocumentVersion:
        """Write a version, then let it come in from paper or walk its route."""
        version = self.write(entry)
        carry_request(self, entry, version)
        if entry.choice("entry", ["paper", "signed"]) == "paper":
            self.enter(entry, version)
            self.read(entry, version)
        for step in entry.rows("deeds") if "deeds" in entry else []:
            getattr(self, step.choice("deed", ["send", "agree", "decide", "approve"]))(
                entry, step, version, self.user(step, "by")
            )
        return version

    def write(self, entry: Part) -> DocumentVersion:
        """The author begins a draft and brings in its texts."""
        user = self.user(entry, "author")
        note = entry.words("change_note", required=False)
        with deed(by=user):
            version = DocumentVersion.objects.create(
                document=entry.find("document", Document),
                issue=entry.number("issue"),
                change=entry.number("change") or 0,
                summary=note.get("ky", ""),
                author=user.person,
            )
            record(version, "create", by=user)
            before = version.version_before()
            for language, name in entry.part("texts").value.items():
                imported = import_text(name, (self.folder / name).read_bytes())
                old = before.texts.filter(language=language).first() if before else None
                VersionText.objects.create(
                    version=version,
                    language=language,
                    is_original=language == entry.text("original"),
                    html=diff.carry_ids(old.html, imported.html) if old else imported.html,
                )
                record(version, "import", by=user, language=language)
            take_into_account(entry, version, user)
        return version

    def enter(self, entry: Part, version: DocumentVersion) -> None:
        """It is in force on paper: enter it with the paper's numbers and dates (004/4.2.3)."""
        approved, agreed = entry.part("approved"), None
        if "agreed" in entry:
            by_body = entry.part("agreed")
            agreed = by_body.find("body", Body), by_body.text("protocol"), day(by_body, "date")
        name = self.user(approved, "person").person.signature_name
        order = approved.text("order"), day(approved, "date")
        version.enter(
            by=self.user(entry, "confirmed_by"),
            agreed=agreed,
            approver=(name, approved.find("position", Position).name),
            scan=make_scan(version, *order, name),
            order_number=order[0],
            order_date=order[1],
            in_force_from=day(entry, "in_force"),
        )

    def read(self, entry: Part, version: DocumentVersion) -> None:
        """Some have read it; for the others the days of reading ran from its coming into force."""
        days = Organisation.current().switches.get("reading_days", 5)
        due = day(entry, "in_force") + timedelta(days=days)
        version.readings.update(due=due)
        Todo.objects.about(version).filter(kind="documents.read").update(due=due)
        for login in entry.part("readings"):
            reader = self.user(Part({"login": login}, f"{entry.path}.readings"), "login")
            Reading.objects.get(version=version, person=reader.person).confirm(by=reader)

    # The route -----------------------------------------------------------------------------

    def send(self, entry: Part, step: Part, version: DocumentVersion, by: User) -> None:
        """The named agree, and with them the holder of the owning position."""
        named = [
            self.user(Part({"login": part.value}, part.path), "login").person
            for part in (entry.rows("named") if "named" in entry else [])
        ]
        owners = Person.objects.in_position(version.document.owner, own=True)
        asks = version.get_route().asks_for_people
        version.send(by=by, agreeing=[*owners, *named] if asks else [])

    def agree(self, entry: Part, step: Part, version: DocumentVersion, by: User) -> None:
        version.agree(by=by, seen=version.sheet.manifest_hash)

    def decide(self, entry: Part, step: Part, version: DocumentVersion, by: User) -> None:
        version.record_decision(by=by, number=step.text("protocol"), date=day(step, "date"))

    def approve(self, entry: Part, step: Part, version: DocumentVersion, by: User) -> None:
        number = step.text("order")
        version.approve(
            by=by,
            seen=version.sheet.manifest_hash,
            order_number="" if number == "auto" else number,
            order_date=localdate(),
            in_force_from=day(entry, "in_force"),
        )

    # After the story -----------------------------------------------------------------------

    def add_nomenclatures(self) -> None:
        """A draft of the coming year's list of cases, ready to be sent."""
        for entry in self.data.rows("nomenclature"):
            entry.only("year", "state", "author", "items")
            year = localdate().year + (entry.choice("year", ["this", "next"]) == "next")
            keeper, plan = self.user(entry, "author"), Plan()
            with deed(by=keeper):
                cases = read_cases(self.profile.part("nomenclature"), plan)
                record(begin_year(year, keeper.person, cases, plan), "create", by=keeper)

    def silence(self) -> None:
        """No letters about what was long ago: only the last deed of what still waits is told."""
        kind = ContentType.objects.get_for_model(DocumentVersion)
        told = []
        for version in self.versions:
            if version.state in ("agreeing", "approving", "approved"):
                about = Notice.objects.filter(entry__content_type=kind, entry__object_id=version.pk)
                told.append(about.latest("entry__number").pk)
        Notice.objects.exclude(pk__in=told).update(announced_at=timezone.now())
