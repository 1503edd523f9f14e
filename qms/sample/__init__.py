"""The sample agency: invented people and a story played through the deeds of the program.

It fills a new database so that a newcomer sees a living system. Nothing in it is backdated: what
was "in force before" is entered as on paper, with its own dates, and the journal says when.
"""

from django.conf import settings
from django.db import transaction

from common.caller import SYSTEM
from common.models import deed, record
from monitoring.models.serving import served_by
from people.models import Organisation, Person
from people.profile import load, read

from .announcements import add_announcements
from .change import add_change
from .clauses import link_clauses
from .external import play_external
from .inspection import play_inspection
from .letters import add_letters
from .mail import play_mail
from .meetings import add_meetings
from .monitoring import add_monitoring
from .monitoring_criteria import add_criteria
from .monitoring_finished import add_finished
from .orders import add_orders
from .people import add_people, add_substitutions
from .plans import add_plans
from .policy import acquaint
from .processes import add_cards
from .protocols import sign_protocols
from .records import add_records
from .short_plans import add_short_plans
from .special_days import add_days
from .story import Story
from .year import play_year

PROFILES = settings.BASE_DIR / "profiles"
PROFILE = PROFILES / "agency.yaml"
SAMPLE = PROFILES / "sample.yaml"


OUTSIDER = {"ky": "Тышкы эксперт", "ru": "Внешний эксперт", "en": "External expert"}


class SampleRefused(Exception):
    """The sample cannot be made here: the sentence says why."""


def make_sample() -> dict[str, int]:
    """Fill an empty database with the sample agency, whole or not at all; how much was made."""
    if settings.PRODUCTION:
        raise SampleRefused("The sample is never made in production.")
    if Person.objects.exists():
        raise SampleRefused("The sample is made only in a database that holds no people yet.")
    data = read(SAMPLE)
    data.only(
        *("profile", "password", "people", "memberships", "parties", "documents", "story"),
        "nomenclature",
        "substitutions",
    )
    with transaction.atomic():
        load(PROFILE)
        users = add_people(data)
        add_substitutions(data, users)
        add_days(users)
        story = Story(data, read(PROFILE), users, PROFILES / "sample")
        story.play()
        add_change(users)
        acquaint(users)
        add_cards(users)
        play_external(users)
        link_clauses(users["manager"])
        add_criteria(users)
        play_year(users)
        add_records(users)
        add_orders(users)
        play_mail(users)
        play_inspection(users)
        add_meetings(users)
        sign_protocols(users)
        add_plans(users)
        add_short_plans(users)
        add_finished(users)
        add_monitoring(users)
        story.silence()
        add_announcements(users)
        add_letters(users)
        show_accounts(users.values(), data.text("password"))
    return {"people": len(users), "versions": len(story.versions)}


def show_accounts(users, password: str) -> None:
    """Mark the installation as a sample; its sign-in page shows the accounts."""
    organisation = Organisation.current()
    accounts = [
        {
            "login": user.username,
            "name": user.person.full_name,
            "position": dict(post.position.name) if post else OUTSIDER,
            "password": password,
        }
        for user in users
        if (post := user.person.appointment()) or served_by(user).exists()
    ]
    with deed():
        organisation.is_sample = True
        organisation.switches = {**organisation.switches, "sample_accounts": accounts}
        organisation._change_reason = "make_sample"
        organisation.save()
        record(organisation, "load_profile", by=SYSTEM, profile="sample")
