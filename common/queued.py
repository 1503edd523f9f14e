"""What the browser's queue sends, read and answered: the same way for every procedure.

A view reads the items, stores each under its ``uuid`` (one it has seen before is answered with
what it stored then), and answers each with what became of it.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import JsonResponse
from django.utils.dateparse import parse_datetime

MOST = 100
LONGEST_CELL = 200
LARGEST_FILE = 40 * 1024 * 1024
SAVED, STALE, LATE, REFUSED = "saved", "stale", "late", "refused"


class Unfit(ValueError):
    """No queue of ours sends such a thing."""


@dataclass(frozen=True)
class Item:
    """An answer: in which cell, what, over which revision, and when it was given."""

    uuid: UUID
    cell: str
    at: datetime
    value: Any = None
    base: int = 0
    file: UploadedFile | None = None


@dataclass(frozen=True)
class Result:
    """What became of an item.

    ``saved``; ``stale``, another was there before, and ``value`` is what stands now; ``late``, it
    came after the end and is kept aside; ``refused``, with a sentence why.
    """

    uuid: UUID
    status: str
    revision: int = 0
    value: Any = None
    message: str = ""
    more: dict = field(default_factory=dict)


def items_of(request) -> list[Item]:
    """The answers of a request, in order."""
    try:
        told = json.loads(request.body)["items"]
    except (ValueError, TypeError, KeyError) as fault:
        raise Unfit("no items") from fault
    if not isinstance(told, list) or not 0 < len(told) <= MOST:
        raise Unfit("too many items, or none")
    return [_item(one) for one in told]


def file_of(request) -> Item:
    """The file of a request."""
    file = request.FILES.get("file")
    if file is None:
        raise Unfit("no file")
    return _item({**request.POST.dict(), "base": 0}, file=file)


def _item(told: Any, file: UploadedFile | None = None) -> Item:
    try:
        uuid, cell, base = UUID(told["uuid"]), told["cell"], told["base"]
        at = parse_datetime(told["at"])
    except (AttributeError, KeyError, TypeError, ValueError) as fault:
        raise Unfit("an item lacks something") from fault
    if not isinstance(cell, str) or not 0 < len(cell) <= LONGEST_CELL or "\0" in cell:
        raise Unfit("no such cell")
    if type(base) is not int or base < 0 or at is None or at.tzinfo is None:
        raise Unfit("no such revision or moment")
    return Item(uuid=uuid, cell=cell, at=at, value=told.get("value"), base=base, file=file)


def answer(results: Iterable[Result]) -> JsonResponse:
    """What the queue reads: each item by its uuid. ``more`` may say who gave what stands now."""
    told = [
        {
            **one.more,
            "uuid": str(one.uuid),
            "status": one.status,
            "revision": one.revision,
            "value": one.value,
            "message": one.message,
        }
        for one in results
    ]
    return JsonResponse({"results": told})


def unfit() -> JsonResponse:
    """The queue keeps such an item and shows it; the rest goes on."""
    return JsonResponse({"results": []}, status=400)
