"""Who acts for whom: from the first midnight to the last, by an order, never for oneself."""

import datetime

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.timezone import localdate

from common import tasks as house
from common.models import JournalEntry, Letter
from people.models import Appointment, Person, Power, Substitution, User
from tests import factories

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def deputy(agency):
    return factories.employee("deputy")


def again(user) -> User:
    """The user as the next request reads them: powers are remembered for one request."""
    return User.objects.get(pk=user.pk)


def substitution(agency, acting, **fields) -> Substitution:
    return Substitution(
        **{
            "absent": agency.director.person,
            "position": agency.director.person.appointment().position,
            "acting": acting.person,
            "since": localdate(),
            "until": localdate() + 9 * DAY,
            "order_number": "5/0201",
            "order_date": localdate(),
            **fields,
        }
    )


def begun(agency, acting, powers=(), **fields) -> Substitution:
    made = substitution(agency, acting, **fields)
    made.begin(by=agency.manager, powers=powers)
    return made


@pytest.mark.core
def test_who_acts_has_the_powers_of_the_position_and_nothing_else_changes(agency, deputy):
    own = deputy.position_name

    begun(agency, deputy)

    acting = again(deputy)
    assert {"documents.approve", "documents.top", "journal.read"} <= acting.powers
    assert agency.director.person.appointment().position_id in acting.positions
    assert acting.position_name == own
    assert acting.person in Person.objects.holding("documents.approve")
    assert acting.person not in Person.objects.holding("documents.approve", own=True)
    assert "documents.approve" in again(agency.director).powers


@pytest.mark.core
@pytest.mark.parametrize(("day", "acts"), [(-1, False), (0, True), (4, True), (5, False)], ids=str)
def test_it_begins_and_ends_at_midnight(agency, deputy, monkeypatch, day, acts):
    begun(agency, deputy, until=localdate() + 4 * DAY)
    later = localdate() + day * DAY
    for module in ("substitution", "person"):
        monkeypatch.setattr(f"people.models.{module}.localdate", lambda: later)
    if day < 0:  # the appointments of the tests begin today
        Appointment.objects.update(since=later)

    assert ("documents.approve" in again(deputy).powers) is acts
    assert (deputy.person in Person.objects.holding("documents.approve")) is acts


def test_only_the_named_powers_are_given_and_only_while_the_position_has_them(agency, deputy):
    read = Power.objects.get(code="journal.read")
    begun(agency, deputy, powers=[read], signs=False, kind="delegation")

    assert again(deputy).powers == {"journal.read"}
    assert agency.director.person.appointment().position_id not in again(deputy).positions

    agency.director.person.appointment().position.powers.remove(read)
    assert again(deputy).powers == set()


def test_powers_that_the_position_has_not_are_not_given(agency, deputy):
    alien = Power.objects.get(code="nomenclature.keep")

    with pytest.raises(ValidationError):
        begun(agency, deputy, powers=[alien])
    assert not Substitution.objects.exists()


def test_it_ends_with_the_post_of_the_absent_and_with_the_work_of_who_acts(agency, deputy):
    begun(agency, deputy, until=None)
    yesterday = localdate() - DAY
    Appointment.objects.update(since=yesterday)
    for person in (agency.director.person, deputy.person):
        Appointment.objects.filter(person=person).update(until=yesterday)
        assert "documents.approve" not in again(deputy).powers
        Appointment.objects.filter(person=person).update(until=None)
    assert "documents.approve" in again(deputy).powers


def test_it_is_not_passed_on(agency, deputy):
    """Who acts for the deputy gets the deputy's own position, not the director's."""
    begun(agency, deputy)
    post = deputy.person.appointment().position
    begun(agency, agency.staff, absent=deputy.person, position=post)

    assert "documents.approve" not in again(agency.staff).powers
    assert post.pk in again(agency.staff).positions


def test_nobody_substitutes_themselves_or_gives_powers_to_themselves(agency, deputy, in_english):
    with pytest.raises(ValidationError, match="Nobody acts for themselves"):
        begun(agency, agency.director)
    with pytest.raises(ValidationError, match="Nobody gives powers to themselves"):
        substitution(agency, agency.manager).begin(by=agency.manager)
    assert not JournalEntry.objects.filter(deed="substitute").exists()


@pytest.mark.parametrize(
    ("since", "until", "allowed"),
    [(0, 3, False), (9, 12, False), (10, 12, True), (3, None, False)],
)
def test_two_do_not_substitute_one_person_on_the_same_day(agency, deputy, since, until, allowed):
    first = begun(agency, deputy)
    dates = {
        "since": localdate() + since * DAY,
        "until": until if until is None else localdate() + until * DAY,
    }

    if allowed:
        begun(agency, agency.staff, **dates)
    else:
        with pytest.raises(ValidationError):
            begun(agency, agency.staff, **dates)
        first.end(by=agency.manager)
        begun(agency, agency.staff, **dates)


def test_a_standing_delegation_stands_beside_a_substitution(agency, deputy):
    read = Power.objects.get(code="journal.read")
    begun(agency, agency.staff, powers=[read], kind="delegation", until=None)
    begun(agency, deputy)

    assert "journal.read" in again(agency.staff).powers
    assert "documents.approve" in again(deputy).powers


@pytest.mark.parametrize("kinds", [("substitution", "delegation"), ("delegation", "substitution")])
def test_one_person_may_be_delegate_and_substitute_on_the_same_days(agency, deputy, kinds):
    first, second = kinds
    begun(agency, deputy, kind=first, since=localdate() + 31 * DAY, until=localdate() + 44 * DAY)
    begun(agency, deputy, kind=second, until=None, order_number="6/0201")

    assert Substitution.objects.count() == 2


@pytest.mark.parametrize("kind", ["substitution", "delegation"])
def test_two_of_one_kind_for_one_person_are_refused_whenever_they_begin(
    agency, deputy, kind, in_english
):
    begun(agency, deputy, kind=kind, since=localdate() + 31 * DAY, until=localdate() + 44 * DAY)

    with pytest.raises(ValidationError, match="is entered for these days already"):
        begun(agency, deputy, kind=kind, until=None)
    assert Substitution.objects.count() == 1


def test_of_two_orders_that_counts_by_which_the_power_is_given(agency, deputy):
    """A substitution of the absent comes before a standing delegation, if it gives the power."""
    read = Power.objects.get(code="journal.read")
    post = agency.director.person.appointment().position_id
    standing = begun(agency, deputy, kind="delegation", until=None, since=localdate() - DAY)
    first = begun(agency, deputy)
    assert again(deputy).acts_by(position=post).substitution == first.pk
    first.end(by=agency.manager)
    begun(agency, deputy, powers=[read])

    acted = again(deputy).acts_by(position=post, power="documents.approve")
    assert acted.substitution == standing.pk


@pytest.mark.clause("004-5.5.1-b")
def test_the_journal_names_the_powers_gained_and_lost(agency, deputy):
    made = begun(agency, deputy)
    made.end(by=agency.director)

    gained, lost = JournalEntry.objects.about(made)
    assert (gained.deed, lost.deed) == ("substitute", "end_substitution")
    assert gained.details["powers"] == ["documents.approve", "documents.top", "journal.read"]
    assert lost.details["powers"] == gained.details["powers"]
    assert (lost.user, lost.details["acting"]) == (agency.director, deputy.person_id)
    assert "documents.approve" not in again(deputy).powers
    with pytest.raises(ValidationError):
        made.end(by=agency.director)


def test_both_get_a_letter(agency, deputy):
    begun(agency, deputy)
    house.announce()

    told = Letter.objects.filter(body__contains="5/0201")
    assert {letter.person for letter in told} == {deputy.person, agency.director.person}


# Pages --------------------------------------------------------------------------------------


def form_of(agency, acting, **changes) -> dict:
    return {
        "kind": "substitution",
        "post": agency.director.person.appointment().pk,
        "acting": acting.person_id,
        "since": localdate().isoformat(),
        "until": (localdate() + DAY).isoformat(),
        "order_number": "5/0201",
        "order_date": localdate().isoformat(),
        "signs": "on",
    } | changes


@pytest.fixture
def keeper(agency):
    return factories.employee("keeper", "people.manage")


@pytest.mark.core
def test_it_is_entered_on_its_page_and_ended_there(client, agency, keeper, deputy):
    client.force_login(keeper)
    url = reverse("people:substitution_add")

    assert client.post(url, form_of(agency, deputy)).status_code == 302
    made = Substitution.objects.get()
    page = client.get(made.get_absolute_url())
    assert deputy.person.surname in page.content.decode()
    assert client.post(url, form_of(agency, deputy)).status_code == 422  # the same form twice
    assert Substitution.objects.count() == 1

    assert client.post(made.get_absolute_url() + "end/").status_code == 302
    assert client.post(made.get_absolute_url() + "end/").status_code == 422
    assert "documents.approve" not in again(deputy).powers


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("acting", {"acting": "self"}),
        ("until", {"until": "2020-01-01", "since": "2019-12-01"}),
        ("order_date", {"order_date": "2999-01-01"}),
        ("post", {"post": ""}),
        ("order_number", {"order_number": ""}),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(client, agency, keeper, deputy, field, changes):
    client.force_login(keeper)
    form = form_of(agency, deputy) | changes
    if changes.get("acting"):
        form["acting"] = agency.director.person_id

    page = client.post(reverse("people:substitution_add"), form)

    assert page.status_code == 422
    assert field in page.context["form"].errors
    assert not Substitution.objects.exists()


def test_everybody_sees_who_acts_and_few_may_enter_it(client, agency, deputy, keeper):
    made = begun(agency, deputy)
    for user, may in ((agency.staff, False), (keeper, True), (agency.director, True)):
        client.force_login(user)
        register = client.get(reverse("people:substitutions"))
        assert deputy.person.surname in register.content.decode()
        assert client.get(made.get_absolute_url()).status_code == 200
        for url in (reverse("people:substitution_add"), made.get_absolute_url() + "end/"):
            assert client.get(url).status_code == (200 if may else 403)
    page = client.get(agency.director.person.get_absolute_url()).content.decode()
    assert deputy.person.surname in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_register_asks_the_same_for_any_length(
    client, agency, deputy, count, django_assert_max_num_queries
):
    for n in range(count):
        begun(
            agency,
            deputy,
            since=localdate() + 2 * n * DAY,
            until=localdate() + 2 * n * DAY,
        )
    client.force_login(agency.staff)
    with django_assert_max_num_queries(10):
        client.get(reverse("people:substitutions"))


@pytest.mark.parametrize(("stage", "found"), [("now", 1), ("coming", 1), ("ended", 1), ("", 3)])
def test_the_register_tells_what_is_now_what_comes_and_what_is_over(
    client, agency, deputy, stage, found
):
    begun(agency, deputy, since=localdate() - 9 * DAY, until=localdate()).end(by=agency.manager)
    begun(agency, deputy)
    begun(agency, deputy, since=localdate() + 10 * DAY, until=None)
    client.force_login(agency.staff)

    page = client.get(reverse("people:substitutions"), {"stage": stage})

    assert page.context["total"] == found
