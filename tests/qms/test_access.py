"""Every page, tried by each kind of reader: out of reach is 404, not allowed is 403."""

import pytest
from django.urls import get_resolver, reverse
from django.urls.converters import UUIDConverter
from django.utils.timezone import localdate

from people.models import AccountReview, EnablingOrder, Power, Statement, Substitution
from tests import factories

pytestmark = pytest.mark.django_db

PUBLIC = {
    *(
        "sign_in",
        "second_step",
        "sign_out",
        "set_language",
        "theme",
        "healthz",
        "metrics",
        "verify",
        "check_paper",
    ),
    *("forgotten", "invitation", "invitation_code", "access_over"),
    *("offline", "offline_token", "service_worker"),
    *("public_certificates", "certificate_file", "emblem", "calendar_feed"),
    *("public_home", "public_policy", "public_structure"),
    *("public_documents", "public_document", "public_paper"),
}


def names(patterns, prefix=""):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            space = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names(pattern.url_patterns, prefix + space)
        elif pattern.name:
            yield prefix + pattern.name, pattern


ALL = dict(names(get_resolver().url_patterns))
#: The guide of an empty installation has a door of its own: tests/qms/test_start.py.
PUBLIC |= {name for name in ALL if name.split("_")[0] == "start"}


@pytest.mark.parametrize("name", ALL)
def test_every_page_names_its_permission_or_is_public(name):
    view = ALL[name].callback
    view_class = getattr(view, "view_class", None)
    told = getattr(view, "view_initkwargs", {}).get("permission")  # one class for several kinds
    permission = told or getattr(view_class, "permission", "")
    assert permission or name in PUBLIC | {"file"}


@pytest.mark.parametrize("name", sorted(set(ALL) - PUBLIC))
def test_nobody_gets_in_without_signing_in(client, name, in_force, agency):
    response = client.get(reverse(name, kwargs=_arguments(ALL[name], in_force, agency)))

    assert response.status_code == 302
    assert response["Location"].startswith("/sign-in/")


NO_UID = "00000000-0000-0000-0000-000000000000"


def _arguments(pattern, version, agency) -> dict:
    values = {
        "pk": version.pk,
        "document": version.document_id,
        "language": "ky",
        "step": "send",
        "kind": "chain",
        "deed": "copy",
        "fingerprint": "0" * 64,
        "uid": NO_UID,
        "token": version.token,
        "sha256": "0" * 64,
    }
    return {
        key: NO_UID if isinstance(converter, UUIDConverter) else values.get(key, 1)
        for key, converter in pattern.pattern.converters.items()
    }


# page, then what stranger, staff, office, manager, director get
MATRIX = [
    ("home", (403, 200, 200, 200, 200)),
    ("my_work", (403, 200, 200, 200, 200)),
    ("planning:state", (403, 403, 403, 403, 403)),
    ("search", (403, 200, 200, 200, 200)),
    ("search_quick", (403, 200, 200, 200, 200)),
    ("documents:documents", (403, 200, 200, 200, 200)),
    ("documents:document_add", (403, 403, 403, 200, 403)),
    ("documents:nomenclatures", (403, 200, 200, 200, 200)),
    ("documents:nomenclature_add", (403, 403, 200, 403, 403)),
    ("documents:readings", (403, 403, 403, 200, 200)),
    ("documents:papers_upload", (403, 403, 403, 200, 403)),
    ("documents:papers_template", (403, 403, 403, 200, 403)),
    ("people:people", (403, 200, 200, 200, 200)),
    ("people:person_add", (403, 403, 403, 403, 403)),
    ("people:positions", (403, 200, 200, 200, 200)),
    ("people:position_add", (403, 403, 403, 200, 403)),
    ("people:units", (403, 200, 200, 200, 200)),
    ("people:unit_add", (403, 403, 403, 200, 403)),
    ("people:accounts", (403, 403, 403, 403, 403)),
    ("people:reviews", (403, 403, 403, 403, 403)),
    ("people:sessions", (200, 200, 200, 200, 200)),
    ("people:organisation", (403, 403, 403, 403, 403)),
    ("people:staff_upload", (403, 403, 403, 403, 403)),
    ("people:staff_template", (403, 403, 403, 403, 403)),
    ("journal", (403, 403, 403, 403, 200)),
    ("seals", (403, 403, 403, 403, 200)),
    ("trail_reviews", (403, 403, 403, 403, 200)),
    ("review_trail", (403, 403, 403, 403, 200)),
    ("letters", (403, 403, 403, 403, 403)),
    ("undelivered", (403, 403, 403, 403, 403)),
    ("by_hand", (403, 403, 403, 403, 403)),
    ("notices", (200, 200, 200, 200, 200)),
    ("bell", (200, 200, 200, 200, 200)),
    ("people:my_letters", (200, 200, 200, 200, 200)),
    ("openings", (403, 403, 403, 403, 200)),
    ("documents:sign_several", (403, 200, 200, 200, 200)),
    ("people:give_statement", (403, 200, 200, 200, 200)),
    ("people:substitutions", (403, 200, 200, 200, 200)),
    ("people:substitution_add", (403, 403, 403, 403, 200)),
    ("people:signing", (403, 403, 403, 403, 200)),
    ("people:statement_text", (403, 403, 403, 403, 200)),
    ("people:enabling_orders", (403, 200, 200, 200, 200)),
    ("people:enabling_order_add", (403, 403, 403, 403, 200)),
    ("backups", (403, 403, 403, 403, 403)),
    ("backup_key", (403, 403, 403, 403, 403)),
    ("gallery", (403, 200, 200, 200, 200)),
    ("people:factors", (200, 200, 200, 200, 200)),
    ("people:app_add", (200, 200, 200, 200, 200)),
    ("people:app_remove", (200, 200, 200, 200, 200)),
    # Without https no passkeys; without a factor no recovery codes: back to one's own page.
    ("people:passkey_add", (302, 302, 302, 302, 302)),
    ("people:passkey_make", (302, 302, 302, 302, 302)),
    ("people:recovery", (302, 302, 302, 302, 302)),
    ("people:recovery_paper", (405, 405, 405, 405, 405)),
    ("people:require_factors", (403, 403, 403, 403, 403)),
    ("certificates", (403, 403, 403, 403, 403)),
    ("public_certificates", (200, 200, 200, 200, 200)),
    ("planning:calendar", (403, 200, 200, 200, 200)),
    ("planning:week_paper", (403, 200, 200, 200, 200)),
    ("planning:feed", (403, 200, 200, 200, 200)),
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


@pytest.mark.clause("004-7.5.5-b")
def test_pages_of_the_administrator_about_second_factors(client, agency, stranger):
    admin = factories.employee("admin", "people.manage", "settings.manage")
    reset = reverse("people:reset_factors", args=[agency.staff.person_id])
    nobody = reverse("people:reset_factors", args=[factories.PersonFactory().pk])
    for user in readers(agency, stranger):
        client.force_login(user)
        assert client.get(reset).status_code == (404 if user == stranger else 403), user
    client.force_login(admin)
    assert client.get(reset).status_code == 200
    assert client.get(nobody).status_code == 404
    assert client.get(reverse("people:require_factors")).status_code == 200


# address, then what stranger, staff (whose statement it is), office, manager, director,
# administrator get
OF_SIGNING = [
    ("order", "", (404, 200, 200, 200, 200, 200)),
    ("order", "end/", (404, 403, 403, 403, 200, 200)),
    ("statement", "", (404, 200, 404, 404, 200, 200)),
    ("statement", "paper/", (404, 200, 404, 404, 200, 200)),
    ("statement", "withdraw/", (404, 200, 404, 404, 403, 200)),
    ("person", "statement/", (404, 403, 403, 403, 403, 200)),
    ("person", "statement/blank/", (404, 200, 403, 403, 403, 200)),
    ("substitution", "", (404, 200, 200, 200, 200, 200)),
    ("substitution", "end/", (404, 403, 403, 403, 200, 200)),
]


@pytest.mark.core
@pytest.mark.clause("004-7.5.5-b")
@pytest.mark.parametrize(("thing", "address", "expected"), OF_SIGNING)
def test_pages_of_signatures_and_substitutions(client, agency, stranger, thing, address, expected):
    administrator = factories.employee("administrator", "people.manage", "settings.manage")
    acting = Substitution(
        absent=agency.director.person,
        position=agency.director.person.appointment().position,
        acting=factories.employee("deputy").person,
        order_number="5",
        order_date=localdate(),
    )
    acting.begin(by=administrator)
    things = {
        "order": EnablingOrder.objects.create(number="2/0102", date=localdate()),
        "statement": Statement.give(by=agency.staff, language="ky"),
        "person": agency.staff.person,
        "substitution": acting,
    }
    url = things[thing].get_absolute_url() + address
    for user, code in zip((*readers(agency, stranger), administrator), expected, strict=True):
        client.force_login(user)
        assert client.get(url).status_code == code, (user.username, user.powers)


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
    ("agreeing", "import/", (404, 404, 403, 409, 403)),
    ("approving", "", (404, 404, 200, 200, 200)),
    ("approving", "approve/", (404, 404, 403, 403, 200)),
    ("in_force", "", (404, 200, 200, 200, 200)),
    ("in_force", "withdraw/", (404, 403, 403, 403, 200)),
    ("approving", "signature/", (404, 404, 403, 403, 403)),
    ("in_force", "signature/", (404, 403, 403, 302, 302)),
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


# address, then what stranger, staff, office, manager, director, administrator get
ACCOUNTS = [
    ("people:person", "person", (404, 200, 200, 200, 200, 200)),
    ("people:person_add", None, (403, 403, 403, 403, 403, 200)),
    ("people:person_edit", "person", (404, 403, 403, 403, 403, 200)),
    ("people:appoint", "person", (404, 403, 403, 403, 403, 200)),
    ("people:appointment_edit", "appointment", (404, 403, 403, 403, 403, 200)),
    ("people:position", "position", (404, 200, 200, 200, 200, 200)),
    ("people:position_edit", "position", (404, 403, 403, 200, 403, 200)),
    ("people:position_powers", "position", (404, 403, 403, 403, 403, 200)),
    ("people:position_close", "position", (404, 403, 403, 200, 403, 200)),
    ("people:position_reopen", "position", (404, 403, 403, 200, 403, 200)),
    ("people:unit", "unit", (404, 200, 200, 200, 200, 200)),
    ("people:unit_edit", "unit", (404, 403, 403, 200, 403, 200)),
    ("people:unit_close", "unit", (404, 403, 403, 200, 403, 200)),
    ("people:unit_reopen", "unit", (404, 403, 403, 200, 403, 200)),
    ("people:account_add", "newcomer", (404, 403, 403, 403, 403, 200)),
    ("people:hand_over", "person", (404, 403, 403, 403, 403, 200)),
    ("people:accounts", None, (403, 403, 403, 403, 403, 200)),
    ("people:account_step invite", "invited", (404, 404, 404, 404, 404, 200)),
    ("people:account_step reset", "account", (404, 404, 404, 404, 404, 200)),
    ("people:account_step block", "account", (404, 404, 404, 404, 404, 200)),
    ("people:account_step unblock", "account", (404, 404, 404, 404, 404, 409)),
    ("people:account_step end_sessions", "account", (404, 404, 404, 404, 404, 200)),
    ("people:account_step nonsense", "account", (404, 404, 404, 404, 404, 404)),
    ("people:reviews", None, (403, 403, 403, 403, 403, 200)),
    ("people:review", "review", (404, 404, 404, 404, 404, 200)),
    ("people:review_step confirm", "review", (404, 404, 404, 404, 404, 200)),
    ("people:review_step renew", "review", (404, 404, 404, 404, 404, 200)),
    ("people:sessions", None, (200, 200, 200, 200, 200, 200)),
    ("people:password", None, (200, 200, 200, 200, 200, 200)),
]


@pytest.mark.core
@pytest.mark.clause("004-7.5.5-b")
@pytest.mark.parametrize(("name", "what", "expected"), ACCOUNTS)
def test_pages_of_people_and_accounts(
    client, agency, stranger, administrator, name, what, expected
):
    things = {
        "person": agency.office.person,
        "newcomer": factories.PersonFactory(),
        "appointment": agency.office.person.appointments.get(),
        "account": agency.office,
        "invited": factories.UserFactory(state="invited"),
        "review": AccountReview.begin(),
        "position": factories.PositionFactory(code="guard"),
        "unit": factories.UnitFactory(),
    }
    name, _space, step = name.partition(" ")
    arguments = ([things[what].pk] if what else []) + ([step] if step else [])
    address = reverse(name, args=arguments)
    for user, code in zip((*readers(agency, stranger), administrator), expected, strict=True):
        client.force_login(user)
        assert client.get(address).status_code == code, (user.username, user.powers)


def test_the_director_with_the_power_keeps_people_too(client, agency):
    agency.director.person.appointments.get().position.powers.add(
        Power.objects.get_or_create(code="people.manage")[0]
    )
    client.force_login(agency.director)
    for name in ("people:person_add", "people:accounts", "people:reviews"):
        assert client.get(reverse(name)).status_code == 200
