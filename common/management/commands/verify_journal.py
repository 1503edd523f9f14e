"""Walk the chain of the journal and name the first row altered, removed or cut off."""

import sys

from django.core.management.base import BaseCommand

from common.models import JournalEntry
from common.models.journal import verify


class Command(BaseCommand):
    """``manage.py verify_journal``: exit status 0 when whole, 1 with a sentence when not."""

    help = __doc__

    def handle(self, *args, **options):
        if fault := verify():
            self.stderr.write(fault)
            sys.exit(1)
        self.stdout.write(f"The journal is whole: {JournalEntry.objects.count()} rows.")
