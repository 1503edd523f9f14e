"""What of the house a reader may see, asked of any model: for the trail, which speaks of all."""

from typing import Any

from django.db import models


def within_reach(model: Any, user: Any) -> models.QuerySet:
    """The rows of a model that this reader may see, with what their names are made of.

    A part (``PART_OF`` names its foreign key) is seen by whoever sees what it belongs to.
    """
    rows = model._default_manager.all()
    if not user.may_look_at(model):
        return rows.none()
    if hasattr(rows, "visible_to"):
        rows = rows.visible_to(user)
    elif part := getattr(model, "PART_OF", ""):
        whole = model._meta.get_field(part).related_model
        rows = rows.filter(**{f"{part}__in": within_reach(whole, user).select_related(None)})
    return rows.select_related()


def told_by_name(model: Any) -> bool:
    """Whether the trail tells the name of such a record also to who may not open it."""
    return getattr(model, "TOLD_BY_NAME", False)


def named(model: Any, user: Any, keys) -> dict[int, str]:
    """The names of records by their keys, as far as this reader may know them; two queries."""
    found = {row.pk: name_in_trail(row) for row in within_reach(model, user).filter(pk__in=keys)}
    if told_by_name(model) and (rest := {*keys} - found.keys()):
        rows = model._default_manager.filter(pk__in=rest).select_related()
        found |= {row.pk: name_in_trail(row) for row in rows}
    return found


def name_in_trail(thing: Any) -> str:
    """What the trail calls a record."""
    return str(getattr(thing, "trail_name", "") or thing)


def address(thing: Any, user: Any) -> str:
    """Where a record opens; nowhere for a guest to whom its kind is not shown."""
    return thing.get_absolute_url() if thing and user.may_look_at(type(thing)) else ""
