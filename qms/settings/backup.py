"""Where backups go, who can open them, how long they are kept."""

from pathlib import Path

from .core import VAR, env

BACKUP_TO = env.list("BACKUP_TO", default=[str(VAR / "backups")])
BACKUP_KEY = Path(env.str("BACKUP_KEY", default=str(VAR / "keys" / "backup.key")))
# Public keys that can open the backups too: their other halves lie in a safe.
BACKUP_RECIPIENTS = env.list("BACKUP_RECIPIENTS", default=[])
BACKUP_HOUR = env.int("BACKUP_HOUR", default=2)
BACKUP_KEEP_DAYS = env.int("BACKUP_KEEP_DAYS", default=7)
BACKUP_KEEP_WEEKS = env.int("BACKUP_KEEP_WEEKS", default=5)
BACKUP_KEEP_MONTHS = env.int("BACKUP_KEEP_MONTHS", default=13)
# A spare database for the rehearsal; without it one is made beside the real one and removed.
REHEARSAL_DATABASE_URL = env.str("REHEARSAL_DATABASE_URL", default="")
# The folder of pg_dump and pg_restore, where they are not in their usual place.
PG_BIN = env.str("PG_BIN", default="")
