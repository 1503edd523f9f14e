"""Prepare the first start: a database without an organisation gets the sample agency.

With --accounts, print the accounts of the sample instead; of any other installation, nothing.
"""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand

from people.models import Organisation

HEADING = "Сыноо үчүн аккаунттар / Учётные записи для пробы / Sample accounts"
PASSWORD = "Сырсөз / Пароль / Password"  # noqa: S105 -- the word, not the secret


class Command(BaseCommand):
    """``manage.py first_start [--accounts]``: may be repeated, changes nothing the second time."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--accounts", action="store_true", help="print the sample accounts")

    def handle(self, *, accounts, **options):
        if accounts:
            self.print_accounts()
        elif Organisation.objects.exists():
            return
        elif settings.PRODUCTION:
            self.stdout.write(
                "An empty installation: manage.py load_profile brings in its profile."
            )
        else:
            call_command("make_sample", stdout=self.stdout)

    def print_accounts(self) -> None:
        """Who may sign in to the sample, aligned, in words of all three languages."""
        organisation = Organisation.current()
        rows = organisation.switches.get("sample_accounts") or []
        if not organisation.is_sample or not rows:
            return
        logins = max(len(row["login"]) for row in rows)
        names = max(len(row["name"]) for row in rows)
        self.stdout.write(HEADING)
        for row in rows:
            line = f"  {row['login']:<{logins}}  {row['name']:<{names}}  {row['position']['ky']}"
            self.stdout.write(line.rstrip())
        self.stdout.write(f"{PASSWORD}: {rows[0]['password']}")
