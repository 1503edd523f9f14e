"""Quality materials: evidence without the status of a record, in a list of their own (003, 3)."""

import django_filters
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import deeds
from common.dates import numeric
from common.models import JournalEntry, Opening
from common.views import Column, CreatePage, DetailPage, EditPage, Fact, ListPage, StepPage, Tab
from documents.forms import material as forms
from documents.forms import records as record_forms
from documents.models import Material, Process

from .paper_parts import file_items
from .record import RecordFileOff, RecordFiles, hang_on

TONES = {"kept": "grey", "promoted": "green", "discarded": "grey"}


class MaterialFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=Material.State.choices)
    process = django_filters.ModelChoiceFilter(
        label=gettext_lazy("Process"), queryset=lambda request: Process.objects.all()
    )

    class Meta:
        model = Material
        fields = ["state", "process"]


class MaterialList(ListPage):
    """Materials stand apart from records: no number, no term (003, 3)."""

    model = Material
    permission = "documents.view_material"
    title = gettext_lazy("Quality materials")
    lead = gettext_lazy("Evidence without the status of a record: it has no number and no term.")
    filterset_class = MaterialFilter
    empty_text = gettext_lazy("There are no materials yet.")
    add_permission = "documents.add_material"
    add_label = gettext_lazy("New material")
    add_url = reverse_lazy("records:material_add")
    columns = [
        Column("title", gettext_lazy("Title"), lambda m: m.title),
        Column("process", gettext_lazy("Process"), lambda m: m.process or ""),
        Column("date", gettext_lazy("Date"), lambda m: numeric(m.date), sort="date", kind="date"),
        Column("author", gettext_lazy("Author"), lambda m: m.author, kind="person"),
        Column(
            "state",
            gettext_lazy("State"),
            lambda m: m.get_state_display(),
            kind="state",
            tone=lambda m: TONES[m.state],
        ),
    ]


class MaterialDetail(DetailPage):
    model = Material
    permission = "documents.view_material"
    tones = TONES

    def get_queryset(self):
        return super().get_queryset().select_related("author", "process", "record")

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        if self.object.is_restricted:
            Opening.objects.note(request.user, self.object)
        return response

    def steps(self):
        steps = super().steps()
        if self.request.user.has_perm("documents.change_material", self.object):
            url = self.object.get_absolute_url()
            steps.append({"label": _("Edit"), "url": f"{url}edit/"})
            steps.append({"label": _("Attach files"), "url": f"{url}files/"})
        return steps

    def facts(self):
        one = self.object
        return [
            Fact(_("What it shows"), one.note),
            Fact(_("Process"), one.process),
            Fact(_("Author"), one.author),
            Fact(_("Date"), numeric(one.date)),
            Fact(_("Who reads it"), one.get_access_display()),
            Fact(_("Record"), one.record, one.record.get_absolute_url() if one.record else ""),
        ]

    def tabs(self):
        return [
            Tab("files", _("Files"), "components/tab_files.html"),
            Tab("history", _("History"), "components/tab_history.html"),
        ]

    def tab_context(self, slug):
        if slug == "files":
            return {"files": file_items(self.object)}
        return {"items": deeds.history(JournalEntry.objects.about(self.object), self.request.user)}


class MaterialCreate(CreatePage):
    model = Material
    form_class = forms.MaterialForm
    permission = "documents.add_material"
    title = gettext_lazy("New material")

    def get_cancel_url(self):
        return reverse("records:materials")

    def save(self, form):
        form.instance.author = self.request.user.person
        one = form.save()
        hang_on(one, form.kept_files, by=self.request.user, kind="attachment")
        return one


class MaterialEdit(EditPage):
    model = Material
    form_class = forms.MaterialForm
    permission = "documents.change_material"
    title = gettext_lazy("Change the material")


class MaterialFiles(RecordFiles):
    """More files for a material."""

    model = Material
    permission = "documents.change_material"

    def not_now(self, *, may):
        return ""


class MaterialFileOff(RecordFileOff):
    """Take a file off a material."""

    model = Material
    permission = "documents.change_material"

    def not_now(self, *, may):
        return ""


class MaterialStep(StepPage):
    """It becomes a record, or goes."""

    model = Material
    permission = "documents.view_material"
    tones = TONES
    step_forms = {"promote": forms.PromoteForm, "discard": record_forms.ReasonStep}
    sentences = {
        "promote": gettext_lazy(
            "Its files become a record of the case: numbered, with a term, and locked at once."
        ),
        "discard": gettext_lazy("Its files are removed; that it was here stays in the history."),
    }

    def get_success_url(self):
        self.object.refresh_from_db()
        return (self.object.record or self.object).get_absolute_url()
