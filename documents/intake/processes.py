"""The register of processes from a list (004/4.1; 003/5.4.2)."""

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.intake import Importer, Into, register
from documents.models import Process
from people.models import Position, Unit

from .columns import in_three_languages, position, unit

NAMES = [
    gettext_lazy("Name in Kyrgyz"),
    gettext_lazy("Name in Russian"),
    gettext_lazy("Name in English"),
]
CRITERIA = [
    gettext_lazy("Criteria of effectiveness in Kyrgyz"),
    gettext_lazy("Criteria of effectiveness in Russian"),
    gettext_lazy("Criteria of effectiveness in English"),
]


@register
class ProcessesImporter(Importer):
    """Processes and their groups by number; owner and head may be missing."""

    kind = "processes"
    model = Process
    title = gettext_lazy("Register of processes from Excel")
    noun = gettext_lazy("Process")
    key = "number"
    permission = "documents.add_process"
    file_name = "sapat-processes.xlsx"
    with_ = ("parent", "unit", "owner", "head")
    fields = [
        Into("number", gettext_lazy("Number"), kind="code", required=True, example="2.1"),
        *in_three_languages("name", NAMES, example=("Кадрларды окутуу", "Обучение кадров", "")),
        Into(
            "level",
            gettext_lazy("Level"),
            choices=Process.Level.choices,
            hint=gettext_lazy("Of the organisation where it is empty."),
        ),
        Into("is_group", gettext_lazy("A group of processes"), kind="yes"),
        Into(
            "parent",
            gettext_lazy("Group or process above"),
            kind="code",
            same=True,
            hint=gettext_lazy("The number of a process here or in this list."),
            example="2",
        ),
        unit("unit", gettext_lazy("Unit")),
        position("owner", gettext_lazy("Process owner"), example="quality_manager"),
        position("head", gettext_lazy("Process head")),
        *in_three_languages("criteria", CRITERIA, needed=False),
        Into("closed_on", gettext_lazy("Carried on until"), kind="date"),
    ]

    def list_url(self):
        try:
            return reverse("documents:processes")
        except NoReverseMatch:
            return reverse("documents:documents")

    def list_label(self):
        return _("Processes")

    def lists(self):
        return {_("Positions"): Position.objects.in_use(), _("Units"): Unit.objects.in_use()}

    def visible(self, rows):
        return rows.visible_to(self.user)
