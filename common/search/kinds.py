"""What can be found: each app registers its kinds of record and how they are read."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models
from django.db.models.signals import post_delete, post_save
from django.urls import NoReverseMatch, reverse

from common.reach import within_reach

#: What holds now, what is on its way there, what holds no more.
NOW, WAY, PAST = "now", "way", "past"


@dataclass
class Text:
    """A text of a record: its language where it is known, the name of the file it stands in."""

    words: str
    language: str = ""
    file: str = ""


@dataclass
class Card:
    """What one record is found by, and what is shown of it."""

    title: Any
    code: str = ""
    also: Iterable[str] = ()
    state: str = ""
    stage: str = NOW
    when: date | None = None
    #: The record whose page it opens on, where it has no page of its own.
    page: int | None = None
    texts: list[Text] = field(default_factory=list)


@dataclass(frozen=True)
class Kind:
    """One kind of record that can be found."""

    name: str
    model: Any
    label: Any
    address: str
    #: What is known without asking the database: it is found the moment it is saved.
    card: Callable[[Any], Card | None]
    #: The rest, for many records at once: states, days, texts.
    fill: Callable[[dict[int, tuple[Any, Card]]], None] | None = None
    rows: Callable[[], models.QuerySet] | None = None
    states: Callable[[str], tuple[Any, str]] | None = None
    #: Whether a find shows the text also where the words stand in the title alone.
    shows_text: bool = False
    order: int = 50

    def things(self) -> models.QuerySet:
        """The records, with what their cards are made of."""
        return self.rows() if self.rows else self.model._base_manager.all()

    def visible_to(self, user) -> models.QuerySet:
        """The keys of what a reader may see."""
        return within_reach(self.model, user).select_related(None).order_by().values("pk")

    def url(self, page: int) -> str:
        """The page that a find opens."""
        return reverse(self.address, args=[page])

    def has_page(self) -> bool:
        """Whether there is such a page here: what cannot be opened is not offered."""
        try:
            self.url(1)
        except NoReverseMatch:
            return False
        return True

    def cards(self, keys: Iterable[int]) -> dict[int, Card]:
        """The whole cards of these records; those that are not to be found are missing."""
        found = {}
        for thing in self.things().filter(pk__in=keys):
            if (card := self.card(thing)) is not None:
                found[thing.pk] = (thing, card)
        if self.fill and found:
            self.fill(found)
        return {key: card for key, (_thing, card) in found.items()}


_kinds: dict[str, Kind] = {}


def register(name: str, model, **how) -> Kind:
    """Let records of a model be found; they are indexed whenever they are saved."""
    from . import index  # noqa: PLC0415 -- the index knows the kinds

    kind = _kinds[name] = Kind(name, model, **how)

    def saved(instance, **kwargs):
        index.note(kind, instance)

    def deleted(instance, **kwargs):
        index.forget(kind, instance.pk)

    post_save.connect(saved, sender=model, weak=False, dispatch_uid=f"search-{name}")
    post_delete.connect(deleted, sender=model, weak=False, dispatch_uid=f"search-{name}-gone")
    return kind


def follow(model, whose: Callable[[Any], Iterable[tuple[str, int]]]) -> None:
    """Records to be read anew when a row of ``model`` is saved: as ``(kind, key)``."""
    from . import index  # noqa: PLC0415 -- the index knows the kinds

    def moved(instance, **kwargs):
        index.ask_for(whose(instance))

    uid = f"search-follow-{model._meta.label}-{whose.__module__}.{whose.__qualname__}"
    post_save.connect(moved, sender=model, weak=False, dispatch_uid=uid)
    post_delete.connect(moved, sender=model, weak=False, dispatch_uid=f"{uid}-gone")


def kinds() -> list[Kind]:
    """Every kind that can be opened here, in the order of the work."""
    return sorted((k for k in _kinds.values() if k.has_page()), key=lambda k: k.order)


def all_kinds() -> dict[str, Kind]:
    """Every registered kind by its name."""
    return _kinds
