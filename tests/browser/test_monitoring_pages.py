"""The pages of a campaign that the meeting has heard, at a desk and on a phone, in both lights."""

import pytest
from django.urls import reverse

from monitoring import campaign_tabs
from monitoring.models import Award, Direction, Nomination
from monitoring.models.appeal_filing import file_appeal
from tests.browser.scoring_things import picture
from tests.factories import employee
from tests.monitoring import after, campaigns, counted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def heard(agency):
    """Computed from real marks, signed, heard by the meeting; with all that may follow."""
    runner = employee("quality-manager", "monitoring.manage")
    kind = {"heard_by": after.meeting_kind(agency)}
    campaign, users, named = counted.named(runner, counted.D1, counted.D1_WEIGHTS, others=kind)
    counted.computed(campaign, users[0])
    after.signed(campaign, users, runner)
    nomination = Nomination.objects.create(
        campaign=campaign, title=campaigns.words("Сапат"), direction=Direction.objects.first()
    )
    nomination.participants.add(named["A"])
    meeting = after.held(agency, after.meeting(agency, campaign.kind.heard_by))
    campaign.announce(by=runner, meeting=meeting)
    first = campaign.participants.order_by("number").first()
    Award.objects.create(campaign=campaign, participant=first, kind="commendation", ground="1-орун")
    owner = named["B"].person.user
    file_appeal(named["B"], by=owner, text="Экинчи көрсөткүчтүн материалы эске алынган эмес.")
    return campaign, users, runner, owner


def pages_of(campaign) -> list[str]:
    """Every page that shows something of a campaign to who runs it."""
    own = campaign.get_absolute_url()
    result = campaign.results.get()
    several = ["results", "consolidated", "result_figures", "participants", "commission"]
    protocol, proposal = campaign.protocols.get(), campaign.proposals.get()
    return [
        reverse("monitoring:campaigns"),
        *(f"{own}?tab={tab}" for tab in [*campaign_tabs._tabs, "history"]),
        *(reverse(f"monitoring:{name}", args=[campaign.pk]) for name in several),
        reverse("monitoring:result_row", args=[campaign.pk, result.rows.first().pk]),
        campaign.criteria.get_absolute_url(),
        *(thing.get_absolute_url() for thing in (protocol, proposal)),
        campaign.participants.get(appeals__isnull=False).appeals.get().get_absolute_url(),
    ]


@pytest.mark.parametrize("phone", [False, True])
def test_what_came_out_is_read_by_who_runs_it_and_by_whose_it_is(visit, heard, phone):
    campaign, users, runner, owner = heard
    shape = "phone" if phone else "desk"
    at_work = visit(runner, phone=phone)
    for number, address in enumerate(pages_of(campaign)):
        at_work.go(address).check()
        picture(at_work.page, f"heard-{number}-{shape}")

    chair = visit(users[0], phone=phone)
    chair.go(reverse("monitoring:result_members", args=[campaign.pk])).check()
    picture(chair.page, f"members-{shape}")

    staff = visit(owner, phone=phone)
    for number, name in enumerate(("own_results", "own_result")):
        args = [campaign.pk] if name == "own_result" else []
        staff.go(reverse(f"monitoring:{name}", args=args)).check()
        picture(staff.page, f"own-{number}-{shape}")
