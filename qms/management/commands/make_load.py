"""Fill the database with many documents, to measure how fast the pages are."""

import random
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from documents.models import DocumentType
from people.models import Person
from people.profile import load
from qms.sample import PROFILE
from qms.sample.bulk import Bulk, add_people


class Command(BaseCommand):
    """``manage.py make_load --documents 10000 [--people 200] [--seed 1] [--pages 20]``."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--documents", type=int, default=10000)
        parser.add_argument("--people", type=int, default=200, help="as many employees at least")
        parser.add_argument("--seed", type=int, default=1, help="the same seed, the same rows")
        parser.add_argument(
            "--pages", type=int, default=0, help="texts of so many pages, else of nine clauses"
        )
        parser.add_argument(
            "--yes-i-know", action="store_true", help="also in production: nothing removes it again"
        )

    def handle(self, *, documents, people, seed, pages, yes_i_know, **options):
        if settings.PRODUCTION and not yes_i_know:
            raise CommandError(
                "This is a production installation: made-up documents would stay in it for ever."
            )
        began = time.perf_counter()
        if not DocumentType.objects.exists():
            load(PROFILE)
        added = add_people(people, random.Random(seed))  # noqa: S311 -- made-up data
        if not Person.objects.employees().exists():
            raise CommandError("Somebody must work here: give --people 1 or more.")
        Bulk(seed, pages=pages).add(documents)
        seconds = time.perf_counter() - began
        # The texts are read for the search in the background, or at once by "reindex".
        self.stdout.write(f"{documents} documents and {added} people in {seconds:.0f} s.")
