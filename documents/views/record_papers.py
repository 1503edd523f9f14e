"""Papers of a case: its internal index, its cover; the closed year with its closing record."""

from django.http import Http404
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin

from common.printing import show
from common.views.page import ObjectPage
from documents.models import Nomenclature, NomenclatureItem, Record
from documents.records_pdf import NOT_LISTED, case_index_pdf, case_label_pdf, closing_pdf


class OfCase(ObjectPage, SingleObjectMixin, View):
    """A paper about one case, with the records that its reader may see."""

    model = NomenclatureItem
    permission = "documents.view_record"

    def get_queryset(self):
        years = Nomenclature.objects.visible_to(self.request.user).order_by()
        rows = NomenclatureItem.objects.filter(nomenclature__in=years.values("pk"))
        return rows.select_related("nomenclature", "responsible__unit")

    def records(self):
        """What lies in the case, by number."""
        rows = Record.objects.visible_to(self.request.user).filter(case=self.object)
        return rows.exclude(state__in=NOT_LISTED).order_by("number", "pk")


class CaseIndex(OfCase):
    """The internal index of a case."""

    def get(self, request, *args, **kwargs):
        data = case_index_pdf(self.object, self.records(), request.LANGUAGE_CODE)
        return show(data, f"index_{self.object.index}.pdf")


class CaseLabel(OfCase):
    """The cover of a case, a leaf for each volume."""

    def get(self, request, *args, **kwargs):
        data = case_label_pdf(self.object, self.records(), request.LANGUAGE_CODE)
        return show(data, f"cover_{self.object.index}.pdf")


class YearClosing(ObjectPage, SingleObjectMixin, View):
    """The nomenclature of a closed year with its closing record."""

    model = Nomenclature
    permission = "documents.view_nomenclature"

    def get(self, request, *args, **kwargs):
        if not self.object.closing:
            raise Http404
        data = closing_pdf(self.object, request.LANGUAGE_CODE)
        return show(data, f"closing_{self.object.year}.pdf")
