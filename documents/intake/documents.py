"""The register of documents from a list: cards, new and changed; versions keep their own ways."""

from typing import ClassVar

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.intake import Importer, Into, register
from documents.models import Access, Document, DocumentType
from documents.models.type import Origin
from people.models import Position, Unit

from .columns import in_three_languages, position, unit

TITLES = [
    gettext_lazy("Title in Kyrgyz"),
    gettext_lazy("Title in Russian"),
    gettext_lazy("Title in English"),
]
EXAMPLES = [
    "Иш сапарлар жөнүндө жобо",
    "Положение о командировках",
    "Regulation on business trips",
]


def kinds(_user):
    """Types of the house's own documents; headings of the tree are none."""
    return DocumentType.objects.filter(children=None).exclude(origin=Origin.EXTERNAL)


def line_by_line(words: str) -> str:
    """Other titles, one a line as the card keeps them."""
    return "\n".join(part.strip() for part in words.split(";") if part.strip())


@register
class DocumentsImporter(Importer):
    """Cards of documents (DP-01): what a card holds, and nothing of its versions."""

    kind = "documents"
    model = Document
    title = gettext_lazy("Register of documents from Excel")
    lead = gettext_lazy(
        "Cards only: codes, titles, types, owners. Texts and signed papers come in by “Import of "
        "documents in force”."
    )
    noun = gettext_lazy("Document")
    permission = "documents.import_papers"
    file_name = "sapat-register.xlsx"
    with_: ClassVar[tuple[str, ...]] = ("type", "owner", "basis", "unit", "position")
    only_shown: ClassVar[tuple] = (
        gettext_lazy("Title"),
        gettext_lazy("Version"),
        gettext_lazy("State"),
    )
    fields = [
        Into(
            "code",
            gettext_lazy("Code"),
            kind="code",
            required=True,
            hint=gettext_lazy("By it a document is found; a code that is here already changes."),
            example="ЛЧА-07",
        ),
        *in_three_languages("title", TITLES, example=EXAMPLES),
        Into(
            "type",
            gettext_lazy("Type"),
            things=kinds,
            needed=True,
            hint=gettext_lazy("Its name or its code, from the sheet “Types”."),
            example="local_normative_act",
            listed=gettext_lazy("Types"),
        ),
        Into(
            "basis",
            gettext_lazy("Basis"),
            kind="code",
            same=True,
            hint=gettext_lazy("The code of a document here or in this list."),
            example="СК-01",
        ),
        Into("basis_text", gettext_lazy("Other basis")),
        position("owner", gettext_lazy("Answers for it"), example="office_manager"),
        Into(
            "access",
            gettext_lazy("Who reads"),
            choices=Access.choices,
            hint=gettext_lazy("As the type says where it is empty."),
            example="staff",
        ),
        unit("unit", gettext_lazy("About the unit")),
        position("position", gettext_lazy("About the position")),
        Into(
            "review_months",
            gettext_lazy("Reviewed every … months"),
            kind="whole",
            hint=gettext_lazy("As its type says where it is empty."),
            example="12",
        ),
        Into(
            "aliases",
            gettext_lazy("Other titles"),
            convert=line_by_line,
            hint=gettext_lazy("Several are divided by “;”."),
        ),
    ]

    def list_url(self):
        return reverse("documents:documents")

    def list_label(self):
        return _("Documents")

    def lists(self):
        return {
            _("Types"): kinds(self.user),
            _("Positions"): Position.objects.in_use(),
            _("Units"): Unit.objects.in_use(),
        }

    def visible(self, rows):
        return rows.visible_to(self.user)

    def filled(self, rows):
        """What comes from outside has a list of its own."""
        return self.visible(rows).exclude(type__origin=Origin.EXTERNAL)

    def fresh(self):
        return Document(author=self.user.person)

    def complete(self, thing, values):
        """Who reads it, as its type says."""
        if "access" not in values and thing.type_id:
            thing.access = thing.type.access

    def settled(self, keys):
        approved = Document.objects.filter(pk__in=keys, versions__approved_at__isnull=False)
        return set(approved.values_list("pk", flat=True))

    def prepare(self, things):
        way = Document.objects.filter(versions__state__in=["agreeing", "approving"])
        keys = [thing.pk for thing in things]
        self.on_route = set(way.filter(pk__in=keys).values_list("pk", flat=True))

    def check(self, fate, thing, values, *, cell):
        if thing.type_id and thing.type.is_external:
            words = _("It comes from outside: change it in the register of external documents.")
            fate.refuse(words, cell("code"))
        if thing.pk in self.on_route:
            fate.refuse(_("A version of this document is on its route: take it back first."))
