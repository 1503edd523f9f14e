"""The pages of a campaign: its register, its record, its beginning, as each reader sees them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents.models import ClauseLink, Standard, StandardClause
from monitoring.models import Campaign, Participant
from tests import factories
from tests.factories import employee
from tests.monitoring import campaigns
from tests.planning.things import quiet

pytestmark = pytest.mark.django_db

LIST = reverse("monitoring:campaigns")


@pytest.fixture(autouse=True)
def english(client):
    client.cookies["django_language"] = "en"


@pytest.fixture
def campaign(runner, kind):
    return campaigns.begin(runner, kind)


def page(client, user, url, status=200) -> str:
    client.force_login(user)
    response = client.get(url)
    assert response.status_code == status, url
    return response.content.decode()


def form_of(kind, **fields) -> dict:
    return {
        "kind": kind.pk,
        "year": 2026,
        "title_ky": "Ички мониторинг 2026",
        "starts_on": "2026-05-25",
        "scoring_until": "2026-06-15",
        "results_on": "2026-06-20",
        **fields,
    }


def test_a_campaign_is_begun_with_the_rules_of_its_kind(client, runner, kind):
    criteria = campaigns.criteria_of(kind, runner.person)
    client.force_login(runner)
    url = reverse("monitoring:campaign_add")
    assert client.get(url).status_code == 200
    sent = client.post(url, form_of(kind, title_ky="", spread=2))
    assert sent.status_code == 302
    made = Campaign.objects.get()
    assert made.criteria == criteria
    assert made.scoring.spread == 2
    assert made.scoring.quorum == kind.scoring.quorum
    assert made.title["ky"] == f"{kind.name['ky']}, 2026"


@pytest.mark.clause("000-1.3")
def test_a_second_one_of_the_year_is_refused_with_a_sentence(client, runner, kind, campaign):
    client.force_login(runner)
    answer = client.post(reverse("monitoring:campaign_add"), form_of(kind))
    assert answer.status_code == 422
    assert "There is one of 2026 already" in answer.content.decode()
    assert Campaign.objects.count() == 1


@pytest.mark.clause("000-4.1")
def test_results_come_within_the_window_of_the_kind(client, runner, director):
    kind = campaigns.kind(code="june", results_from="06-01", results_until="06-30")
    client.force_login(runner)
    url = reverse("monitoring:campaign_add")
    answer = client.post(url, form_of(kind, results_on="2026-07-02"))
    assert answer.status_code == 422
    assert "between 01.06.2026 and 30.06.2026" in answer.content.decode()
    assert client.post(url, form_of(kind, results_on="2026-06-30")).status_code == 302


def test_days_out_of_order_are_told_beside_the_field(client, runner, kind):
    client.force_login(runner)
    wrong = form_of(kind, scoring_until="2026-05-01", material_until="2026-06-30")
    answer = client.post(reverse("monitoring:campaign_add"), wrong)
    assert answer.status_code == 422
    assert "cannot end before it begins" in answer.content.decode()


def test_rules_that_cannot_be_are_refused(client, runner, kind):
    client.force_login(runner)
    answer = client.post(reverse("monitoring:campaign_add"), form_of(kind, needed=9, quorum=2))
    assert answer.status_code == 422
    assert "no more than members sign" in answer.content.decode()


def test_two_who_change_it_at_once_lose_nothing(client, runner, kind, campaign):
    client.force_login(runner)
    url = reverse("monitoring:campaign_edit", args=[campaign.pk])
    form = form_of(kind, criteria=campaign.criteria_id, revision=campaign.revision)
    assert client.post(url, form | {"results_on": "2026-06-25"}).status_code == 302
    stale = client.post(url, form | {"results_on": "2026-06-26"})
    assert stale.status_code == 409
    campaign.refresh_from_db()
    assert campaign.results_on == date(2026, 6, 25)


def test_rules_do_not_change_once_scoring_runs(client, runner, scoring):
    campaign, _users = scoring
    client.force_login(runner)
    url = reverse("monitoring:campaign_edit", args=[campaign.pk])
    form = form_of(campaign.kind, revision=campaign.revision, spread=1, results_on="2026-06-28")
    assert client.post(url, form).status_code == 302
    campaign.refresh_from_db()
    assert campaign.results_on == date(2026, 6, 28)
    assert campaign.scoring.spread == 3


def test_who_may_not_run_it_gets_no_form(client, agency, campaign, staff):
    for user in (staff, agency.director):
        page(client, user, reverse("monitoring:campaign_add"), 403)
        page(client, user, reverse("monitoring:campaign_edit", args=[campaign.pk]), 403)


@pytest.mark.clause("000-4.3")
def test_every_employee_reads_the_campaign_and_its_schedule(client, runner, kind, staff):
    campaign = campaigns.begin(runner, kind)
    campaigns.form(campaign, runner)
    assert str(campaign) in page(client, staff, LIST)
    url = campaign.get_absolute_url()
    for tab in ("commission", "schedule", "participants", "history"):
        page(client, staff, f"{url}?tab={tab}")
    assert "Баалоо" in page(client, staff, f"{url}?tab=schedule")
    client.force_login(staff)
    paper = client.get(reverse("monitoring:schedule_paper", args=[campaign.pk]))
    assert paper.content.startswith(b"%PDF")


def test_an_outsider_of_another_campaign_finds_nothing(client, runner, scoring):
    other = campaigns.kind(code="other", collects_material=False)
    stranger = campaigns.begin(runner, other, criteria=campaigns.criteria_of(other, runner.person))
    _campaign, users = scoring
    outsider = users[3]
    page(client, outsider, stranger.get_absolute_url(), 404)
    page(client, outsider, reverse("monitoring:participants", args=[stranger.pk]), 404)
    page(client, outsider, reverse("monitoring:schedule_paper", args=[stranger.pk]), 404)
    page(client, outsider, LIST, 403)


@pytest.mark.clause("000-2.2-a")
def test_the_record_leads_each_reader_through_the_steps(client, agency, runner, kind, staff):
    campaign = campaigns.begin(runner, kind)
    url = campaign.get_absolute_url()
    client.force_login(runner)
    assert "Take the approved criteria" in client.get(url).content.decode()
    assert client.post(f"{url}adopt_criteria/").status_code == 302
    campaign.refresh_from_db()
    assert campaign.state == "criteria"
    refused = client.post(f"{url}form_commission/")
    assert refused.status_code == 422
    assert "it needs exactly 3" in refused.content.decode()
    assert client.post(f"{url}form_commission/").status_code == 422
    client.force_login(staff)
    assert client.post(f"{url}cancel/", {"reason": "x"}).status_code == 403
    assert client.get(f"{url}settle/").status_code == 404


def test_the_campaign_goes_its_way_by_its_pages(client, runner, kind):
    kind.collects_material = True
    kind.save()
    campaign = campaigns.begin(runner, kind)
    users = campaigns.form(campaign, runner)
    campaigns.declare(campaign)
    url = campaign.get_absolute_url()
    client.force_login(runner)
    assert "begin_scoring" not in client.get(url).content.decode()
    assert client.post(f"{url}collect/").status_code == 302
    assert client.post(f"{url}collect/").status_code == 409
    assert client.post(f"{url}begin_scoring/").status_code == 302
    shown = client.get(url).content.decode()
    assert "Signed sheets (a result needs 4)" in shown
    campaign.refresh_from_db()
    campaigns.sign_all(campaign, users)
    assert client.post(f"{url}open_round/", {"reason": "x"}).status_code == 403
    client.force_login(users[0])
    assert client.post(f"{url}open_round/", {"reason": ""}).status_code == 422
    assert client.post(f"{url}compute/").status_code == 302
    campaign.refresh_from_db()
    assert campaign.state == "counting"


def test_cancelling_says_why(client, runner, campaign):
    client.force_login(runner)
    url = f"{campaign.get_absolute_url()}cancel/"
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "Карантин"}).status_code == 302
    campaign.refresh_from_db()
    assert campaign.state == "cancelled"


@pytest.mark.clause("000-1.1")
@pytest.mark.clause("000-1.2")
def test_the_register_names_the_rules_in_force_and_their_charter(client, agency, runner, kind):
    charter = factories.DocumentFactory(type=agency.local_act, title={"ky": "Устав"})
    rules = factories.DocumentFactory(type=agency.local_act, basis=charter)
    standard = Standard.objects.create(
        code="reg-000", title={"ky": "Эреже"}, designation={"ky": "Эреже"}
    )
    clause = StandardClause.objects.create(standard=standard, number="1.1", title={"ky": "1.1"})
    duty = quiet("internal_monitoring", opener="monitoring.campaign")
    duty.clauses.add(clause)
    ClauseLink.objects.link(clause, rules, by=agency.manager)
    assert rules.code not in page(client, agency.staff, LIST)
    version = factories.VersionFactory(
        document=rules, author=agency.manager.person, html=factories.TEXT
    )
    factories.put_in_force(version, agency)
    shown = page(client, agency.staff, LIST)
    assert version.get_absolute_url() in shown
    assert charter.get_absolute_url() in shown


def selects(client, url) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len([one for one in queries if one["sql"].startswith("SELECT")])


def test_pages_cost_the_same_with_three_and_with_three_hundred(client, runner, scoring):
    campaign, _users = scoring
    client.force_login(runner)
    url = campaign.get_absolute_url()
    pages = [
        LIST,
        f"{url}?tab=commission",
        f"{url}?tab=participants",
        reverse("monitoring:participants", args=[campaign.pk]),
    ]
    for one in pages:
        selects(client, one)
    few = [selects(client, one) for one in pages]
    first = campaign.participants.first()
    for number in range(300):
        Participant.objects.create(
            campaign=campaign,
            number=1000 + number,
            subject_type=first.subject_type,
            subject_id=100000 + number,
            name={"ky": f"Катышуучу {number}"},
        )
    for year in range(1700, 1990):
        Campaign(
            kind=campaign.kind,
            year=year,
            title={"ky": str(year)},
            starts_on=date(year, 5, 1),
            scoring_until=date(year, 6, 1),
            results_on=date(year, 6, 2),
        ).save()
    assert [selects(client, one) for one in pages] == few


def test_participants_are_found_and_filtered(client, runner, scoring):
    campaign, users = scoring
    wanted = campaign.participants.get(person=users[1].person)
    url = f"{campaign.get_absolute_url()}?tab=participants"
    shown = page(client, runner, f"{url}&q={wanted.name['ky'].split()[0]}")
    assert str(wanted) in shown
    assert str(campaign.participants.get(person=users[0].person)) not in shown
    assert "Nothing was found" in page(client, runner, f"{url}&standing=left")
    assert "Nothing was found" in page(
        client, runner, reverse("monitoring:participants", args=[campaign.pk]) + "?standing=out"
    )


def test_the_menu_has_the_monitoring_for_those_who_work_here(client, staff):
    assert f'href="{LIST}"' in page(client, staff, reverse("home"))


def test_nobody_without_a_session_sees_it(client, campaign):
    for url in (LIST, campaign.get_absolute_url(), reverse("monitoring:own_commissions")):
        assert client.get(url).status_code == 302


def test_the_director_and_a_newcomer_see_the_page(client, agency, campaign):
    for user in (agency.director, employee("newcomer")):
        page(client, user, campaign.get_absolute_url())
