"""The clauses of the source regulations and the tests that prove them.

The demand of every clause stands in ``docs/clauses.csv`` in our own words. A test says which
clauses it proves with ``@pytest.mark.clause("004-4.2.3-a")``; this module reads those marks
from the source text, without running anything, so that proof can be counted at any time.
"""

import ast
import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeGuard

ROOT = Path(__file__).resolve().parent.parent
CLAUSES_FILE = ROOT / "docs" / "clauses.csv"
TESTS_FOLDER = ROOT / "tests"

AnyFunction = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Clause:
    """One demand of a source regulation that the system has to meet and a test to prove."""

    id: str
    seed: str
    clause: str
    demand: str


@dataclass(frozen=True)
class ClauseMark:
    """One clause named by one test: where it is written and what it names."""

    test: str
    clause_id: str
    line: int

    @property
    def place(self) -> str:
        """The file and line of the mark, for a message."""
        return f"{self.test.split('::')[0]}:{self.line}"


class ClauseMarkError(Exception):
    """A clause mark that cannot be read, or that names a clause nobody demands."""


def load_clauses(path: Path = CLAUSES_FILE) -> tuple[Clause, ...]:
    """All clauses, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(Clause(**row) for row in csv.DictReader(lines))


def count_line(clauses: Iterable[Clause], proven: set[str]) -> str:
    """How many clauses are proven, in all and by seed: "3 of 282 (seed 000: 1/19, …)"."""
    clauses = tuple(clauses)
    wanted = Counter(clause.seed for clause in clauses)
    found = Counter(clause.seed for clause in clauses if clause.id in proven)
    by_seed = ", ".join(f"seed {seed}: {found[seed]}/{wanted[seed]}" for seed in sorted(wanted))
    return f"{found.total()} of {wanted.total()} ({by_seed})"


def proof_by_clause(
    folder: Path = TESTS_FOLDER, clauses: Iterable[Clause] | None = None
) -> dict[str, list[str]]:
    """The tests under ``folder`` that prove each clause, by clause id, in the file's order.

    Raises ``ClauseMarkError`` when a mark names an unknown clause.
    """
    clauses = load_clauses() if clauses is None else clauses
    tests: dict[str, list[str]] = {clause.id: [] for clause in clauses}
    for mark in clause_marks(folder):
        if mark.clause_id not in tests:
            raise ClauseMarkError(
                f'{mark.place} names the clause "{mark.clause_id}", '
                f"but docs/clauses.csv has no such id."
            )
        if mark.test not in tests[mark.clause_id]:
            tests[mark.clause_id].append(mark.test)
    return tests


def clause_marks(folder: Path) -> Iterator[ClauseMark]:
    """Every clause mark of every test in ``folder``, read from the source text."""
    for path in sorted(folder.rglob("test_*.py")):
        name = path.relative_to(folder.parent).as_posix()
        try:
            module = ast.parse(path.read_text(encoding="utf-8"), filename=name)
        except SyntaxError as error:
            raise ClauseMarkError(f"{name} cannot be read: {error}.") from error
        reader = _ModuleReader(module, name)
        yield from reader.read()


class _ModuleReader:
    """Finds the clause marks of one test module."""

    def __init__(self, module: ast.Module, name: str):
        self.module = module
        self.name = name
        self.named = {
            target.id: statement.value
            for statement in module.body
            if isinstance(statement, ast.Assign)
            for target in statement.targets
            if isinstance(target, ast.Name)
        }

    def read(self) -> Iterator[ClauseMark]:
        """The marks of the module, each given to the tests that it covers."""
        yield from self._body(self.module.body, self.name, [])

    def _body(self, body: list[ast.stmt], prefix: str, outer: list) -> Iterator[ClauseMark]:
        inherited = outer + self._pytestmarks(body)
        for statement in body:
            if not isinstance(statement, AnyFunction | ast.ClassDef):
                continue
            found = inherited + self._found_in(statement.decorator_list)
            test = f"{prefix}::{statement.name}"
            if isinstance(statement, AnyFunction):
                if statement.name.startswith("test"):
                    yield from (ClauseMark(test, clause_id, line) for clause_id, line in found)
            elif self._holds_tests(statement):
                yield from self._body(statement.body, test, found)

    def _pytestmarks(self, body: list[ast.stmt]) -> list[tuple[str, int]]:
        """The marks that ``pytestmark = …`` gives to everything in this body."""
        values = [
            statement.value
            for statement in body
            if isinstance(statement, ast.Assign)
            and any(isinstance(t, ast.Name) and t.id == "pytestmark" for t in statement.targets)
        ]
        return self._found_in(values)

    def _found_in(self, expressions: list[ast.expr]) -> list[tuple[str, int]]:
        """The clause ids named anywhere inside ``expressions``, with their lines."""
        found = []
        for expression in expressions:
            for node in ast.walk(expression):
                written = self.named.get(node.id) if isinstance(node, ast.Name) else node
                if self._is_clause_mark(written):
                    found += self._ids(written)
        return found

    def _ids(self, call: ast.Call) -> list[tuple[str, int]]:
        plain = [a.value for a in call.args if isinstance(a, ast.Constant)]
        ids = [value for value in plain if isinstance(value, str)]
        if not ids or len(ids) != len(call.args) or call.keywords:
            raise ClauseMarkError(
                f"{self.name}:{call.lineno} has a clause mark that cannot be read: "
                f"write the ids out as plain strings."
            )
        return [(clause_id, call.lineno) for clause_id in ids]

    @staticmethod
    def _is_clause_mark(node: ast.AST | None) -> TypeGuard[ast.Call]:
        """Whether ``node`` is ``pytest.mark.clause(…)`` or ``mark.clause(…)``."""
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            return False
        owner = node.func.value
        owner_name = getattr(owner, "attr", getattr(owner, "id", ""))
        return node.func.attr == "clause" and owner_name == "mark"

    @staticmethod
    def _holds_tests(node: ast.ClassDef) -> bool:
        """Whether pytest collects tests from this class."""
        bases = (getattr(base, "attr", getattr(base, "id", "")) for base in node.bases)
        return node.name.startswith("Test") or any(base.endswith("TestCase") for base in bases)
