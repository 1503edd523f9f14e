"""Signing on a phone: the statement once, then several papers with one password."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import expect

from documents.models import DocumentVersion, Signature
from people.models import EnablingOrder, Statement
from tests import factories
from tests.factories import PASSWORD, TEXT, VersionFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_director_gives_the_statement_and_signs_two_of_them_on_a_phone(visit, agency):
    papers = [
        VersionFactory(document__type=agency.local_act, author=agency.manager.person, html=TEXT)
        for _n in range(2)
    ]
    for paper in papers:
        factories.agreed(paper, agency)
    EnablingOrder.objects.create(number="2/0102", date=localdate())
    director = visit(agency.director, phone=True)
    page = director.page
    director.go(reverse("my_work")).check()

    # The page asks for the statement, and its own button waits for it.
    page.click(".page-acts a.btn-primary")
    director.check()
    expect(page.locator("main form.form button.btn-primary")).to_be_disabled()
    page.click("a[href*='/me/statement/']")
    director.check()
    page.fill("[name=password]", PASSWORD)
    director.submit()
    assert Statement.objects.get().person == agency.director.person
    expect(page.locator(".batch-paper")).to_have_count(2)

    # What was opened can be ticked when one comes back, by the browser's own way back too.
    boxes = page.locator(".batch-paper input[type=checkbox]")
    for number in range(2):
        expect(boxes.nth(number)).to_be_disabled()
        page.locator(".batch-paper a.btn").nth(number).click()
        expect(page.locator(".document-text")).to_be_visible()
        page.go_back()
        expect(boxes.nth(number)).to_be_enabled()
    boxes.nth(0).check()
    boxes.nth(1).check()
    page.fill("[name=password]", PASSWORD)
    director.check().submit()

    expect(page.locator("main")).to_contain_text(str(papers[0]))
    assert Signature.objects.count() == 2
    assert set(DocumentVersion.objects.values_list("state", flat=True)) == {"in_force"}
    director.check()
