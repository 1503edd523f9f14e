"""The statement that an electronic signature equals the one by hand: given, entered, withdrawn."""

from django import forms
from django.conf import settings
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, gettext_lazy, override, pgettext
from django.utils.translation import gettext as _
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin

from common import deeds
from common.dates import date_and_time, numeric
from common.models import Blob, JournalEntry
from common.printing import render_pdf, show
from common.views import ActPage, DetailPage, Fact, ObjectActPage, Tab
from common.views.page import ObjectPage
from people.forms.signing import GiveStatementForm, PaperStatementForm, StatementTextForm
from people.models import EnablingOrder, Person, Statement, StatementText

from .signing import scans

LANGUAGES = dict(settings.LANGUAGES)


class GiveStatement(ActPage):
    """Read it, type the password: it is given. Then back to the paper that asked for it."""

    permission = "people.give_statement"
    template_name = "people/statement_give.html"
    form_class = GiveStatementForm
    title = gettext_lazy("Statement on the electronic signature")
    submit_label = gettext_lazy("Give the statement")

    def get(self, request, *args, **kwargs):
        given = Statement.objects.in_force().filter(person=request.user.person_id).first()
        return HttpResponseRedirect(self.where_next(given)) if given else super().get(request)

    def get_language(self) -> str:
        asked = self.request.POST.get("language") or self.request.GET.get("language")
        return asked if asked in LANGUAGES else get_language()

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def get_initial(self):
        return {"language": self.get_language()}

    def get_context_data(self, **kwargs):
        language, text = self.get_language(), StatementText.current()
        query = self.request.GET.copy()
        languages = []
        for code, name in settings.LANGUAGES:
            query["language"] = code
            url = f"?{query.urlencode()}"
            languages.append({"name": name, "url": url, "current": code == language})
        return super().get_context_data(
            words=text.in_language(language),
            version=text.number,
            language=language,
            languages=languages,
            person=self.request.user.person,
            **kwargs,
        )

    def get_cancel_url(self):
        return self._next() or reverse("people:me")

    def act(self, form):
        return Statement.give(by=self.request.user, language=form.cleaned_data["language"])

    def done_sentence(self):
        return _("Thank you: you may sign electronically now.")

    def where_next(self, done):
        return self._next() or done.get_absolute_url()

    def _next(self) -> str:
        url = self.request.GET.get("next", "")
        return url if url_has_allowed_host_and_scheme(url, {self.request.get_host()}) else ""


class StatementDetail(DetailPage):
    """One statement: whose, when, in which words."""

    model = Statement
    permission = "people.view_statement"
    template_name = "people/statement.html"

    def get_queryset(self):
        return super().get_queryset().select_related("person", "text", "recorded_by__person")

    def get_title(self):
        return _("Statement on the electronic signature")

    def get_context_data(self, **kwargs):
        withdrawn = self.object.withdrawn_at is not None
        label, tone = (
            (pgettext("statement", "Withdrawn"), "grey") if withdrawn else (_("Given"), "green")
        )
        return super().get_context_data(number=self.object.person.full_name, **kwargs) | {
            "state": {"label": label, "tone": tone}
        }

    def facts(self):
        statement = self.object
        by, ended = statement.recorded_by, statement.withdrawn_at
        return [
            Fact(_("Who"), statement.person, statement.person.get_absolute_url()),
            Fact(_("Date"), numeric(statement.signed_on)),
            Fact(_("How"), statement.get_way_display()),
            Fact(_("Language"), statement.get_language_display()),
            Fact(_("Version"), str(statement.text.number)),
            Fact(_("Entered by"), by.person.short_name if by else "Sapat"),
            Fact(_("Entered"), date_and_time(statement.recorded_at)),
            Fact(pgettext("statement", "Withdrawn"), ended and date_and_time(ended)),
            Fact(
                _("Printed form"),
                _("Open the PDF"),
                reverse("people:statement_paper", args=[statement.pk]),
            ),
        ]

    def steps(self):
        may = self.request.user.has_perm("people.withdraw_statement", self.object)
        if self.object.withdrawn_at or not may:
            return []
        url = reverse("people:statement_withdraw", args=[self.object.pk])
        return [{"label": _("Withdraw the statement"), "url": url, "danger": True}]

    def tabs(self):
        return [
            Tab("files", _("Files"), "components/tab_files.html"),
            Tab("history", _("History"), "components/tab_history.html"),
        ]

    def tab_context(self, slug):
        if slug == "files":
            return {"files": scans(self.object)}
        return {"items": deeds.history(JournalEntry.objects.about(self.object), self.request.user)}


class WithdrawStatement(ObjectActPage):
    model = Statement
    permission = "people.withdraw_statement"
    form_class = forms.Form
    title = gettext_lazy("Withdraw the statement")
    submit_label = gettext_lazy("Withdraw the statement")
    sentence = gettext_lazy(
        "Nothing more can be signed electronically until a new statement is given; "
        "what was signed stays signed."
    )
    danger = True

    def act(self, form):
        self.object.withdraw(by=self.request.user)
        return self.object

    def done_sentence(self):
        return _("The statement is withdrawn.")


class EnterStatement(ObjectActPage):
    """Who keeps people enters a statement that was signed on paper."""

    model = Person
    permission = "people.enter_statement"
    template_name = "people/statement_enter.html"
    form_class = PaperStatementForm
    title = gettext_lazy("Enter a statement from paper")
    submit_label = gettext_lazy("Enter the statement")

    def get_initial(self):
        return {"language": self.object.language}

    def act(self, form):
        given = form.cleaned_data
        scan = given["scan"].name, Blob.store(given["scan"].chunks())
        return Statement.enter_paper(
            self.object,
            by=self.request.user,
            language=given["language"],
            signed_on=given["signed_on"],
            scan=scan,
        )

    def done_sentence(self):
        return _("The statement is entered.")


class StatementPaper(ObjectPage, SingleObjectMixin, View):
    """A given statement as a paper."""

    model = Statement
    permission = "people.view_statement"

    def get(self, request, *args, **kwargs):
        statement = self.object
        person, text = statement.person, statement.text
        return _paper(person, text, statement.language, statement=statement)


class BlankStatement(ObjectPage, SingleObjectMixin, View):
    """The statement of a person, to be printed and signed by hand."""

    model = Person
    permission = "people.print_statement"

    def get(self, request, *args, **kwargs):
        asked = request.GET.get("language", "")
        language = asked if asked in LANGUAGES else self.object.language
        return _paper(self.object, StatementText.current(), language)


def _paper(person, text, language, statement=None):
    post = person.appointment()
    with override(language):
        title = _("Statement on the electronic signature")
        context = {
            "title": title,
            "person": person,
            "position": post.position.name.in_language(language) if post else "",
            "words": text.in_language(language),
            "version": text.number,
            "order": EnablingOrder.current(),
            "statement": statement,
            "by_hand": statement is None or statement.way == Statement.Way.PAPER,
        }
        if statement:
            context["made_at"] = statement.recorded_at
        return show(
            render_pdf("print/statement.html", context, language=language),
            f"{title} {person.short_name}.pdf",
        )


class ChangeStatementText(ActPage):
    """The organisation's own words: a new version; statements given before stay as they are."""

    permission = "people.change_statementtext"
    form_class = StatementTextForm
    title = gettext_lazy("Text of the statement")
    submit_label = gettext_lazy("Save as a new version")

    def get_initial(self):
        return {"text": StatementText.current().text}

    def get_cancel_url(self):
        return reverse("people:signing")

    def get_context_data(self, **kwargs):
        lead = _("Statements given before stay in the words in which they were given.")
        revision = StatementText.current().number
        return super().get_context_data(**{"lead": lead, "revision": revision, **kwargs})

    def post(self, request, *args, **kwargs):
        form = self.get_form()
        if request.POST.get("revision") == str(StatementText.current().number):
            return self.form_valid(form) if form.is_valid() else self.form_invalid(form)
        form.add_error(
            None,
            _("Somebody saved another version meanwhile. What you typed is still here: compare."),
        )
        response = self.form_invalid(form)
        response.status_code = 409
        return response

    def act(self, form):
        current = StatementText.current()
        return current.change(by=self.request.user, text=form.cleaned_data["text"])

    def done_sentence(self):
        return _("Saved as version %(version)s.") % {"version": StatementText.current().number}

    def where_next(self, done):
        return reverse("people:signing")
