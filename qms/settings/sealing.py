"""The organisation's electronic seal: its keys, their password, the time stamp."""

from pathlib import Path

from .core import VAR, env

# Only the worker is given the password, and only the worker opens this folder.
KEYS_ROOT = Path(env.str("KEYS_ROOT", default=str(VAR / "keys")))
SIGNING_PASSWORD = env.str("SIGNING_PASSWORD", default="")
TIMESTAMP_URL = env.str("TIMESTAMP_URL", default="")
