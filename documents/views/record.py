"""One record: what it says, its files, its term, losses and holds; opening and changing it."""

from django.contrib.contenttypes.models import ContentType
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from common import deeds
from common.dates import date_and_time, numeric
from common.models import Attachment, JournalEntry, Opening, deed, record
from common.reach import address, within_reach
from common.views import CreatePage, DetailPage, EditPage, Fact, ObjectActPage, Tab
from documents.forms.records import FilesForm, RecordForm, stored
from documents.models import Record
from documents.models.hold import holds_of
from documents.models.record_keeping import CONTENT

from .paper_parts import file_items
from .records import TONES, until_words, what_it_proves


def hang_on(thing, files, *, by, kind=CONTENT) -> None:
    """Inside a deed: these files belong to it."""
    for name, blob in files:
        Attachment.objects.create(owner=thing, blob=blob, name=name, kind=kind, added_by=by)


def contents_of(kept: Record) -> list[dict]:
    """Its files as they were closed, each with its hash and whether it is still here."""
    here = {file["sha256"]: file for file in file_items(kept)}
    if not kept.is_locked:
        return list(here.values())
    rows = [{**file, "url": here.get(file["sha256"], {}).get("url")} for file in kept.contents]
    known = {file["sha256"] for file in kept.contents}
    return rows + [
        {**file, "is_other": True} for sha256, file in here.items() if sha256 not in known
    ]


def muted(words: str) -> str:
    """Words that stand for a value which is not there yet."""
    return format_html('<span class="quiet">{}</span>', words) if words else ""


class RecordDetail(DetailPage):
    """A record with the step to take now."""

    model = Record
    permission = "documents.view_record"
    template_name = "documents/record.html"
    tones = TONES

    def get_queryset(self):
        return (
            super()
            .get_queryset()
            .select_related("case__nomenclature", "author", "process", "document", "closed_by")
            .select_related("act", "fund_item")
        )

    def get(self, request, *args, **kwargs):
        response = super().get(request, *args, **kwargs)
        if self.object.is_restricted:
            Opening.objects.note(request.user, self.object)
        return response

    def steps(self):
        kept, may = self.object, self.request.user.has_perm
        steps = [step for step in super().steps() if step["name"] != "destroy"]
        url = kept.get_absolute_url()
        if may("documents.change_record", kept):
            steps.append({"label": _("Edit"), "url": f"{url}edit/"})
            steps.append({"label": _("Attach files"), "url": f"{url}files/"})
            if self.lacks():
                steps = [one | {"primary": one is steps[-1]} for one in steps]
        if kept.state == "expired" and kept.act is None and may("documents.add_disposalact"):
            draw_up = {"label": _("Draw up an act"), "url": reverse("records:disposal_add")}
            steps = [draw_up | {"primary": True}, *(one | {"primary": False} for one in steps)]
        if kept.state in ("stored", "restored") and may("documents.change_retention_record", kept):
            steps.append({"label": _("Change the term"), "url": f"{url}retention/"})
        return steps

    def lacks(self) -> bool:
        """Whether files are missing before it can be closed."""
        return self.object.state == "open" and self.object.lacks_files

    def get_context_data(self, **kwargs):
        context = {
            "lacks_files": self.lacks(),
            "held": list(holds_of(self.object)),
            "may_see_holds": self.request.user.has_perm("documents.view_hold"),
        }
        return super().get_context_data(**context, **kwargs)

    def facts(self):
        kept = self.object
        period = [kept.period_from, kept.period_to]
        readers = ", ".join(str(one) for one in kept.readers.all())
        source, act = self.shown(kept.source), self.shown(kept.act)
        return [
            Fact(_("No."), kept.identifier or _("given when it is closed")),
            Fact(
                pgettext("nomenclature", "Case"),
                f"{kept.case.index} {kept.case.title} · {kept.case.nomenclature.year}",
                address(kept.case.nomenclature, self.request.user),
            ),
            Fact(_("What it proves"), what_it_proves(kept)),
            Fact(_("Report of the fund"), kept.fund_item),
            Fact(_("Made from"), source, source.get_absolute_url() if source else ""),
            Fact(_("Author"), kept.author),
            Fact(_("Date"), numeric(kept.date)),
            Fact(_("Period"), " – ".join(numeric(day) for day in period if day)),
            Fact(_("Carrier"), kept.get_carrier_display()),
            Fact(pgettext("nomenclature", "Place"), kept.place),
            Fact(_("Volume"), kept.volume),
            Fact(_("Sheets"), kept.sheets),
            Fact(_("Term"), " ".join(filter(None, [kept.term, kept.article]))),
            Fact(_("Kept until"), until_words(kept) if kept.keep else muted(until_words(kept))),
            Fact(_("Who reads it"), readers or kept.get_access_display()),
            Fact(_("Personal data"), _("yes") if kept.has_personal_data else ""),
            Fact(_("Closed"), kept.closed_at and date_and_time(kept.closed_at)),
            Fact(_("In storage since"), kept.stored_on and numeric(kept.stored_on)),
            Fact(_("Act of disposal"), act, act and address(act, self.request.user)),
            Fact(_("Destroyed on"), kept.destroyed_on and numeric(kept.destroyed_on)),
        ]

    def shown(self, thing):
        """A thing behind the record; a guest learns of it only where it is shown to it too."""
        if thing and self.request.user.is_guest:
            return within_reach(type(thing), self.request.user).filter(pk=thing.pk).first()
        return thing

    def tabs(self):
        kept = self.object
        tabs = [Tab("contents", _("Files"), "documents/tab_record_files.html")]
        if kept.retention_changes.exists():
            tabs.append(Tab("terms", _("Terms"), "documents/tab_record_terms.html"))
        if kept.losses.exists():
            tabs.append(Tab("losses", _("Loss"), "documents/tab_record_losses.html"))
        return [*tabs, Tab("history", _("History"), "components/tab_history.html")]

    def tab_context(self, slug):
        kept = self.object
        if slug == "contents":
            may = self.request.user.has_perm("documents.change_record", kept)
            return {"files": contents_of(kept), "may_change": may}
        if slug == "terms":
            return {"changes": kept.retention_changes.select_related("by")}
        if slug == "losses":
            return {"losses": kept.losses.select_related("noticed_by", "restored_by")}
        return {"items": deeds.history(JournalEntry.objects.about(kept), self.request.user)}


class RecordCreate(CreatePage):
    """A new record; ``?about=planning.duty:5`` says what it is about."""

    model = Record
    form_class = RecordForm
    permission = "documents.add_record"
    title = gettext_lazy("New record")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}

    def get_form(self, form_class=None):
        form = super().get_form(form_class)
        form.instance.author = self.request.user.person
        form.instance.about = self.about()
        return form

    def about(self):
        """The thing that the record is about, where the address names one within reach."""
        label, _colon, key = self.request.GET.get("about", "").partition(":")
        app, _dot, name = label.partition(".")
        kind = ContentType.objects.filter(app_label=app, model=name).first()
        model = kind and kind.model_class()
        if model is None or not key.isdecimal():
            return None
        return within_reach(model, self.request.user).filter(pk=key[:18]).first()

    def get_initial(self):
        asked = {name: self.request.GET.get(name) for name in ("case", "process", "fund_item")}
        return {name: value for name, value in asked.items() if value and value.isdecimal()}

    def get_cancel_url(self):
        return reverse("records:records")

    def save(self, form):
        kept = form.save()
        hang_on(kept, form.kept_files, by=self.request.user)
        return kept


class RecordEdit(EditPage):
    """An open record is corrected with a reason; a closed one never (004/4.2.4)."""

    model = Record
    form_class = RecordForm
    permission = "documents.change_record"
    title = gettext_lazy("Correct the record")

    def not_now(self, *, may):
        if may or not self.object.is_locked:
            return ""
        return _("A closed record is locked: what it says and its files stay as they are.")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"user": self.request.user}


class RecordFiles(ObjectActPage):
    """More files for an open record."""

    model = Record
    permission = "documents.change_record"
    template_name = "pages/form.html"
    form_class = FilesForm
    title = gettext_lazy("Attach files")
    submit_label = gettext_lazy("Attach")

    not_now = RecordEdit.not_now

    def act(self, form):
        files = stored(form.cleaned_data["files"])
        kept = held_open(self.model, self.object)
        hang_on(kept, files, by=self.request.user)
        record(kept, "attach", by=self.request.user, sha256=[b.sha256 for _n, b in files])
        return kept

    def done_sentence(self):
        return _("The files are attached.")


class RecordFileOff(ObjectActPage):
    """Take a file off an open record."""

    model = Record
    permission = "documents.change_record"
    title = gettext_lazy("Remove a file")
    http_method_names = ["post"]

    not_now = RecordEdit.not_now

    def post(self, request, *args, **kwargs):
        with deed(by=request.user):
            kept = held_open(self.model, self.object)
            file = get_object_or_404(Attachment.objects.of(kept), uid=kwargs["file"])
            record(kept, "detach", by=request.user, sha256=file.blob.sha256)
            file.delete()
        return HttpResponseRedirect(kept.get_absolute_url())


def held_open(model, thing):
    """The same, locked inside a deed; 404 where it was closed a moment ago."""
    rows = model.objects.select_for_update(of=("self",)).filter(state__in=["open", "kept"])
    found = rows.filter(pk=thing.pk).first()
    if found is None:
        raise Http404
    return found
