"""The list of trust checks (docs/trust.md) names tests that exist, and every drill is played."""

import re
from pathlib import Path

import pytest

from tests.drill_plugin import DRILLS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "trust.md").read_text()
ROWS = re.findall(r"^\| (S?\d+) \| (.+?) \| (.+?) \| (.+?) \|$", PAGE, re.M)


def test_all_fifty_checks_stand_in_the_list():
    told = [number for number, *_rest in ROWS]
    checks = [int(number) for number in told if not number.startswith("S")]
    assert checks == list(range(1, 51))
    assert told[50:] == [f"S{n}" for n in range(1, 11)]  # what a contest lives by


@pytest.mark.parametrize(("number", "check", "how", "proof"), ROWS)
def test_a_check_is_proven_or_says_that_it_is_not(number, check, how, proof):
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", proof)
    assert named or proof.startswith("not yet"), "name a test, or say “not yet” and why"
    for path, test in named:
        assert f"def {test}(" in (ROOT / "tests" / path).read_text(), f"{path}::{test}"


def test_every_drill_is_played_by_a_test():
    sources = "".join(page.read_text() for page in (ROOT / "tests").rglob("test_*.py"))
    played = set(re.findall(r'mark\.drill\(\s*"([\w-]+)"', sources))
    assert played == set(DRILLS)
