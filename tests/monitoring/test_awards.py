"""Rewards by the results: entered, given by a signed order, thanked for on paper (000/2.3)."""

import os

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.timezone import localdate

from documents.models import Order
from monitoring import opening_after  # noqa: F401 -- it registers
from monitoring.models import Award
from planning import openers
from planning.models import Duty, Obligation
from tests.documents import ordering
from tests.factories import employee
from tests.monitoring import after, campaigns

pytestmark = pytest.mark.django_db


@pytest.fixture
def rewarder(agency):
    """Who runs the monitoring and keeps orders, as the quality manager does."""
    return employee("rewarder", "monitoring.manage", "nomenclature.keep")


@pytest.fixture
def told(agency, rewarder):
    kind = ordering.kind_of("personnel", is_restricted=True)
    return after.announced(agency, rewarder, award_kind=kind)


def at(campaign, more="") -> str:
    return f"{campaign.get_absolute_url()}{more}"


def award(campaign, user, **fields) -> Award:
    given = {"kind": "commendation", "ground": "Стандарттарды иштеп чыкканы үчүн"}
    one = campaign.participants.get(person=user.person)
    return Award.objects.create(campaign=campaign, participant=one, **(given | fields))


def give(campaign, agency, by) -> Order:
    """The order on rewards, signed by the director."""
    order = campaign.draft_award_order(by=by)
    order.send(by=by)
    order.refresh_from_db()
    order.approve(by=agency.director, seen=order.sheet.manifest_hash)
    campaign.refresh_from_db()
    return order


@pytest.mark.clause("000-2.3")
def test_winners_are_proposed_and_rewards_entered(client, agency, told, rewarder):
    campaign, _users = told
    page = after.look(client, rewarder, at(campaign, "?tab=awards"))
    first = campaign.results.get().rows.get(place=1).participant
    assert first in [one for one, _place in page.context["proposed"]]
    url = at(campaign, "awards/add/")
    form = after.look(client, rewarder, f"{url}?to={first.pk}").context["form"]
    assert form["participant"].value() == str(first.pk)
    given = {"participant": first.pk, "kind": "other", "words": "", "ground": "Эмгеги үчүн"}
    assert after.look(client, rewarder, url, **given).status_code == 422
    given |= {"kind": "prize", "words": "Планшет"}
    assert after.look(client, rewarder, url, **given).status_code == 302
    assert after.look(client, rewarder, url, **given).status_code == 422
    made = Award.objects.get()
    edit = at(campaign, f"awards/{made.pk}/")
    given["ground"] = "Стандарттар үчүн"
    assert after.look(client, rewarder, edit, **given, revision=1).status_code == 302
    assert after.look(client, rewarder, edit, **given, revision=1).status_code == 409
    assert after.look(client, rewarder, edit + "remove/", x="1").status_code == 302
    assert not Award.objects.exists()


@pytest.mark.clause("000-2.3")
def test_the_order_has_a_point_for_each_and_names_them(client, agency, told, rewarder):
    campaign, users = told
    award(campaign, agency.staff)
    award(campaign, users[1], kind="prize", words="Планшет")
    page = after.look(client, rewarder, at(campaign, "awards/order/"), x="1")
    assert page.status_code == 302
    campaign.refresh_from_db()
    order = campaign.award_order
    assert [bool(point.text["ru"]) for point in order.points.all()] == [True, True]
    assert set(order.named.all()) == {agency.staff.person, users[1].person}
    award(campaign, users[2])
    assert campaign.draft_award_order(by=rewarder) == order
    assert order.points.count() == 3
    assert Order.objects.count() == 1


def test_a_restricted_order_is_drafted_by_who_may_see_such_orders(agency, told, runner, staff):
    campaign, _users = told
    award(campaign, staff)
    for user in (runner, staff):
        with pytest.raises(PermissionDenied):
            campaign.draft_award_order(by=user)


def test_letters_are_printed_when_the_order_is_signed(client, agency, told, rewarder):
    campaign, users = told
    made = award(campaign, agency.staff)
    award(campaign, users[1])
    url = at(campaign, "awards/letters/")
    assert after.look(client, rewarder, url).status_code == 409
    order = give(campaign, agency, rewarder)
    for language in ("ky", "ru"):
        data = after.body(after.look(client, rewarder, f"{url}?lang={language}"))
        if folder := os.environ.get("SHOW"):
            with open(f"{folder}/thanks_{language}.pdf", "wb") as out:  # noqa: PTH123
                out.write(data)
        text = after.text_of(data)
        for said in (order.order_number, "Стандарттарды", str(made.participant.name)):
            assert said in text, said
    own = at(campaign, f"awards/{made.pk}/letter/")
    assert after.look(client, agency.staff, own).status_code == 200
    assert after.look(client, users[1], own).status_code == 404
    assert after.look(client, agency.staff, url).status_code == 403
    with pytest.raises(ValidationError):
        campaign.draft_award_order(by=rewarder)
    assert after.look(client, rewarder, at(campaign, "awards/add/")).status_code == 409


def test_who_sees_rewards(client, agency, told, rewarder, stranger):
    campaign, users = told
    award(campaign, agency.staff, words="Купуя сыйлык")
    url = at(campaign, "?tab=awards")
    assert "Купуя" in after.look(client, agency.director, url).content.decode()
    assert "Купуя" not in after.look(client, agency.staff, url).content.decode()
    assert after.look(client, stranger, url).status_code == 404
    assert "tab=awards" not in after.look(client, users[3], at(campaign)).content.decode()
    give(campaign, agency, rewarder)
    assert "Купуя" in after.look(client, users[1], url).content.decode()
    for name in ("awards/add/", "awards/order/"):
        assert after.look(client, agency.staff, at(campaign, name)).status_code == 403


@pytest.mark.clause("000-2.3")
def test_the_signed_order_settles_the_duty(agency, told, rewarder):
    campaign, _users = told
    row = Obligation(code="rewards", name=campaigns.words("Сыйлоо"))
    duty = Duty(obligation=row, due=localdate(), starts=localdate(), base=localdate())
    opener = openers.get("monitoring.rewards")
    assert opener.settled(duty) is None
    assert opener.says(duty, rewarder)
    award(campaign, agency.staff)
    order = give(campaign, agency, rewarder)
    assert opener.settled(duty).record == order


@pytest.mark.clause("000-2.6")
def test_the_corrections_are_settled_when_every_proposal_is_decided(agency, told):
    campaign, _users = told
    row = Obligation(code="corrections", name=campaigns.words("Оңдоо"))
    duty = Duty(obligation=row, due=localdate(), starts=localdate(), base=localdate())
    opener = openers.get("planning.amendment")
    assert opener.settled(duty) is None
    assert "1" in opener.says(duty, agency.director)
    campaign.proposals.get().refuse(by=agency.director, reason="Каражат жок")
    assert opener.settled(duty).on == localdate()
