"""Every address of scored assessments, asked by everybody: out of reach is 404, not allowed is 403,
at the wrong time 409; nothing that is typed or left out breaks a page.
"""

from pathlib import Path

import pytest
from django.db import transaction

from tests.monitoring import walking

pytestmark = pytest.mark.django_db
LINES = Path(__file__).with_name("every_address.txt").read_text(encoding="utf-8").splitlines()
#: By address: what stranger, staff, owner, manager, director, outsider and chair get.
EXPECTED = {
    where: [int(code) for code in codes.split()]
    for codes, _space, where in (line.partition("  ") for line in LINES if line[0] != "#")
}
#: What an empty form may get from a page, by what the page itself gives.
AFTER = {
    404: {404, 405},
    403: {403, 404, 405},
    **dict.fromkeys((200, 302, 405, 409), {200, 302, 400, 403, 404, 405, 409, 422}),
}


@pytest.fixture
def unprinted(monkeypatch):
    """No printing: what is printed is proven elsewhere."""
    monkeypatch.setattr("common.printing.html_to_pdf", lambda html, **how: b"%PDF-1.4")


def asked(ask, address: str) -> int:
    """The answer to one request; what it did is taken back."""
    with transaction.atomic():
        code = ask(address).status_code
        transaction.set_rollback(True)
    return code


def test_the_list_names_addresses_that_are_there():
    assert set(EXPECTED) <= set(walking.addresses())
    assert len(EXPECTED) > 100


@pytest.mark.clause("004-7.5.5-b")
def test_each_reader_gets_what_is_theirs(client, agency, runner, stranger, unprinted):
    world = walking.told(agency, runner, stranger)
    wrong = []
    for number, name in enumerate(walking.READERS):
        client.force_login(getattr(world, name))
        for where in walking.addresses():
            address = world.at(where)
            got = asked(client.get, address)
            sent = asked(client.post, address)
            expected = EXPECTED.get(where, [got] * len(walking.READERS))[number]
            if got != expected or sent not in AFTER.get(got, ()):
                wrong.append(f"{name} {where}: {got}, not {expected}; a form {sent}")
    assert wrong == []


@pytest.mark.parametrize("name", ["stranger", "staff"])
def test_what_runs_is_not_seen_by_who_takes_no_part(
    client, agency, runner, stranger, name, unprinted
):
    """While the sheets are open, for those whom nothing of the scoring concerns."""
    world = walking.scoring(agency, runner, stranger)
    client.force_login(getattr(world, name))
    hidden = [one for one in walking.addresses() if one.startswith(("sheets/", "members/"))]
    hidden += [one for one in walking.addresses() if "/results/" in one or "/cells/" in one]
    for where in hidden:
        for ask in (client.get, client.post):
            assert asked(ask, world.at(where)) in (403, 404, 405, 409), where
