"""Every address of scored assessments, with things to ask of it, and who asks."""

from types import SimpleNamespace

from django.urls import get_resolver, reverse

from monitoring import tasks
from monitoring.models import Award, CommissionProtocol, Nomination
from monitoring.models.appeal_filing import file_appeal
from tests.factories import employee
from tests.monitoring import after, campaigns

READERS = ("stranger", "staff", "owner", "manager", "director", "outsider", "chair")
HOME = reverse("monitoring:campaigns")
SAID = {"kind": "consolidated", "language": "ky"}


def addresses(patterns=None, before=""):
    """All of them as they are written, from the root of the monitoring."""
    if patterns is None:
        spaces = [one for one in get_resolver().url_patterns if hasattr(one, "namespace")]
        patterns = next(one for one in spaces if one.namespace == "monitoring").url_patterns
    for one in patterns:
        where = before + str(one.pattern)
        if hasattr(one, "url_patterns"):
            yield from addresses(one.url_patterns, where)
        else:
            yield where


class World(SimpleNamespace):
    """One campaign, its things by the beginning of their addresses, its readers."""

    def keys(self, where: str) -> dict:
        """What stands in the places of an address."""
        first, _slash, rest = where.partition("/")
        own = {"pk": self.of.get(first, 0)}
        if first.startswith("<"):
            part = rest.partition("/")[0]
            own["pk"] = self.of.get(part, self.campaign.pk) if ":campaign>" in first else ""
            own["pk"] = own["pk"] or self.campaign.pk
        sheets = self.campaign.sheets().filter(member__person=self.chair.person)
        found = {"campaign": self.campaign.pk, "recusal": self.recusal, "stage": self.stage}
        found |= {"indicator": self.campaign.criteria.indicators()[0].pk, "file": 1}
        found |= {"uid": sheets.get().uid, "step": "send" if first == "criteria" else "sign"}
        found["participant"] = self.of["participants"]
        return found | own | SAID

    def at(self, where: str) -> str:
        """The address with everything put in."""
        said = where
        for name, value in self.keys(where).items():
            for kind in ("int", "uuid", "slug"):
                said = said.replace(f"<{kind}:{name}>", str(value))
        assert "<" not in said, f"say what stands in {where}"
        return HOME + said


def scoring(agency, manager, stranger) -> World:
    """The sheets are open, nothing is signed."""
    another = employee("another")
    kind = campaigns.kind(collects_material=False, heard_by=after.meeting_kind(agency))
    campaign, users = campaigns.scoring(manager, kind)
    return _world(agency, manager, stranger, campaign, users, another)


def told(agency, manager, stranger) -> World:
    """The meeting heard the results; one objects, one is rewarded, one is nominated."""
    world = scoring(agency, manager, stranger)
    campaign, users = world.campaign, world.users
    campaigns.sign_all(campaign, users, lambda one, column: 3 + (one.number + column.order) % 3)
    campaign.compute(by=users[0], late_reason=after.REASON)
    tasks.count_one(campaign)
    campaign.refresh_from_db()
    nomination = Nomination.objects.create(campaign=campaign, title=campaigns.words("Сапат"))
    after.signed(campaign, users, manager)
    meeting = after.held(agency, after.meeting(agency, campaign.kind.heard_by))
    campaign.announce(by=manager, meeting=meeting)
    own = campaign.participants.get(person=world.owner.person)
    award = Award.objects.create(
        campaign=campaign, participant=own, kind="commendation", ground="Эмгеги үчүн"
    )
    world.of |= {
        "appeals": file_appeal(own, by=world.owner, text="Макул эмесмин").pk,
        "awards": award.pk,
        "nominations": nomination.pk,
        "proposals": campaign.proposals.first().pk,
        "protocols": CommissionProtocol.objects.get().pk,
        "results": campaign.results.get().rows.get(participant=own).pk,
    }
    return world


def _world(agency, manager, stranger, campaign, users, another) -> World:
    member = campaign.members.get(person=users[0].person)
    return World(
        campaign=campaign,
        users=users,
        stranger=stranger,
        staff=another,
        owner=agency.staff,
        manager=manager,
        director=agency.director,
        outsider=users[3],
        chair=users[0],
        recusal=member.recusals.first().pk,
        stage=campaign.schedule.first().pk,
        of={
            "criteria": campaign.criteria_id,
            "members": member.pk,
            "participants": campaign.participants.get(person=agency.staff.person).pk,
        },
    )
