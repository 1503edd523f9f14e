"""Errors told to a server that collects them: which fault, and where; never whose data."""

from typing import Any

from common import caller

#: What an event may say; whatever a later version of the library adds stays at home.
KEPT = {
    *("event_id", "timestamp", "level", "platform", "logger", "exception", "release"),
    *("environment", "sdk", "transaction", "tags", "modules", "type", "logentry"),
}
KEPT_OF_FRAME = {
    *("filename", "abs_path", "function", "module", "lineno", "context_line"),
    *("pre_context", "post_context", "in_app"),
}


def begin(dsn: str) -> None:
    """Tell errors to the server of this address; without one nothing is even loaded."""
    import sentry_sdk  # noqa: PLC0415 -- only where it is asked for

    sentry_sdk.init(
        dsn=dsn,
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        server_name="",
        traces_sample_rate=0,
        auto_session_tracking=False,
        before_send=scrubbed,
    )


def scrubbed(event: Any, hint: dict) -> Any:
    """The event without anything that a person typed or is: no address, form, name or message.

    Words of an error can hold what was in a form, so only its kind and place in the code go.
    """
    event = {key: value for key, value in event.items() if key in KEPT}
    if "logentry" in event:
        event["logentry"] = {"message": (event["logentry"] or {}).get("message", "")}
    for fault in (event.get("exception") or {}).get("values") or []:
        fault["value"] = ""
        for frame in (fault.get("stacktrace") or {}).get("frames") or []:
            for key in set(frame) - KEPT_OF_FRAME:
                del frame[key]
    event["tags"] = {"request": caller.current().request_id}
    return event
