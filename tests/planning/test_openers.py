"""What duties open where the work is done already, and how they close by it; asked once."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from common.models import Check, JournalEntry, Todo
from common.trail import chain, fields
from documents import sweeps, yearly
from documents.models import (
    Channel,
    Document,
    DocumentReview,
    DocumentType,
    DocumentVersion,
    Reading,
)
from documents.models.acquaintance import ask_starters
from people.models import AccountReview, Appointment
from planning import openers, opening
from planning.models import Duty
from planning.models.duty import TODO
from tests import factories
from tests.planning.things import obligation, on

pytestmark = [pytest.mark.django_db, pytest.mark.core, pytest.mark.usefixtures("in_english")]
OCTOBER = {"rrule": "FREQ=YEARLY;BYMONTH=10;BYMONTHDAY=29"}
DAY = timedelta(days=1)


def keep(*days: str) -> None:
    """The tick of the year on these days, twice on each."""
    for day in days:
        with on(day):
            opening.keep_the_year()
            opening.keep_the_year()


def asked(user, kind=TODO) -> list:
    return list(Todo.objects.waiting().filter(person=user.person, kind=kind))


def says(duty, user) -> str:
    return openers.get(duty.obligation.opener).says(duty, user)


def trail_is_whole() -> bool:
    """The journal, and the field history of the year against it."""
    of_the_year = [found for found in fields.faults() if "planning." in str(found.values)]
    return not of_the_year and not list(chain.faults())


# Reviews ------------------------------------------------------------------------------------


@pytest.fixture
def three(agency):
    """Two regulations and a restricted one in force since long ago."""
    versions = []
    for _n in range(3):
        version = factories.VersionFactory(
            document__type=agency.local_act, author=agency.manager.person, html=factories.TEXT
        )
        versions.append(factories.put_in_force(version, agency))
    Document.objects.filter(pk=versions[2].document_id).update(access="top")
    return [DocumentVersion.objects.get(pk=version.pk) for version in versions]


@pytest.fixture
def reviewing(three):
    return obligation(
        "currency",
        OCTOBER,
        power="documents.manage",
        opener="documents.reviews",
        options={"types": ["local_normative_act"]},
        lead_days=28,
    )


@pytest.mark.clause("004-4.2.2")
def test_reviews_begin_once_and_the_duty_closes_with_the_last_of_them(reviewing, three, agency):
    keep("2027-09-30")
    assert not Duty.objects.exists()
    keep("2027-10-01", "2027-10-02")

    duty = Duty.objects.get()
    reviews = DocumentReview.objects.order_by("document")
    assert [review.document for review in reviews] == [version.document for version in three]
    assert {(r.occasion, r.cause, r.due) for r in reviews} == {
        ("planned", duty, date(2027, 10, 29))
    }
    assert duty.opened == reviews[0]
    assert len(asked(agency.manager, "documents.review")) == 2
    assert asked(agency.manager) == []  # the reviews ask: one piece of work, one to-do
    codes = [version.document.code for version in three]
    assert all(code in says(duty, agency.director) for code in codes)
    assert codes[2] not in says(duty, agency.manager)

    for day, review in enumerate(reviews, 4):
        assert Duty.objects.get().state == "open"
        with on(f"2027-10-{day:02}"):
            by = agency.director if review.document.is_restricted else agency.manager
            review.finish(by=by, verdict="keep", note="fits")
        keep(f"2027-10-{day:02}")

    duty.refresh_from_db()
    assert (duty.state, duty.done_on, duty.closed_by) == ("done", date(2027, 10, 6), None)
    assert duty.record == reviews[1]  # the last that everybody may know of
    assert says(duty, agency.director) == ""
    assert not Todo.objects.waiting().exclude(kind="documents.read").exists()
    assert trail_is_whole()


def test_a_review_that_is_on_its_way_is_joined_and_no_term_opens_another(reviewing, three, agency):
    with on("2027-09-20"):
        own = DocumentReview.objects.begin(three[0].document, "planned", by=agency.manager)
    keep("2027-10-01")
    Document.objects.update(review_months=1)
    with on("2027-10-05"):
        sweeps.open_planned_reviews()

    assert DocumentReview.objects.count() == 3
    assert DocumentReview.objects.filter(document=three[0].document).get() == own
    for review in DocumentReview.objects.all():
        with on("2027-11-02"):
            review.finish(by=agency.director, verdict="keep")
    keep("2027-11-03")
    assert Duty.objects.get().state == "done_late"


def test_a_review_after_the_management_review_is_called_so(three, agency):
    first = obligation("management_review", {"rrule": "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=10"})
    obligation(
        "manual",
        {"after": "management_review", "months": 1},
        power="documents.manage",
        opener="documents.reviews",
        options={"types": ["local_normative_act"], "occasion": "management_review"},
    )
    keep("2027-12-06")
    with on("2027-12-08"):
        first.duties.get().close(by=agency_keeper(), done_on=date(2027, 12, 8), note="held")
        Document.objects.update(review_months=1)
        sweeps.open_planned_reviews()

    assert {r.occasion for r in DocumentReview.objects.all()} == {"management_review"}
    assert DocumentReview.objects.count() == 3
    assert Duty.objects.get(obligation__code="manual").due == date(2028, 1, 7)


def agency_keeper():
    return factories.employee("keeper", "planning.manage", "planning.oversee")


def test_where_nothing_is_in_force_the_duty_waits_for_hands_and_says_so(agency):
    obligation(
        power="documents.manage", opener="documents.reviews", options={"types": ["no_such_type"]}
    )
    keep("2027-08-18", "2027-09-05")
    duty = Duty.objects.get()
    assert (duty.state, duty.opened) == ("open", None)
    assert says(duty, agency.manager) == "Nothing of this kind is in force."
    assert openers.is_closed_by_hand(duty)
    assert [todo.object for todo in asked(agency.manager)] == [duty]


def test_what_somebody_opened_again_is_not_closed_over_their_head(reviewing, three, agency):
    keeper = agency_keeper()
    keep("2027-10-01")
    with on("2027-10-04"):
        for review in DocumentReview.objects.all():
            review.finish(by=agency.director, verdict="keep")
    keep("2027-10-04")
    duty = Duty.objects.get()
    assert duty.state == "done"
    assert not openers.is_closed_by_hand(duty)
    with on("2027-10-05"):
        duty.reopen(by=keeper, reason="One was looked at in the wrong edition.")
    keep("2027-10-05", "2027-10-06")
    duty.refresh_from_db()
    assert duty.state == "open"
    assert [todo.object for todo in asked(agency.manager)] == [duty]
    assert openers.is_closed_by_hand(duty)


# The policy of the coming year ------------------------------------------------------------------


@pytest.fixture
def policy(in_force, agency):
    DocumentType.objects.filter(pk=agency.local_act.pk).update(is_yearly=True)
    in_force.valid_until = date(2027, 12, 31)
    in_force.save()
    return in_force


@pytest.mark.clause("004-5.3")
def test_the_policy_of_the_coming_year_is_asked_for_once_and_closes_the_duty(policy, agency):
    obligation(
        "policy",
        {"rrule": "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31"},
        power="documents.manage",
        opener="documents.yearly",
        options={"types": ["local_normative_act"]},
        lead_days=35,
    )
    keep("2027-11-26")
    with on("2027-11-27"):
        yearly.sweep()  # of itself it would ask in December only, and take an early to-do back
    with on("2027-12-01"):
        yearly.sweep()
    keep("2027-12-02")

    duty = Duty.objects.get()
    (todo,) = asked(agency.manager, yearly.KIND)
    assert (todo.object, todo.due) == (policy.document, date(2027, 12, 31))
    assert asked(agency.manager) == []
    assert duty.opened == policy.document
    assert policy.document.code in says(duty, agency.manager)
    assert "2028" in says(duty, agency.manager)

    with on("2027-12-20"):
        new = factories.VersionFactory(
            document=policy.document, issue=2, author=agency.manager.person, html=factories.TEXT
        )
        new.valid_until = date(2028, 12, 31)
        new.save()
        factories.put_in_force(new, agency, in_force_from=date(2028, 1, 1))
    keep("2027-12-21")
    with on("2027-12-21"):
        yearly.sweep()
    duty.refresh_from_db()
    assert (duty.state, duty.done_on, duty.record) == ("done", date(2027, 12, 20), new)
    assert says(duty, agency.manager) == ""
    assert asked(agency.manager, yearly.KIND) == []


# Channels of external documents -----------------------------------------------------------------


def test_the_week_of_channels_closes_when_each_watched_one_was_looked_at(agency):
    gazette = Channel.objects.create(code="gazette", name={"en": "Gazette"})
    site = Channel.objects.create(code="site", name={"en": "Site of the ministry"})
    Channel.objects.create(code="old", name={"en": "Old site"}, is_watched=False)
    obligation(
        "watch",
        {"rrule": "FREQ=WEEKLY;BYDAY=FR"},
        power="documents.manage",
        opener="documents.channels",
        lead_days=4,
        since=date(2027, 6, 7),
    )
    keep("2027-06-07")
    duty = Duty.objects.get()
    assert [todo.object for todo in asked(agency.manager)] == [duty]
    with on("2027-06-07"):
        Channel.objects.ask_due()
    keep("2027-06-07")
    assert asked(agency.manager) == []  # the channels ask now
    with on("2027-06-08"):
        gazette.check_it(by=agency.manager, day=date(2027, 6, 4), found="before the week began")
        site.check_it(by=agency.manager, day=date(2027, 6, 8))
    keep("2027-06-08")
    assert says(duty, agency.manager) == "Still to be looked at: Gazette."
    with on("2027-06-10"):
        check = gazette.check_it(by=agency.manager, day=date(2027, 6, 9))
    keep("2027-06-10")
    duty.refresh_from_db()
    assert (duty.state, duty.done_on, duty.record) == ("done", date(2027, 6, 9), check)


def test_without_a_watched_channel_the_duty_waits_for_hands(agency):
    obligation(power="documents.manage", opener="documents.channels")
    keep("2027-08-20")
    duty = Duty.objects.get()
    assert says(duty, agency.manager) == "No channel is watched."
    assert openers.is_closed_by_hand(duty)
    assert duty.state == "open"


# Acquaintance -----------------------------------------------------------------------------------


@pytest.fixture
def acquainting(agency):
    return obligation(
        "notice",
        {"event": "documents.in_force", "working_days": 5},
        power="documents.manage",
        opener="documents.readings",
        since=localdate(),
    )


def test_a_document_in_force_opens_acquaintance_until_everybody_has_read(
    acquainting, in_force, agency
):
    opening.keep_the_year()
    opening.keep_the_year()
    duty = Duty.objects.get()
    assert (duty.subject, duty.opened, duty.is_restricted) == (in_force, in_force, False)
    assert [todo.object for todo in asked(agency.manager)] == [duty]
    owed = list(Reading.objects.open())
    assert says(duty, agency.manager) == f"Not read yet: {len(owed)}."
    for user in (agency.manager, agency.office, agency.staff):
        Reading.objects.get(version=in_force, person=user.person).confirm(by=user)
    opening.keep_the_year()
    duty.refresh_from_db()
    assert (duty.state, duty.record, duty.done_on) == ("done", in_force, localdate())


def test_a_restricted_document_waits_only_for_who_may_know_of_it(acquainting, draft, agency):
    above = factories.employee("overseer", "planning.oversee")
    acquainting.escalate = [{"days": 1, "to": "power:planning.oversee"}]
    acquainting.save()
    draft.document.access = "top"
    draft.document.save()
    factories.put_in_force(draft, agency)
    Reading.objects.filter(version=draft).update(read_at=None)  # the director signed it
    opening.keep_the_year()

    duty = Duty.objects.get()
    assert duty.is_restricted
    people = {todo.person for todo in Todo.objects.waiting().about(duty)}
    assert people == {agency.director.person} == set(duty.answering())
    for user in (agency.manager, agency.staff, above):
        assert not Duty.objects.visible_to(user).exists()
    with on(str(duty.due + 3 * DAY)):
        opening.keep_the_year()
    assert not Todo.objects.waiting().filter(person=above.person).exists()
    assert not Duty.objects.visible_to(above).exists()


# Accounts ---------------------------------------------------------------------------------------


def test_the_list_of_accounts_of_the_quarter_is_one_and_closes_the_duty(agency, administrator):
    obligation(
        "accounts",
        {"rrule": "FREQ=YEARLY;BYMONTH=2,5,8,11;BYMONTHDAY=15"},
        power="people.manage",
        opener="people.account_review",
        since=date(2027, 2, 1),
    )
    with on("2027-01-02"):
        AccountReview.begin()
    keep("2027-02-01")
    duty = Duty.objects.get()
    review = AccountReview.objects.get()
    assert (duty.due, duty.opened) == (date(2027, 2, 15), review)
    assert len(asked(administrator, "people.review")) == 1
    assert asked(administrator) == []
    assert openers.get("people.account_review").address(duty) == review.get_absolute_url()

    with on("2027-02-10"):
        from common.models import Blob

        paper = Blob.store([b"%PDF-1.7 list"])
        review.confirm(by=administrator, seen=review.rows_hash, remarks="", paper=paper)
    keep("2027-02-10", "2027-05-03")
    duty.refresh_from_db()
    assert (duty.state, duty.done_on, duty.record) == ("done", date(2027, 2, 10), review)
    assert AccountReview.objects.count() == 2
    assert Duty.objects.get(state="open").opened.quarter == 2
    keep("2027-08-03")
    first = Duty.objects.order_by("due")[1]
    assert (first.due, first.state) == (date(2027, 5, 14), "open")


# Newcomers --------------------------------------------------------------------------------------


@pytest.fixture
def first_reading(in_force, agency):
    Appointment.objects.update(since=localdate() - 400 * DAY)
    agency.local_act.read_before_start = True
    agency.local_act.save()
    return in_force


def hire(since) -> Appointment:
    position = factories.PositionFactory(code="specialist")
    return Appointment.objects.create(
        person=factories.PersonFactory(), position=position, since=since
    )


@pytest.mark.clause("002-5-3")
@pytest.mark.parametrize("by_hand", [True, False])
def test_a_newcomer_is_acquainted_by_the_first_day(first_reading, agency, by_hand):
    obligation(
        "newcomer",
        {"event": "person.hired", "days": 0, "shift": "next"},
        power="documents.manage",
        opener="people.induction",
        options={"by_hand": by_hand},
        lead_days=10,
        since=localdate(),
    )
    post = hire(localdate() + 12 * DAY)
    ask_starters()
    opening.keep_the_year()
    assert not Duty.objects.exists()  # too early
    day = localdate() + 5 * DAY  # whatever day of the week it is: its day may be two days later
    keep(str(day))
    duty = Duty.objects.get()
    assert (duty.subject, duty.opened, duty.base) == (post.person, post.person, post.since)
    assert len(asked(agency.manager, "documents.acquaint")) == 1
    assert bool(asked(agency.manager)) is by_hand  # a briefing is more than reading
    assert first_reading.document.code in says(duty, agency.manager)
    readings = Reading.objects.filter(person=post.person)
    with on(str(day)):
        Reading.objects.record_on_paper(readings, by=agency.manager, on=localdate())
    keep(str(day))
    duty.refresh_from_db()
    assert duty.state == ("open" if by_hand else "done")
    assert openers.is_closed_by_hand(duty) is by_hand
    if not by_hand:
        assert (duty.record, duty.done_on) == (post.person, day)


# The backup -------------------------------------------------------------------------------------


def backup(at: str, good=True) -> Check:
    moment = timezone.datetime.fromisoformat(f"{at}+06:00")
    return Check.objects.create(
        kind="backup", started_at=moment, ended_at=moment + timedelta(minutes=5), is_good=good
    )


def test_a_good_backup_of_the_day_closes_it_and_a_bad_one_does_not(agency, administrator):
    obligation(
        "backup",
        {"rrule": "FREQ=DAILY"},
        power="settings.manage",
        opener="common.backup",
        lead_days=0,
        since=date(2027, 6, 3),
    )
    backup("2027-06-02T23:50")
    keep("2027-06-03")
    backup("2027-06-03T02:00", good=False)
    keep("2027-06-03")
    first = Duty.objects.get()
    assert (first.state, first.due) == ("open", date(2027, 6, 3))
    assert [todo.object for todo in asked(administrator)] == [first]
    good = backup("2027-06-04T02:00")
    keep("2027-06-04", "2027-06-05", "2027-06-06")

    states = list(Duty.objects.order_by("due").values_list("due", "state", "done_on"))
    friday = date(2027, 6, 4)
    assert states == [(date(2027, 6, 3), "done_late", friday), (friday, "done", friday)]
    assert Duty.objects.first().record == good
    assert JournalEntry.objects.filter(deed="close").count() == 2
