"""Secrets kept at rest: hidden under the installation's SECRET_KEY, or kept only as a keyed digest.

Whoever has only the database reads none of them; whoever changes SECRET_KEY makes them unusable,
unless the old one is named among SECRET_KEY_FALLBACKS.
"""

import base64
import logging
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.crypto import salted_hmac

log = logging.getLogger(__name__)


@lru_cache(maxsize=8)
def _fernet(secret: str) -> Fernet:
    key = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"sapat.ciphers").derive(
        secret.encode()
    )
    return Fernet(base64.urlsafe_b64encode(key))


def _keys() -> MultiFernet:
    return MultiFernet(
        [_fernet(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    )


def hide(text: str) -> str:
    """``text`` encrypted; every time other letters."""
    return _keys().encrypt(text.encode()).decode()


def reveal(hidden: str) -> str:
    """What was hidden; empty where SECRET_KEY is no longer the one it was hidden under."""
    try:
        return _keys().decrypt(hidden.encode()).decode()
    except InvalidToken:
        log.error("A secret cannot be read: SECRET_KEY is not the one it was hidden under.")
        return ""


def keyed_digest(purpose: str, text: str) -> str:
    """A digest that nobody can guess at without SECRET_KEY: 64 hexadecimal digits."""
    return salted_hmac(f"sapat.{purpose}", text, algorithm="sha256").hexdigest()
