"""Load the profile of the organisation from a YAML file; repeat it whenever the file changes."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from people.profile import ProfileError, load


class Command(BaseCommand):
    """``manage.py load_profile FILE [--dry-run]``: exit status 1 on a wrong file."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="only print what would be made and changed"
        )

    def handle(self, *, file, dry_run, **options):
        try:
            plan = load(file, dry_run=dry_run)
        except ProfileError as error:
            raise CommandError(f"Nothing was loaded. {error}") from error
        for sign, lines in (("+", plan.created), ("~", plan.changed), ("=", plan.left)):
            for line in lines:
                self.stdout.write(f"{sign} {line}")
        for line in plan.waiting:
            self.stdout.write(f". {line}")
        if plan and plan.dropped:
            names = ", ".join(
                f"{name} ({n})" if n > 1 else name for name, n in plan.dropped.items()
            )
            self.stdout.write(f"The database has no place for: {names}.")
        self.stdout.write(self.last_line(plan, dry_run))

    def last_line(self, plan, dry_run: bool) -> str:
        """How it ended."""
        if not plan:
            return "Nothing to change."
        said = f"{len(plan.created)} made, {len(plan.changed)} changed, {len(plan.left)} left alone"
        return f"Dry run, nothing was written: {said}." if dry_run else f"Loaded: {said}."
