"""Take away the second factor of an account, when no administrator can sign in to do it."""

from django.core.management.base import BaseCommand, CommandError

from common.caller import SYSTEM
from people.models import User


class Command(BaseCommand):
    """``manage.py reset_second_factor LOGIN``: journalled, and the person gets a letter."""

    help = __doc__

    def add_arguments(self, parser):
        parser.add_argument("login", help="the user name")

    def handle(self, *, login, **options):
        user = User.objects.filter(username=login.casefold()).first()
        if user is None:
            raise CommandError(f"There is no account “{login}”.")
        user.reset_second_factor(by=SYSTEM, reason="console")
        self.stdout.write(f"“{user}” signs in with the password alone now.")
