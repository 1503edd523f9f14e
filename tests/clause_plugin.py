"""The ``clause`` mark: a test names the clauses it proves, the run ends with their count.

A clause counts as proven when at least one test marked with it passed and none failed.
Results travel in the test reports, so the count is the same when the run is spread over
several processes.
"""

import pytest

from common.clauses import Clause, count_line, load_clauses

PROPERTY = "clause"


def pytest_configure(config: pytest.Config) -> None:
    """Make the mark known and begin to count."""
    config.addinivalue_line("markers", "clause(id, …): the clauses of docs/clauses.csv it proves")
    config.pluginmanager.register(ClauseTally(load_clauses()), "clause-tally")


class ClauseTally:
    """Watches one run and remembers for every clause what its tests came to."""

    def __init__(self, clauses: tuple[Clause, ...]):
        self.clauses = clauses
        self.known = {clause.id for clause in clauses}
        self.passed: set[str] = set()
        self.failed: set[str] = set()

    @pytest.hookimpl(wrapper=True)
    def pytest_make_collect_report(self, collector: pytest.Collector):
        """Refuse a file in which a test names a clause that nobody demands."""
        report = yield
        items = [node for node in report.result or () if isinstance(node, pytest.Item)]
        wrong = [sentence for item in items for sentence in self._complaints(item)]
        if wrong:
            report.outcome = "failed"
            report.longrepr = "\n".join(wrong)
            report.result = []
        return report

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Write the clauses of the test into its reports."""
        for mark in item.iter_markers("clause"):
            item.user_properties += [(PROPERTY, clause_id) for clause_id in mark.args]

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count one result: a test that was expected to fail proves nothing."""
        named = {value for key, value in report.user_properties if key == PROPERTY}
        if report.failed:
            self.failed |= named
        elif report.when == "call" and report.passed and not hasattr(report, "wasxfail"):
            self.passed |= named

    def pytest_terminal_summary(self, terminalreporter, config: pytest.Config) -> None:
        """End the run with the count."""
        if not config.option.collectonly:
            line = count_line(self.clauses, self.passed - self.failed)
            terminalreporter.write_line(f"Clauses proven: {line}")

    def _complaints(self, item: pytest.Item) -> list[str]:
        """What is wrong with the clause marks of a test, each in a sentence."""
        sentences = []
        for mark in item.iter_markers("clause"):
            if not mark.args or mark.kwargs:
                sentences.append(f"{item.nodeid} has a clause mark without ids: write them out.")
            sentences += [
                f'{item.nodeid} is marked with the clause "{clause_id}", '
                f"but docs/clauses.csv has no such id."
                for clause_id in mark.args
                if clause_id not in self.known
            ]
        return sentences
