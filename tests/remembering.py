"""What many tests begin with: made once by the program, then laid again row by row as it was."""

import pickle
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.utils.timezone import localdate

_kept: dict[str, bytes] = {}


def remembered(name: str, make: Callable[[], Any]) -> Any:
    """What ``make`` gives, with all rows that it wrote.

    It may only add rows, and depend on nothing but the day: the next call of that day lays the
    same rows under the same keys, without asking any of the code that once made them.
    """
    name = f"{name} on {localdate()}"  # a test may stand in another year
    if name in _kept:
        made, rows = pickle.loads(_kept[name])  # noqa: S301 -- our own, of this process
        with transaction.atomic():
            for label, names, found in rows:
                model = apps.get_model(label)
                model._base_manager.bulk_create(
                    [model(**dict(zip(names, row, strict=True))) for row in found]
                )
        return made
    before = {model: set(_all(model).values_list("pk", flat=True)) for model in _models()}
    made = make()
    rows = []
    for model, known in before.items():
        names = [field.attname for field in model._meta.concrete_fields]
        if found := list(_all(model).exclude(pk__in=known).values_list(*names)):
            rows.append((model._meta.label, names, found))
    _kept[name] = pickle.dumps((made, rows))
    return made


def _models() -> list[type[models.Model]]:
    found = apps.get_models(include_auto_created=True)
    return [model for model in found if model._meta.managed and not model._meta.proxy]


def _all(model) -> models.QuerySet:
    return model._base_manager.all()
