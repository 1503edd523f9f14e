"""The published examples and our own (scoring_cases.json), and how closely they are met."""

import json
from pathlib import Path

import numpy as np
import pytest

CASES = json.loads((Path(__file__).parent / "scoring_cases.json").read_text())
GAP = np.nan


def case(name):
    return CASES[name]


def rows(name):
    """The example as employees × members, whichever way it is written down."""
    data = np.array(
        [[GAP if x is None else x for x in row] for row in case(name)["data"]], np.float64
    )
    return data.T if case(name)["rows"] == "raters" else data


def near(expected):
    """As exactly as the example is printed, and never more loosely than half a thousandth."""
    if isinstance(expected, list):
        return [near(one) for one in expected]
    digits = len(f"{expected}".partition(".")[2])
    return pytest.approx(expected, rel=0, abs=min(5e-4, 0.51 * 10**-digits))
