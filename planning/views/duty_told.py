"""Who was reminded of a duty, and who was told higher up: the words of one tab."""

from collections import defaultdict

from django.utils.translation import gettext as _

from common.models import JournalEntry
from people.models import Person
from planning import owners
from planning.models import DutyWarning


def told(duty) -> list[dict]:
    """What was told of it and when; of a step higher up the people whom the journal names."""
    steps = _steps(duty)
    keys = {key for found in steps.values() for entry in found for key in entry.details["people"]}
    people = Person.objects.in_bulk(keys)
    lines = []
    for row in duty.warnings.all():
        entry = next((one for one in steps[row.level] if one.at >= row.at), None)
        lines.append({"words": _words(row, entry, people), "at": row.at, "due": row.due})
    return lines


def _steps(duty) -> dict[int, list[JournalEntry]]:
    """The rows of the journal by the step that was told; they count it from one."""
    found = defaultdict(list)
    for entry in JournalEntry.objects.about(duty).filter(deed="escalate").order_by("number"):
        found[entry.details["level"] - 1].append(entry)
    return found


def _words(row, entry, people) -> str:
    if row.kind == DutyWarning.Kind.REMIND:
        return _("%(what)s, %(when)s") % {
            "what": row.get_kind_display(),
            "when": owners.when_words(-row.level),
        }
    who = [people[key] for key in entry.details["people"] if key in people] if entry else []
    return _("%(what)s, step %(number)s: %(people)s") % {
        "what": row.get_kind_display(),
        "number": row.level + 1,
        "people": owners.names(who) or _("nobody"),
    }
