"""Walk the chain of the journal past its seals, the field history and what the apps check of
their own - signatures and agreement sheets - and name every fault.

--restored is for a copy brought back from a backup: seals made after it are not missed there.
--set-aside, after such a restore, puts the files of those later seals into a folder of their own.
"""

import itertools
import sys
from time import monotonic

from django.core.management.base import BaseCommand, no_translations

from common.models import JournalEntry
from common.trail import chain, faults_of_the_apps, fields, seals


class Command(BaseCommand):
    """``manage.py verify_journal``: exit status 0 when whole, 1 with the sentences when not."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--restored", action="store_true", help="a copy older than its seals")
        parser.add_argument("--set-aside", action="store_true", help="later seals go aside first")

    @no_translations
    def handle(self, *, restored=False, set_aside=False, **options):
        if set_aside:
            self.stdout.write(f"Seal files set aside: {seals.set_aside()}.")
        begun, is_whole = monotonic(), True
        walk = chain.Walk(restored=restored)
        for found in walk.faults():
            (self.stdout if found.is_remark else self.stderr).write(str(found))
            is_whole = is_whole and found.is_remark
        seconds = max(monotonic() - begun, 0.001)
        for found in itertools.chain(fields.faults(), faults_of_the_apps()):
            self.stderr.write(str(found))
            is_whole = False
        self.stdout.write(
            f"{walk.rows} rows, {walk.bytes / 1e6:.1f} MB in {seconds:.1f} s: "
            f"{walk.rows / seconds:.0f} rows a second."
        )
        if not is_whole:
            sys.exit(1)
        self.stdout.write(f"The journal is whole: {JournalEntry.objects.count()} rows.")
