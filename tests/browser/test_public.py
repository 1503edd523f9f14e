"""The public pages in a browser: nothing axe would name, on a desk and on a phone, light and dark."""

import pytest

from documents.models import Access
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("phone", [False, True])
def test_a_stranger_reads_the_public_pages(visit, agency, phone):
    version = factories.VersionFactory(
        document__type=agency.local_act,
        document__access=Access.PUBLIC,
        author=agency.manager.person,
        html=factories.TEXT,
    )
    factories.put_in_force(version, agency)

    anyone = visit(phone=phone)

    for path in ("", "policy/", "structure/", "documents/", f"documents/{version.token}/"):
        anyone.go(f"/public/{path}").check()
    anyone.page.click("nav.segments a[lang=ru]")
    anyone.page.wait_for_selector("html[lang=ru]")
