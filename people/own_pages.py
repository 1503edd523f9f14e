"""Pages of one's own that other apps have: each person finds them on their page."""

from typing import Any, NamedTuple


class OwnPage(NamedTuple):
    """What it is called, its address by name, and who has one."""

    label: Any
    address: str
    permission: str


_pages: list[OwnPage] = []


def offer(page: OwnPage) -> None:
    """An app says what its own page is; saying it again changes nothing."""
    if page not in _pages:
        _pages.append(page)


def pages_for(user) -> list[OwnPage]:
    """Those this user may open."""
    return [page for page in _pages if user.has_perm(page.permission)]
