"""In a house that is no agency, no page and no paper speaks of one."""

import re

import pytest
from django.urls import reverse

from common.navigation import entries_for
from documents.pdf import version_pdf
from tests.houses import of, pages

pytestmark = pytest.mark.django_db

AGENCY = re.compile(r"агентт|агентств|\bagenc", re.I)
SHELVES = ("documents:document_add", "documents:glossary", "documents:templates")


@of("college", "school", "university")
def test_no_page_and_no_paper_speaks_of_an_agency(client, profile, house):
    kind = house.with_power("documents.manage")
    code = {"college": "СМС-2.20", "school": "Ж-01", "university": "СЖ-1.2"}[profile[0]]
    version = house.walk(house.version(code))
    head = house.with_power("documents.approve")
    opened = 0
    for user, languages in ((head, ("ky", "ru", "en")), (kind, ("ky",))):
        client.force_login(user)
        addresses = {reverse(entry.address) for entry in entries_for(user)}
        addresses |= {reverse(n) for n in SHELVES if user == kind}
        addresses |= {version.get_absolute_url(), version.document.get_absolute_url()}
        for language in languages:
            client.cookies["django_language"] = language
            for address in sorted(addresses):
                page = client.get(address, follow=True)
                assert page.status_code == 200, address
                found = AGENCY.search(page.content.decode())
                assert found is None, f"{address} {language}: {found and found[0]}"
                opened += 1
    assert opened > 40
    for language in ("ky", "ru", "en"):
        version.texts.get_or_create(language=language, defaults={"html": "<p>1.1. A</p>"})
        for page in pages(version_pdf(version, language)):
            assert not AGENCY.search(page)
