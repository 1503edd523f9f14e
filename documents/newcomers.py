"""What the pages of people say of newcomers: not acquainted with what is read first (002/5)."""

from django.urls import reverse
from django.utils.translation import gettext as _

from documents.models import Reading
from people.notes import Note, also_tell


@also_tell
def not_acquainted(people: list, user) -> dict[int, Note]:
    """Who is still to be acquainted before the first day, for who may see their readings."""
    owed: dict[int, list[str]] = {}
    rows = Reading.objects.visible_to(user).before_start().filter(person__in=people)
    for reading in rows.select_related("version__document").order_by("pk"):
        owed.setdefault(reading.person_id, []).append(reading.version.document.code)
    by_key = {person.pk: person for person in people}
    found = {}
    for pk, codes in owed.items():
        may = user.has_perm("documents.acquaint_person", by_key[pk]) if len(people) == 1 else False
        found[pk] = Note(
            _("Acquaintance"),
            _("not acquainted with: %(codes)s") % {"codes": ", ".join(codes)},
            _("Not acquainted"),
            reverse("documents:acquaint", args=[pk]) if may else "",
        )
    return found
