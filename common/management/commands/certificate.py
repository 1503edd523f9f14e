"""The certificate of the organisation's seal: make, renew, import, show.

Run it on the machine of the worker, as the worker's user and with its SIGNING_PASSWORD: the key is
written into the folder KEYS_ROOT and goes nowhere else.
"""

from getpass import getpass
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from common import keys
from common.dates import numeric
from common.models import Certificate
from common.seal_tasks import check_seal


class Command(BaseCommand):
    """``manage.py certificate make|renew|import FILE.p12|show``."""

    help = __doc__

    def add_arguments(self, parser):
        acts = parser.add_subparsers(dest="act", required=True)
        acts.add_parser("make", help="make one where there is no good one yet")
        acts.add_parser("renew", help="make another one in its place")
        acts.add_parser("show", help="list them and say whether papers can be sealed")
        bring = acts.add_parser("import", help="take one with its key from a .p12 file")
        bring.add_argument("file", type=Path)
        bring.add_argument("--password-file", type=Path, help="else it is asked for")

    def handle(self, *, act, **options):
        try:
            if act == "make":
                keys.ensure()
            elif act == "renew":
                keys.make()
            elif act == "import":
                self.bring_in(options["file"], options["password_file"])
            if act != "show":
                check_seal()
            self.show()
        except keys.SealingUnavailable as error:
            # In the language of the console, as every command speaks.
            raise CommandError(error.sentence % error.values) from error

    def bring_in(self, file: Path, password_file: Path | None) -> None:
        """Take in a .p12 file; its password is used once and kept nowhere."""
        try:
            data = file.read_bytes()
            given = password_file.read_text().strip() if password_file else getpass("Password: ")
            keys.bring_in(data, given.encode() or None)
        except (OSError, ValueError) as error:
            raise CommandError(f"{file}: {error}") from error

    def show(self) -> None:
        """Every certificate on a line, the current one marked; then whether its key opens."""
        for one in Certificate.objects.all():
            mark = " " if one.retired_at else "*"
            dates = f"{numeric(one.valid_from)} - {numeric(one.valid_until)}"
            self.stdout.write(f"{mark} {dates}  {one.fingerprint}  {one.subject}")
        keys.usable()
        self.stdout.write("Papers can be sealed.")
