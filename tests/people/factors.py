"""What tests of the second factor share: an app, a passkey, the options on a page."""

import html
import re

import pyotp
from django.urls import reverse

from people.models import factor
from tests.authenticator import Authenticator
from tests.factories import PASSWORD

WRONG = "000000"


def with_app(user) -> "App":
    """The user with an app set up a while ago."""
    secret = pyotp.random_base32()
    app = App(secret)
    user.set_up_app(secret, app.code(-1))
    return app


class App:
    """An authenticator app; ``code(1)`` is that of the next half minute."""

    def __init__(self, secret):
        self.totp = pyotp.TOTP(secret.replace(" ", ""))

    def code(self, later=0) -> str:
        return self.totp.generate_otp(factor.time_step() + later)


def options(response) -> str:
    """What the page asks the device."""
    found = re.search(r'data-options="([^"]+)"', response.content.decode())
    assert found, response.content.decode()
    return html.unescape(found[1])


def with_passkey(client, user, name="Телефон") -> Authenticator:
    """The user, signed in with this client, registers a passkey through the pages."""
    device = Authenticator()
    asked = client.post(
        reverse("people:passkey_add"), {"name": name, "password": PASSWORD}, HTTP_HOST="localhost"
    )
    assert asked.status_code == 302, asked.content.decode()
    page = client.get(reverse("people:passkey_make"), HTTP_HOST="localhost")
    made = client.post(
        reverse("people:passkey_make"),
        {"passkey": device.make(options(page))},
        HTTP_HOST="localhost",
    )
    assert made.status_code in (200, 302), made.content.decode()
    assert user.passkeys.filter(name=name).exists()
    return device
