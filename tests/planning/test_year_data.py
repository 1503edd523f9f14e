"""The duties of the year as the profiles give them, against the table worked out by hand."""

import re
from datetime import date, timedelta
from pathlib import Path

import holidays
import pytest
import yaml

from tests.planning.expected_year import (
    BEYOND,
    EXPECTED,
    FRIDAYS,
    HOLIDAYS,
    MONTH_ENDS,
    OWN,
    QUARTER_ENDS,
    SHORT_DAYS,
    WORKING_DAYS,
    YEAR,
)

ROOT = Path(__file__).resolve().parents[2]
PROFILES = ["agency", "rules_agency", "college", "school", "university"]
POWER_OF = {"planning.oversee": "director", "documents.manage": "quality_manager"}
DATED = {"rrule", "last_working_week", "before"}


def load(name):
    return yaml.safe_load((ROOT / "profiles" / name).read_text(encoding="utf-8"))


def section(profile, name):
    value = profile.get(name, [])
    return load(value["from"]) if isinstance(value, dict) and "from" in value else value


def duties(name):
    return section(load(f"{name}.yaml"), "obligations")


def starts(when):
    for kind in ("after", "event"):
        if kind in when:
            return f"{kind}:{when[kind]}"
    return "date"


def owner(row):
    [(kind, code)] = row["owner"].items()
    return {"power": POWER_OF.get(code), "position": code, "subject": "subject"}[kind]


def test_the_table_is_one_of_days_that_are_worked():
    """A slip of the pen in the table would make every other test lie."""
    assert [row.id for row in EXPECTED] == [f"C-{n:02}" for n in range(1, 48)]
    assert all(date.fromisoformat(day).weekday() == 4 for day in FRIDAYS)
    off = holidays.country_holidays("KG", years=[YEAR, YEAR + 1], categories=("public",))
    assert {day for day in HOLIDAYS if day < "2028"} == {
        day.isoformat() for day in off if day.year == YEAR
    }
    year = [date(YEAR, 1, 1) + timedelta(days=n) for n in range(365)]
    worked = [day for day in year if day.weekday() < 5 and day not in off]
    assert [date.fromisoformat(day) for day in WORKING_DAYS] == worked
    assert set(WORKING_DAYS) >= SHORT_DAYS
    for row in [*EXPECTED, *BEYOND]:
        assert row.due == sorted(set(row.due))
        assert set(row.due) <= set(WORKING_DAYS), row.id


def test_months_and_quarters_end_on_their_last_working_day():
    last = {}
    for day in WORKING_DAYS:
        last[day[:7]] = day
    assert [*last.values()] == MONTH_ENDS
    assert MONTH_ENDS[2::3] == QUARTER_ENDS


def test_the_profile_of_the_agency_holds_the_whole_table():
    found = {row["code"]: row for row in duties("agency")}
    assert [*found] == [row.code for row in [*EXPECTED, *BEYOND]]
    for row in [*EXPECTED, *BEYOND]:
        told = found[row.code]
        assert told["source"] == row.source, row.id
        assert owner(told) == row.owner, row.id
        assert told.get("opener", "") == row.opener, row.id
        assert starts(told["when"]) == row.starts, row.id
        assert told.get("per", "") == row.per, row.id
        assert told.get("requires", []) == row.requires, row.id


def test_what_the_regulation_does_not_state_is_marked_as_the_organisations_own():
    own = {row["code"]: set(row["own"]) for row in duties("agency")}
    assert {row.id: own[row.code] for row in EXPECTED} == OWN
    assert own["account_review"] == {"when", "owner"}


@pytest.mark.parametrize("name", PROFILES)
def test_a_duty_names_only_what_its_profile_holds(name):
    profile = load(f"{name}.yaml")
    rows = duties(name)
    codes = [row["code"] for row in rows]
    powers = {row["code"] for row in section(profile, "powers")}
    powers |= {"planning.manage", "planning.oversee"}
    positions = {row["code"] for row in profile["positions"]}
    types = {row["code"] for row in profile["document_types"]}
    documents = {row["code"] for row in profile["documents"]}
    assert len(set(codes)) == len(codes)
    for row in rows:
        code = row["code"]
        [(kind, holder)] = row["owner"].items()
        assert holder in {"power": powers, "position": positions, "subject": {True}}[kind], code
        assert kind != "subject" or row["per"], code
        assert row.get("procedure") is None or row["procedure"] in documents, code
        assert set(row.get("options", {}).get("types", [])) <= types, code
        assert set(row.get("requires", [])) <= {*codes} - {code}, code
        assert set(row["own"]) <= {"when", "owner", "requires"}, code
        when = row["when"]
        assert {when.get("before", code), when.get("after", code)} <= {*codes}, code
        assert not DATED & {*when} or "lead_days" in row, code
        for step in row["escalate"]:
            kind, _colon, told = step["to"].partition(":")
            assert kind == "head" or told in {"power": powers, "position": positions}[kind], code


@pytest.mark.parametrize("name", PROFILES)
def test_a_clause_of_a_duty_stands_in_an_edition_that_the_profile_loads(name):
    profile = load(f"{name}.yaml")
    held = {}
    for edition in profile["library"]["load"]:
        data = yaml.safe_load((ROOT / f"documents/library/{edition}.yaml").read_text("utf-8"))
        held[edition] = {str(row[0]) for row in data["clauses"]}
    for row in duties(name):
        for clause in row.get("clauses", []):
            edition, _space, number = clause.partition(" ")
            assert number in held.get(edition, ()), f"{row['code']}: {clause}"


def behind(code, others, path):
    """Every duty that must come first, however far back; a circle fails."""
    for other in others[code]:
        assert other not in path, [*path, other]
        behind(other, others, [*path, other])


@pytest.mark.parametrize("name", PROFILES)
def test_duties_are_reckoned_from_one_another_without_a_circle(name):
    when = {row["code"]: row["when"] for row in duties(name)}
    others = {code: [w[k] for k in ("before", "after") if k in w] for code, w in when.items()}
    for code in others:
        behind(code, others, [code])


@pytest.mark.parametrize("name", PROFILES)
def test_duties_wait_for_one_another_without_a_circle(name):
    others = {
        row["code"]: [*row.get("requires", []), *filter(None, [row["when"].get("after")])]
        for row in duties(name)
    }
    for code in others:
        behind(code, others, [code])


@pytest.mark.parametrize("name", PROFILES)
def test_a_duty_is_said_in_three_languages_of_any_organisation(name):
    seen = set()
    for row in duties(name):
        for words in (row["name"], row["result"]):
            assert set(words) == {"ky", "ru", "en"}
            assert all(words.values())
            assert not re.search(r"агентти|агентств|agency", " ".join(words.values()), re.I)
            assert not re.search(r"[а-яёңөү]", words["en"], re.I), row["code"]
        for language, text in row["name"].items():
            assert (language, text) not in seen, text
            seen.add((language, text))
