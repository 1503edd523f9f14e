"""The nomenclature of files as a paper (domain 2.2)."""

from django.utils import translation
from django.utils.translation import gettext as _

from common.printing import render_pdf
from documents.models import Nomenclature
from documents.pdf import copy_cell, paper_context
from documents.stamps import words_in


def nomenclature_pdf(nomenclature: Nomenclature, language: str, *, preview: bool = False) -> bytes:
    """The yearly list of cases with its terms, stamps and agreement sheet (domain 2.2)."""
    with translation.override(language):
        title = _("Nomenclature of files for %(year)s") % {"year": nomenclature.year}
        context = paper_context(nomenclature, language, title, preview=preview) | {
            "code": str(nomenclature.year),
            "sheet_of": title,
            "cells": [
                (_("Order No."), nomenclature.order_number or "—"),
                (_("Cases"), len(nomenclature.items.all())),
                copy_cell(nomenclature, preview=preview),
            ],
            "items": [
                {
                    "index": item.index,
                    "title": words_in(item.title, language),
                    "term": item.term,
                    "article": item.article,
                    "carrier": item.get_carrier_display(),
                    "place": words_in(item.place, language),
                    "responsible": words_in(item.responsible.name, language)
                    if item.responsible
                    else "",
                }
                for item in nomenclature.items.select_related("responsible")
            ],
        }
        return render_pdf("print/nomenclature.html", context, language=language)
