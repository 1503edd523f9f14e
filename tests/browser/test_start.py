"""The guide and the lists in a browser: axe, a phone, the keyboard, no word lost."""

import re

import pytest
from django.core.cache import cache

from people.models import FirstStart, Organisation
from qms.start import is_open
from tests import factories
from tests.people.test_staff_import import ROW, book

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("phone", [False, True])
def test_the_guide_from_the_door_to_the_home_page(visit, monkeypatch, phone):
    monkeypatch.setattr("qms.start.is_open", is_open)
    cache.clear()
    code = FirstStart.new_code()
    somebody = visit(phone=phone).go("/people/").check()
    page = somebody.page
    page.set_default_timeout(90000)  # a whole profile is loaded on the way
    page.fill("[name=code]", code)
    somebody.submit().check()
    for name, words in (("name", "«Жаңы өлчөм» агенттиги"), ("short_name", "Жаңы өлчөм")):
        page.fill(f"[name={name}_ky]", words)
    page.fill("[name=place_ky]", "Ош ш.")
    somebody.submit().check()
    page.check("[name=source][value=agency]")
    somebody.submit().check()  # what the profile makes
    somebody.submit()
    page.fill("[name=surname]", "Үсөнова")
    page.fill("[name=given]", "Жаңыл")
    page.fill("[name=email]", "usonova@example.kg")
    page.select_option("[name=position]", index=1)
    page.fill("[name=username]", "usonova")
    page.fill("[name=password]", factories.PASSWORD)
    page.fill("[name=again]", factories.PASSWORD)
    somebody.check().submit().check()
    somebody.submit().check()  # a test letter
    somebody.submit().check()  # it came: go on
    somebody.submit().check()
    somebody.submit().check()

    assert re.search(r"Жаңыл", somebody.text())
    assert Organisation.current().short_name["ky"] == "Жаңы өлчөм"


@pytest.mark.parametrize("phone", [False, True])
def test_a_list_of_staff_is_looked_through(visit, agency, tmp_path, phone):
    keeper = visit(factories.employee("office_head", "people.manage"), phone=phone)
    file = tmp_path / "тизме.xlsx"
    file.write_bytes(book(ROW, ROW | {"pin": "1", "email": "b@example.kg", "login": ""}))
    keeper.go("/people/import/").check()
    keeper.page.set_input_files("[name=file]", file)
    keeper.submit().check()

    assert "E3" in keeper.text()
