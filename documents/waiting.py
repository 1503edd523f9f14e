"""What the to-dos of documents are called."""

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from common.waiting import Quick, rows_of, say
from documents.models import ChangeRequest, DocumentReview, DocumentVersion, PaperCopy


def nothing_new(channel, *, by) -> None:
    """“Looked, nothing new”: one click."""
    channel.check_it(by=by, day=localdate())


# What the words of a line ask for comes along with the things.
rows_of(DocumentVersion, lambda: DocumentVersion.objects.select_related("document"))
rows_of(
    DocumentReview, lambda: DocumentReview.objects.select_related("document", "version__document")
)
rows_of(ChangeRequest, lambda: ChangeRequest.objects.select_related("document"))
rows_of(PaperCopy, lambda: PaperCopy.objects.select_related("version__document"))

say("documents.agree", _("Agree"))
say("documents.decide", _("Enter the decision of the body"))
say(
    "documents.approve",
    _("Approve"),
    of=lambda paper: pgettext_lazy("step", "Sign") if getattr(paper, "is_own_act", False) else "",
)
say("documents.sign", pgettext_lazy("step", "Sign"))
say("documents.revise", _("Revise after remarks"))
say("documents.read", _("Read"))
say("documents.review", _("Review the document"))
say("documents.decide_request", _("Decide on the change request"))
say("documents.expires", _("The term of the document ends"))
say(
    "documents.withdraw",
    _("Withdraw the document"),
    lambda version: f"{version.get_absolute_url()}withdraw/",
)
say(
    "documents.acquaint",
    _("Acquaint the new colleague with the documents"),
    lambda person: reverse("documents:acquaint", args=[person.pk]),
)
say("documents.yearly", _("Prepare for the year"))
say(
    "documents.check_channel",
    _("Look at the channel"),
    quick=Quick(_("Looked, nothing new"), nothing_new, "documents.check_channel"),
)
say(
    "documents.collect_copies",
    _("Collect the recalled paper copies"),
    lambda version: f"{reverse('documents:version', args=[version.pk])}?tab=copies#tab",
)
say("documents.return_copy", _("Return the paper copy"))
say("documents.standard_ended", _("Look at what replaces it"))
say(
    "documents.hand_letters",
    _("Hand over the printed letters"),
    lambda unit: f"{reverse('by_hand')}?unit={unit.pk}",
)
