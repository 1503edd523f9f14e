"""Filling the working calendar of a year from the program's list of public holidays (PK-04).

The list is the ``holidays`` package. What a hand wrote is never overwritten, what a hand took off
is only offered, and a feast whose day is announced later is marked as expected.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from common.models import SpecialDay, TranslatedText, WorkingYear, deed, record
from common.models.journal import digest
from common.working_days import SATURDAY, days_changed

COUNTRY = "KG"
LANGUAGES = {"ky": "ky", "ru": "ru_KG", "en": "en_US"}
Kind = SpecialDay.Kind
#: Commemorative days on which one works, but not to the end; the others of that sort are whole.
SHORT = {(2, 23), (4, 7)}
LABOUR_CODE = gettext_noop("Labour Code of the Kyrgyz Republic")
EVE = gettext_noop("Eve of a holiday: %(name)s")
MOVED = gettext_noop("Working day in place of another")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Listed:
    """A special day as the program's list has it."""

    day: date
    kind: str
    name: TranslatedText
    is_expected: bool = False

    def is_same(self, stored: SpecialDay) -> bool:
        """Whether the calendar says just that."""
        mine = (self.kind, dict(self.name), self.is_expected)
        return mine == (stored.kind, dict(stored.name), stored.is_expected)


@dataclass
class Filling:
    """What filling a year would do: what is new, what differs, what the list has no more.

    ``offered`` are days that are new, but that a hand took off or has on another day;
    ``kept`` are days written by hand that the list has otherwise: they stay.
    """

    year: int
    new: list[Listed] = field(default_factory=list)
    offered: list[Listed] = field(default_factory=list)
    changed: list[tuple[SpecialDay, Listed]] = field(default_factory=list)
    gone: list[SpecialDay] = field(default_factory=list)
    kept: list[tuple[SpecialDay, Listed]] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.offered or self.changed or self.gone)

    @property
    def digest(self) -> str:
        """What was shown, so that nothing else is written."""
        told = [
            [(one.day.isoformat(), one.kind, dict(one.name)) for one in [*self.new, *self.offered]],
            [(old.pk, old.revision, new.kind, dict(new.name)) for old, new in self.changed],
            [(old.pk, old.revision) for old in self.gone],
        ]
        return digest([self.year, told])


# The list ---------------------------------------------------------------------------------------


def listed_days(year: int) -> dict[date, Listed]:
    """The days off, shortened and moved days of a year by the program's list."""
    off = _names(year, "public")
    expected = {day for day, name in _package(year, "public", "en").items() if _is_expected(name)}
    found = {
        day: Listed(
            day, Kind.OFF, TranslatedText(names), day in expected and _is_by_the_moon(names)
        )
        for day, names in off.items()
    }
    for day in _package(year, "public", "en").weekend_workdays:
        if day.year == year and day not in found:
            found[day] = Listed(day, Kind.WORKING, _in_each(MOVED))
    for day, names in _names(year, "workday").items():
        if (day.month, day.day) in SHORT and _is_worked(day, found):
            found[day] = Listed(day, Kind.SHORT, TranslatedText(names))
    new_year = date(year + 1, 1, 1)
    heads = {**off, new_year: _names(year + 1, "public")[new_year]}
    for day, names in heads.items():
        eve = day - DAY
        if eve.year == year and not _is_by_the_moon(names) and _is_worked(eve, found):
            found[eve] = Listed(eve, Kind.SHORT, _in_each(EVE, names))
    return dict(sorted(found.items()))


def _package(year: int, category: str, language: str, **how):
    from holidays.countries import KG  # noqa: PLC0415 -- slow to import, needed only here

    return KG(years=year, categories=(category,), language=LANGUAGES[language], **how)


def _names(year: int, category: str) -> dict[date, dict[str, str]]:
    """The days of one sort with their names in every language, without “estimated”."""
    found: dict[date, dict[str, str]] = {}
    for language in LANGUAGES:
        named = _package(year, category, language, islamic_show_estimated=False)
        for day, name in named.items():
            if day.year == year:
                found.setdefault(day, {})[language] = name
    return found


def _is_expected(name: str) -> bool:
    return "estimated" in name


def _is_by_the_moon(names: dict[str, str]) -> bool:
    """A feast that is announced each year: the day before it is a whole one."""
    return all(name.startswith("Eid ") for name in names["en"].split("; "))


def _is_worked(day: date, found: dict) -> bool:
    return day.weekday() < SATURDAY and day not in found


def _in_each(words: str, names: dict[str, str] | None = None) -> TranslatedText:
    told = TranslatedText()
    for language in LANGUAGES:
        with override(language):
            told[language] = _(words) % {"name": (names or {}).get(language, "")}
    return told


# Filling ----------------------------------------------------------------------------------------


def filling_of(year: int) -> Filling:
    """What filling the year would do now; nothing is written here."""
    listed, plan = listed_days(year), Filling(year)
    stored = {one.day: one for one in SpecialDay.objects.of_year(year)}
    taken_off = set(
        SpecialDay.history.filter(day__year=year, history_type="-").values_list("day", flat=True)
    )
    by_hand = {
        one.name.get("ky") for one in stored.values() if not one.is_filled and one.day not in listed
    }
    for day, one in listed.items():
        there = stored.get(day)
        if there is None:
            is_doubtful = day in taken_off or one.name["ky"] in by_hand
            (plan.offered if is_doubtful else plan.new).append(one)
        elif not one.is_same(there):
            if there.is_filled:
                plan.changed.append((there, one))
            else:
                plan.kept.append((there, one))
    plan.gone = [one for day, one in stored.items() if one.is_filled and day not in listed]
    return plan


def fill(year: int, *, by, days: Iterable[date] | None = None, seen: str = "") -> list[str]:
    """Write the days of the list into the calendar; those of ``days``, or all that are new.

    ``seen`` is the digest of what was shown. Gives what followed, as sentences.
    """
    with deed(by=by):
        held = WorkingYear.of(year, by=by)
        WorkingYear.objects.select_for_update().get(pk=held.pk)
        plan = filling_of(year)
        if seen and plan.digest != seen:
            raise ValidationError(_("The calendar changed meanwhile: look through it again."))
        wanted = {one.day for one in plan.new} if days is None else set(days)
        count = sum(_write(held, plan, wanted, by))
        record(held, "fill_working_year", by=by, days=count)
        return days_changed([year], by=by) if count else []


def _write(held: WorkingYear, plan: Filling, wanted: set[date], by) -> Iterable[int]:
    for one in [*plan.new, *plan.offered]:
        if one.day in wanted:
            yield _save(SpecialDay(day=one.day), one, "create", by)
    for old, one in plan.changed:
        if one.day in wanted:
            old.revision += 1
            yield _save(old, one, "change", by)
    for old in plan.gone:
        if old.day in wanted:
            old.remove(by=by, seen=old.revision)
            yield 1


def _save(thing: Any, one: Listed, name: str, by) -> int:
    thing.kind, thing.name, thing.is_expected = one.kind, one.name, one.is_expected
    thing.is_filled = True
    if name == "create":
        with override("ky"):
            thing.basis = _(LABOUR_CODE)
    thing._change_reason = "fill_working_year"
    thing.save()
    record(thing, name, by=by)
    return 1
