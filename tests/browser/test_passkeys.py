"""Passkeys in a real browser, with its virtual device and under our own strict policy."""

import pyotp
import pytest
from django.urls import reverse

from people.models import Passkey
from tests.factories import PASSWORD, agreed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def strict(browser, live_server):
    """A page on which our content security policy holds, with a device that has no passkey yet."""
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    context.set_default_timeout(15000)
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.device = context.new_cdp_session(page)
    page.device.send("WebAuthn.enable")
    page.device.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.base = live_server.url.replace("127.0.0.1", "localhost")
    yield page
    context.close()


def sign_in(page, user):
    page.goto(page.base + reverse("sign_in"))
    page.fill("input[name=username]", user.username)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")


def submit(page):
    page.click("main form.form .form-acts button")


def test_a_passkey_is_made_opens_and_signs(strict, agency, draft):
    page, director = strict, agency.director
    agreed(draft, agency)
    sign_in(page, director)
    page.wait_for_url(page.base + "/")

    # Made: name and password, then the device.
    page.goto(page.base + reverse("people:passkey_add"))
    page.fill("input[name=name]", "Телефон")
    page.fill("input[name=password]", PASSWORD)
    submit(page)
    page.click("[data-passkey=create]")
    page.wait_for_selector(".recovery-codes")
    assert page.locator(".recovery-codes code").count() == 10
    assert Passkey.objects.get().user == director

    # It opens the door.
    page.context.clear_cookies()
    sign_in(page, director)
    page.wait_for_url(page.base + reverse("second_step"))
    page.click("[data-passkey=get]")
    page.wait_for_url(page.base + "/")

    # It signs.
    page.goto(f"{page.base}{draft.get_absolute_url()}approve/")
    page.click("[data-passkey=get]")
    page.wait_for_url(page.base + draft.get_absolute_url())
    draft.refresh_from_db()
    assert draft.state == "in_force"
    signature = draft.sheet.lines.get(kind="approve").signature
    assert signature.facts["means"] == "passkey"
    assert page.complaints == []


def test_a_device_that_refuses_is_told_in_a_sentence(strict, agency):
    page = strict
    sign_in(page, agency.staff)
    page.wait_for_url(page.base + "/")
    page.goto(page.base + reverse("people:passkey_add"))
    page.fill("input[name=name]", "Телефон")
    page.fill("input[name=password]", PASSWORD)
    submit(page)
    page.wait_for_selector("[data-passkey=create]")
    page.device.send("WebAuthn.disable")
    page.device.send("WebAuthn.enable")
    page.device.send(
        "WebAuthn.addVirtualAuthenticator", {"options": DEVICE | {"isUserVerified": False}}
    )

    page.click("[data-passkey=create]")

    page.wait_for_selector("[data-passkey-refused]:not([hidden])")
    page.wait_for_selector("[data-passkey=create]:not([disabled])")
    assert not Passkey.objects.exists()


@pytest.mark.parametrize("phone", [False, True])
def test_the_pages_are_fit_to_be_seen(visit, agency, phone):
    """Set-up of an app, the codes, the second step: axe, both lights, narrow and wide."""
    visitor = visit(agency.staff, phone=phone)
    page = visitor.page
    visitor.go(reverse("people:factors")).check()
    visitor.go(reverse("people:app_add")).check()
    app = pyotp.TOTP(page.inner_text(".app-secret").replace(" ", ""))
    page.fill("input[name=code]", app.now())
    page.fill("input[name=password]", PASSWORD)
    submit(page)
    page.wait_for_selector(".recovery-codes")
    visitor.check()
    code = page.locator(".recovery-codes code").first.inner_text()

    page.context.clear_cookies()
    visitor.go(reverse("sign_in"))
    page.fill("input[name=username]", agency.staff.username)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_selector(".second-step")
    visitor.check()
    visitor.go(reverse("second_step") + "?recovery").check()
    page.fill("input[name=code]", code)
    page.press("input[name=code]", "Enter")
    page.wait_for_url(visitor.base + "/")
    assert agency.staff.recovery_left() == 9
