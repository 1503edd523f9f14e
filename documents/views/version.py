"""A version: its text, what changed, its agreement sheet, its readers, its files; and its steps."""

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from common import deeds
from common.dates import date_and_time, numeric
from common.models import Attachment, JournalEntry
from common.views import DetailPage, Fact, Tab
from documents import openings
from documents.content import diff
from documents.models import DocumentVersion, Reading
from documents.models.reading import last_read
from documents.pdf import is_being_made
from documents.proof import doubt, doubt_words
from documents.seal_facts import signature_shown
from documents.stepper import stepper, who_acts

from .document import TONES, State


class VersionDetail(DetailPage):
    """What a reader reads, a director signs, and a quality manager watches."""

    model = DocumentVersion
    permission = "documents.view_documentversion"
    template_name = "documents/version.html"
    tones = TONES

    def get_queryset(self):
        return (
            super()
            .get_queryset()
            .select_related("document__type", "document__basis", "author", "document__owner")
            .prefetch_related("texts")
        )

    def get_title(self):
        return str(self.object.document.title)

    def paper_mark(self):
        return uncontrolled()

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        tab = response.context_data["tab"]
        openings.note(request.user, self.object, read=tab.slug in ("text", "changes"))
        return response

    def get_context_data(self, **kwargs):
        version, user = self.object, self.request.user
        self.reading = Reading.objects.filter(version=version, person=user.person_id).first()
        self.text = version.text_in(self.request.GET.get("lang") or self.request.LANGUAGE_CODE)
        # Who came from “Sign several” finds the way back in every language of the text.
        several = "&several=1" if "several" in self.request.GET else ""
        wrong = doubt_shown(version)
        context = {
            "number": str(version),
            "doubt": wrong,
            "text": self.text,
            "languages": [
                {
                    "code": text.language,
                    "name": text.get_language_display(),
                    "original": text.is_original,
                    "current": text == self.text,
                    "url": f"?lang={text.language}{several}",
                }
                for text in version.texts.all()
            ],
            "reading": self.reading,
            "may_confirm": bool(
                self.reading
                and not self.reading.read_at
                and version.state == State.IN_FORCE
                and not wrong
            ),
            "returned": self._returned(),
            "is_being_made": is_being_made(version),
            "current": None
            if version.state == State.IN_FORCE
            else version.document.version_in_force(),
        }
        return super().get_context_data(**context | kwargs)

    def _returned(self):
        """The remarks with which the last round came back, while the draft is being mended."""
        if self.object.state != State.DRAFT or self.object.sheet is None:
            return []
        return [line for line in self.object.sheet.lines.all() if line.remark]

    def steps(self):
        version, user = self.object, self.request.user
        steps = super().steps()
        if user.has_perm("documents.change_documentversion", version):
            text = self.text
            place = [version.pk, text.language if text else "ky"]
            drafting = [
                {"label": _("Edit the text"), "url": reverse("documents:text_edit", args=place)},
                {
                    "label": _("Bring in a file"),
                    "url": reverse("documents:text_import", args=[version.pk]),
                },
                {"label": _("Version data"), "url": f"{version.get_absolute_url()}edit/"},
                {"label": _("Attach a file"), "url": f"{version.get_absolute_url()}attach/"},
            ]
            if text is None:
                # With no text there is nothing to send: bringing one in is the step to take.
                steps = [{**step, "primary": False} for step in steps]
                drafting[1]["primary"] = True
            steps += drafting
        if user.has_perm("documents.add_signature_to_documentversion", version):
            steps.append(signature_step(version))
        return steps

    def facts(self):
        version = self.object
        paper = self.text and reverse(
            "documents:version_paper", args=[version.pk, self.text.language]
        )
        return [
            Fact(_("Document"), version.document.code, version.document.get_absolute_url()),
            Fact(_("Type"), version.document.type),
            Fact(_("Issue"), str(version.issue)),
            Fact(_("Change"), str(version.change)),
            Fact(_("In force from"), version.in_force_from and numeric(version.in_force_from)),
            Fact(_("In force to"), version.ended_on and numeric(version.ended_on)),
            Fact(_("Reason"), version.end_reason),
            Fact(
                _("Order"),
                version.order_number
                and _("No. %(number)s of %(date)s")
                % {"number": version.order_number, "date": numeric(version.order_date)},
            ),
            Fact(
                _("Basis"),
                version.document.basis_for(self.request.user) or version.document.basis_text,
            ),
            Fact(_("Author"), version.author),
            Fact(_("Who acts"), who_acts(version)),
            Fact(_("Who reads"), version.document.get_access_display()),
            Fact(_("Printed form"), paper and _("Open the PDF"), paper or "", on_paper=False),
            Fact(
                _("Verification"),
                version.approved_at and _("Public page"),
                reverse("verify", args=[version.token]),
                on_paper=False,
            ),
        ]

    def tabs(self):
        version = self.object
        tabs = [Tab("text", _("Text"), "documents/tab_text.html")]
        if self._before():
            tabs.append(Tab("changes", _("What changed"), "documents/tab_changes.html"))
        if version.sheet:
            tabs.append(Tab("sheet", _("Agreement sheet"), "documents/tab_sheet.html"))
        if version.state not in (State.DRAFT, State.AGREEING, State.APPROVING) and (
            self.request.user.has_perm("documents.view_readings")
        ):
            tabs.append(Tab("readings", _("Readings"), "documents/tab_readings.html"))
        files = version.attachments.count()
        tabs.append(Tab("files", _("Files"), "documents/tab_files.html", files))
        tabs.append(Tab("history", _("History"), "components/tab_history.html"))
        return tabs

    def _before(self):
        """What to compare with: what this reader read before, else the version before."""
        if not hasattr(self, "_compared"):
            version = self.object
            asked = self.request.GET.get("from", "")
            others = DocumentVersion.objects.visible_to(self.request.user).filter(
                document=version.document_id
            )
            self._compared = (
                (others.filter(pk=asked).first() if asked.isdecimal() else None)
                or self._read_before()
                or version.version_before()
            )
        return self._compared

    def _read_before(self):
        return last_read(self.request.user.person, self.object) if self.reading else None

    def tab_context(self, slug):
        version = self.object
        if slug == "changes":
            before = self._before()
            language = self.text.language if self.text else "ky"
            old = before.text_in(language)
            changes = diff.compare(old.html if old else "", self.text.html if self.text else "")
            return {
                "before": before,
                "was_read": before == self._read_before(),
                "changes": diff.changed_only(changes),
                "summary": diff.summary(changes),
            }
        if slug == "sheet":
            return sheet_context(version)
        if slug == "readings":
            readings = list(version.readings.select_related("person"))
            unread = [r for r in readings if not r.read_at]
            done = [r for r in readings if r.read_at]
            return {"unread": unread, "done": done, "asked": len(readings)}
        if slug == "files":
            return {"files": file_items(version)}
        if slug == "history":
            return {"items": deeds.history(JournalEntry.objects.about(version), self.request.user)}
        return {}


def uncontrolled() -> str:
    """What a print of a text says of itself: nobody counts this copy, nobody renews it (4.2.3)."""
    return _("Printed %(date)s – not a controlled copy") % {"date": numeric(localdate())}


def doubt_shown(paper) -> str:
    """The warning above an approved paper that is not as it was signed."""
    wrong = doubt(paper) if paper.approved_at else None
    return doubt_words(wrong) if wrong else ""


def sheet_context(paper) -> dict:
    """The rounds of agreement."""
    return {"rounds": [stepper(sheet) for sheet in paper.sheets.order_by("-round")]}


def signature_step(paper) -> dict:
    """The act that hangs a signature file on an approved paper."""
    return {
        "label": _("Attach a signature file"),
        "url": f"{paper.get_absolute_url()}signature/",
    }


def file_items(owner) -> list[dict]:
    """Attached files for the file list; a signature with whose it is."""
    files = Attachment.objects.of(owner).select_related(
        "blob", "added_by", "signature_file__paper__blob", "seal__certificate"
    )
    return [
        {
            "name": file.name,
            "url": file.get_absolute_url(),
            "size": file.blob.size,
            "note": date_and_time(file.added_at),
            "signature": signature_shown(file.signature_file)
            if hasattr(file, "signature_file")
            else None,
            "seal": getattr(file, "seal", None),
            "pk": file.pk,
            "kind": file.kind,
            "sha256": file.blob.sha256,
        }
        for file in files
    ]
