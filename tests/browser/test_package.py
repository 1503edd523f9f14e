"""The package of an inspection, unpacked and opened from the disk: no Sapat, no network."""

import io
import zipfile
from pathlib import Path
from urllib.parse import unquote, urlparse

import pytest

from common import package
from common.trail import seals
from documents.inspection_tasks import look_after_inspections
from documents.tasks import print_papers
from tests.documents.inspecting import inspection_by

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def folder(in_force, manager, tmp_path):
    print_papers()
    seals.make()
    inspection = inspection_by(manager)
    kinds = [kind.code for kind in package.kinds_for(inspection.parts)]
    asked = inspection.ask_package(by=manager, parts=kinds, language="ky")
    look_after_inspections()
    asked.refresh_from_db()
    with zipfile.ZipFile(io.BytesIO(asked.blob.read())) as archive:
        archive.extractall(tmp_path)
    return tmp_path / asked.stem


@pytest.mark.parametrize("script", [True, False], ids=["with script", "without script"])
def test_the_index_opens_from_the_disk_and_asks_nobody(browser, folder, in_force, script):
    context = browser.new_context(java_script_enabled=script)
    page = context.new_page()
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((folder / "index.html").as_uri())

    links = page.eval_on_selector_all("td a", "all => all.map(a => a.href)")
    assert len(links) > 10
    for link in links:
        path = unquote(urlparse(link).path)
        assert path.startswith(str(folder)), link
        with Path(path).open("rb") as file:
            assert file.read(5) == b"%PDF-" if path.endswith(".pdf") else file.read(1)
    assert any(in_force.document.code in unquote(link) for link in links)
    for name in ("index.ru.html", "index.en.html"):
        page.click(f"nav a[href='{name}']")
        assert page.url.endswith(name)
        assert page.locator("h1").inner_text()
    if script:
        page.fill("#find", in_force.document.code.lower())
        shown = page.locator("[data-line]:visible")
        assert 0 < shown.count() < len(links)
        page.fill("#find", "nothing of the kind")
        assert shown.count() == 0
    else:
        assert not page.locator("#find").is_visible()
        assert page.locator("[data-line]:visible").count() == len(links)
    assert all(url.startswith("file://") for url in asked), asked
    assert not complaints
    context.close()
