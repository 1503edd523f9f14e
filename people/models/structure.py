"""The structure of the organisation as plain data: units in their tree, positions, who holds them.

Whoever draws it - a page, a paper, the public site - decides how it looks and what it leaves out
(004/1, organisation structure; 003/5.2.2, fig. 1).
"""

from dataclasses import dataclass, field
from datetime import date

from .organisation import Position, Unit
from .person import Appointment


@dataclass
class Post:
    """A position with the short names of those who hold it on the day."""

    position: Position
    names: list[str] = field(default_factory=list)


@dataclass
class Branch:
    """A unit with its positions, its head first, and the units under it."""

    unit: Unit
    posts: list[Post] = field(default_factory=list)
    branches: list["Branch"] = field(default_factory=list)

    @property
    def head(self) -> Post | None:
        """Who heads the unit."""
        return next((post for post in self.posts if post.position.is_head), None)


def organisation_structure(on: date | None = None) -> list[Branch]:
    """The tree of units on a day (today); three questions, whatever the size."""
    held: dict[int, list[str]] = {}
    for one in Appointment.objects.on(on).select_related("person"):
        held.setdefault(one.position_id, []).append(one.person.short_name)
    branches = {unit.pk: Branch(unit) for unit in Unit.objects.on(on)}
    for position in Position.objects.on(on).order_by("-is_head", "order", "code"):
        if branch := branches.get(position.unit_id):
            branch.posts.append(Post(position, held.get(position.pk, [])))
    tops = []
    for branch in branches.values():
        above = branches.get(branch.unit.parent_id or 0)
        (above.branches if above else tops).append(branch)
    return tops
