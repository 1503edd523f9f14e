"""Material for one indicator: written, files added and taken off, until the scoring begins."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.models import Attachment, Blob, deed, record
from common.views import EditPage, ObjectActPage
from monitoring.bringing import OPEN, closed_words, hold_open, settle
from monitoring.forms.material import MaterialFileForm, MaterialForm
from monitoring.models import Material, Participant


class OfIndicator:
    """A page of one indicator of one participant: what is there, or an empty one."""

    permission = "monitoring.bring_material"

    def permission_object(self):
        self.object = self.get_object()
        return self.participant

    def get_object(self, queryset=None):
        rows = Participant.objects.visible_to(self.request.user).select_related(
            "campaign__criteria"
        )
        self.participant = get_object_or_404(rows, pk=self.kwargs["pk"])
        criteria = self.participant.campaign.criteria
        indicators = criteria.indicators() if criteria else Material.objects.none()
        self.indicator = get_object_or_404(indicators, pk=self.kwargs["indicator"])
        own = Material.objects.filter(participant=self.participant, indicator=self.indicator)
        if getattr(self, "locking", False):
            own = own.select_for_update()
        empty = Material(participant=self.participant, indicator=self.indicator, revision=0)
        found = own.first() or empty
        self.named = str(self.indicator)
        return found

    def not_now(self, *, may):
        """Whose material it is, and comes when the scoring has begun, is told so."""
        campaign, user = self.participant.campaign, self.request.user
        own = self.participant.person_id == user.person_id or "monitoring.manage" in user.powers
        return "" if may or not own or campaign.state in OPEN else closed_words(campaign)

    def back_url(self):
        return self.participant.get_absolute_url()

    def get_cancel_url(self):
        return self.back_url()

    def get_success_url(self):
        return f"{self.back_url()}#i-{self.indicator.pk}"


class MaterialEdit(OfIndicator, EditPage):
    """Words and links for one indicator."""

    model = Material
    form_class = MaterialForm
    deed_name = "bring"

    def get_title(self):
        return str(self.indicator)

    def save(self, form):
        hold_open(self.participant)
        made = super().save(form)
        settle(self.participant)
        return made

    def get_context_data(self, **kwargs):
        lead = str(self.indicator.material)
        return super().get_context_data(lead=lead, about=str(self.participant), **kwargs)


class MaterialAttach(OfIndicator, ObjectActPage):
    """Add a file."""

    model = Material
    template_name = "pages/form.html"
    form_class = MaterialFileForm
    title = gettext_lazy("Attach a file")
    submit_label = gettext_lazy("Attach")

    def act(self, form):
        file, user = form.cleaned_data["file"], self.request.user
        hold_open(self.participant)
        material, _new = Material.objects.get_or_create(
            participant=self.participant, indicator=self.indicator
        )
        blob = Blob.store(file.chunks())
        Attachment.objects.create(owner=material, blob=blob, name=file.name, added_by=user)
        record(material, "attach", by=user)
        settle(self.participant)
        return material

    def where_next(self, done):
        return self.get_success_url()

    def done_sentence(self):
        return _("The file is attached.")


class MaterialDetach(OfIndicator, ObjectActPage):
    """Take a file off."""

    model = Material
    title = gettext_lazy("Remove a file")
    http_method_names = ["post"]

    def post(self, request, *args, **kwargs):
        file = (
            get_object_or_404(Attachment.objects.of(self.object), pk=kwargs["file"])
            if self.object.pk
            else None
        )
        try:
            with deed(by=request.user):
                hold_open(self.participant)
                if file is not None:
                    record(self.object, "detach", by=request.user, sha256=file.blob.sha256)
                    file.delete()
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(self.get_success_url())
