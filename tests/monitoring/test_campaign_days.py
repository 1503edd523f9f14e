"""What campaigns do by themselves: letters, reminders, leavers, duties (000/3.1, 4.1)."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import JournalEntry, Letter, SearchEntry, Todo, deed
from common.personal import held_about
from common.search.query import parse
from common.tasks import announce
from monitoring import campaign_handover, commission_deeds, opening_campaigns, participant_deeds
from monitoring.campaign_tasks import keep_campaigns
from monitoring.models import Mark
from people.models import Appointment
from planning.models import Duty
from tests.factories import employee
from tests.monitoring import campaigns
from tests.planning.things import quiet

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def english(client, in_english):
    client.cookies["django_language"] = "en"


@pytest.fixture
def collecting(runner, kind):
    kind.collects_material = True
    kind.save()
    days = {"material_until": localdate() + 2 * DAY, "starts_on": localdate()}
    days |= {"scoring_until": localdate() + 9 * DAY, "results_on": localdate() + 12 * DAY}
    campaign = campaigns.begin(runner, kind, **days)
    users = campaigns.form(campaign, runner)
    campaigns.declare(campaign)
    campaign.collect(by=runner)
    return campaign, users


def letters(start: str = "") -> list[str]:
    announce()
    found = Letter.objects.filter(subject__startswith=start) if start else Letter.objects.all()
    return sorted(found.values_list("person__email", flat=True))


def text_of(user) -> str:
    announce()
    rows = Letter.objects.filter(person=user.person).order_by("-pk")
    return " ".join(rows.values_list("subject", flat=True))


def test_who_takes_part_is_written_to_and_reminded_once(collecting, staff):
    campaign, users = collecting
    staff.person.language = "en"
    staff.person.save()
    assert "Bring your material" in text_of(staff)
    assert "material" not in text_of(users[3])
    keep_campaigns()
    keep_campaigns()
    announce()
    mine = Letter.objects.filter(person=staff.person, subject__startswith="Soon, by")
    assert mine.count() == 1
    assert JournalEntry.objects.filter(deed="remind_material").count() == 1
    one = campaign.participants.get(person=staff.person)
    assert Todo.objects.waiting().about(one).exists()


def test_members_are_told_of_their_sheet_and_reminded_once(runner, collecting, clock):
    campaign, users = collecting
    for user in users:
        user.person.language = "en"
        user.person.save()
    campaign.begin_scoring(by=runner)
    assert "Your scoring sheet is open" in text_of(users[3])
    campaigns.sign_all(campaign, users[:1])
    keep_campaigns()
    assert not JournalEntry.objects.filter(deed="remind_members").exists()
    clock.shift(days=7)
    keep_campaigns()
    keep_campaigns()
    assert "Sign your sheet by" in text_of(users[1])
    assert "Sign your sheet by" not in text_of(users[0])
    assert JournalEntry.objects.filter(deed="remind_members").count() == 1


def test_a_sheet_given_back_is_written_about(collecting, runner):
    campaign, users = collecting
    campaign.begin_scoring(by=runner)
    users[1].person.language = "en"
    users[1].person.save()
    sheet = campaigns.sheet_of(campaign, users[1])
    campaigns.fill(sheet)
    sheet.sign(by=users[1])
    sheet.give_back(by=users[0], reason="Бир катар калып калган")
    announce()
    letter = Letter.objects.filter(person=users[1].person).latest("pk")
    assert "given back" in letter.subject
    assert "Бир катар калып калган" in letter.body


# Who takes no place, who left ---------------------------------------------------------------


@pytest.mark.clause("000-3.1")
def test_a_dismissed_employee_is_noticed_and_marks_stay(runner, collecting, staff):
    campaign, users = collecting
    campaign.begin_scoring(by=runner)
    one = campaign.participants.get(person=staff.person)
    sheet = campaigns.sheet_of(campaign, users[0])
    sheet.put([campaigns.item(one, campaign.criteria.indicators()[0], 4)])
    yesterday = localdate() - DAY
    post = Appointment.objects.get(person=staff.person)
    post.since, post.until = yesterday, yesterday
    post.save()
    keep_campaigns()
    one.refresh_from_db()
    assert one.left_on == yesterday
    assert one.left_reason
    assert one not in campaign.participants.scored()
    assert Mark.objects.filter(participant=one).count() == 1
    assert not Todo.objects.waiting().about(one).exists()
    keep_campaigns()
    assert JournalEntry.objects.filter(deed="note_left").count() == 1


def test_the_management_puts_out_of_competition_with_a_reason(client, agency, scoring, staff):
    campaign, users = scoring
    one = campaign.participants.get(person=staff.person)
    url = reverse("monitoring:participant_out", args=[one.pk])
    for user in (staff, users[0], users[3]):
        client.force_login(user)
        assert client.get(url).status_code == 403
    client.force_login(agency.director)
    assert client.post(url, {"reason": "Сынакты уюштурат"}).status_code == 302
    one.refresh_from_db()
    assert one.out_reason
    assert one in campaign.participants.scored()
    assert one not in campaign.participants.competing()
    assert client.post(url, {"reason": ""}).status_code == 302
    one.refresh_from_db()
    assert one in campaign.participants.competing()


def test_who_left_is_noted_by_hand_once_and_never_ahead(client, runner, scoring, staff):
    campaign, _users = scoring
    one = campaign.participants.get(person=staff.person)
    client.force_login(runner)
    url = reverse("monitoring:participant_left", args=[one.pk])
    ahead = {"on": (localdate() + DAY).isoformat(), "reason": "Өз арызы менен"}
    assert client.post(url, ahead).status_code == 422
    today = ahead | {"on": localdate().isoformat()}
    assert client.post(url, today).status_code == 302
    assert client.post(url, today).status_code == 422
    shown = client.get(f"{campaign.get_absolute_url()}?tab=participants").content.decode()
    assert "Left on" in shown


def test_nothing_changes_once_results_are_computed(runner, scoring, staff):
    campaign, users = scoring
    campaigns.sign_all(campaign, users)
    campaign.compute(by=users[0])
    one = campaign.participants.get(person=staff.person)
    with pytest.raises(ValidationError):
        participant_deeds.leave_out(one, by=runner, reason="x")
    with pytest.raises(PermissionDenied):
        participant_deeds.leave_out(one, by=staff, reason="x")


# Duties -------------------------------------------------------------------------------------


@pytest.mark.clause("000-2.1")
def test_duties_of_the_year_settle_by_the_campaign(runner, kind):
    def duty(opener):
        made = quiet(opener.split(".")[1], opener=opener)
        day = campaigns.JUNE
        return Duty(obligation=made, year=2026, starts=day, due=day)

    begun, formed = duty("monitoring.campaign"), duty("monitoring.commission")
    settled = opening_campaigns.settled_by
    assert "not begun yet" in opening_campaigns.says(begun, runner)
    assert opening_campaigns.campaign_at(begun) == reverse("monitoring:campaign_add")
    campaign = campaigns.begin(runner, kind)
    assert settled("form_commission")(formed) is None
    campaigns.form(campaign, runner)
    assert settled("form_commission")(formed).record == campaign
    assert settled("collect", "begin_scoring")(begun) is None
    campaign.begin_scoring(by=runner)
    assert settled("collect", "begin_scoring")(begun).on == localdate()
    assert settled("settle")(begun) is None
    assert opening_campaigns.commission_at(formed).endswith("/commission/")


# The schedule -------------------------------------------------------------------------------


@pytest.mark.clause("000-4.1")
def test_the_schedule_is_proposed_changed_and_printed(client, runner, kind, staff):
    campaign = campaigns.begin(runner, kind)
    chair = employee("chair")
    campaign.add_member(by=runner, person=chair.person, is_chair=True)
    client.force_login(runner)
    propose = reverse("monitoring:schedule_propose", args=[campaign.pk])
    assert client.post(propose).status_code == 302
    assert client.post(propose).status_code == 422
    lines = list(campaign.schedule.all())
    assert lines[0].since == campaign.starts_on
    assert lines[-1].until == campaign.results_on
    edit = reverse("monitoring:stage_edit", args=[campaign.pk, lines[0].pk])
    form = {"stage_ky": "Башталышы", "since": "2026-05-26", "until": "2026-05-25", "revision": 1}
    assert client.post(edit, form).status_code == 422
    form |= {"until": "2026-05-27", "place": "204-бөлмө"}
    assert client.post(edit, form).status_code == 302
    assert client.post(edit, form).status_code == 409
    add = reverse("monitoring:stage_add", args=[campaign.pk])
    assert client.post(add, form).status_code == 302
    gone = reverse("monitoring:stage_remove", args=[campaign.pk, lines[1].pk])
    assert client.post(gone).status_code == 302
    assert campaign.schedule.count() == len(lines)
    paper = client.get(reverse("monitoring:schedule_paper", args=[campaign.pk]))
    assert paper.content.startswith(b"%PDF")
    for user, status in ((chair, 200), (staff, 403)):
        client.force_login(user)
        assert client.get(add).status_code == status


# Found and told -----------------------------------------------------------------------------


def test_a_campaign_is_found_by_its_title_and_its_members(scoring):
    campaign, users = scoring
    entry = SearchEntry.objects.get(kind="campaign", object_id=campaign.pk)
    found = SearchEntry.objects.filter(kind="campaign")
    assert entry in found.matching(parse("мониторинги"))
    assert entry in found.matching(parse(users[3].person.surname))


def test_what_commissions_hold_goes_into_ones_own_data(scoring):
    campaign, users = scoring
    member = campaign.members.get(person=users[3].person)
    someone = campaign.participants.first()
    commission_deeds.recuse(member, by=users[3], participant=someone, reason="Мурун тааныш")
    told = str([one.rows for one in held_about(users[3].person)])
    assert str(campaign) in told
    assert "Мурун тааныш" in told


def test_a_leaver_passes_the_papers_on_and_not_the_seat(agency, administrator, runner, kind):
    secretary, heir = employee("secretary"), employee("heir")
    campaign = campaigns.begin(runner, kind, secretary=secretary.person)
    users = campaigns.form(campaign, runner)
    with deed(by=runner):
        campaign_handover.pass_on(secretary.person, heir.person, runner)
    campaign.refresh_from_db()
    assert campaign.secretary == heir.person
    assert campaign.members.active().filter(person=users[0].person).exists()
    assert not campaign_handover.kept_by(secretary.person).exists()
