"""Writing an announcement: begun from what is new, changed, with files, sent."""

from copy import copy

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.models import Attachment, Blob, deed, record
from common.views import CreatePage, EditPage, ObjectActPage, StepPage
from planning import announcement_news as told
from planning.announcement_search import TONES
from planning.forms.announcement import AnnounceForm, AnnouncementFileForm, AnnouncementForm
from planning.models import Announcement

from .announcement import previews, to_whom


class OfDraft:
    """A page that writes on a draft: who could, and comes too late, is told so."""

    def not_now(self, *, may):
        one = self.object
        if may or one.state == "draft":
            return ""
        as_draft = copy(one)
        as_draft.state = "draft"
        if not self.request.user.has_perm(self.permission, as_draft):
            return ""
        words = _(
            "This announcement is now “%(state)s”: it is not rewritten, a new one corrects it."
        )
        return words % {"state": one.get_state_display()}


class AnnouncementCreate(CreatePage):
    """A new announcement, of what was ticked, or one that corrects another."""

    model = Announcement
    form_class = AnnouncementForm
    permission = "planning.add_announcement"
    title = gettext_lazy("New announcement")
    submit_label = gettext_lazy("Save the draft")

    def get_title(self):
        if self.corrected:
            return _("Correction of announcement No. %(number)s") % {
                "number": self.corrected.number
            }
        return super().get_title()

    @cached_property
    def corrected(self) -> Announcement | None:
        """The one that is to be corrected."""
        pk = self.request.GET.get("corrects", "")
        if not pk.isdecimal():
            return None
        rows = Announcement.objects.visible_to(self.request.user).filter(sent_at__isnull=False)
        return get_object_or_404(rows, pk=pk[:18])

    def not_now(self, *, may):
        old = may and self.corrected
        if not old or old.state == Announcement.State.SENT:
            return ""
        return _("Announcement No. %(number)s was corrected by another one already.") % {
            "number": old.number
        }

    def back_url(self):
        return self.corrected.get_absolute_url()

    def get_initial(self):
        if old := self.corrected:
            kept = told.lines(old.about.within_reach_of(self.request.user))
            names = ("kind", "title", "text", "language", "effective_on", "everyone")
            begun = {name: getattr(old, name) for name in names}
            return begun | {
                "units": list(old.units.all()),
                "kept": kept,
                "about": [line.key for line in kept],
            }
        asked = set(self.request.GET.getlist("about"))
        chosen = [line for line in told.news(self.request.user) if line.key in asked]
        return told.begun_with(chosen) if chosen else {}

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_cancel_url(self):
        old = self.corrected
        return old.get_absolute_url() if old else reverse("planning:announcements")

    def save(self, form):
        form.instance.author = self.request.user.person
        form.instance.corrects = self.corrected
        if self.corrected and Attachment.objects.of(self.corrected).exists():
            words = _("The files of No. %(number)s do not come along: attach them anew.")
            messages.info(self.request, words % {"number": self.corrected.number})
        return form.save()

    def get_success_url(self):
        return f"{self.object.get_absolute_url()}?tab=letter#tab"


class AnnouncementEdit(OfDraft, EditPage):
    """Change a draft."""

    model = Announcement
    form_class = AnnouncementForm
    permission = "planning.change_announcement"
    title = gettext_lazy("Change the announcement")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_success_url(self):
        return f"{self.object.get_absolute_url()}?tab=letter#tab"


class AnnouncementAttach(OfDraft, ObjectActPage):
    """Attach a file to a draft; everybody it is sent to may open it."""

    model = Announcement
    permission = "planning.change_announcement"
    template_name = "pages/form.html"
    form_class = AnnouncementFileForm
    title = gettext_lazy("Attach a file")
    submit_label = gettext_lazy("Attach")

    def act(self, form):
        file = form.cleaned_data["file"]
        one = held_draft(self.object)
        Attachment.objects.create(
            owner=one, blob=Blob.store(file.chunks()), name=file.name, added_by=self.request.user
        )
        record(one, "attach", by=self.request.user)
        return one

    def where_next(self, done):
        return f"{done.get_absolute_url()}?tab=files#tab"

    def done_sentence(self):
        return _("The file is attached.")


class AnnouncementDetach(OfDraft, ObjectActPage):
    """Take a file off a draft."""

    model = Announcement
    permission = "planning.change_announcement"
    title = gettext_lazy("Remove a file")
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        with deed(by=request.user):
            one = held_draft(self.object)
            file = get_object_or_404(Attachment.objects.of(one), pk=kwargs["file"])
            record(one, "detach", by=request.user, sha256=file.blob.sha256)
            file.delete()
        return HttpResponseRedirect(one.get_absolute_url())


def held_draft(announcement) -> Announcement:
    """The same, locked inside a deed; 404 where it was sent a moment ago."""
    rows = Announcement.objects.select_for_update().filter(state=Announcement.State.DRAFT)
    return get_object_or_404(rows, pk=announcement.pk)


class AnnouncementStep(StepPage):
    """Send it, with the look at what each reader will get; or drop the draft."""

    model = Announcement
    permission = "planning.view_announcement"
    template_name = "planning/announcement_step.html"
    tones = TONES
    step_forms = {"announce": AnnounceForm}
    sentences = {
        "announce": gettext_lazy("It goes out now and is not rewritten afterwards."),
        "drop": gettext_lazy("Nobody is told of it. It stays in the list as dropped."),
    }

    def dispatch(self, request, *args, **kwargs):
        if kwargs["step"] == "correct":  # done by the new one when that is sent
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def about(self):
        one = self.object
        if self.name != "announce" or one.state != "draft":
            return {}
        return {
            "consequences": consequences(one),
            "letters": previews(one, self.request.user.person),
        }

    def done_sentence(self):
        if self.name != "announce":
            return super().done_sentence()
        return _("Announcement No. %(number)s is on its way to everybody it is for.") % {
            "number": self.object.number
        }


def consequences(announcement) -> list[str]:
    """To whom and how it goes, and who reads it in another language than their own."""
    people = list(announcement.addressees().values_list("language", "email"))
    total = len(people)
    said = [
        to_whom(announcement),
        ngettext("%(n)s person is told.", "%(n)s people are told.", total) % {"n": total},
    ]
    if without := sum(1 for _language, email in people if not email):
        said.append(
            ngettext(
                "%(n)s of them has no e-mail and finds it in Sapat; print the paper for the board.",
                "%(n)s of them have no e-mail and find it in Sapat; print the paper for the board.",
                without,
            )
            % {"n": without}
        )
    names = dict(settings.LANGUAGES)
    for code in announcement.missing_languages():
        count = sum(1 for language, _email in people if language == code)
        said.append(
            _("Not written in this language: %(language)s. Readers who get the original: %(n)s.")
            % {"language": names[code], "n": count}
        )
    if announcement.corrects:
        said.append(
            _("Announcement No. %(number)s becomes “Corrected”.")
            % {"number": announcement.corrects.number}
        )
    return said
