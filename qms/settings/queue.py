"""The queue, and what beat asks for by itself."""

from .core import VAR
from .data import REDIS_URL

if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        # A deed must not wait for a Redis that is away; the tick does what it could not ask for.
        "socket_connect_timeout": 2,
        "socket_timeout": 10,
        # What a killed worker had in hand is given to another after so long; sweeps come sooner.
        "visibility_timeout": 600,
    }
else:
    QUEUE = VAR / "queue"
    for folder in ("messages", "control"):
        (QUEUE / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "files://"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE / "messages"),
        "data_folder_out": str(QUEUE / "messages"),
        "control_folder": str(QUEUE / "control"),
        "store_processed": False,
        "polling_interval": 0.5,
    }
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_ACKS_LATE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TIMEZONE = "Asia/Bishkek"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# A few ticks; each is an idempotent sweep over rows, so a lost or doubled one does no harm.
CELERY_BEAT_SCHEDULE = {
    "heartbeat": {"task": "common.tasks.heartbeat", "schedule": 20, "options": {"expires": 20}},
    "announce": {"task": "common.tasks.announce", "schedule": 30, "options": {"expires": 30}},
    "letters": {"task": "common.tasks.send_letters", "schedule": 30, "options": {"expires": 30}},
    "orphans": {"task": "common.tasks.sweep_files", "schedule": 6 * 3600},
    # It sees by itself whether tonight's was made; so a night without power is made good.
    "backup": {
        "task": "common.backup.tasks.nightly",
        "schedule": 600,
        "options": {"expires": 600},
    },
    "enact": {"task": "documents.tasks.enact_due", "schedule": 300, "options": {"expires": 300}},
    "yearly": {"task": "documents.tasks.ask_for_the_year", "schedule": 6 * 3600},
    "nightly": {"task": "common.nightly.nightly", "schedule": 1800, "options": {"expires": 1800}},
    # It sees by itself whether the hour has come, and whether today's are written.
    "mornings": {
        "task": "people.tasks.write_morning_letters",
        "schedule": 120,
        "options": {"expires": 120},
    },
    "by_hand": {"task": "documents.by_hand.ask_heads", "schedule": 1800},
    "accounts": {"task": "people.tasks.sweep_accounts", "schedule": 900},
    "copies": {"task": "people.tasks.answer_copies", "schedule": 300, "options": {"expires": 300}},
    "reviews": {"task": "people.tasks.begin_review", "schedule": 6 * 3600},
    "asked": {"task": "documents.tasks.ask_today", "schedule": 300, "options": {"expires": 300}},
    "campaigns": {"task": "monitoring.campaign_tasks.keep_campaigns", "schedule": 900},
    "year": {
        "task": "planning.tasks.keep_the_year",
        "schedule": 300,
        "options": {"expires": 300},
    },
    "ahead": {
        "task": "documents.tasks.look_ahead",
        "schedule": 3600,
        "options": {"expires": 3600},
    },
    "records": {"task": "documents.record_tasks.expire_records", "schedule": 3600},
    "destroyed": {
        "task": "documents.record_tasks.remove_files",
        "schedule": 600,
        "options": {"expires": 600},
    },
    "registers": {
        "task": "common.tasks.bring_in_lists",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "prints": {"task": "common.tasks.make_prints", "schedule": 60, "options": {"expires": 60}},
    "lists": {"task": "documents.tasks.enter_papers", "schedule": 60, "options": {"expires": 60}},
    "editions": {"task": "documents.standards_tasks.look_at_editions", "schedule": 24 * 3600},
    "papers": {"task": "documents.tasks.print_papers", "schedule": 60, "options": {"expires": 60}},
    "inspections": {
        "task": "documents.inspection_tasks.look_after_inspections",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "channels": {"task": "documents.tasks.watch_channels", "schedule": 6 * 3600},
    "index": {"task": "common.search.tasks.index", "schedule": 15, "options": {"expires": 15}},
    "results": {
        "task": "monitoring.tasks.count_results",
        "schedule": 60,
        "options": {"expires": 60},
    },
    "seal": {"task": "common.seal_tasks.check_seal", "schedule": 24 * 3600},
}
