"""Write the profile of the organisation as it is now into a YAML file, to change and load again."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from people.profile_writing import written


class Command(BaseCommand):
    """``manage.py write_profile FILE``; a file that is there already is left alone."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *, file, **options):
        try:
            with file.open("x", encoding="utf-8") as out:
                out.write(written())
        except FileExistsError as error:
            raise CommandError(f"{file} is there already; give another name.") from error
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Written: {file}. Loaded as it is, it changes nothing.")
