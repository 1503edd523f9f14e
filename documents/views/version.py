"""A version: its text, what changed, its agreement sheet, its readers, its files; and its steps."""

from django.urls import reverse
from django.utils.translation import gettext as _

from common import deeds
from common.dates import numeric
from common.models import JournalEntry
from common.views import DetailPage, Fact, Tab
from documents import openings
from documents.content import diff
from documents.external_words import edition_word
from documents.models import DocumentVersion, Reading
from documents.models.reading import last_read
from documents.pdf import is_being_made
from documents.stepper import behind, who_acts

from .acquaintance import readings_shown
from .change_requests import impact_context
from .consideration import CONSIDERED, considered_shown, considering_steps, has_considerations
from .document import TONES, State
from .paper_parts import (
    doubt_shown,
    file_items,
    record_step,
    sheet_context,
    signature_step,
    uncontrolled,
)
from .version_parts import (
    copies_context,
    copies_tab,
    external_facts,
    external_steps,
    since_label,
    uncontrolled_fact,
)


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
        mine = Reading.objects.filter(version=version, person=user.person_id)
        self.reading = mine.select_related("call", "recorded_by").order_by("-round").first()
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
                for text in version.texts_that_count()
            ],
            "reading": self.reading,
            "may_confirm": bool(
                self.reading
                and self.reading.is_open
                and version.state == State.IN_FORCE
                and not wrong
            ),
            "returned": self._returned(),
            "is_being_made": is_being_made(version),
            "behind": self._behind(),
            "current": None
            if version.state == State.IN_FORCE
            else version.document.version_in_force(),
        }
        context = super().get_context_data(**context | impact_context(version, user) | kwargs)
        if version.is_external:
            context["state"]["label"] = edition_word(version)
        return context

    def _behind(self):
        """Translations of an older version: for who works on it all, for a reader his own."""
        version = self.object
        if version.state in (State.DRAFT, State.AGREEING, State.APPROVING):
            return {"words": behind(version)}
        if self.text is None or self.text.is_original:
            return {}
        return {"since": version.translation_of(self.text.language)}

    def _returned(self):
        """The remarks with which the last round came back, while the draft is being mended."""
        return self.object.remarks() if self.object.state == State.DRAFT else []

    def steps(self):
        version, user = self.object, self.request.user
        steps = super().steps()
        if version.is_external and version.state != State.DRAFT:
            steps += external_steps(version, user)
        if user.has_perm("documents.change_documentversion", version):
            drafting = [
                *self._writing(),
                {"label": _("Version data"), "url": f"{version.get_absolute_url()}edit/"},
                {"label": _("Attach a file"), "url": f"{version.get_absolute_url()}attach/"},
            ]
            if self.text is None:
                # With no text there is nothing to send: to write it is the step to take.
                steps = [{**step, "primary": False} for step in steps]
                drafting[0]["primary"] = True
            steps += drafting + considering_steps(version)
        if user.has_perm("documents.add_signature_to_documentversion", version):
            steps.append(signature_step(version))
        return [*steps, *record_step(version, user)]

    def _writing(self) -> list[dict]:
        """How the words of a draft come about: from the card, from a file, by hand."""
        version, user = self.object, self.request.user
        ways = []
        if user.has_perm("documents.change_processcard", version):
            url = reverse("documents:card_edit", args=[version.pk])
            ways.append({"label": _("Fill in the card"), "url": url})
        if user.has_perm("documents.write_documentversion", version):
            url = reverse("documents:text_import", args=[version.pk])
            ways.append({"label": _("Bring in a file"), "url": url})
            place = [version.pk, self.text.language if self.text else "ky"]
            typing = {
                "label": _("Edit the text"),
                "url": reverse("documents:text_edit", args=place),
            }
            ways.insert(0 if self.text else len(ways), typing)
        return ways

    def facts(self):
        version = self.object
        if version.is_external:
            return external_facts(version)
        paper = self.text and reverse(
            "documents:version_paper", args=[version.pk, self.text.language]
        )
        return [
            Fact(_("Document"), version.document.code, version.document.get_absolute_url()),
            Fact(_("Type"), version.document.type),
            Fact(_("Issue"), str(version.issue)),
            Fact(_("Change"), str(version.change)),
            Fact(since_label(version), version.in_force_from and numeric(version.in_force_from)),
            Fact(_("Valid until"), version.valid_until and numeric(version.valid_until)),
            Fact(_("Not in force since"), version.ended_on and numeric(version.ended_on)),
            Fact(_("Withdrawn by order"), withdrawal_words(version)),
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
            uncontrolled_fact(version, self.text),
            Fact(
                _("Verification"),
                version.approved_at and _("Public page"),
                reverse("verify", args=[version.token]),
                on_paper=False,
            ),
        ]

    def tabs(self):
        version = self.object
        files = Tab("files", _("Files"), "documents/tab_files.html", version.attachments.count())
        only_file = version.is_external and self.text is None
        tabs = [files] if only_file else [Tab("text", _("Text"), "documents/tab_text.html")]
        if self._before() and not only_file:
            tabs.append(Tab("changes", _("What changed"), "documents/tab_changes.html"))
        if has_considerations(version):
            tabs.append(CONSIDERED)
        if version.sheet:
            tabs.append(Tab("sheet", _("Agreement sheet"), "documents/tab_sheet.html"))
        if version.state not in (State.DRAFT, State.AGREEING, State.APPROVING) and (
            self.request.user.has_perm("documents.view_readings")
        ):
            tabs.append(Tab("readings", _("Readings"), "documents/tab_readings.html"))
        if tab := copies_tab(version, self.request.user):
            tabs.append(tab)
        if files not in tabs:
            tabs.append(files)
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
            first, own = before.original, version.original
            is_other = self.text and not self.text.is_original and first and own
            return {
                "original": own if is_other and first.html != own.html else None,
                "before": before,
                "was_read": before == self._read_before(),
                "changes": diff.changed_only(changes),
                "summary": diff.summary(changes),
            }
        if slug == "sheet":
            return sheet_context(version)
        if slug == "readings":
            return readings_shown(version, self.request.user)
        if slug == "considered":
            return {"lines": considered_shown(version, self.request.user)}
        if slug == "copies":
            return copies_context(version, self.request.user)
        if slug == "files":
            return {"files": file_items(version)}
        if slug == "history":
            return {"items": deeds.history(JournalEntry.objects.about(version), self.request.user)}
        return {}


def withdrawal_words(version) -> str:
    """The order by which a version was withdrawn, and who signed it."""
    withdrawal = getattr(version, "withdrawal", None)
    return f"{withdrawal} · {withdrawal.name}" if withdrawal else ""
