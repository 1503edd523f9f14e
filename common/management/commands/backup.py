"""Take a backup of database, files and keys now, encrypted, to every place of BACKUP_TO."""

from django.core.management.base import BaseCommand, CommandError, no_translations
from django.template.defaultfilters import filesizeformat

from common.alone import Busy
from common.backup.place import places
from common.backup.taking import take


class Command(BaseCommand):
    """``manage.py backup``: exit status 0 when it was made, 1 with the sentences when not.

    With --list, the backups there are, newest first.
    """

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--list", action="store_true", help="what backups there are")

    @no_translations
    def handle(self, **options):
        if options["list"]:
            for place in places():
                self.stdout.write(f"{place}")
                for one in place.sets():
                    self.stdout.write(f"  {one.name}  {filesizeformat(one.size)}")
            return
        try:
            check = take()
        except Busy as error:
            raise CommandError("Another backup is under way.") from error
        if name := check.facts.get("set"):
            facts = check.facts
            self.stdout.write(
                f"Backup {name}: {facts['rows']} rows, {facts['files']} files"
                f" ({facts['new_files']} new), {filesizeformat(facts['bytes'])} sent"
                f" in {facts['seconds']} s."
            )
        if not check.is_good:
            raise CommandError("\n".join(check.sentences))
