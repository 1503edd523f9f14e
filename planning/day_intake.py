"""Special days from a list: a year as the government announced it (PK-04)."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import numeric
from common.intake import Importer, Into, register
from common.models import SpecialDay
from common.models.special_day import fault_of
from common.working_days import days_changed
from planning.following import ToCome

NAMES = {
    "ky": (gettext_lazy("Name in Kyrgyz"), "Нооруз"),
    "ru": (gettext_lazy("Name in Russian"), "Нооруз"),
    "en": (gettext_lazy("Name in English"), "Nooruz"),
}


@register
class DaysImporter(Importer):
    """Days off, shortened days and working weekend days, each by its date."""

    kind = "special_days"
    model = SpecialDay
    title = gettext_lazy("Special days from Excel")
    lead = gettext_lazy("Duties that are not yet due move with the days brought in.")
    noun = gettext_lazy("Day")
    key = "day"
    permission = "planning.manage_days"
    file_name = "sapat-days.xlsx"
    only_shown = (gettext_lazy("Weekday"),)
    fields = [
        Into("day", gettext_lazy("Day"), kind="date", required=True, example="21.03.2027"),
        Into(
            "kind",
            gettext_lazy("Kind of day"),
            choices=SpecialDay.Kind.choices,
            needed=True,
        ),
        *[
            Into(
                f"name_{language}",
                label,
                attr="name",
                language=language,
                needed=language == "ky",
                example=example,
            )
            for language, (label, example) in NAMES.items()
        ],
        Into(
            "is_expected",
            gettext_lazy("Still to be announced"),
            kind="yes",
            hint=gettext_lazy("Yes where the day itself may still move. Empty means no."),
        ),
        Into("basis", gettext_lazy("Basis")),
    ]

    def list_url(self):
        return reverse("planning:day_list")

    def list_label(self):
        return _("Special days")

    def key_of(self, line):
        found = line.values.get(self.key)
        return found.isoformat() if isinstance(found, date) else ""

    def key_words(self, key):
        return numeric(date.fromisoformat(key)) if key else ""

    def check(self, fate, thing, values, *, cell):
        day = date.fromisoformat(str(thing.day))
        if words := fault_of(day, thing.kind):
            fate.refuse(words, cell("kind"))

    def complete(self, thing, values):
        thing.day = date.fromisoformat(str(thing.day))

    def changing(self, thing):
        thing.is_filled = False

    def hold(self):
        self.to_come = ToCome()
        return super().hold()

    def written(self, things, *, by):
        if not things:
            return []
        told = days_changed({thing.day.year for thing in things}, by=by)
        return [*told, *self.to_come.told()]
