"""Any two versions side by side: by words, per language, on the screen and on paper."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from documents.content import diff
from documents.content.sides import side_by_side
from documents.models import VersionText
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(in_force, agency):
    """Three versions, each with its own words; the last is a draft."""
    made = [in_force]
    for n, words in ((2, "эки жолу"), (3, "үч жолу")):
        version = factories.VersionFactory(
            document=in_force.document, issue=n, author=agency.manager.person,
            html=diff.carry_ids(
                in_force.texts.get().html,
                factories.TEXT.replace("бир жолу", words) + "<p>1.3. Кошумча пункт.</p>",
            ),
        )  # fmt: skip
        made.append(version)
        if n == 2:
            factories.put_in_force(version, agency, order_number=f"1/0{n}")
    return made


def look(client, document, **asked):
    return client.get(reverse("documents:compare", args=[document.pk]), asked)


@pytest.mark.core
def test_any_two_versions_stand_side_by_side(client, three, agency):
    first, second, third = three
    client.force_login(agency.manager)

    page = look(client, first.document, **{"from": first.pk, "to": third.pk, "lang": "ky"})

    (changed,) = [row for row in page.context["rows"] if row["kind"] == "changed"]
    assert "<del>бир</del>" in changed["old"]
    assert "үч" not in changed["old"]
    assert "<ins>үч</ins>" in changed["new"]
    assert "<del>" not in changed["new"]
    (added,) = [row for row in page.context["rows"] if row["kind"] == "added"]
    assert (added["old"], "Кошумча" in added["new"]) == ("", True)
    assert all(row["label"] for row in (changed, added))  # a word beside the colour
    assert page.content.decode().count(' id="b-') == 0  # a block stands here twice


def test_without_a_choice_it_compares_what_is_in_force_with_the_one_before(client, three, agency):
    client.force_login(agency.staff)
    page = look(client, three[0].document)
    assert (page.context["old"], page.context["new"]) == (three[0], three[1])


def test_the_first_version_in_force_is_compared_with_the_one_on_its_way(client, in_force, agency):
    draft = factories.VersionFactory(
        document=in_force.document, issue=2, author=agency.manager.person, html=factories.TEXT
    )
    client.force_login(agency.manager)
    for asked in ({}, {"from": draft.pk, "to": in_force.pk}):
        page = look(client, in_force.document, **asked)
        assert (page.context["old"], page.context["new"]) == (in_force, draft)


def test_a_draft_is_compared_only_by_who_sees_it(client, three, agency, stranger):
    first, _second, third = three
    client.force_login(agency.staff)
    page = look(client, first.document, **{"from": first.pk, "to": third.pk})
    assert page.context["new"] != third
    assert "үч жолу" not in page.content.decode()
    client.force_login(stranger)
    assert look(client, first.document).status_code in (403, 404)


def test_the_restricted_is_closed_and_its_reading_is_noted(client, three, agency):
    document = three[0].document
    document.access, document.author = "top", None
    document.save()
    client.force_login(agency.staff)
    assert look(client, document).status_code == 404
    assert client.get(reverse("documents:change_sheet", args=[document.pk])).status_code == 404
    client.force_login(agency.director)
    assert look(client, document).status_code == 200
    from common.models import Opening

    assert Opening.objects.about(document.versions.all()).count() == 2


def test_languages_are_compared_each_for_itself(client, three, agency):
    first, second, _third = three
    for version, words in ((first, "один раз"), (second, "два раза")):
        VersionText.objects.create(
            version=version, language="ru", html=f"<p>1.1. Оценка проводится {words}.</p>"
        )
    client.force_login(agency.staff)
    page = look(client, first.document, **{"from": first.pk, "to": second.pk, "lang": "ru"})
    assert "два раза" in " ".join(row["new"] for row in page.context["rows"])
    second.texts.get(language="ru").delete()
    page = look(client, first.document, **{"from": first.pk, "to": second.pk, "lang": "ru"})
    assert str(second) in page.context["lacking"]


@pytest.mark.parametrize("wrong", [{"from": "х", "to": "9" * 40}, {"lang": "de"}, {"from": ""}])
def test_a_wrong_address_shows_the_usual_two(client, three, agency, wrong):
    client.force_login(agency.staff)
    assert look(client, three[0].document, **wrong).status_code == 200


def test_one_version_alone_has_nothing_to_be_compared_with(client, in_force, agency):
    client.force_login(agency.staff)
    page = look(client, in_force.document)
    assert page.status_code == 200
    assert page.context["old"] is None


def test_it_prints(client, three, agency):
    client.force_login(agency.staff)
    page = look(client, three[0].document, **{"as": "pdf"})
    text = " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.content)).pages)
    assert "бир жолу" in " ".join(text.split())
    assert "эки жолу" in " ".join(text.split())
    assert "1/0" in text


@pytest.mark.core
def test_lists_and_tables_keep_each_side_its_own_rows():
    old = "<ul><li>бирдиктүү талап</li><li>экинчи талап</li></ul><table><tbody><tr><td>а</td></tr></tbody></table>"
    new = (
        "<ul><li>бирдиктүү талап</li><li>экинчи жаңы талап</li><li>төртүнчү</li></ul>"
        "<table><tbody><tr><td>а</td></tr><tr><td>б</td></tr></tbody></table>"
    )
    rows = side_by_side(diff.compare(old, new))
    lists = next(row for row in rows if "<ul" in row.old)
    tables = next(row for row in rows if "<table" in row.new)
    assert lists.old.count("<li>") == 2
    assert lists.new.count("<li>") == 3
    assert (tables.old.count("<tr>"), tables.new.count("<tr>")) == (1, 2)
    assert "<ins>" not in lists.old
    assert "<del>" not in lists.new
