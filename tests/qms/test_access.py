"""Every page, tried by each kind of reader: out of reach is 404, not allowed is 403."""

import pytest
from django.urls import get_resolver, reverse

from tests import factories

pytestmark = pytest.mark.django_db

PUBLIC = {"sign_in", "sign_out", "set_language", "theme", "healthz", "verify"}


def names(patterns, prefix=""):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names(pattern.url_patterns, prefix + space)
        elif pattern.name:
            yield prefix + pattern.name, pattern


ALL = dict(names(get_resolver().url_patterns))


@pytest.mark.parametrize("name", ALL)
def test_every_page_names_its_permission_or_is_public(name):
    view = ALL[name].callback
    view_class = getattr(view, "view_class", None)
    permission = getattr(view_class, "permission", "")
    assert permission or name in PUBLIC | {"file"}


@pytest.mark.parametrize("name", sorted(set(ALL) - PUBLIC))
def test_nobody_gets_in_without_signing_in(client, name, in_force, agency):
    response = client.get(reverse(name, kwargs=_arguments(ALL[name], in_force, agency)))

    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")


def _arguments(pattern, version, agency) -> dict:
    values = {
        "pk": version.pk,
        "document": version.document_id,
        "language": "ky",
        "step": "send",
        "file": 1,
        "kind": "chain",
        "nomenclature": 1,
        "item": 1,
        "uid": "00000000-0000-0000-0000-000000000000",
        "token": version.token,
    }
    return {key: values[key] for key in pattern.pattern.converters}


# page, then what stranger, staff, office, manager, director get
MATRIX = [
    ("home", (403, 200, 200, 200, 200)),
    ("my_work", (403, 200, 200, 200, 200)),
    ("search", (403, 200, 200, 200, 200)),
    ("documents:documents", (403, 200, 200, 200, 200)),
    ("documents:document_add", (403, 403, 403, 200, 403)),
    ("documents:nomenclatures", (403, 200, 200, 200, 200)),
    ("documents:nomenclature_add", (403, 403, 200, 403, 403)),
    ("people:people", (403, 200, 200, 200, 200)),
    ("journal", (403, 403, 403, 403, 200)),
    ("seals", (403, 403, 403, 403, 200)),
    ("trail_reviews", (403, 403, 403, 403, 200)),
    ("review_trail", (403, 403, 403, 403, 200)),
    ("letters", (403, 403, 403, 403, 403)),
    ("gallery", (403, 200, 200, 200, 200)),
]


def readers(agency, stranger):
    return (stranger, agency.staff, agency.office, agency.manager, agency.director)


@pytest.mark.core
@pytest.mark.clause("004-7.5.5-b")
@pytest.mark.parametrize(("name", "expected"), MATRIX)
def test_pages_of_the_house(client, agency, stranger, name, expected):
    for user, code in zip(readers(agency, stranger), expected, strict=True):
        client.force_login(user)
        assert client.get(reverse(name)).status_code == code, user


# state of the version, address, then what stranger, staff, office, manager, director get
VERSIONS = [
    ("draft", "", (404, 404, 404, 200, 404)),
    ("draft", "import/", (404, 404, 404, 200, 404)),
    ("draft", "text/ky/", (404, 404, 404, 200, 404)),
    ("draft", "edit/", (404, 404, 404, 200, 404)),
    ("draft", "attach/", (404, 404, 404, 200, 404)),
    ("draft", "send/", (404, 404, 404, 200, 404)),
    ("draft", "enter/", (404, 404, 404, 200, 404)),
    ("agreeing", "", (404, 404, 200, 200, 200)),
    ("agreeing", "record_decision/", (404, 404, 200, 403, 403)),
    ("agreeing", "import/", (404, 404, 403, 403, 403)),
    ("approving", "", (404, 404, 200, 200, 200)),
    ("approving", "approve/", (404, 404, 403, 403, 200)),
    ("in_force", "", (404, 200, 200, 200, 200)),
    ("in_force", "withdraw/", (404, 403, 403, 403, 200)),
    ("in_force", "approve/", (404, 409, 409, 409, 409)),
    ("in_force", "nonsense/", (404, 404, 404, 404, 404)),
]


@pytest.mark.core
@pytest.mark.clause("004-7.5.5-b", "004-5.5.1-b")
@pytest.mark.parametrize(("state", "address", "expected"), VERSIONS)
def test_pages_of_a_version(client, draft, agency, stranger, state, address, expected):
    if state != "draft":
        draft.send(by=agency.manager)
    if state in ("approving", "in_force"):
        draft.record_decision(by=agency.office, number="12", date=draft.sheet.opened_at.date())
    if state == "in_force":
        factories.approve(draft, agency)
    for user, code in zip(readers(agency, stranger), expected, strict=True):
        client.force_login(user)
        got = client.get(draft.get_absolute_url() + address).status_code
        assert got == code, (user.username, user.powers)


@pytest.mark.clause("004-5.5.1-b")
def test_a_restricted_document_does_not_exist_for_staff(client, in_force, agency):
    in_force.document.access = "top"
    in_force.document.save()

    for user, code in ((agency.staff, 404), (agency.director, 200)):
        client.force_login(user)
        assert client.get(in_force.get_absolute_url()).status_code == code
        assert client.get(in_force.document.get_absolute_url()).status_code == code
        listed = client.get(reverse("documents:documents")).content.decode()
        assert (in_force.document.code in listed) == (code == 200)
        found = client.get(reverse("search"), {"q": in_force.document.code}).content.decode()
        assert (in_force.document.get_absolute_url() in found) == (code == 200)


def test_the_readers_language_is_kyrgyz_until_they_choose(client, agency):
    client.force_login(agency.staff)
    assert client.get("/", headers={"Accept-Language": "en"})["Content-Language"] == "ky"

    client.post(reverse("set_language"), {"language": "ru", "next": "/"})

    assert client.get("/")["Content-Language"] == "ru"
    agency.staff.person.refresh_from_db()
    assert agency.staff.person.language == "ru"


def test_the_way_back_leads_only_to_our_own_pages(client):
    response = client.post(
        reverse("set_language"), {"language": "ru", "next": "https://elsewhere.example/"}
    )
    assert response["Location"] == "/"
