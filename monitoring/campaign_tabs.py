"""The tabs of a campaign's page: each part of the procedure registers its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class CampaignTab:
    """One tab: its name and template, to whom it is shown, what it needs when it is open.

    ``context(campaign, request)`` is asked only for the open tab; ``count`` stands on its label.
    """

    slug: str
    label: Any
    template: str
    order: int
    context: Callable[[Any, Any], dict]
    shown: Callable[[Any, Any], bool] = lambda campaign, user: True
    count: Callable[[Any, Any], int | None] = lambda campaign, user: None


_tabs: dict[str, CampaignTab] = {}


def register(tab: CampaignTab) -> None:
    """Make a tab known; registering again changes nothing."""
    _tabs.setdefault(tab.slug, tab)


def get(slug: str) -> CampaignTab:
    """The tab of that name."""
    return _tabs[slug]


def tabs_for(campaign: Any, user: Any) -> list[CampaignTab]:
    """The tabs this reader sees, in the order of the work."""
    found = sorted(_tabs.values(), key=lambda tab: tab.order)
    return [tab for tab in found if tab.shown(campaign, user)]
