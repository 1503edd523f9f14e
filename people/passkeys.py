"""Passkeys (WebAuthn): what is asked of the browser, and whether its answer is genuine.

A challenge is a random number that stays in the session, hashed together with the purpose: an
answer given to one question (sign this text) is no answer to another, and each is taken once.
"""

import hashlib
import ipaddress
import json
import logging
import secrets
from typing import NamedTuple
from urllib.parse import urlsplit

import webauthn
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url, parse_client_data_json
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    AuthenticatorTransport,
    PublicKeyCredentialDescriptor,
    UserVerificationRequirement,
)

from people.models import Organisation, Passkey

log = logging.getLogger(__name__)

REGISTER, STEP = "register", "step"
NONCES = "passkey_nonces"
NONCES_KEPT = 10  # pages that one reader may have open
PATIENCE = 5 * 60 * 1000  # milliseconds that the browser waits for a finger
# The finger or the PIN of the device: then a passkey is no less than a password.
VERIFIED = UserVerificationRequirement.REQUIRED
TRANSPORTS = {kind.value for kind in AuthenticatorTransport}


# Where passkeys work ----------------------------------------------------------------------


class Place(NamedTuple):
    """What passkeys belong to: the host name, and the origin that a browser reports."""

    host: str
    origin: str


def place(request) -> Place | None:
    """Where this reader's passkeys belong; nothing where browsers allow none."""
    asked = request.get_host()
    if not settings.PRODUCTION and host_of(asked) == "localhost":
        return Place("localhost", f"{request.scheme}://{asked}")
    public = urlsplit(settings.PUBLIC_BASE_URL)
    host = public.hostname or ""
    if public.scheme != "https" or is_number(host) or host_of(asked) != host:
        return None
    return Place(host, f"https://{public.netloc}")


def sure_place(request) -> Place:
    """The same, where only a forger comes without one."""
    found = place(request)
    if found is None:
        raise ValidationError(why_not(request))
    return found


def why_not(request) -> str:
    """A sentence for the reader at whose address passkeys do not work."""
    if place(request):
        return ""
    asked = urlsplit(f"{request.scheme}://{request.get_host()}")
    if not settings.PRODUCTION and asked.hostname == "127.0.0.1":
        address = f"{asked.scheme}://localhost" + (f":{asked.port}" if asked.port else "")
        return _("Passkeys work only at %(address)s.") % {"address": address}
    public = urlsplit(settings.PUBLIC_BASE_URL)
    if public.scheme != "https" or is_number(public.hostname or ""):
        return _(
            "Passkeys do not work here: browsers allow them only at an https address with a name, "
            "not a number."
        )
    return _("Passkeys work only at %(address)s.") % {"address": settings.PUBLIC_BASE_URL}


def host_of(address: str) -> str:
    """The host of “host:port”."""
    return urlsplit(f"//{address}").hostname or ""


def is_number(host: str) -> bool:
    """Whether the host is an IP address and not a name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


# Questions --------------------------------------------------------------------------------


def challenge_of(nonce: str, purpose: str) -> bytes:
    """What a device signs: the random number with what it is asked for."""
    return hashlib.sha256(f"{nonce}:{purpose}".encode()).digest()


def new_challenge(session, purpose: str) -> bytes:
    """A new question; the random number in it is kept in the session."""
    nonce = secrets.token_hex(16)
    session[NONCES] = [*session.get(NONCES, []), nonce][-NONCES_KEPT:]
    return challenge_of(nonce, purpose)


def taken_challenge(session, answer: str, purpose: str) -> bytes | None:
    """The question that this answers, if it was asked here for this purpose; not a second time."""
    client_data = json.loads(answer)["response"]["clientDataJSON"]
    given = parse_client_data_json(base64url_to_bytes(client_data)).challenge
    for nonce in session.get(NONCES, []):
        if secrets.compare_digest(challenge_of(nonce, purpose), given):
            session[NONCES] = [kept for kept in session[NONCES] if kept != nonce]
            return given
    return None


def questions_for(passkeys) -> list[PublicKeyCredentialDescriptor]:
    """The passkeys that the browser is told of."""
    return [
        PublicKeyCredentialDescriptor(
            id=base64url_to_bytes(passkey.credential_id),
            transports=[AuthenticatorTransport(kind) for kind in passkey.transports],
        )
        for passkey in passkeys
    ]


def options_to_register(request) -> str:
    """What the browser needs to make a passkey, as JSON."""
    here, user = sure_place(request), request.user
    options = webauthn.generate_registration_options(
        rp_id=here.host,
        rp_name=str(Organisation.current().short_name) or "Sapat",
        user_id=user.person.uid.bytes,
        user_name=user.username,
        user_display_name=user.person.short_name,
        challenge=new_challenge(request.session, REGISTER),
        timeout=PATIENCE,
        authenticator_selection=AuthenticatorSelectionCriteria(user_verification=VERIFIED),
        exclude_credentials=questions_for(user.passkeys.all()),
    )
    return webauthn.options_to_json(options)


def options_to_ask(request, user, purpose: str) -> str:
    """What the browser needs to ask for one of the passkeys of ``user``, as JSON."""
    options = webauthn.generate_authentication_options(
        rp_id=sure_place(request).host,
        challenge=new_challenge(request.session, purpose),
        timeout=PATIENCE,
        allow_credentials=questions_for(user.passkeys.all()),
        user_verification=VERIFIED,
    )
    return webauthn.options_to_json(options)


# Answers ----------------------------------------------------------------------------------


def made(request, answer: str) -> dict:
    """The facts of a passkey just made; refused with a sentence where they are not genuine."""
    here = sure_place(request)
    try:
        verified = webauthn.verify_registration_response(
            credential=answer,
            expected_challenge=taken_challenge(request.session, answer, REGISTER) or b"",
            expected_rp_id=here.host,
            expected_origin=here.origin,
            require_user_verification=True,
        )
        transports = json.loads(answer)["response"].get("transports") or []
    except Exception as error:  # whatever a forger may send
        log.info("A passkey was not taken: %s", error)
        raise ValidationError(
            _("The passkey could not be made. Begin once more from the first page.")
        ) from error
    return {
        "credential_id": bytes_to_base64url(verified.credential_id),
        "public_key": bytes_to_base64url(verified.credential_public_key),
        "sign_count": verified.sign_count,
        "transports": [kind for kind in transports if kind in TRANSPORTS],
    }


def answered(request, user, answer: str, purpose: str) -> Passkey | None:
    """The passkey of ``user`` that gave this answer; nothing where it is not genuine."""
    here = place(request)
    own = {passkey.credential_id: passkey for passkey in user.passkeys.all()}
    try:
        passkey = own[json.loads(answer)["id"]]
        verified = webauthn.verify_authentication_response(
            credential=answer,
            expected_challenge=taken_challenge(request.session, answer, purpose) or b"",
            expected_rp_id=here.host if here else "",
            expected_origin=here.origin if here else "",
            credential_public_key=base64url_to_bytes(passkey.public_key),
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    except Exception as error:  # whatever a forger may send
        log.info("The answer of a passkey was refused: %s", error)
        return None
    fresh = Passkey.objects.filter(pk=passkey.pk, sign_count=passkey.sign_count).update(
        sign_count=verified.new_sign_count, used_at=timezone.now()
    )
    return passkey if fresh else None
