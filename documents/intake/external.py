"""The register of external documents from a list: cards; editions come with their copies."""

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.intake import Into, register
from documents.models import Channel, Document, DocumentType
from documents.models.external import ExternalFacts, facts_of
from documents.models.type import Origin
from people.models import Position

from .columns import in_three_languages, position
from .documents import TITLES, DocumentsImporter

FACTS = ("issuer", "number", "date", "channel", "link", "found_on", "impact")


def external_kinds(_user):
    """Types of documents that come from outside."""
    return DocumentType.objects.filter(children=None, origin=Origin.EXTERNAL)


def channels(_user):
    """Where the organisation looks, or looked when a document was found."""
    return Channel.objects.all()


@register
class ExternalImporter(DocumentsImporter):
    """Cards of external documents (004/4.2.3): whose they are, how they were found."""

    kind = "external"
    title = gettext_lazy("Register of external documents from Excel")
    lead = gettext_lazy("Cards only: an edition is registered on its card, with its control copy.")
    permission = "documents.add_external"
    file_name = "sapat-external.xlsx"
    with_ = ("type", "owner", "facts__channel")
    only_shown = (gettext_lazy("Title"), gettext_lazy("Registered"), gettext_lazy("State"))
    settled_words = gettext_lazy("An edition of it is registered: the reason is asked below.")
    fields = [
        Into("code", gettext_lazy("Register No."), kind="code", required=True, example="ТД-07"),
        *in_three_languages("title", TITLES),
        Into(
            "type",
            gettext_lazy("Type"),
            things=external_kinds,
            needed=True,
            hint=gettext_lazy("Its name or its code, from the sheet “Types”."),
            listed=gettext_lazy("Types"),
        ),
        Into("issuer", gettext_lazy("Issuer"), needed=True),
        Into("number", gettext_lazy("Number of the document"), kind="code", needed=True),
        Into("date", gettext_lazy("Date of the document"), kind="date", needed=True),
        Into(
            "channel",
            gettext_lazy("Channel"),
            things=channels,
            listed=gettext_lazy("Channels"),
            hint=gettext_lazy("Its name or its code, from the sheet “Channels”."),
        ),
        Into("link", gettext_lazy("Address on the internet"), example="https://law.example.kg/"),
        Into("found_on", gettext_lazy("Found on"), kind="date"),
        Into("impact", gettext_lazy("What it means for the work")),
        position("owner", gettext_lazy("Who watches over it"), example="quality_manager"),
    ]

    def list_url(self):
        return reverse("documents:externals")

    def list_label(self):
        return _("External documents")

    def lists(self):
        return {
            _("Types"): external_kinds(self.user),
            _("Positions"): Position.objects.in_use(),
            _("Channels"): channels(self.user),
        }

    def visible(self, rows):
        return rows.visible_to(self.user).filter(type__origin=Origin.EXTERNAL)

    def filled(self, rows):
        return self.visible(rows)

    def settled(self, keys):
        """Those with an edition that is or was in force: nobody approves it here, staff read it."""
        held = Document.objects.filter(pk__in=keys, versions__order_number__gt="")
        return set(held.values_list("pk", flat=True))

    def field_of(self, column):
        held = ExternalFacts if column.name in FACTS else Document
        return held._meta.get_field(column.name)

    def stored(self, thing, column):
        return getattr(facts_of(thing) if column.name in FACTS else thing, column.name, None)

    def check(self, fate, thing, values, *, cell):
        given = {name for name in ("issuer", "number", "link", "impact") if name in values}
        probe = ExternalFacts(**{name: values[name] for name in given})
        try:
            probe.clean_fields(exclude={f.name for f in probe._meta.fields} - given)
        except ValidationError as error:
            for name, messages in error.message_dict.items():
                fate.refuse(" ".join(messages), cell(name))

    def saved(self, thing, values):
        given = {name: values[name] for name in FACTS if name in values}
        facts = facts_of(thing) or ExternalFacts(document=thing, found_by=self.user.person)
        if given or facts.pk is None:
            for name, value in given.items():
                setattr(facts, name, value)
            facts._change_reason = "import_list"  # type: ignore[attr-defined]  # of the history
            facts.save()
