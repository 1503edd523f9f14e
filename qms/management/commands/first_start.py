"""Prepare the first start: a database without an organisation gets the sample agency.

With --empty, and always in production, it stays empty instead: a guide under /start/ leads through
the first steps, opened by the code that is printed here. --code gives a new code and makes the
one before void. With --accounts, print how one gets in: the accounts of the sample, or that code.
"""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.urls import reverse

from people.models import FirstStart, Organisation
from qms import start

CODE = "Код / Code"
HEADING = "Сыноо үчүн аккаунттар / Учётные записи для пробы / Sample accounts"
PASSWORD = "Сырсөз / Пароль / Password"  # noqa: S105 -- the word, not the secret


class Command(BaseCommand):
    """``manage.py first_start [--empty|--code|--accounts]``: may be repeated."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("--accounts", action="store_true", help="print how one gets in")
        parser.add_argument("--empty", action="store_true", help="an agency of one's own")
        parser.add_argument("--code", action="store_true", help="a new code for the guide")

    def handle(self, *, accounts, empty, code, **options):
        if accounts or code:
            if start.is_open():
                self.print_code()
            elif code:
                self.stdout.write("The first start is finished: there is no code any more.")
            else:
                self.print_accounts()
        elif empty or settings.PRODUCTION:
            # Said once: a second call must not take the code from whoever is in the guide.
            if start.is_open() and FirstStart.current() is None:
                self.print_code()
        elif not Organisation.objects.exists():
            call_command("make_sample", stdout=self.stdout)

    def print_code(self) -> None:
        """The code that opens the guide, and where."""
        self.stdout.write(f"{settings.PUBLIC_BASE_URL}{reverse('start')}")
        self.stdout.write(f"{CODE}: {FirstStart.new_code()}")

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
