"""Obligations that wait for each other in a circle are refused with the profile that brings them."""

import pytest

from people.profile import ProfileError, load
from planning.models import Obligation

pytestmark = [pytest.mark.django_db, pytest.mark.core]

PROFILE = """
profile: test
organisation:
  name: {{ky: Уюм, ru: Организация, en: House}}
  short_name: {{ky: Уюм, ru: Организация, en: House}}
  place: {{ky: Ош, ru: Ош, en: Osh}}
powers:
  - code: planning.manage
    name: {{ky: Жыл, ru: Год, en: Year}}
obligations:
{rows}
"""
ROW = """
  - code: {code}
    name: {{ky: {code}, ru: {code}, en: {code}}}
    owner: {{power: planning.manage}}
    when: {when}
    requires: [{requires}]
"""
YEARLY = '{rrule: "FREQ=YEARLY;BYMONTH=9;BYMONTHDAY=1"}'


@pytest.mark.parametrize(
    "chain",
    [
        {"a": (YEARLY, "b"), "b": (YEARLY, "c"), "c": (YEARLY, "a")},
        {"a": (YEARLY, "a")},
        {"a": ("{after: b, months: 1}", ""), "b": ("{after: a, months: 1}", "")},
        {"a": ("{before: b, days: 1}", ""), "b": ("{before: a, days: 1}", "")},
        {"a": ("{after: b, days: 1}", ""), "b": (YEARLY, "a")},
    ],
)
def test_a_profile_in_which_something_waits_for_itself_is_refused_whole(db, tmp_path, chain):
    written = "".join(
        ROW.format(code=code, when=when, requires=requires)
        for code, (when, requires) in chain.items()
    )
    path = tmp_path / "house.yaml"
    path.write_text(PROFILE.format(rows=written))
    with pytest.raises(ProfileError, match="waits for itself"):
        load(path)
    assert not Obligation.objects.exists()


def test_the_same_chain_without_a_circle_is_loaded(db, tmp_path):
    path = tmp_path / "house.yaml"
    rows = ROW.format(code="a", when=YEARLY, requires="b") + ROW.format(
        code="b", when="{before: a, days: 3}", requires=""
    )
    path.write_text(PROFILE.format(rows=rows))
    load(path)
    assert Obligation.objects.count() == 2
