"""Files that go with a meeting: reports to the agenda, tables, scans."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.models import Attachment, Blob, deed, record
from common.views import ObjectActPage
from planning.forms.meeting import FileForm
from planning.models import Meeting

from .meeting_writing import Unsigned, locked_words


def held_unsigned(meeting) -> Meeting:
    """The same, locked inside a deed; refused where its minutes went to be signed meanwhile."""
    one = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    if one.state not in ("planned", "open", "held"):
        raise ValidationError(locked_words(one))
    return one


class MeetingAttach(Unsigned, ObjectActPage):
    """Attach a file."""

    model = Meeting
    permission = "planning.change_meeting"
    template_name = "pages/form.html"
    form_class = FileForm
    title = gettext_lazy("Attach a file")
    submit_label = gettext_lazy("Attach")

    def act(self, form):
        file, user = form.cleaned_data["file"], self.request.user
        one = held_unsigned(self.object)
        blob = Blob.store(file.chunks())
        Attachment.objects.create(owner=one, blob=blob, name=file.name, added_by=user)
        record(one, "attach", by=user)
        return one

    def where_next(self, done):
        return f"{done.get_absolute_url()}?tab=files#tab"

    def done_sentence(self):
        return _("The file is attached.")


class MeetingDetach(Unsigned, ObjectActPage):
    """Take a file off."""

    model = Meeting
    permission = "planning.change_meeting"
    title = gettext_lazy("Remove a file")
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        try:
            with deed(by=request.user):
                one = held_unsigned(self.object)
                own = Attachment.objects.of(one).filter(
                    kind="attachment"
                )  # scans of signatures stay
                file = get_object_or_404(own, pk=kwargs["file"])
                record(one, "detach", by=request.user, sha256=file.blob.sha256)
                file.delete()
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(self.object.get_absolute_url())
