"""Kinds of meetings as data: every profile loads, is written back, and names what it demands."""

import pytest
import yaml
from django.conf import settings

from people.models import Body
from people.profile import ProfileError, load
from people.profile_writing import written
from planning.models import MeetingKind, Obligation
from tests import factories

pytestmark = pytest.mark.django_db
PROFILES = settings.BASE_DIR / "profiles"


@pytest.mark.parametrize("name", ["agency", "rules_agency", "college", "school", "university"])
def test_every_profile_loads_its_kinds_and_a_second_load_changes_nothing(name):
    load(PROFILES / f"{name}.yaml")

    assert MeetingKind.objects.exists()
    assert not load(PROFILES / f"{name}.yaml")


@pytest.mark.clause("004-5.5.3-1", "004-5.2-4", "000-2.5")
def test_the_agency_holds_what_its_regulations_name():
    load(PROFILES / "agency.yaml")
    kinds = {kind.code: kind for kind in MeetingKind.objects.all()}

    general = kinds["general_annual"]
    assert general.everyone
    assert [one["title"]["en"] for one in general.standing] == [
        "On the results of the year",
        "On the results of the QMS",
        "On the main objectives and work plans of the next year",
    ]
    assert general.obligation.rule == {"last_working_week": True}
    assert kinds["weekly_operational"].form == "short"
    assert kinds["project_weekly"].names_project
    assert kinds["project_status"].names_project
    assert kinds["expert_commission"].signing == "all"
    opening = Obligation.objects.filter(opener="planning.meeting")
    assert set(opening.values_list("code", flat=True)) == {
        *("monitoring_meeting", "annual_general_meeting", "weekly_operational_meeting"),
        *("management_review_operational", "project_weekly_meeting", "project_status_meeting"),
    }
    assert all(one.meeting_kinds.exists() for one in opening)


def test_papers_of_the_extraordinary_meeting_say_that_it_is_one():
    load(PROFILES / "agency.yaml")
    named = MeetingKind.objects.get(code="general_extraordinary").minutes_name
    assert named == {
        "ky": "Кызматкерлердин кезексиз жалпы чогулушунун",
        "ru": "внеочередного общего собрания сотрудников",
        "en": "of the extraordinary general meeting of employees",
    }


@pytest.mark.clause("003-6.1-5")
def test_the_five_councils_of_a_university_have_to_raise_the_requirements():
    load(PROFILES / "university.yaml")
    raise_it = {kind.body.code for kind in MeetingKind.objects.all() if kind.must_raise}
    five = {"academic_council", "administrative_council", "faculty_council"}
    assert raise_it == five | {"pedagogical_council", "methodical_council"}
    assert Body.objects.filter(code__in=raise_it).count() == len(raise_it)


def test_what_is_written_back_changes_nothing(tmp_path):
    load(PROFILES / "agency.yaml")
    file = tmp_path / "own.yaml"
    file.write_text(written(), encoding="utf-8")
    assert "meeting_kinds" in yaml.safe_load(file.read_text(encoding="utf-8"))

    plan = load(file)

    assert [line for line in plan.changed if "meeting" in line] == []


def test_members_set_by_name_stay_when_the_profile_is_loaded_again():
    load(PROFILES / "agency.yaml")
    kind = MeetingKind.objects.get(code="founders_council")
    kind.people.set([factories.PersonFactory()])

    load(PROFILES / "agency.yaml")

    assert kind.people.count() == 1


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"quorum": "most"}, "“most” is not known"),
        ({"chair": "king"}, "there is no position “king”"),
        ({"members": {"positions": ["king"]}}, "there is no position “king”"),
        ({"must_raise": ["weather"]}, "“weather” is none of"),
        ({"obligation": "dance"}, "there is no obligation “dance”"),
        ({"colour": "red"}, "unknown key"),
    ],
)
def test_a_slip_of_the_pen_is_refused_with_its_place(tmp_path, values, sentence, agency):
    kind = {"code": "council", "name": {"ky": "Кеңеш"}} | values
    file = tmp_path / "own.yaml"
    file.write_text(yaml.safe_dump({"meeting_kinds": [kind]}, allow_unicode=True))

    with pytest.raises(ProfileError, match=sentence):
        load(file)
    assert not MeetingKind.objects.exists()
