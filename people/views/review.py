"""The quarterly lists of accounts and powers: register, page, paper, Excel, confirmation."""

import io

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import deeds
from common.dates import date_and_time, numeric
from common.models import Attachment, Blob, JournalEntry
from common.printing import show
from common.views import ActPage, Column, DetailPage, Fact, ListPage, StepPage, Tab
from common.views.files import serve
from common.views.outgoing import safe_cell
from people.forms.account import ConfirmForm
from people.models import AccountReview
from people.pdf import review_paper, shown_rows

TONES = {"open": "amber", "confirmed": "green"}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ReviewList(ListPage):
    """Every quarterly list."""

    model = AccountReview
    permission = "people.view_account"
    title = gettext_lazy("Lists of accounts and powers")
    empty_text = gettext_lazy("There is no list yet.")
    empty_hint = gettext_lazy("Sapat makes one by itself in the first days of each quarter.")
    add_permission = "people.confirm_accountreview"
    add_label = gettext_lazy("Take the list of this quarter")
    add_url = reverse_lazy("people:review_add")
    columns = [
        Column("quarter", gettext_lazy("Quarter"), str, sort="year", kind="code"),
        Column("taken", gettext_lazy("As of"), lambda r: date_and_time(r.taken_at), "taken_at"),
        Column("rows", gettext_lazy("Accounts"), lambda r: len(r.rows), kind="number"),
        Column(
            "state",
            gettext_lazy("State"),
            lambda r: r.get_state_display(),
            kind="state",
            tone=lambda r: TONES[r.state],
        ),
        Column(
            "by",
            gettext_lazy("Confirmed by"),
            lambda r: r.confirmed_by.person.short_name if r.confirmed_by else "",
            kind="person",
        ),
        Column(
            "at",
            gettext_lazy("Confirmed"),
            lambda r: numeric(timezone.localtime(r.confirmed_at).date()) if r.confirmed_at else "",
            kind="date",
        ),
    ]

    def search_rows(self, rows, words):
        return rows.filter(year=int(words)) if words.isdecimal() and len(words) == 4 else rows

    def get_context_data(self, **kwargs):
        if AccountReview.of_now():
            kwargs["add_url"] = ""
        return super().get_context_data(**kwargs)


class ReviewAdd(ActPage):
    """Take the list of this quarter now, where it was not taken yet."""

    permission = "people.confirm_accountreview"
    form_class = forms.Form
    template_name = "pages/step.html"
    title = gettext_lazy("Take the list of this quarter")
    submit_label = gettext_lazy("Take the list")

    def act(self, form):
        made = AccountReview.begin(by=self.request.user)
        if made is None:
            raise ValidationError(_("The list of this quarter was taken already."))
        return made

    def done_sentence(self):
        return _("The list was taken. Look through every row, then confirm it.")

    def get_cancel_url(self):
        return reverse("people:reviews")

    def get_context_data(self, **kwargs):
        sentence = _(
            "Every account as it is now, with its powers. Whoever keeps the accounts is asked to "
            "confirm the list within ten working days."
        )
        return super().get_context_data(sentence=sentence, **kwargs)


class ReviewDetail(DetailPage):
    """One list: every account, and under it who confirmed it."""

    model = AccountReview
    permission = "people.view_account"
    template_name = "people/review.html"
    tones = TONES

    def get_title(self):
        return self.object.headline

    def get(self, request, *args, **kwargs):
        if request.GET.get("as") == "xlsx":
            return excel(self.object)
        if request.GET.get("as") == "pdf":
            return self.paper()
        return super().get(request, *args, **kwargs)

    def paper(self):
        """The kept paper where there is one; else the list to be signed by hand."""
        kept = Attachment.objects.of(self.object).filter(kind="paper").first()
        return serve(kept, inline=True) if kept else show(review_paper(self.object), "accounts.pdf")

    def facts(self):
        review = self.object
        by = review.confirmed_by
        kept = Attachment.objects.of(review).filter(kind="paper").first()
        return [
            Fact(_("As of"), date_and_time(review.taken_at)),
            Fact(_("Accounts"), len(review.rows)),
            Fact(_("Confirmed by"), by and by.person.short_name),
            Fact(_("Confirmed"), date_and_time(review.confirmed_at) if by else ""),
            Fact(_("Paper"), kept and kept.name, kept.get_absolute_url() if kept else ""),
        ]

    def tabs(self):
        return [
            Tab("accounts", _("Accounts"), "people/tab_review.html", len(self.object.rows)),
            Tab("history", _("History"), "components/tab_history.html"),
        ]

    def tab_context(self, slug):
        if slug == "history":
            return {
                "items": deeds.history(JournalEntry.objects.about(self.object), self.request.user)
            }
        return {"review_rows": shown_rows(self.object)}


class ReviewStep(StepPage):
    """Confirm a list, or take it anew."""

    model = AccountReview
    permission = "people.view_account"
    tones = TONES
    sentences = {
        "confirm": gettext_lazy(
            "You say that each account belongs to somebody who works here, and that each power "
            "is needed. The paper of the list is kept with its digest."
        ),
        "renew": gettext_lazy("The list is taken again as things are now."),
    }

    def get_form_class(self):
        return ConfirmReview if self.name == "confirm" else super().get_form_class()

    def get_title(self):
        return f"{super().get_title()}: {self.object}"

    def get_success_url(self):
        return reverse("people:review", args=[self.object.pk])


class ConfirmReview(ConfirmForm):
    """The confirmation, with the paper made of what was displayed, before the deed begins."""

    def arguments(self):
        given, at = self.cleaned_data, timezone.now()
        data = review_paper(
            self.instance, by=self.request.user.person, remarks=given["remarks"], at=at
        )
        return {"seen": given["seen"], "remarks": given["remarks"], "paper": Blob.store([data])}


def excel(review) -> HttpResponse:
    """The list as an Excel sheet."""
    from openpyxl import Workbook  # noqa: PLC0415 -- slow to import, needed only here

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Accounts"))
    sheet.append(
        [
            *(_("Name"), _("User name"), _("Position"), _("Powers"), _("State")),
            *(_("Blocked since"), _("Last sign-in"), _("Second factor")),
        ]
    )
    for row in shown_rows(review):
        cells = [
            *(row["person"], row["username"], ", ".join([*row["positions"], *row["acts"]])),
            *(", ".join(row["powers"]), row["state_word"], row["blocked"]),
            *(row["last"], ", ".join(row["factors"])),
        ]
        sheet.append([safe_cell(str(cell)) for cell in cells])
    out = io.BytesIO()
    book.save(out)
    response = HttpResponse(out.getvalue(), content_type=XLSX)
    name = f"accounts_{review.year}_{review.quarter}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
