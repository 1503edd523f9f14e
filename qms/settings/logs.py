"""Log lines, numbers for whoever watches, and errors told elsewhere: all off unless asked for."""

import os

from common import errors

from .core import VAR, env

LOG_FORMAT = env.str("LOG_FORMAT", default="line")
if LOG_FORMAT not in ("line", "json"):
    raise SystemExit("Sapat does not start: LOG_FORMAT is line or json.")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "common.logs.Line",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
        "json": {"()": "common.logs.Json"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": LOG_FORMAT}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", default="WARNING")},
    "loggers": {
        # It says once a tick that files have no host name.
        "kombu.connection": {"level": "ERROR"},
        # Django would print these a second time, in a form of its own.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
if LOG_FORMAT == "json":
    # One line a request and one a task; healthz and static files only with LOG_LEVEL=DEBUG.
    LOGGING["loggers"]["sapat"] = {"level": env.str("LOG_LEVEL", default="INFO")}

METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
if METRICS_TOKEN:
    # The processes of one machine count together, in files; read before the library is loaded.
    os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", str(VAR / "metrics"))
    (VAR / "metrics").mkdir(parents=True, exist_ok=True)

SENTRY_DSN = env.str("SENTRY_DSN", default="")
if SENTRY_DSN:
    errors.begin(SENTRY_DSN)
