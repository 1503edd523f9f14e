"""Whom the work that duties open asks already: openers leave them out of the duty’s own to-do."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType

from common.models import Todo


def types_of(duty) -> list[str]:
    """The types of documents that the obligation of a duty is about."""
    return duty.obligation.options.get("types", [])


def waiting(model: Any, keys: Iterable[int], kind: str) -> dict[int, set[int]]:
    """Who is asked already, by the keys of what they are asked about."""
    found: dict[int, set[int]] = defaultdict(set)
    todos = Todo.objects.waiting().filter(
        content_type=ContentType.objects.get_for_model(model), object_id__in=set(keys), kind=kind
    )
    for key, person in todos.values_list("object_id", "person_id"):
        found[key].add(person)
    return found


def everybody(people: dict[int, set[int]]) -> set[int]:
    """All of them, about whatever they are asked."""
    return {key for keys in people.values() for key in keys}
