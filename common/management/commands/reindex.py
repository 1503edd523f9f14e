"""Make the index of the search anew, while people go on searching in what is there."""

import time

from django.core.management.base import BaseCommand

from common.search import index
from common.search.files import read_files


class Command(BaseCommand):
    """``manage.py reindex [--changed]``."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument(
            "--changed", action="store_true", help="write only what is not as its record"
        )

    def handle(self, *, changed, **options):
        began = time.perf_counter()
        files = 0
        while read := read_files():
            files += read
        done, strange = index.rebuild(self.tell, all_anew=not changed)
        seconds = time.perf_counter() - began
        self.stdout.write(
            f"{done} records and {files} files read in {seconds:.0f} s "
            f"({done / max(seconds, 0.001):.0f} records a second); "
            f"{strange} entries were not as their records."
        )

    def tell(self, done: int) -> None:
        if done % 1000 < index.AT_ONCE:
            self.stderr.write(f"{done} …")
