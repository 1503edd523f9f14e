"""Memos: the register, one memo with its resolution, its steps and its paper (004/7.3.7)."""

import django_filters
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin

from common import deeds
from common.dates import date_and_time, numeric
from common.models import JournalEntry
from common.printing import show
from common.views import (
    Column,
    CreatePage,
    DetailPage,
    EditPage,
    Fact,
    ListPage,
    StepPage,
    Tab,
)
from common.views.page import ObjectPage
from common.yes_no import YesNoFilter
from documents.forms import memo as forms
from documents.memo_pdf import memo_pdf
from documents.models import Memo

TONES = {
    "draft": "grey",
    "sent": "blue",
    "assigned": "amber",
    "accepted": "green",
    "rejected": "red",
    "done": "green",
    "dropped": "grey",
}


class MemoFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=gettext_lazy("State"), choices=Memo.State.choices)
    to_me = YesNoFilter(label=gettext_lazy("Addressed to me"), method="by_me")

    class Meta:
        model = Memo
        fields = ["state", "to_me"]

    def by_me(self, rows, name, value):
        own = {"addressee": self.request.user.person_id}
        return rows.filter(**own) if value else rows.exclude(**own)


class MemoList(ListPage):
    """Memos between those they name; whoever keeps the register sees all that were sent."""

    model = Memo
    permission = "documents.view_memo"
    title = gettext_lazy("Memos")
    filterset_class = MemoFilter
    empty_text = gettext_lazy("There is no memo yet.")
    add_permission = "documents.add_memo"
    add_label = gettext_lazy("New memo")
    add_url = reverse_lazy("documents:memo_add")
    columns = [
        Column("number", gettext_lazy("No."), lambda m: m.number, sort="sorted_as", kind="code"),
        Column(
            "sent",
            gettext_lazy("Sent"),
            lambda m: numeric(m.sent_at) if m.sent_at else "",
            sort="sent_at",
            kind="date",
        ),
        Column("title", gettext_lazy("About what"), lambda m: m.title),
        Column("author", gettext_lazy("From whom"), lambda m: m.author, kind="person"),
        Column("addressee", gettext_lazy("To whom"), lambda m: m.addressee, kind="person"),
        Column(
            "due",
            gettext_lazy("Due"),
            lambda m: numeric(m.due) if m.due else "",
            sort="due",
            kind="date",
        ),
        Column(
            "state",
            gettext_lazy("State"),
            lambda m: _("Late") if m.is_late else m.get_state_display(),
            kind="state",
            tone=lambda m: "red" if m.is_late else TONES[m.state],
        ),
    ]


class MemoDetail(DetailPage):
    """One memo: its text, its resolution, what was done."""

    model = Memo
    permission = "documents.view_memo"
    template_name = "documents/memo.html"
    tones = TONES

    def get_queryset(self):
        return super().get_queryset().for_list().select_related("resolved_by")

    def get_title(self):
        return self.object.title

    def steps(self):
        steps = super().steps()
        if self.request.user.has_perm("documents.change_memo", self.object):
            url = f"{self.object.get_absolute_url()}edit/"
            steps.insert(1, {"label": _("Edit"), "url": url})
        return steps

    def facts(self):
        memo = self.object
        return [
            Fact(_("From whom"), memo.author),
            Fact(_("To whom"), memo.addressee),
            Fact(_("Sent"), memo.sent_at and date_and_time(memo.sent_at)),
            Fact(_("Decided by"), memo.resolved_by),
            Fact(_("Decided on"), memo.resolved_at and date_and_time(memo.resolved_at)),
            Fact(_("Given to"), memo.assigned_to),
            Fact(_("Due"), memo.due and numeric(memo.due)),
            Fact(
                _("Printed form"),
                _("Open the PDF"),
                f"{memo.get_absolute_url()}paper/",
                on_paper=False,
            ),
        ]

    def tabs(self):
        return [Tab("history", _("History"), "components/tab_history.html")]

    def tab_context(self, slug):
        return {"items": deeds.history(JournalEntry.objects.about(self.object), self.request.user)}

    def get_context_data(self, **kwargs):
        number = f"№ {self.object.number}" if self.object.number else ""
        return super().get_context_data(number=number, **kwargs)


class MemoCreate(CreatePage):
    """A new memo; it is sent on its own page."""

    model = Memo
    form_class = forms.MemoForm
    permission = "documents.add_memo"
    title = gettext_lazy("New memo")
    submit_label = gettext_lazy("Save the draft")

    def get_cancel_url(self):
        return str(reverse_lazy("documents:memos"))

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"writer": self.request.user.person}

    def save(self, form):
        form.instance.author = self.request.user.person
        return form.save()


class MemoEdit(EditPage):
    model = Memo
    form_class = forms.MemoForm
    permission = "documents.change_memo"
    title = gettext_lazy("Memo")

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"writer": self.object.author}


class MemoStep(StepPage):
    """Send it; accept, reject or give it to somebody to do; note that it is done."""

    model = Memo
    permission = "documents.view_memo"
    tones = TONES
    step_forms = {
        "accept": forms.AcceptForm,
        "reject": forms.RejectForm,
        "assign": forms.AssignForm,
        "finish": forms.FinishForm,
    }
    sentences = {
        "send": gettext_lazy("It gets its number and waits for the resolution of its addressee."),
        "accept": gettext_lazy("Whoever wrote it is told."),
        "reject": gettext_lazy("Whoever wrote it is told, with your reason."),
        "assign": gettext_lazy("They get it among their work, by the day you say."),
        "finish": gettext_lazy("Whoever wrote it and whoever decided are told."),
        "drop": gettext_lazy("Nobody is told of it. It stays in the list as dropped."),
    }


class MemoPaper(ObjectPage, SingleObjectMixin, View):
    """The memo as a paper, with its resolution."""

    model = Memo
    permission = "documents.view_memo"

    def get(self, request, *args, **kwargs):
        return show(memo_pdf(self.object, request.LANGUAGE_CODE), f"memo_{self.object.pk}.pdf")
