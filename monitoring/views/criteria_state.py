"""What a draft of criteria lacks before it can be sent, and in which languages it is whole."""

from django.urls import reverse
from django.utils.translation import gettext as _

from common.views import Fact
from monitoring.criteria_languages import translations

MOST = 12  # places named of one sort


def state_of(criteria, *, may_change: bool, here: bool = False) -> dict:
    """Both lists for a page; who may change it is led to each place, ``here`` on the same page."""
    page = "" if here else reverse("monitoring:criteria_edit", args=[criteria.pk])

    def url(anchor: str) -> str:
        return f"{page}#{anchor}" if may_change else ""

    def places(found) -> list[dict]:
        return [{"name": one.name, "url": url(one.anchor)} for one in found[:MOST]]

    if criteria.state == "dropped":
        return {}
    is_draft = criteria.state == "draft"
    told = [{"words": one.words, "url": url(one.anchor)} for one in criteria.faults()]
    begun = [one for one in translations(criteria) if one.is_begun]
    languages = [
        {
            "code": one.code,
            "name": one.name,
            "missing": places(one.missing),
            "more_missing": max(len(one.missing) - MOST, 0),
            "stale": places(one.stale) if is_draft else [],
            "more_stale": max(len(one.stale) - MOST, 0),
        }
        for one in begun
    ]
    return {"before_sending": told if is_draft else [], "languages": languages}


def papers_not_made(criteria) -> list[Fact]:
    """Why there is no paper in a language in which only part is written."""
    return [
        Fact(
            _("Printed form: %(language)s") % {"language": one.name},
            _("Not made: %(count)s places are not translated.") % {"count": len(one.missing)},
            f"?tab=criteria#language-{one.code}",
            on_paper=False,
        )
        for one in translations(criteria)
        if one.is_begun and one.missing and criteria.state != "dropped"
    ]
