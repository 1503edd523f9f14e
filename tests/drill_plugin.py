"""The ``drill`` mark: a test plays one of the bad days; the run ends with the list of those held.

A drill is held when every test marked with it passed in this run.
"""

import pytest

PROPERTY = "drill"
DRILLS = {
    "worker-killed": "worker killed in the middle of signing",
    "database-gone": "database gone for a minute",
    "redis-gone": "Redis gone",
    "disk-full-upload": "disk full during upload",
    "disk-full-pdf": "disk full during PDF",
    "disk-full-backup": "disk full during backup",
    "clock-set-back": "clock set back",
    "certificate": "certificate missing, expired, wrong password",
    "interrupted-restore": "interrupted restore",
    "interrupted-upgrade": "interrupted upgrade",
    "two-administrators": "two administrators editing one person",
    "invitation-twice": "invitation used twice",
    "forged-session": "forged session",
    "long-trail": "a very long trail",
    "zip-interrupted": "zip interrupted",
    "inspector-after-end": "inspector's account after its end",
}


def pytest_configure(config: pytest.Config) -> None:
    """Begin to count."""
    config.pluginmanager.register(DrillTally(), "drill-tally")


class DrillTally:
    """Watches one run and remembers what the drills came to."""

    def __init__(self):
        self.passed: set[str] = set()
        self.failed: set[str] = set()

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Write the drills of the test into its reports."""
        for mark in item.iter_markers("drill"):
            assert set(mark.args) <= set(DRILLS), f"{item.nodeid}: no such drill {mark.args}"
            item.user_properties += [(PROPERTY, name) for name in mark.args]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count one result."""
        named = {value for key, value in report.user_properties if key == PROPERTY}
        if report.failed:
            self.failed |= named
        elif report.when == "call" and report.passed:
            self.passed |= named

    def pytest_terminal_summary(self, terminalreporter, config: pytest.Config) -> None:
        """End the run with the drills it held."""
        for name, words in DRILLS.items():
            if name in self.passed | self.failed:
                verdict = "FAILED" if name in self.failed else "held"
                terminalreporter.write_line(f"Drill {verdict}: {words}")
