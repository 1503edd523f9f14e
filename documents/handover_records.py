"""What of the archive passes on with a leaver's work: records that are still kept up (DP-02)."""

from django.utils.translation import gettext_lazy as _

from common.models import record
from documents.models import Material, Record, RecordState
from people.handover import Work, register


def open_records(person):
    """Records that this person has opened and not closed."""
    return Record.objects.filter(author=person, state=RecordState.OPEN).select_related("case")


def materials(person):
    """Materials that are no records yet."""
    return Material.objects.filter(author=person, state=Material.State.KEPT)


def _pass_on(things, person, to, by) -> None:
    for thing in things:
        thing.author, thing._change_reason = to, "take_over"
        thing.revision += 1
        thing.save()
        record(thing, "take_over", by=by, author=to.pk, before=person.pk)


def pass_records(person, to, by) -> None:
    """Whoever takes over closes them; what is closed keeps the name of its author."""
    _pass_on(open_records(person), person, to, by)


def pass_materials(person, to, by) -> None:
    _pass_on(materials(person), person, to, by)


register(Work("documents.records", _("Open records"), open_records, pass_records, str))
register(Work("documents.materials", _("Quality materials"), materials, pass_materials, str))
