"""Bring the clause library up to the files that came with this version; may be repeated."""

from django.core.management.base import BaseCommand, CommandError

from documents.library_loading import LibraryError, known, load_library


class Command(BaseCommand):
    """``manage.py load_library [CODE …]``: all editions, or those that are named."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("codes", nargs="*", help=f"of: {', '.join(known())}")

    def handle(self, *, codes, **options):
        try:
            loaded = load_library(codes or None)
        except LibraryError as error:
            raise CommandError(str(error)) from error
        for line in (*loaded.created, *loaded.changed):
            self.stdout.write(line)
        if not loaded:
            self.stdout.write("Nothing to change: the library is up to date.")
