"""The cases of a draft nomenclature from a list (004/4.2.1)."""

from django.shortcuts import get_object_or_404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.intake import Importer, Into, register
from documents.models import Nomenclature, NomenclatureItem
from people.models import Position

from .columns import in_three_languages, position

TITLES = [
    gettext_lazy("Title of the case in Kyrgyz"),
    gettext_lazy("Title of the case in Russian"),
    gettext_lazy("Title of the case in English"),
]
PLACES = [
    gettext_lazy("Place in Kyrgyz"),
    gettext_lazy("Place in Russian"),
    gettext_lazy("Place in English"),
]


@register
class CasesImporter(Importer):
    """Cases by their index; only while the nomenclature is a draft."""

    kind = "cases"
    model = NomenclatureItem
    title = gettext_lazy("Cases from Excel")
    noun = gettext_lazy("Case")
    key = "index"
    permission = "documents.change_nomenclature"
    file_name = "sapat-cases.xlsx"
    with_ = ("responsible",)
    fields = [
        Into("index", gettext_lazy("Index"), kind="code", required=True, example="01-02"),
        *in_three_languages("title", TITLES, example=("Буйруктар", "Приказы", "Orders")),
        Into(
            "keep",
            gettext_lazy("Kept"),
            choices=NomenclatureItem.Keep.choices,
            hint=gettext_lazy("Years where it is empty; then their number is needed."),
        ),
        Into("years", gettext_lazy("Years"), kind="whole", example="5"),
        Into("article", gettext_lazy("Article"), example="19"),
        Into("carrier", gettext_lazy("Carrier"), choices=NomenclatureItem.Carrier.choices),
        *in_three_languages("place", PLACES, needed=False),
        position("responsible", gettext_lazy("Answers for it"), example="office_manager"),
    ]

    @cached_property
    def nomenclature(self) -> Nomenclature:
        """Whose cases they are."""
        return get_object_or_404(Nomenclature.objects.visible_to(self.user), pk=self.target)

    def permission_object(self):
        return self.nomenclature

    def not_now(self):
        keeps = self.user.has_perm("documents.add_nomenclature")
        if not keeps or self.nomenclature.state == Nomenclature.State.DRAFT:
            return ""
        words = _("Cases are brought in while the nomenclature is a draft: it is now “%(state)s”.")
        return words % {"state": self.nomenclature.get_state_display()}

    def list_url(self):
        return self.nomenclature.get_absolute_url()

    def list_label(self):
        return str(self.nomenclature)

    def lists(self):
        return {_("Positions"): Position.objects.in_use()}

    def rows(self):
        return NomenclatureItem.objects.filter(nomenclature=self.target)

    def fresh(self):
        return NomenclatureItem(nomenclature=self.nomenclature)

    def check(self, fate, thing, values, *, cell):
        if thing.keep == thing.Keep.YEARS and not thing.years:
            fate.refuse(_("Say for how many years it is kept."), cell("years"))

    def hold(self):
        """It may have been sent on its way meanwhile."""
        held = Nomenclature.objects.select_for_update().get(pk=self.target)
        return self.user.has_perm(self.permission, held)
