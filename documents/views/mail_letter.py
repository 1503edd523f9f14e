"""The page of a letter and its steps (RI-05)."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import deeds
from common.models import Attachment, JournalEntry
from common.views import DetailPage, Fact, Tab
from documents import openings
from documents.forms import mail_steps
from documents.mail_pdf import can_be_stamped, mail_languages
from documents.models import Correspondence, Direction, HeldPaper
from documents.pdf import is_being_made
from documents.stepper import who_acts

from .mail_registers import TONES, day
from .mail_work import resolutions_shown
from .paper_parts import doubt_shown, file_items, sheet_context, signature_step
from .route_pages import ROUTE_FORMS, ROUTE_SENTENCES, SignedStep


def page_of(name: str, thing) -> str:
    """The address of a page of one letter or assignment."""
    return reverse(f"mail:{name}", args=[thing.pk])


class LetterDetail(DetailPage):
    """A letter: whose it is, what was resolved, who carries it out, its files and answers."""

    model = Correspondence
    permission = "documents.view_correspondence"
    template_name = "documents/letter.html"
    tones = TONES

    def get_queryset(self):
        return (
            super()
            .get_queryset()
            .select_related(
                *("party", "person", "kind", "way", "case", "addressee", "author", "answers"),
                "registered_by",
            )
        )

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        openings.note(request.user, self.object)
        return response

    def get_title(self):
        return self.object.subject

    def paper_kind(self):
        number = f" № {self.object.number}" if self.object.number else ""
        return f"{self.object.get_direction_display()}{number}"

    def get_context_data(self, **kwargs):
        letter = self.object
        return super().get_context_data(
            number=f"№ {letter.number}" if letter.number else "",
            doubt=doubt_shown(letter),
            is_being_made=is_being_made(letter),
            scans=Attachment.objects.of(letter).filter(kind="scan"),
            **kwargs,
        )

    def steps(self):
        letter, user = self.object, self.request.user
        found = super().steps()
        if letter.state == "in_work" and letter.open_assignments():
            for step in found:
                step["primary"] = step["primary"] and step["name"] != "close"
        if user.has_perm("documents.change_letter", letter):
            found.append({"label": _("Change the letter"), "url": page_of("letter_edit", letter)})
            found.append({"label": _("Attach a file"), "url": page_of("letter_attach", letter)})
        if user.has_perm("documents.add_signature_to_correspondence", letter):
            found.append(signature_step(letter))
        may_answer = user.has_perm("documents.add_outgoing")
        if may_answer and letter.number and letter.direction == Direction.INCOMING:
            url = f"{reverse('mail:outgoing_add')}?answers={letter.pk}"
            found.append({"label": _("Write the answer"), "url": url})
        return found

    def facts(self):
        letter = self.object
        incoming = letter.direction == Direction.INCOMING
        outgoing = letter.direction == Direction.OUTGOING
        signer = ", ".join(filter(None, [letter.signer_name, str(letter.signer_position)]))
        return [
            Fact(_("To whom") if outgoing else _("From whom"), letter.correspondent),
            Fact(_("Person"), letter.words if letter.party_id or letter.person_id else ""),
            Fact(_("Their number and date"), letter.theirs),
            Fact(_("Registered"), day(letter.registered_on)),
            Fact(_("Registered by"), letter.registered_by if incoming else ""),
            Fact(_("To whom"), "" if outgoing else letter.addressee),
            Fact(_("Who acts"), who_acts(letter) if outgoing else ""),
            Fact(_("Due"), day(letter.due)),
            Fact(_("Kind of letter"), letter.kind),
            Fact(_("Executor"), letter.author if outgoing else ""),
            Fact(_("Signed by"), signer),
            Fact(_("Sent on"), day(letter.sent_on)),
            Fact(_("Way of sending"), letter.way),
            Fact(_("Mark of sending"), letter.sent_note),
            Fact(_("Carrier"), letter.get_carrier_display() if incoming else ""),
            Fact(_("Sheets"), letter.sheet_count),
            Fact(_("Attachments"), letter.annex),
            Fact(_("Case"), letter.case),
            Fact(_("Who reads"), letter.get_access_display()),
            Fact(_("Taken off control on"), day(letter.closed_on)),
            Fact(_("Outcome"), letter.outcome),
            *self._prints(),
        ]

    def _prints(self) -> list[Fact]:
        """The letterhead of an outgoing one, the stamp of one that came."""
        letter, user = self.object, self.request.user
        if letter.direction == Direction.OUTGOING:
            names, url = dict(settings.LANGUAGES), letter.get_absolute_url()
            page = reverse("verify", args=[letter.token])
            prints = [
                Fact(
                    _("Printed form: %(language)s") % {"language": _(names[code])},
                    _("Open the PDF"),
                    f"{url}paper/?lang={code}",
                    on_paper=False,
                )
                for code in mail_languages(letter)
            ]
            genuine = letter.approved_at and _("Public page")
            return [*prints, Fact(_("Verification"), genuine, page, on_paper=False)]
        if not (letter.number and user.has_perm("documents.stamp_letter", letter)):
            return []
        return [
            Fact(
                _("Registration stamp"),
                _("Print the label"),
                page_of("label", letter),
                on_paper=False,
            )
        ]

    def tabs(self):
        letter, tabs = self.object, []
        if letter.direction != Direction.OUTGOING and letter.number:
            given = letter.resolutions.count()
            tabs.append(Tab("work", _("Resolutions"), "documents/tab_resolutions.html", given))
        linked = self._linked()
        if linked:
            tabs.append(Tab("links", _("Answers"), "documents/tab_letters.html", len(linked)))
        if letter.sheet:
            tabs.append(Tab("sheet", _("Agreement sheet"), "documents/tab_sheet.html"))
        files = Attachment.objects.of(letter).count()
        tabs.append(Tab("files", _("Files"), "documents/tab_letter_files.html", files))
        if held := self._held().count():
            tabs.append(Tab("held", _("Papers of others"), "documents/tab_held_papers.html", held))
        return [*tabs, Tab("history", _("History"), "components/tab_history.html")]

    def _linked(self) -> list[Correspondence]:
        """What it answers and what answers it, as far as the reader may see."""
        if not hasattr(self, "_letters"):
            rows = Correspondence.objects.visible_to(self.request.user).for_list()
            letter = self.object
            found = rows.filter(answers=letter) | rows.filter(pk=letter.answers_id)
            self._letters = list(found.exclude(state="dropped"))
        return self._letters

    def _held(self):
        rows = HeldPaper.objects.visible_to(self.request.user)
        return rows.filter(letter=self.object)

    def tab_context(self, slug):
        letter, user = self.object, self.request.user
        if slug == "work":
            return {"resolutions": resolutions_shown(letter, user)}
        if slug == "links":
            return {"letters": [(one, TONES[one.state]) for one in self._linked()]}
        if slug == "sheet":
            return sheet_context(letter)
        if slug == "held":
            return {"papers": self._held().for_list()}
        if slug == "files":
            items = file_items(letter)
            may = user.has_perm("documents.stamp_letter", letter) and bool(letter.number)
            return {
                "files": items,
                "may_detach": user.has_perm("documents.change_correspondence", letter),
                "stampable": [one for one in items if may and can_be_stamped(one["name"])],
            }
        return {"items": deeds.history(JournalEntry.objects.about(letter), user)}


class LetterStep(SignedStep):
    """Every step of a letter: its route, its resolution, its end."""

    model = Correspondence
    permission = "documents.view_correspondence"
    tones = TONES
    step_forms = ROUTE_FORMS | {
        "approve": mail_steps.SignLetterForm,
        "resolve": mail_steps.ResolveForm,
        "take_note": mail_steps.OutcomeForm,
        "close": mail_steps.OutcomeForm,
        "sign_on_paper": mail_steps.SignedOnPaperForm,
        "dispatch": mail_steps.DispatchForm,
    }
    sentences = ROUTE_SENTENCES | {
        "send": gettext_lazy("The letter is frozen and goes along its route to be signed."),
        "approve": gettext_lazy("You sign the letter; it gets its number and goes to the office."),
        "resolve": gettext_lazy("Who is ticked gets a task and a letter at once."),
        "take_note": gettext_lazy("Nothing is to be done; it goes into its case."),
        "close": gettext_lazy("All is carried out: nobody is reminded of it any more."),
        "reopen": gettext_lazy("It waits again, as before it was closed."),
        "sign_on_paper": gettext_lazy("The letter gets its number and waits to be sent."),
        "dispatch": gettext_lazy("The letter has left the house."),
        "drop": gettext_lazy("The draft is not sent; it stays in the list as dropped."),
    }

    def about(self):
        letter = self.object
        if self.name == "resolve":
            return {"number": letter.correspondent}
        return super().about()
