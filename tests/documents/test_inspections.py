"""Inspections: who may keep them, accounts that end by themselves, what is told of them."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.models import Inspection, InspectionAccess
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspection(manager):
    return Inspection.objects.create(
        who="Мамлекеттик инспекция",
        inspectors="Асанова Гүлнара, инспектор\nКасымов Эрлан, башкы инспектор",
        basis="Буйрук № 12, 01.11.2026",
        parts=["documents"],
        made_by=manager.person,
    )


def let_in(inspection, by, **asked) -> InspectionAccess:
    until = timezone.now() + datetime.timedelta(hours=4)
    asked = {"surname": "Асанова", "given": "Гүлнара", "until": until} | asked
    return InspectionAccess.give(inspection, by=by, **asked)


@pytest.fixture
def access(inspection, manager):
    return let_in(inspection, manager)


@pytest.fixture
def guest(access, client):
    """The inspector, signed in."""
    access.user.set_password(factories.PASSWORD)
    access.user.state = "active"
    access.user.save()
    client.force_login(access.user, backend="people.signin.NameOrEmailBackend")
    return access.user


def test_the_guest_reads(guest, client, in_force):
    page = client.get(reverse("documents:documents"))
    assert page.status_code == 200
    assert in_force.document.code in page.content.decode()
    assert client.get(in_force.document.get_absolute_url()).status_code == 200
