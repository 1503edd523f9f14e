"""A campaign of twelve people whose sheets are open, and what a member does at a screen."""

import os
from pathlib import Path

from playwright.sync_api import expect

from monitoring.models import Material
from people.models import Person
from tests.browser.queue_desk import said, until
from tests.factories import PASSWORD, employee
from tests.monitoring import campaigns

PEOPLE = 12


def twelve():
    """A campaign in which twelve employees are scored by three of them and an outsider."""
    runner = employee("quality-manager", "monitoring.manage")
    kind = campaigns.kind(collects_material=False)
    number = 0
    while Person.objects.employees().count() < PEOPLE - 3:
        number += 1
        employee(f"scored-{number}")
    campaign, users = campaigns.scoring(runner, kind)
    # Material stands in the sheet, though no days to bring it were waited for.
    kind.collects_material = True
    kind.save()
    for indicator in campaign.criteria.indicators():
        for point in range(1, 6):
            indicator.points.create(
                criteria=campaign.criteria, point=point, words=campaigns.words(f"{point}: сөз")
            )
    first = campaign.participants.order_by("number")[0]
    Material.objects.create(
        participant=first,
        indicator=campaign.criteria.indicators()[0],
        text="Үч окуу өткөрдүм.",
        links="https://example.kg/okuu",
    )
    return campaign, users


def ready(page, sheet, more=""):
    """The sheet, when its scripts have read what this device knows."""
    page.wait_for_selector("#scoring[data-ready]")
    return page


def open_sheet(visitor, sheet, more=""):
    """The sheet at somebody's screen."""
    visitor.go(sheet.get_absolute_url() + more)
    return ready(visitor.page, sheet)


def all_sent(page):
    """Nothing waits on this device any more."""
    expect(said(page, "saved")).to_be_visible()
    for _try in range(200):
        if (
            page.evaluate(
                "sapatQueue.waiting(document.querySelector('[data-queue]').dataset.queueKey).then(w => w.length)"
            )
            == 0
        ):
            return
        page.wait_for_timeout(50)
    raise AssertionError("something still waits")


def sign(visitor, sheet):
    """The password again, on the page of signing."""
    visitor.go(f"{sheet.get_absolute_url()}sign/")
    visitor.page.fill("[name=password]", PASSWORD)
    expect(visitor.page.locator("form.step button.btn-primary")).to_be_enabled()
    with visitor.page.expect_navigation():
        visitor.page.click("form.step button.btn-primary")


def picture(page, name: str) -> None:
    """Kept for whoever looks at the pages: only where SAPAT_LOOK names a folder."""
    if folder := os.environ.get("SAPAT_LOOK"):
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=f"{folder}/{name}.png")


__all__ = [
    "all_sent",
    "expect",
    "open_sheet",
    "picture",
    "ready",
    "said",
    "sign",
    "twelve",
    "until",
]
