"""Shows which clauses of the source regulations are proven by a test."""

import json

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.clauses import (
    TESTS_FOLDER,
    Clause,
    ClauseMarkError,
    count_line,
    load_clauses,
    proof_by_clause,
)


class Command(BaseCommand):
    """The list of proof: every clause with its tests, or the clauses still without one."""

    help = "Shows which clauses of the source regulations are proven by a test."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """The ways to narrow the list and to give it to another program."""
        parser.add_argument("--json", action="store_true", help="print a list for programs")
        parser.add_argument("--missing", action="store_true", help="only clauses without a test")
        parser.add_argument("--seed", metavar="004", help="only the clauses of this regulation")

    def handle(self, **options) -> None:
        """Read the marks of the tests and print what was asked for."""
        clauses = load_clauses()
        try:
            tests = proof_by_clause(TESTS_FOLDER, clauses)
        except ClauseMarkError as error:
            raise CommandError(str(error)) from error
        if options["seed"]:
            clauses = self._of_seed(clauses, options["seed"])
        shown = [c for c in clauses if not (options["missing"] and tests[c.id])]
        if options["json"]:
            self._print_json(shown, tests)
            return
        for clause in shown:
            if options["missing"] or tests[clause.id]:
                self.stdout.write(f"{clause.id}  {clause.demand}")
                for test in tests[clause.id]:
                    self.stdout.write(f"    {test}")
        proven = {clause_id for clause_id, names in tests.items() if names}
        self.stdout.write(f"Clauses with a test: {count_line(clauses, proven)}")

    def _of_seed(self, clauses: tuple[Clause, ...], seed: str) -> tuple[Clause, ...]:
        chosen = tuple(clause for clause in clauses if clause.seed == seed)
        if not chosen:
            known = ", ".join(sorted({clause.seed for clause in clauses}))
            raise CommandError(f'There is no seed "{seed}": choose one of {known}.')
        return chosen

    def _print_json(self, clauses: list[Clause], tests: dict[str, list[str]]) -> None:
        rows = [
            {"id": c.id, "seed": c.seed, "clause": c.clause, "tests": tests[c.id]} for c in clauses
        ]
        self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
