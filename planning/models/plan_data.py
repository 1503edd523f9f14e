"""A line of a plan as plain data: what a signature covers, and what an amendment changes."""

from datetime import date
from typing import Any

from common.models.translated import TranslatedText
from people.models import Person, Position, Unit

from .obligation import Obligation

WORDS = ("section", "measure", "result")
PLAIN = ("number", "helpers", "resources", "objective")
DAYS = ("starts", "due")
FIELDS = (*PLAIN, *WORDS, *DAYS, "person", "position", "unit", "serves", "obligation")


def data_of(line) -> dict[str, Any]:
    """What the line says, as JSON that names people and things by what they never lose."""
    data: dict[str, Any] = {name: getattr(line, name) for name in PLAIN}
    data |= {name: dict(getattr(line, name)) for name in WORDS}
    data |= {name: _iso(getattr(line, name)) for name in DAYS}
    data["person"] = str(line.person.uid) if line.person else ""
    data |= {name: _code(getattr(line, name)) for name in ("position", "unit", "obligation")}
    data["serves"] = line.serves_id
    return data


def put(line, data: dict[str, Any]) -> None:
    """Give a line what the data say; saving is the caller's."""
    for name, value in values_of(data).items():
        setattr(line, name, value)


def values_of(data: dict[str, Any]) -> dict[str, Any]:
    """The data as the fields of a line."""
    from .plan_line import PlanLine  # noqa: PLC0415 -- lines know their data

    values: dict[str, Any] = {name: data[name] for name in PLAIN}
    values |= {name: TranslatedText(data[name]) for name in WORDS}
    values |= {name: data[name] and date.fromisoformat(data[name]) for name in DAYS}
    values["starts"] = values["starts"] or None
    values["person"] = Person.objects.filter(uid=data["person"]).first() if data["person"] else None
    for name, model in (("position", Position), ("unit", Unit), ("obligation", Obligation)):
        values[name] = model.objects.filter(code=data[name]).first() if data[name] else None
    values["serves"] = PlanLine.objects.filter(pk=data["serves"]).first()
    return values


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _code(thing) -> str:
    return thing.code if thing else ""
