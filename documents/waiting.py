"""What the to-dos of documents are called."""

from django.utils.translation import gettext_lazy as _

from common.waiting import say

say("documents.agree", _("Agree"))
say("documents.decide", _("Enter the decision of the body"))
say("documents.approve", _("Approve"))
say("documents.revise", _("Revise after remarks"))
say("documents.read", _("Read"))
say("documents.review", _("Review the document"))
say("documents.standard_ended", _("Look at what replaces it"))
