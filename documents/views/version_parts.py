"""What the page of a version shows of its paper copies, and of an edition from outside."""

from django.urls import reverse
from django.utils.translation import gettext as _

from common.dates import numeric
from common.views import Fact, Tab
from documents.external_words import act_of
from documents.models import PaperCopy
from documents.models.copy_rows import COPIED
from documents.models.ending import ENDED
from documents.models.external import facts_of


def uncontrolled_fact(version, text) -> Fact:
    """Where a print that nobody keeps up to date is made; of a draft there is none."""
    if text is None or version.approved_at is None:
        return Fact("", "")
    url = reverse("documents:uncontrolled", args=[version.pk, text.language])
    return Fact(_("To work by on paper"), _("Print an uncontrolled copy"), url, on_paper=False)


# Paper copies ---------------------------------------------------------------------------------


def copies_tab(version, user) -> Tab | None:
    """The tab of paper copies: for their keepers and the director, and for who holds one."""
    if version.state not in (*COPIED, *ENDED):
        return None
    count = PaperCopy.objects.visible_to(user).filter(version=version).count()
    if not count and not user.has_perm("documents.view_copies"):
        return None
    return Tab("copies", _("Paper copies"), "documents/tab_copies.html", count)


def copies_context(version, user) -> dict:
    """The copies that this reader may know of, and what may be done with all of them."""
    from .copies import state_word, tone_of  # noqa: PLC0415 -- it knows this page

    copies = PaperCopy.objects.visible_to(user).filter(version=version).for_list()
    makes = user.has_perm("documents.add_papercopy") and version.state in COPIED
    return {
        "copies": [
            {"copy": copy, "state": state_word(copy), "tone": tone_of(copy)}
            for copy in copies.order_by("number")
        ],
        "may_make": makes,
        "may_list": user.has_perm("documents.view_copies"),
    }


# Editions from outside ------------------------------------------------------------------------


def external_steps(version, user) -> list[dict]:
    """What a registered edition leads to: its document registers the next change."""
    document = version.document
    if version.state == "in_force" and user.has_perm("documents.change_external", document):
        url = reverse("documents:external_change", args=[document.pk])
        return [{"label": _("Register a change"), "url": url}]
    return []


def since_label(version) -> str:
    """What came into force is in force since a day; what is yet to come, from a day."""
    return _("In force from") if version.state in ("draft", "approved") else _("In force since")


def external_facts(version) -> list[Fact]:
    """The facts of an edition: by which act it came, since when it holds."""
    document, facts = version.document, facts_of(version.document)
    return [
        Fact(_("Document"), document.code, document.get_absolute_url()),
        Fact(_("Type"), document.type),
        Fact(_("Issuer"), facts.issuer if facts else ""),
        Fact(_("Edition"), f"{version.issue}/{version.change}"),
        Fact(_("By the act"), act_of(version)),
        Fact(since_label(version), version.in_force_from and numeric(version.in_force_from)),
        Fact(_("Not in force since"), version.ended_on and numeric(version.ended_on)),
        Fact(_("Reason"), version.end_reason),
        Fact(_("Registered by"), version.author),
        Fact(_("Who reads"), document.get_access_display()),
        Fact(
            _("Control copy"),
            _("Open the cover sheet"),
            reverse("documents:cover", args=[version.pk]),
        ),
        Fact(
            _("To work by on paper"),
            _("Print an uncontrolled copy"),
            reverse("documents:uncontrolled", args=[version.pk, "ky"]),
        ),
    ]
