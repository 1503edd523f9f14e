"""Widths of printed tables: everything fits, dates and codes stay whole, the fullest gets most."""

import io
import re

import pytest
from pypdf import PdfReader

from common.printing import html_to_pdf
from common.table_widths import LANDSCAPE, PORTRAIT, Words, fit
from common.views.paper import tidy

LONG = "Документтештирилбегендик"
DAY = "02.11.2026"


def columns(count: int) -> list[Words]:
    kinds = [Words("Аталышы", [LONG * 2] * 3), Words("Берилгени", [DAY] * 3)]
    return [kinds[n % 2] for n in range(count)]


def test_few_columns_keep_the_usual_type_and_many_make_it_smaller():
    assert fit(columns(4)).size == 8.5
    assert fit(columns(12)).size < 8.5
    for count in (1, 4, 12, 30):
        assert sum(fit(columns(count)).shares) == pytest.approx(100)


def test_the_fullest_column_gets_the_most():
    found = fit([Words("№", ["1", "2"]), Words("Эмне", ["сөз " * 40]), Words("Күнү", [DAY])])

    assert found.shares[1] > found.shares[2] > found.shares[0]
    assert found.shares[2] * LANDSCAPE / 100 > 16  # a date on one line


@pytest.mark.parametrize("count", [6, 9, 12])
def test_a_table_of_the_screen_is_printed_whole(count):
    heads = "".join(f"<th>{column.head}</th>" for column in columns(count))
    cells = "".join(f"<td>{column.cells[0]}</td>" for column in columns(count))
    table = f"<table><thead><tr>{heads}<th></th></tr></thead><tr>{cells}<td> </td></tr></table>"
    page = tidy(f"<html lang=ky><title>т</title><body class=page-paper>{table}</body></html>")
    (sheet,) = PdfReader(io.BytesIO(html_to_pdf(page))).pages

    text = sheet.extract_text()
    assert text.count(DAY) == count // 2
    whole = re.sub(r"[-\u2010]\n", "", text)
    assert whole.count(LONG * 2) == (count + 1) // 2
    assert page.count("<col ") == count  # the column of buttons has nothing left in it


def test_a_wide_table_turns_its_sheet():
    def width(count):
        rows = "".join(f"<th>{c.head}</th>" for c in columns(count))
        cells = "".join(f"<td>{c.cells[0]}</td>" for c in columns(count))
        table = f"<table><thead><tr>{rows}</tr></thead><tr>{cells}</tr></table>"
        page = tidy(f"<html lang=ky><title>т</title><body class=page-paper>{table}</body></html>")
        return float(PdfReader(io.BytesIO(html_to_pdf(page))).pages[0].mediabox.width)

    assert width(4) < 600 < width(12)
    assert PORTRAIT < LANDSCAPE
