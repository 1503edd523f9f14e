"""Fill an empty database with the sample agency: invented people and a story of documents."""

from django.core.management.base import BaseCommand, CommandError

from people.profile import ProfileError
from qms.sample import SampleRefused, make_sample


class Command(BaseCommand):
    """``manage.py make_sample``: only into a database without people, never in production."""

    help = __doc__

    def handle(self, **options):
        try:
            made = make_sample()
        except (SampleRefused, ProfileError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"The sample agency is ready: {made['people']} people, {made['versions']} versions."
        )
