"""Bring the database to this version: an empty file at once, any other by its migrations."""

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from common import at_once


class Command(BaseCommand):
    """``manage.py make_tables``: may be repeated; beside an existing database it is "migrate"."""

    help = __doc__

    def handle(self, *, verbosity, **options):
        # Only SQLite's tables are held against those of the migrations, and only it is this slow.
        if connection.vendor == "sqlite" and at_once.is_empty(connection):
            at_once.make_tables(connection)
        call_command("migrate", interactive=False, verbosity=verbosity)
