"""Who keeps the year, who answers, and how they look at it."""

import pytest

from tests.factories import employee


@pytest.fixture
def keeper(agency):
    """Who keeps the year."""
    return employee("keeper", "planning.manage")


@pytest.fixture
def owner(agency):
    """Who answers, by position."""
    return employee("owner")


@pytest.fixture
def kept(client, keeper):
    """The client signed in as the keeper, in English."""
    client.force_login(keeper)
    client.cookies["django_language"] = "en"
    return client


@pytest.fixture
def look(client):
    """A page of the year as somebody reads it, in English; with something typed, the answer."""

    def page(user, address, **typed):
        client.force_login(user)
        client.cookies["django_language"] = "en"
        return client.post(address, typed) if typed else client.get(address)

    return page
