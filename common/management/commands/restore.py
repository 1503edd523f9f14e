"""Restore a backup into an empty place: this Sapat, or one that is newer than the backup."""

import json
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, no_translations

from common.alone import Busy, alone
from common.backup import database, faults, marker
from common.backup.faults import BackupFault
from common.backup.place import Place
from common.backup.restoring import Restore
from common.backup.taking import take
from common.storage import files


class Command(BaseCommand):
    """``manage.py restore [SET] [--from PLACE] [--key FILE] [--replace]``.

    Given again after it was interrupted, it finishes. Stop web and worker first.
    """

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("set", nargs="?", default="", help="its name; the newest without one")
        parser.add_argument("--from", dest="place", help="a folder or s3://…; else BACKUP_TO")
        parser.add_argument("--key", type=Path, help="the file of the key; else BACKUP_KEY")
        parser.add_argument("--replace", action="store_true", help="put it over what is here")
        parser.add_argument(
            "--without-safety", action="store_true", help="do not back up first what is replaced"
        )
        # Used by the rehearsal, in the spare place it made.
        parser.add_argument("--rehearsal", action="store_true")

    @no_translations
    def handle(self, **options):
        try:
            if options["rehearsal"]:
                self.rehearse(options)
            else:
                self.restore(options)
        except (BackupFault, Busy) as error:
            raise CommandError(str(error)) from error

    def restore(self, options) -> None:
        place = Place(options["place"] or settings.BACKUP_TO[0])
        name = place.set_named(options["set"]).name
        if not marker.half_restored() and not is_empty():
            if not options["replace"]:
                raise BackupFault(faults.NOT_EMPTY)
            if not options["without_safety"]:
                self.save_first()
        with alone("backup"):
            Restore(place, name, key=options["key"], say=self.stdout.write).run()
        self.stdout.write(f"Restored: {name}.")

    def save_first(self) -> None:
        check = take()
        if not check.is_good:
            sentences = "\n".join(check.sentences)
            raise CommandError(
                f"What is here could not be backed up first:\n{sentences}\n"
                "With --without-safety it is replaced all the same."
            )
        self.stdout.write(f"What was here is kept as {check.facts['set']}.")

    def rehearse(self, options) -> None:
        """Everything as in earnest; what is found goes to the one who asked, as JSON."""

        def tell(**said):
            self.stdout.write(json.dumps(said))
            self.stdout.flush()

        asked = Restore(
            Place(settings.BACKUP_TO[0]),
            options["set"],
            only_try=True,
            progress=lambda done, total: tell(done=done, total=total),
        )
        found = asked.faults
        try:
            asked.run()
        except BackupFault as fault:
            found.append(fault)
        tell(facts=asked.facts, faults=[[fault.sentence, fault.values] for fault in found])


def is_empty() -> bool:
    """Neither deeds nor files."""
    return database.is_empty() and next(files().entries(), None) is None
