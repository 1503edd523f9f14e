"""The rows of a draft as one tree: what they sum to, what is wrong in which row, who moved."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _

from monitoring.weights import percent, thousandths


class Trouble(NamedTuple):
    """One thing that is wrong: in which row, and the place of it."""

    where: str
    words: str
    anchor: str


def named(row, number: int, label: str) -> str:
    """A row in words: its title, else its number."""
    return row.name or f"{label} {number}"


def troubles(criteria) -> list[Trouble]:
    """All that is wrong in the rows, criterion › indicator › field, in their order; of a criterion
    that is taken away, in what moves out of it.
    """
    found = list(_of_set(criteria, "", ""))
    for number, row in enumerate(criteria.forms, 1):
        where = named(row, number, _("Criterion"))
        if not row.is_away:
            found += _of_row(row, where, row.indicators.prefix)
            found += _of_set(row.indicators, where, "")
        for place, one in enumerate(row.indicators.forms, 1):
            if one.moves or not (row.is_away or one.is_away):
                inner = named(one, place, _("Indicator row"))
                found += _of_row(one, f"{where} › {inner}", one.prefix)
    return found


def _of_set(rows, where: str, anchor: str) -> Iterator[Trouble]:
    for words in rows.non_form_errors():
        yield Trouble(where or str(rows.title), words, anchor or rows.prefix)


def _of_row(row, where: str, anchor: str) -> Iterator[Trouble]:
    for words in row.non_field_errors():
        if words != row.refers_below:
            yield Trouble(where, words, anchor)
    for field in row:
        for words in field.errors:
            yield Trouble(f"{where} › {field.label}", words, f"{field.auto_id}_group")


class Sum(NamedTuple):
    """The weights as they are typed, in per cent, and how many of them cannot be read."""

    percent: str
    unread: int

    @property
    def is_whole(self) -> bool:
        """Whether they are 100 exactly."""
        return self.percent == "100" and not self.unread


def summed(criteria) -> Sum:
    """The sum of what is typed; a cell that holds no weight is counted, not passed over."""
    total = unread = 0
    kept = [row for row in criteria.forms if not row.is_away]
    for row in (one for each in kept for one in each.indicators.forms if not one.is_away):
        typed = row["weight"].value()
        if typed in (None, "") and not row.name:
            continue
        try:
            total += thousandths(row.fields["weight"].clean(typed))
        except forms.ValidationError:
            unread += 1
    return Sum(percent(total), unread)


def values_of(criteria) -> list[dict[str, Any]]:
    """The tree as it is kept: who moved stands last under the other criterion.

    An indicator may leave a criterion that is taken away.
    """
    tree, moved = [], []
    for row in criteria.given():
        values = row.values()
        lines = values["indicators"]
        moved += [one for one in lines if one["under"]]
        values["indicators"] = [one for one in lines if not one["under"]]
        tree.append(values)
    for row in criteria.forms:
        if row.is_away:
            moved += [one.values() for one in row.indicators.given() if one.moves]
    under = {row["key"]: row["indicators"] for row in tree if row["key"]}
    for one in moved:
        under[one["under"]].append(one)
    return tree


def check_moves(criteria) -> None:
    """Nothing is moved under a criterion that is taken away with the same form, or left out of
    it.
    """
    stay = {row.cleaned_data["kept"] for row in criteria.given()}
    for row in criteria.forms:
        for one in row.indicators.forms:
            target = getattr(one, "cleaned_data", {}).get("under")
            if target and not one.is_away and target not in stay:
                one.add_error("under", _("This criterion is being taken away."))
