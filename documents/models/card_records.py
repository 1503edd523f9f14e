"""The nomenclature that process cards name their records by (004/4.1, field 10; 4.2.1)."""

from common.models import TranslatedText

from .nomenclature import Nomenclature, NomenclatureItem


def nomenclature_in_use() -> Nomenclature | None:
    """The newest approved list of cases; before the first is approved, the newest there is."""
    lists = Nomenclature.objects.order_by("-year")
    return lists.filter(state="approved").first() or lists.first()


def case_titles(indexes) -> dict[str, TranslatedText]:
    """What the cases of these indexes are called in the list in use."""
    cases = NomenclatureItem.objects.filter(nomenclature=nomenclature_in_use(), index__in=indexes)
    return {case.index: case.title for case in cases}
