"""What would become of each row of a list: shown before anything is written, checked again after.

The digest of a plan says what was shown. Who confirms sends it back; if the database or the list
would now have it otherwise, nothing is written and the new plan is shown.
"""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.models.journal import digest

NEW, CHANGE, SAME, REFUSED = "new", "change", "same", "refused"
KINDS = {
    REFUSED: (gettext_lazy("Refused"), "red"),
    NEW: (gettext_lazy("New"), "blue"),
    CHANGE: (gettext_lazy("To be changed"), "amber"),
    SAME: (gettext_lazy("Unchanged"), "grey"),
}


class PlanChanged(Exception):
    """What was shown is no longer what would happen."""


class NotImportable(Exception):
    """Some rows are refused: nothing of the list is brought in."""


@dataclass
class Fate:
    """What would become of one row: its kind, and in words what is new, or why it is refused."""

    number: int
    name: str = ""
    kind: str = SAME
    notes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    facts: list[Any] = field(default_factory=list)
    thing: Any = None

    def refuse(self, sentence, cell: str = "") -> None:
        """This row cannot be brought in: why, and which cell is wrong."""
        words = str(sentence)
        self.kind = REFUSED
        self.faults.append(f"{cell}: {words}" if cell else words)

    @property
    def told(self) -> str:
        return " ".join(self.faults or self.notes)


@dataclass
class Plan:
    """The fates of all rows, and what is to be said of the list as a whole."""

    fates: list[Fate] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @cached_property
    def counts(self) -> Counter:
        return Counter(fate.kind for fate in self.fates)

    @property
    def is_good(self) -> bool:
        """Whether every row can be brought in, and some row changes something."""
        return not self.counts[REFUSED] and bool(self.counts[NEW] + self.counts[CHANGE])

    @cached_property
    def digest(self) -> str:
        """The same for the same fates, whatever the reader's language."""
        return digest([[fate.number, fate.kind, fate.facts] for fate in self.fates])

    @property
    def sentence(self) -> str:
        """What importing it would do, in a sentence."""
        if self.counts[REFUSED]:
            return _("Some rows are refused. Correct them in the file and bring it in again.")
        if not self.is_good:
            return _("Everything in this file is here already.")
        return ""
