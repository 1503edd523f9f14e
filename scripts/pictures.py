"""Take the pictures of the README from the running product and its papers.

Run with the project's own Python after "make test" has set everything up:

    .venv/bin/python scripts/pictures.py

A sample of its own is made in a temporary folder and thrown away. The story goes on from where the
sample stands: the office manager enters the decision of the general meeting, the director approves
on a phone, the worker makes the paper, a stranger verifies it. Named parts alone are taken anew:

    .venv/bin/python scripts/pictures.py scoring
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml
from pictures_place import ADDRESS, ROOT, manage, sample, server
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

PICTURES = ROOT / "docs" / "pictures"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PASSWORD = yaml.safe_load((ROOT / "profiles" / "sample.yaml").read_text())["password"]
DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
HEAVIEST = 200_000
VERSIONS = """
import json
from documents.models import DocumentVersion as V
print("VERSIONS", json.dumps({str(v): [v.pk, v.token, v.document_id] for v in V.objects.all()}))
"""
PAPERS = """
from common import seal_tasks
from documents import tasks
seal_tasks.check_seal(), tasks.print_papers()
"""
# What the worker does in a night: the seal of the journal, every check, the backup, its rehearsal.
NIGHT = """
from common import lights
for watch in lights.watches().values():
    watch.task()
"""
PROFILES = ("agency", "rules_agency", "college", "school", "university")


def main(parts: list[str]) -> int:
    if not parts:
        for old in PICTURES.glob("*.png"):
            old.unlink()
    with tempfile.TemporaryDirectory(prefix="sapat-pictures-") as folder:
        environment = sample(Path(folder))
        with server(environment) as address, sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            story = Story(browser, address, environment)
            for part in parts or ["tell"]:
                getattr(story, part)()
            browser.close()
        for name in () if parts else PROFILES:
            profile_page(Path(folder), name)
    return 0


def profile_page(folder: Path, name: str) -> None:
    """The first page of a document by each profile that is offered."""
    place = folder / name
    place.mkdir()
    environment = os.environ | {"SAPAT_VAR": str(place), "PUBLIC_BASE_URL": ADDRESS}
    environment |= {"PROFILE": name, "PAGE": str(place / "page.pdf"), "PYTHONPATH": str(ROOT)}
    manage(environment, "make_tables", "--verbosity", "0")
    printing = (ROOT / "scripts" / "profile_page.py").read_text(encoding="utf-8")
    manage(environment, "shell", "--no-imports", "-c", printing)
    keep_pages((place / "page.pdf").read_bytes(), f"profile-{name}", only=0)


def keep_pages(data: bytes, name: str, *, only: int | None = None) -> None:
    """The pages of a PDF as pictures: all of them with their numbers, or the one that is meant."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "paper.pdf")
        file.write_bytes(data)
        subprocess.run(["pdftoppm", "-r", "100", "-png", file, f"{folder}/page"], check=True)
        paths = sorted(Path(folder).glob("page-*.png"))
        for number, path in enumerate(paths, start=1):
            if only is None or path == paths[only]:
                kept = f"{name}-{number}" if only is None else name
                save(path.read_bytes(), kept, colours=32)


# The pictures ---------------------------------------------------------------------------------


class Story:
    """What the pictures show, in the order in which it happens."""

    def __init__(self, browser: Browser, address: str, environment: dict[str, str]) -> None:
        self.browser, self.address, self.environment = browser, address, environment
        printed = manage(environment, "shell", "--no-imports", "-c", VERSIONS)
        line = next(line for line in printed.splitlines() if line.startswith("VERSIONS "))
        self.versions: dict[str, list] = json.loads(line.removeprefix("VERSIONS "))

    def tell(self) -> None:
        self.manager()
        self.scoring()
        self.office()
        self.director()
        manage(self.environment, "shell", "--no-imports", "-c", PAPERS)
        self.stranger()
        self.paper()
        manage(self.environment, "shell", "--no-imports", "-c", NIGHT)
        self.administrator()

    def manager(self) -> None:
        """What the quality manager sees: the day, the register, a difference, the year."""
        page = self.enter("manager")
        changed, read = self.version("ЛЧА-01 2/0"), self.version("ДЖ-01 1/0")
        record = f"/documents/{self.versions['ДЖ-01 1/0'][2]}/"
        lists = ("/", "home"), ("/documents/", "register"), (record, "record")
        tabs = (f"{changed}?tab=changes", "difference"), (f"{read}?tab=readings", "readings")
        maps = ("/clauses/", "clause-map"), ("/documents/processes/map/", "process-map")
        year = ("/work/", "work"), ("/year/", "calendar"), ("/year/?view=year", "year")
        for path, name in (*lists, *tabs, *maps, *year, ("/year/state/", "state")):
            self.take(page, path, name)
        self.take(self.enter("manager", theme="dark"), changed, "version-dark")

    def scoring(self) -> None:
        """The yearly monitoring: a member's sheet, the places of last year, one's own result."""
        page = self.enter("head")
        page.goto(f"{self.address}/monitoring/commission/")
        page.locator("main a.btn-primary").first.click()
        page.wait_for_load_state()
        self.keep(page, "scoring-sheet")
        self.take(self.enter("director"), "/monitoring/1/results/", "results")
        self.take(self.enter("staff", phone=True), "/monitoring/my-result/", "own-result-phone")

    def office(self) -> None:
        """The papers of the house; the general meeting has agreed: its protocol is entered."""
        page = self.enter("office")
        house = ("/documents/orders/3/", "order"), ("/year/meetings/5/", "meeting")
        for path, name in (*house, ("/records/", "records"), ("/year/plans/1/", "plan")):
            self.take(page, path, name)
        page.goto(f"{self.address}{self.version('ЛЧА-01 2/0')}record_decision/")
        page.fill("[name=number]", "14")
        submit(page)

    def director(self) -> None:
        """The director on a phone: what waits, the form of the signature, the signature."""
        page = self.enter("director", phone=True)
        self.take(page, "/", "home-phone")
        self.take(page, self.version("ЛЧА-01 2/0"), "version-phone")
        page.goto(f"{self.address}{self.version('ЛЧА-01 2/0')}approve/")
        page.fill("[name=password]", PASSWORD)
        page.evaluate("scrollTo(0, document.body.scrollHeight)")
        self.keep(page, "approve-phone")
        submit(page)
        if page.url.endswith("/approve/"):
            raise SystemExit(f"It was not approved: {page.inner_text('main')}")

    def stranger(self) -> None:
        """The policy for everybody, and whoever reads the QR code of the printed paper."""
        context = self.browser.new_context(viewport=DESKTOP, locale="ky-KG")
        self.take(context.new_page(), "/public/policy/", "policy")
        context = self.browser.new_context(viewport=PHONE, device_scale_factor=2)
        self.take(context.new_page(), f"/v/{self.versions['ЛЧА-01 2/0'][1]}/", "verify-phone")

    def administrator(self) -> None:
        """Who looks after the installation: its lights, accounts, backups, seals of the journal."""
        page = self.enter("admin")
        house = ("/", "lights"), ("/people/accounts/", "accounts")
        for path, name in (*house, ("/journal/seals/", "seals")):
            self.take(page, path, name)

    def paper(self) -> None:
        """What is printed: the regulation, a process card, the register, the week, orders."""
        page = self.enter("staff")
        papers = ("ЛЧА-01 2/0", "paper", None), ("СС-01 2/0", "change-sheet", -1)
        for code, name, only in (*papers, ("ПК-02 1/0", "process-card", 0)):
            keep_pages(self.pdf(page, f"{self.version(code)}paper/ky/"), name, only=only)
        page = self.enter("manager")
        lists = ("/documents/?as=pdf", "register"), ("/year/week/paper/?whose=all", "week")
        signed = ("/documents/orders/3/", "order"), ("/year/meetings/6/", "protocol")
        for path, name in (*lists, *((f"{at}paper/?lang=ky", name) for at, name in signed)):
            keep_pages(self.pdf(page, path), f"{name}-paper", only=0)

    def pdf(self, page: Page, path: str) -> bytes:
        answer = page.request.get(f"{self.address}{path}")
        if not answer.body().startswith(b"%PDF-"):
            raise SystemExit(f"{path} answers {answer.status}, no PDF.")
        return answer.body()

    # Help ---------------------------------------------------------------------------------

    def version(self, name: str) -> str:
        """The address of a version by its code and number."""
        return f"/documents/version/{self.versions[name][0]}/"

    def enter(self, login: str, *, phone: bool = False, theme: str = "light") -> Page:
        """Somebody signed in, at a desk or with a phone in hand."""
        context = self.browser.new_context(
            viewport=PHONE if phone else DESKTOP,
            device_scale_factor=2 if phone else 1,
            is_mobile=phone,
            has_touch=phone,
            locale="ky-KG",
            timezone_id="Asia/Bishkek",
            reduced_motion="reduce",
        )
        context.add_cookies(
            [
                {"name": "theme", "value": theme, "url": self.address},
                {"name": "django_language", "value": "ky", "url": self.address},
            ]
        )
        page = context.new_page()
        page.goto(f"{self.address}/sign-in/")
        page.fill("[name=username]", login)
        page.fill("[name=password]", PASSWORD)
        submit(page)
        return page

    def take(self, page: Page, path: str, name: str) -> None:
        page.goto(f"{self.address}{path}")
        self.keep(page, name)

    def keep(self, page: Page, name: str) -> None:
        page.evaluate("document.fonts.ready")
        page.wait_for_timeout(300)
        save(page.screenshot(), name)


def submit(page: Page) -> None:
    """Send the form by its one filled button."""
    with page.expect_navigation():
        page.locator("main form .btn-primary").evaluate("(b) => b.form.requestSubmit(b)")


def save(data: bytes, name: str, *, colours: int = 256) -> None:
    """Keep a picture with as few colours as look the same, and say how heavy it is."""
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    small = picture.quantize(colours, dither=Image.Dither.NONE)
    path = PICTURES / f"{name}.png"
    small.save(path, optimize=True)
    weight = path.stat().st_size
    if weight > HEAVIEST:
        raise SystemExit(f"{path.name} is too heavy: {weight} bytes.")
    print(f"{path.relative_to(ROOT)}: {weight // 1024} kB", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
