"""What tests of scored assessments share: who runs them, and a campaign under way."""

import pytest

from tests.factories import employee
from tests.monitoring import campaigns


@pytest.fixture
def runner(agency):
    """The quality manager, who runs the monitoring."""
    return employee("quality-manager", "monitoring.manage")


@pytest.fixture
def kind(director):
    return campaigns.kind(collects_material=False)


@pytest.fixture
def scoring(runner, kind):
    """A campaign whose sheets are open, with the users of its four members."""
    return campaigns.scoring(runner, kind)
