"""Database, cache, files."""

from pathlib import Path

from .core import BASE_DIR, DEBUG, PRODUCTION, TESTING, VAR, env

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Whose the tables are, where it is another role than the one the program works by: only commands
# that change the tables are told it, and what the program may do is narrowed to what it needs.
DATABASE_ROLE = ""
if env.str("DATABASE_URL", default=""):
    DATABASES = {"default": env.db_url("DATABASE_URL")}
    if env.str("DATABASE_OWNER_URL", default=""):
        DATABASE_ROLE = DATABASES["default"]["USER"]
        DATABASES = {"default": env.db_url("DATABASE_OWNER_URL")}
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # A server that is away is told within seconds, not when the operating system gives up.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("connect_timeout", 5)
else:
    if PRODUCTION:
        raise SystemExit("Sapat does not start: set DATABASE_URL (a PostgreSQL database).")
    VAR.mkdir(parents=True, exist_ok=True)
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": VAR / "db.sqlite3",
            "OPTIONS": {
                # Without these, writers at the same time fail with "database is locked".
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
                "PRAGMA cache_size=-64000;",  # the search reads much of one table
            },
        }
    }
REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {
    "default": {
        "BACKEND": "common.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "sapat",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    }
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
FILES_ROOT = Path(env.str("FILES_ROOT", default=str(VAR / "files")))
FILES_S3 = env.str("FILES_S3", default="")
# Better on another disk or in a synced folder: what stands here must outlive the database.
SEALS_ROOT = Path(env.str("SEALS_ROOT", default=str(VAR / "seals")))
STATIC_URL = "static/"
# A release ("scripts/sapat build") keeps its own, so that the one before can be started again.
COLLECTED = BASE_DIR / "collected"
STATIC_ROOT = COLLECTED if COLLECTED.exists() else VAR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "files": {
        "BACKEND": "common.bucket.Bucket" if FILES_S3 else "common.storage.Folder",
        "OPTIONS": {"address": FILES_S3} if FILES_S3 else {},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
MAX_UPLOAD = env.int("MAX_UPLOAD", default=50 * 1024 * 1024)
DATA_UPLOAD_MAX_NUMBER_FILES = 1000  # scans brought in together; more go into an archive
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000  # criteria of many indicators, each with its points, thrice
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
FILE_UPLOAD_PERMISSIONS = 0o600
