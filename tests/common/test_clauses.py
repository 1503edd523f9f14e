"""Which clause is proven by which test: the list, the marks in the source, the count of a run."""

import json
import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from common import clauses
from common.clauses import ClauseMarkError, clause_marks, load_clauses, proof_by_clause
from common.management.commands import clauses as command

ROOT = Path(clauses.__file__).resolve().parents[1]

MARKED = """
import pytest
from pytest import mark

stamps = pytest.mark.clause("000-stamps")
pytestmark = [pytest.mark.slow, pytest.mark.clause("000-1.1")]


@pytest.mark.clause("000-1.2", "000-1.3")
def test_two():
    pass


@stamps
async def test_by_name():
    pass


@mark.clause("004-3")
class TestRegister:
    pytestmark = mark.clause("004-4.1")

    def test_inside(self):
        pass

    def helper(self):
        pass


@pytest.mark.parametrize("n", [1, pytest.param(2, marks=pytest.mark.clause("004-5.3"))])
def test_parameter(n):
    pass


@pytest.mark.clause("004-5.1")
def not_collected():
    pass
"""


@pytest.fixture
def tree(tmp_path):
    """A folder of tests, with one marked module in a subfolder."""
    folder = tmp_path / "tests"
    (folder / "documents").mkdir(parents=True)
    (folder / "documents" / "test_marked.py").write_text(MARKED, encoding="utf-8")
    (folder / "documents" / "helpers.py").write_text("not python at all(", encoding="utf-8")
    return folder


def write_wrong(tree, mark):
    (tree / "test_wrong.py").write_text(
        f"import pytest\n\n\n@pytest.mark.clause({mark})\ndef test_a():\n    pass\n",
        encoding="utf-8",
    )


class TestTheList:
    def test_every_clause_is_there_once_with_a_short_demand_of_its_own(self):
        found = load_clauses()
        assert len(found) == len({clause.id for clause in found}) == 282
        assert all(0 < len(clause.demand) <= 140 for clause in found)
        assert all(clause.id.startswith(f"{clause.seed}-") for clause in found)
        assert len({clause.demand for clause in found}) == 282

    def test_the_count_is_given_by_seed(self):
        line = clauses.count_line(load_clauses(), {"000-stamps", "004-3", "004-5.3"})
        assert line == (
            "3 of 282 (seed 000: 1/19, seed 001: 0/32, seed 002: 0/34, seed 003: 0/118, "
            "seed 004: 2/79)"
        )


class TestMarksInTheSource:
    def test_every_way_of_marking_is_read(self, tree):
        found = {(mark.test.partition("::")[2], mark.clause_id) for mark in clause_marks(tree)}
        assert found == {
            ("test_two", "000-1.1"),
            ("test_two", "000-1.2"),
            ("test_two", "000-1.3"),
            ("test_by_name", "000-1.1"),
            ("test_by_name", "000-stamps"),
            ("TestRegister::test_inside", "000-1.1"),
            ("TestRegister::test_inside", "004-3"),
            ("TestRegister::test_inside", "004-4.1"),
            ("test_parameter", "000-1.1"),
            ("test_parameter", "004-5.3"),
        }

    def test_proof_lists_every_clause_in_the_order_of_the_file(self, tree):
        proof = proof_by_clause(tree)
        assert list(proof) == [clause.id for clause in load_clauses()]
        assert proof["000-1.2"] == ["tests/documents/test_marked.py::test_two"]
        assert proof["004-5.1"] == []

    def test_an_unknown_clause_is_named_with_its_place(self, tree):
        write_wrong(tree, '"004-99"')
        with pytest.raises(ClauseMarkError, match=r'^tests/test_wrong\.py:4 names .*"004-99"'):
            proof_by_clause(tree)

    @pytest.mark.parametrize("mark", ["", "CLAUSE", '*["000-1.1"]', "4", 'id="000-1.1"'])
    def test_a_mark_that_cannot_be_read_is_refused(self, tree, mark):
        write_wrong(tree, mark)
        with pytest.raises(ClauseMarkError, match="plain strings"):
            proof_by_clause(tree)

    def test_a_broken_file_is_named(self, tree):
        (tree / "test_wrong.py").write_text("def test_a(:\n", encoding="utf-8")
        with pytest.raises(ClauseMarkError, match=r"tests/test_wrong\.py cannot be read"):
            proof_by_clause(tree)


class TestTheCommand:
    @pytest.fixture(autouse=True)
    def in_tree(self, tree, monkeypatch):
        monkeypatch.setattr(command, "TESTS_FOLDER", tree)

    def run(self, **options):
        out = StringIO()
        call_command(command.Command(), stdout=out, **options)
        return out.getvalue()

    def test_it_prints_the_proven_clauses_and_the_count(self):
        shown = self.run()
        assert "000-1.2  " in shown
        assert "    tests/documents/test_marked.py::test_two\n" in shown
        assert "004-5.1" not in shown
        assert "Clauses with a test: 7 of 282 (seed 000: 4/19," in shown

    def test_json_holds_every_clause(self):
        rows = json.loads(self.run(json=True))
        assert [row["id"] for row in rows] == [clause.id for clause in load_clauses()]
        assert rows[0] == {
            "id": "000-stamps",
            "seed": "000",
            "clause": "Stamps",
            "tests": ["tests/documents/test_marked.py::test_by_name"],
        }
        assert rows[-1]["tests"] == []

    def test_missing_and_seed_narrow_the_list(self):
        rows = json.loads(self.run(json=True, missing=True, seed="000"))
        assert len(rows) == 15
        assert {row["seed"] for row in rows} == {"000"}
        assert "Clauses with a test: 4 of 19" in self.run(missing=True, seed="000")

    def test_an_unknown_seed_is_a_sentence(self):
        with pytest.raises(CommandError, match='There is no seed "9": choose one of 000, 001'):
            self.run(seed="9")

    def test_an_unknown_clause_stops_it_with_a_sentence(self, tree):
        write_wrong(tree, '"004-99"')
        with pytest.raises(CommandError, match=r"no such id\.$") as caught:
            self.run()
        assert caught.value.returncode == 1


RUN = """
import pytest


@pytest.mark.clause("000-1.1", "000-1.2")
def test_passes():
    pass


@pytest.mark.clause("000-1.2")
def test_fails():
    raise AssertionError


@pytest.mark.clause("000-1.3")
@pytest.mark.skip
def test_skipped():
    pass


@pytest.mark.clause("000-1.4")
@pytest.mark.xfail
def test_passes_unexpectedly():
    pass


@pytest.fixture
def broken():
    yield
    raise RuntimeError


@pytest.mark.clause("000-2.1")
def test_breaks_afterwards(broken):
    pass


@pytest.mark.clause("004-3")
@pytest.mark.parametrize("n", [1, 2])
def test_twice(n):
    pass
"""


class TestTheRun:
    def run(self, folder, text, *options):
        """Run pytest with the plugin over one module, in a process of its own."""
        (folder / "pytest.ini").write_text("[pytest]\naddopts = --strict-markers\n")
        (folder / "test_run.py").write_text(text, encoding="utf-8")
        plugins = ["-p", "xdist", "-p", "tests.clause_plugin", "-p", "no:cacheprovider"]
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", *plugins, *options, "test_run.py"],
            cwd=folder,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "PYTEST_ADDOPTS": "",
                "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr

    @pytest.mark.parametrize("options", [("-n", "2")], ids=["spread"])
    def test_only_passed_and_never_failed_clauses_count(self, tmp_path, options):
        code, shown = self.run(tmp_path, RUN, *options)
        assert code == 1
        assert "Clauses proven: 2 of 282 (seed 000: 1/19, " in shown
        assert re.search(r"seed 004: 1/79\)$", shown, re.MULTILINE)

    def test_an_unknown_clause_fails_the_collection(self, tmp_path):
        wrong = RUN.replace('"004-3"', '"004-99"')
        code, shown = self.run(tmp_path, wrong)
        assert code != 0
        assert (
            'test_run.py::test_twice[1] is marked with the clause "004-99", '
            "but docs/clauses.csv has no such id."
        ) in shown

    def test_a_mark_without_ids_fails_the_collection(self, tmp_path):
        code, shown = self.run(tmp_path, RUN.replace('clause("004-3")', "clause"))
        assert code != 0
        assert "test_run.py::test_twice[1] has a clause mark without ids" in shown
