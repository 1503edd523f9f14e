"""Where the installation is, its secret, its addresses: what every other part asks."""

import secrets
import sys
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.FileAwareEnv()

PRODUCTION = env.bool("PRODUCTION", default=False)
TESTING = "pytest" in sys.modules
VAR = Path(env.str("SAPAT_VAR", default=str(BASE_DIR / "var")))


def required(name: str, why: str) -> str:
    """The setting ``name``; in production its absence stops the start with a sentence."""
    value = env.str(name, default="")
    if PRODUCTION and not value:
        raise SystemExit(f"Sapat does not start: set {name} ({why}).")
    return value


def embedded_secret() -> str:
    """The embedded installation's own key, made once and kept outside the repository."""
    VAR.mkdir(parents=True, exist_ok=True)
    path = VAR / "secret_key"
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()


SECRET_KEY = required("SECRET_KEY", "a long random string, kept secret") or embedded_secret()
DEBUG = env.bool("DEBUG", default=False)
PUBLIC_BASE_URL = (
    required("PUBLIC_BASE_URL", "the address printed in every QR code") or "http://127.0.0.1:8000"
).rstrip("/")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
if PRODUCTION and not ALLOWED_HOSTS:
    raise SystemExit("Sapat does not start: set ALLOWED_HOSTS (the site's host names).")
# Whoever watches the machine asks it under its own name: /healthz, /metrics.
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "127.0.0.1", "localhost"] if PRODUCTION else ALLOWED_HOSTS or ["*"]
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
