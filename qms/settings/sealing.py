"""The organisation's electronic seal, and whose certificates are trusted in the files of others."""

from pathlib import Path

from .core import VAR, env

# Only the worker is given the password, and only the worker opens this folder.
KEYS_ROOT = Path(env.str("KEYS_ROOT", default=str(VAR / "keys")))
SIGNING_PASSWORD = env.str("SIGNING_PASSWORD", default="")
TIMESTAMP_URL = env.str("TIMESTAMP_URL", default="")
# The roots of certification centres trusted here, each in a PEM or DER file (`common.roots`).
SIGNATURE_ROOTS = Path(env.str("SIGNATURE_ROOTS", default=str(VAR / "roots")))
