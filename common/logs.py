"""Log lines: for a terminal, or one line of JSON each for a machine; no token stands in either."""

import logging
import re
from datetime import UTC, datetime

from pythonjsonlogger.json import JsonFormatter

from common import caller

#: What follows these in an address opens something by itself: a paper, an account, a set-up.
_SECRET_PLACE = re.compile(r"/(v|calendar|start|invite|invitation|invitations|reset)/[^/\s?\"'>]+")
_LONG = re.compile(r"(?<=/)(?![0-9a-f]{8}-[0-9a-f]{4}-)[A-Za-z0-9_-]{20,}(?=[/?\s\"'>]|$)")
_NAMED = re.compile(
    r"(?i)\b((?:password|passwd|token|secret|code|key|sessionid|csrftoken)[\"']?\s*[=:]\s*[\"']?)"
    r"[^\s&\"',;)]+"
)
_IN_URL = re.compile(r"(\w+://[^/\s:@]*:)[^@\s/]+@")
#: What a line of JSON may carry besides its message; nothing else that was hung on a record.
FIELDS = ("method", "path", "view", "status", "ms", "task", "task_id")


def masked(text: str) -> str:
    """``text`` without what opens doors: tokens in addresses, passwords in connection strings."""
    text = _LONG.sub("…", _SECRET_PLACE.sub(r"/\1/…", text))
    return _NAMED.sub(r"\1…", _IN_URL.sub(r"\1…@", text))


class Line(logging.Formatter):
    """One line for a person at the terminal."""

    def format(self, record) -> str:
        return masked(super().format(record))


class Json(JsonFormatter):
    """One line of JSON: when, how grave, what, and whose request it was."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, json_ensure_ascii=False, **kwargs)

    def add_fields(self, log_data, record, message_dict) -> None:
        now = caller.current()
        user = now.user
        log_data |= {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": masked(record.getMessage()),
            "request": now.request_id,
            "user": user.pk if user else None,
            "person": user.person_id if user else None,
            "ip": now.ip,
        }
        log_data |= {name: getattr(record, name) for name in FIELDS if hasattr(record, name)}
        if "path" in log_data:
            log_data["path"] = masked(log_data["path"])
        if trace := message_dict.get("exc_info"):
            log_data["trace"] = masked(trace)
