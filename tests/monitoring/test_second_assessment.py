"""The engine scores other things than employees in a contest: suppliers, and the attestation of
staff, from the campaign to the printed protocol, through the pages (004/6.2, 7.4).
"""

import re

import pytest
import yaml
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.timezone import localdate

from common.models import JournalEntry
from documents.tasks import print_papers
from monitoring.models import AssessmentKind, Campaign, CommissionProtocol
from monitoring.profile_criteria import proposal_of
from monitoring.tasks import count_results
from people.models import Party
from people.profile import Part
from qms.profiles import path_of
from tests.factories import PASSWORD, employee
from tests.monitoring import after, campaigns
from tests.monitoring import criteria_data as data

pytestmark = pytest.mark.django_db
CONTEST = re.compile(
    r"competition|nominat|winner|contest|\bplaces\b|place \d|сынак|номинац|орун|жеңүүч", re.I
)
PEOPLE = re.compile(r"employee|кызматкер|сотрудник|positions?\b", re.I)
MAIN = re.compile(r"<main.*?</main>", re.S)


def kind_of(code: str, **fields) -> AssessmentKind:
    """The kind as the profile of the agency says it, its order and meeting left out."""
    text = (path_of("agency").parent / "agency_monitoring.yaml").read_text(encoding="utf-8")
    row = next(one for one in yaml.safe_load(text) if one["code"] == code)
    flags = ("is_yearly", "takes_all", "collects_material", "is_contest", "needs_proposals")
    given = {name: row[name] for name in flags}
    given |= {"inside": row.get("inside"), "outside": row.get("outside")}
    given |= {"name": row["name"], "subject": row["subject"], "rules": row["rules"]}
    proposal = proposal_of(Part(row["criteria"], "criteria"))
    return campaigns.kind(code, criteria_proposal=proposal, **(given | fields))


class Desk:
    """Somebody at the pages: every answer is what a person would read."""

    def __init__(self, client):
        self.client, self.read = client, []

    def get(self, user, url: str) -> str:
        answer = after.look(self.client, user, url)
        assert answer.status_code == 200, url
        words = re.sub(r"<[^>]+>", " ", MAIN.search(answer.content.decode())[0])
        self.read.append((url, words))
        return words

    def do(self, user, url: str, **typed) -> None:
        answer = after.look(self.client, user, url, once=url, **typed)
        errors = answer.context and answer.context.get("form") and answer.context["form"].errors
        assert answer.status_code == 302, (url, errors)

    def paper(self, user, url: str) -> str:
        answer = after.look(self.client, user, url)
        assert answer.status_code == 200, url
        words = after.text_of(after.body(answer))
        self.read.append((url, words))
        return words

    def never_said(self, words: re.Pattern) -> None:
        """On no page and paper that was read."""
        for url, text in self.read:
            assert not words.search(text), (url, words.search(text))


def journalled(thing) -> list:
    """The deeds done with one record, and who did them."""
    kind = ContentType.objects.get_for_model(thing)
    rows = JournalEntry.objects.filter(content_type=kind, object_id=thing.pk).order_by("pk")
    return [(row.deed, row.user) for row in rows]


def begun(desk, runner, director, kind, name) -> Campaign:
    """Criteria approved, the campaign begun on its page."""
    year = localdate().year
    criteria = data.revise(data.begin(runner, kind, year=year), "Биринчи жолу түзүлдү.")
    data.approve(criteria, by=runner, director=director)
    desk.paper(runner, f"{criteria.get_absolute_url()}paper/?lang=ky")
    add = f"{reverse('monitoring:campaign_add')}?kind={kind.pk}"
    desk.get(runner, add)
    days = after.look(desk.client, runner, add).context["form"].initial
    typed = {k: days[k] for k in ("year", "starts_on", "scoring_until", "results_on")}
    desk.do(runner, reverse("monitoring:campaign_add"), kind=kind.pk, **typed)
    campaign = Campaign.objects.get(kind=kind)
    assert str(campaign) == f"{name}, {year}"
    assert campaign.material_until is None
    return campaign


def commissioned(desk, runner, campaign) -> list:
    """Three members named, the schedule proposed, the commission confirmed."""
    users = [employee(f"member-{n}") for n in range(3)]
    url = campaign.get_absolute_url()
    for number, user in enumerate(users):
        chair = {"is_chair": "on"} if number == 0 else {}
        desk.do(runner, f"{url}commission/add/", person=user.person.pk, **chair)
    desk.do(runner, f"{url}schedule/propose/")
    for tab in ("commission", "schedule"):
        desk.get(runner, f"{url}?tab={tab}")
    desk.paper(runner, f"{url}schedule/paper/?language=ky")
    desk.do(runner, f"{url}adopt_criteria/")
    desk.do(runner, f"{url}form_commission/")
    return users


def scored(desk, runner, campaign, users, value) -> None:
    """Every member scores and signs, the chair has it computed, the worker counts."""
    url = campaign.get_absolute_url()
    desk.get(runner, f"{url}begin_scoring/")
    desk.do(runner, f"{url}begin_scoring/")
    campaign.refresh_from_db()
    for user in users:
        sheet = campaigns.sheet_of(campaign, user)
        desk.get(user, sheet.get_absolute_url())
        campaigns.fill(sheet, value)
        desk.do(user, f"{sheet.get_absolute_url()}sign/", password=PASSWORD)
    desk.do(users[0], f"{url}compute/")
    count_results()
    campaign.refresh_from_db()
    assert campaign.state == "computed"
    for page in ("?tab=results", "results/", "results/consolidated/", "?tab=protocol"):
        desk.get(runner, url + page)


def recorded(desk, users, runner, campaign) -> str:
    """The protocol written, signed by all on its page, the campaign closed; its paper."""
    url = campaign.get_absolute_url()
    given = {"number": "1", "day": localdate(), "place": "Бишкек", "heard": "Талкууланды."}
    desk.do(users[0], f"{url}protocol/add/", **given)
    protocol = CommissionProtocol.objects.get()
    desk.do(users[0], f"{protocol.get_absolute_url()}send/")
    for user in (*users[1:], users[0]):
        protocol.refresh_from_db()
        desk.get(user, protocol.get_absolute_url())
        typed = {"seen": protocol.sheet.manifest_hash, "password": PASSWORD}
        desk.do(user, f"{protocol.get_absolute_url()}sign/", **typed)
    print_papers()
    protocol.refresh_from_db()
    assert protocol.state == "approved"
    paper = desk.paper(runner, f"{protocol.get_absolute_url()}paper/?lang=ky")
    desk.do(runner, f"{url}close/")
    campaign.refresh_from_db()
    assert campaign.state == "closed"
    return paper


@pytest.mark.usefixtures("agency")
def test_suppliers_are_evaluated_from_the_campaign_to_the_printed_protocol(
    client, runner, director
):
    desk = Desk(client)
    kind = kind_of("supplier_evaluation")
    known = Party.objects.create(name={"ky": "«Түндүк Кагаз» ЖЧК"})
    campaign = begun(desk, runner, director, kind, "Жеткирүүчүлөрдү баалоо")
    url = campaign.get_absolute_url()
    desk.get(runner, f"{url}participants/name/")
    new = "«Таза Жай» тазалоо кызматы\n«Чүй Басма» басмаканасы"
    desk.do(runner, f"{url}participants/name/", rows=known.pk, new=new)
    desk.get(runner, f"{url}?tab=participants")
    desk.get(runner, f"{url}participants/")
    wrong = campaign.participants.get(name__ky="«Чүй Басма» басмаканасы")
    assert journalled(wrong.subject) == [("create", runner)]
    desk.do(runner, reverse("monitoring:participant_off", args=[wrong.pk]))
    desk.do(runner, f"{url}participants/name/", new="«Алай Байланыш» ААК")
    users = commissioned(desk, runner, campaign)

    third = campaign.criteria.indicators()[0]
    scored(
        desk,
        runner,
        campaign,
        users,
        lambda one, column: (4 if column == third else 5) if one.subject == known else 3,
    )
    protocol = recorded(desk, users, runner, campaign)

    sheet = desk.paper(runner, f"{url}results/paper/consolidated/ky/")
    for words in (protocol, sheet):
        assert "Түндүк Кагаз" in words
        assert "Алай Байланыш" in words
        assert "Чүй Басма" not in words
        assert "4,70" in words
        assert "3,00" in words
    desk.paper(runner, f"{url}results/paper/annex/ky/")
    desk.get(runner, f"{url}results/figures/")
    assert after.look(client, runner, f"{url}results/paper/winners/ky/").status_code == 404
    desk.never_said(CONTEST)
    desk.never_said(PEOPLE)


@pytest.mark.clause("004-6.2-c")
@pytest.mark.usefixtures("agency")
def test_staff_are_attested_yearly_and_each_reads_the_own_result(client, runner, director, staff):
    desk = Desk(client)
    kind = kind_of("attestation")
    campaign = begun(desk, runner, director, kind, "Кызматкерлердин жылдык аттестациясы")
    users = commissioned(desk, runner, campaign)
    scored(
        desk, runner, campaign, users, lambda one, column: 5 if one.person == staff.person else 3
    )

    everybody = set(campaign.participants.values_list("person", flat=True))
    assert {user.person.pk for user in (*users, staff)} <= everybody
    protocol = recorded(desk, users, runner, campaign)

    sheet = desk.paper(runner, f"{campaign.get_absolute_url()}results/paper/consolidated/ky/")
    for words in (protocol, sheet):
        assert staff.person.surname in words
        assert "5,00" in words
    own = desk.get(staff, reverse("monitoring:own_result", args=[campaign.pk]))
    assert "5.00" in own or "5,00" in own
    desk.never_said(CONTEST)
