"""Reviews: the register, a review, opening one for a cause, its verdict (004/4.2.2, 7.3.7)."""

import django_filters
from django.core.exceptions import ValidationError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import deeds
from common.dates import date_and_time, numeric
from common.models import JournalEntry
from common.reach import within_reach
from common.views import Column, DetailPage, Fact, ListPage, StepPage, Tab
from common.views.act import ObjectActPage
from documents.forms.review import FinishForm, ReviewForm
from documents.models import ChangeRequest, Document, DocumentReview
from documents.models.review import answering

TONES = {"open": "blue", "done": "green", "overtaken": "grey"}


class ReviewFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(
        label=gettext_lazy("State"),
        choices=[("late", gettext_lazy("Late")), *DocumentReview.State.choices],
        method="by_state",
    )
    occasion = django_filters.ChoiceFilter(
        label=gettext_lazy("Occasion"), choices=DocumentReview.Occasion.choices
    )
    verdict = django_filters.ChoiceFilter(
        label=gettext_lazy("Verdict"), choices=DocumentReview.Verdict.choices
    )

    class Meta:
        model = DocumentReview
        fields = ["state", "occasion", "verdict"]

    def by_state(self, rows, name, value):
        if value == "late":
            return rows.filter(state="open", due__lt=localdate())
        return rows.filter(state=value)


def tone(review) -> str:
    """Red where it is late."""
    return "red" if review.is_late else TONES[review.state]


def state_words(review) -> str:
    """The state, or that it is late."""
    return _("Late") if review.is_late else review.get_state_display()


class ReviewList(ListPage):
    """The register of reviews: what was looked at, when, by whom, with which verdict."""

    model = DocumentReview
    permission = "documents.view_documentreview"
    title = gettext_lazy("Reviews of documents")
    filterset_class = ReviewFilter
    empty_text = gettext_lazy("No review has been opened yet.")
    empty_hint = gettext_lazy(
        "Planned ones open by themselves before their day; others by a button on the document."
    )
    columns = [
        Column(
            "document",
            gettext_lazy("Document"),
            lambda r: r.document.code,
            sort="document__sorted_as",
            kind="code",
        ),
        Column("title", gettext_lazy("Title"), lambda r: r.document.title),
        Column("occasion", gettext_lazy("Occasion"), lambda r: r.get_occasion_display()),
        Column("due", gettext_lazy("Due"), lambda r: numeric(r.due), sort="due", kind="date"),
        Column("state", gettext_lazy("State"), state_words, kind="state", tone=tone),
        Column("verdict", gettext_lazy("Verdict"), lambda r: r.get_verdict_display()),
        Column("by", gettext_lazy("Reviewed by"), lambda r: r.done_by or "", kind="person"),
    ]

    def search_rows(self, rows, words):
        return rows.filter(document__in=Document.objects.search(words).values("pk"))

    def columns_out(self, form):
        return [
            *self.columns[:2],
            Column("version", _("Version"), lambda r: f"{r.version.issue}/{r.version.change}"),
            self.columns[2],
            Column("cause", _("Cause"), lambda r: r.cause_text),
            *self.columns[3:],
            Column("note", _("What was found"), lambda r: r.note),
            Column(
                "done",
                _("Finished"),
                lambda r: date_and_time(r.done_at) if r.done_at else "",
                kind="date",
            ),
        ]


class ReviewDetail(DetailPage):
    model = DocumentReview
    permission = "documents.view_documentreview"
    template_name = "documents/review.html"

    def get_queryset(self):
        return super().get_queryset().select_related("document__owner", "version", "done_by")

    def get_title(self):
        return str(self.object.document.title)

    def paper_kind(self):
        return _("Record of the review No. %(number)s") % {"number": self.object.pk}

    def paper_hands(self):
        done_by = self.object.done_by
        return [(_("Reviewed by"), done_by.signature_name)] if done_by else []

    def get_context_data(self, **kwargs):
        review = self.object
        return super().get_context_data(
            number=f"{review.document.code} {review.version.issue}/{review.version.change}",
            state={"label": state_words(review), "tone": tone(review)},
            answering=list(answering(review.document)) if review.state == "open" else [],
            **kwargs,
        )

    def facts(self):
        review, user = self.object, self.request.user
        document, version = review.document, review.version
        cause = review.cause
        if cause is not None:
            cause = within_reach(type(cause), user).filter(pk=cause.pk).first()
        asked = (
            ChangeRequest.objects.visible_to(user)
            .filter(cause_type__model="documentreview", cause_id=review.pk)
            .first()
        )
        return [
            Fact(_("Document"), document.code, document.get_absolute_url()),
            Fact(_("Version reviewed"), f"{version.issue}/{version.change}",
                 version.get_absolute_url()),
            Fact(_("Occasion"), review.get_occasion_display()),
            Fact(_("Cause"), review.cause_text.replace("\n", "; ")),
            Fact(
                _("Called for by"),
                cause and str(cause),
                cause.get_absolute_url() if hasattr(cause, "get_absolute_url") else "",
            ),
            Fact(_("Due"), numeric(review.due)),
            Fact(_("Answers for it"), document.owner),
            Fact(_("Opened"), date_and_time(review.opened_at)),
            Fact(_("Reviewed by"), review.done_by),
            Fact(_("Finished"), review.done_at and date_and_time(review.done_at)),
            Fact(_("Change request"), asked and f"№ {asked.pk}",
                 asked.get_absolute_url() if asked else ""),
        ]  # fmt: skip

    def tabs(self):
        return [Tab("history", _("History"), "components/tab_history.html")]

    def tab_context(self, slug):
        return {"items": deeds.history(JournalEntry.objects.about(self.object), self.request.user)}


class ReviewOpen(ObjectActPage):
    """Open a review out of turn (004/4.2.2: by audits, actions; 7.3.7)."""

    model = Document
    permission = "documents.add_documentreview"
    form_class = ReviewForm
    title = gettext_lazy("Open a review")
    submit_label = gettext_lazy("Open a review")
    sentence = gettext_lazy(
        "Whoever answers for the document is asked to look at it; meanwhile it stays in force."
    )

    def act(self, form):
        review = DocumentReview.objects.begin(
            self.object,
            form.cleaned_data.pop("occasion"),
            by=self.request.user,
            **form.cleaned_data,
        )
        if review is None:
            raise ValidationError(
                _("Nothing is in force, or such a review is open already: look at its reviews.")
            )
        return review

    def done_sentence(self):
        return _("The review is open.")


class ReviewStep(StepPage):
    """The verdict; of a review whose version has ended meanwhile the page says so."""

    model = DocumentReview
    permission = "documents.view_documentreview"
    template_name = "documents/review_step.html"
    tones = TONES
    step_forms = {"finish": FinishForm}
    sentences = {
        "finish": gettext_lazy(
            "Keep: it stays in force. Revise: an accepted change request is made of what you "
            "write. Withdraw: the director is asked to withdraw it."
        )
    }

    def too_late(self, form):
        """A review of what is no longer in force: say which version is."""
        self.object.refresh_from_db()
        current = self.object.document.version_in_force()
        if self.object.state != "overtaken":
            return super().too_late(form)
        words = (
            _("%(version)s is in force meanwhile: this review was closed, review the new version.")
            % {"version": current}
            if current
            else _("The document was withdrawn meanwhile: this review was closed.")
        )
        return self.again(form, 409, gone=words)


def reviews_of(document, user) -> list[dict]:
    """The reviews of a document with their tones, newest first."""
    return [
        {"review": review, "tone": tone(review), "state": state_words(review)}
        for review in document.reviews.visible_to(user).select_related("version", "done_by")
    ]
