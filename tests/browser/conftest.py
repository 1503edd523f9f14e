"""A headless Chromium, pages that watch their own console, and axe."""

import contextlib
import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser import queue_desk
from tests.factories import PASSWORD

# The browser's event loop runs in this thread; Django's queries in tests are still plain.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

AXE = Path("node_modules/axe-core/axe.min.js")
SERIOUS = {"serious", "critical"}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    return {
        **browser_type_launch_args,
        "executable_path": os.environ.get("CHROMIUM", "/usr/bin/chromium"),
        "args": [
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
        ],
    }


class Visitor:
    """One person at one screen; every page they see must be free of console errors."""

    def __init__(self, page, base, axe):
        self.page, self.base, self.axe = page, base, axe
        self.complaints: list[str] = []
        page.on("console", self._listen)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message):
        if message.type == "error" and "the server responded with a status of 4" not in (
            message.text
        ):
            self.complaints.append(message.text)

    def go(self, path: str):
        self.page.goto(path if path.startswith("http") else self.base + path)
        return self

    def sign_in(self, user):
        self.go("/sign-in/")
        self.page.fill("input[name=username]", user.username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url(lambda url: "/sign-in/" not in url)
        return self

    def submit(self):
        """Press the form's own button and wait for what comes."""
        with self.page.expect_navigation():
            self.page.click("main form.form button.btn-primary, main form.form button.btn-danger")
        return self

    def text(self) -> str:
        return self.page.inner_text("main")

    def check(self):
        """Nothing serious for axe in either light, nothing wider than the screen, no complaint."""
        for scheme in ("light", "dark"):
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            # Colours that are still on their way between the two lights are not yet colours.
            self.page.wait_for_function(
                "document.getAnimations().every(a => a.playState !== 'running')"
            )
            found = self.page.evaluate(
                "async source => { if (!window.axe) { (0, eval)(source); } "
                "return (await axe.run()).violations.map(v => "
                "[v.impact, v.id, v.nodes.map(n => n.html).slice(0, 3)]); }",
                self.axe,
            )
            assert [v for v in found if v[0] in SERIOUS] == [], (self.page.url, scheme)
        wide = self.page.evaluate(
            "() => { const room = window.innerWidth;"
            " if (document.documentElement.scrollWidth <= room) return [];"
            " return [...document.querySelectorAll('main *, header *')]"
            ".filter(e => e.getBoundingClientRect().right > room + 1)"
            ".map(e => e.outerHTML.slice(0, 120)).slice(0, 5); }"
        )
        assert wide == [], f"{self.page.url} is wider than the screen"
        assert self.complaints == []
        return self


@pytest.fixture
def visit(browser, live_server):
    """``visit(user, phone=True)``: a visitor, signed in if there is a user."""
    contexts = []
    axe = AXE.read_text()

    def open_page(user=None, *, phone=False):
        size = {"width": 390, "height": 844} if phone else {"width": 1366, "height": 768}
        # axe is evaluated in the page, which our own policy forbids to pages.
        context = browser.new_context(viewport=size, has_touch=phone, bypass_csp=True)
        context.set_default_timeout(15000)
        contexts.append(context)
        visitor = Visitor(context.new_page(), live_server.url, axe)
        return visitor.sign_in(user) if user else visitor

    yield open_page
    for context in contexts:
        context.close()


# Without network --------------------------------------------------------------------------------


@pytest.fixture
def desk(monkeypatch, settings):
    """What a page that works without network has sent to its server."""
    settings.ROOT_URLCONF = "tests.browser.queue_desk"
    settings.STATICFILES_DIRS = [*settings.STATICFILES_DIRS, queue_desk.STATIC]
    monkeypatch.setattr(queue_desk, "desk", queue_desk.Desk())
    return queue_desk.desk


class Tablet:
    """One browser that people share; its pages are opened, closed and opened again."""

    def __init__(self, context, base):
        self.context, self.base = context, base

    def sign_in(self, user):
        page = self.context.new_page()
        Visitor(page, self.base, "").sign_in(user)
        page.close()
        return self

    def open(self, address="/trial/sheet-1/"):
        page = self.context.new_page()
        page.goto(self.base + address)
        page.wait_for_selector("[data-read]")
        return page

    def ready(self, address="/trial/sheet-1/"):
        """A page that the service worker has kept."""
        page = self.open(address)
        expect(page.locator("[data-when=kept]")).to_be_visible()
        return page

    @contextlib.contextmanager
    def offline(self):
        self.context.set_offline(True)
        yield
        self.context.set_offline(False)


@pytest.fixture
def tablet(browser, live_server, desk, agency):
    # The policy of the pages holds here: a service worker is under it too.
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(15000)
    yield Tablet(context, live_server.url).sign_in(agency.staff)
    context.close()
