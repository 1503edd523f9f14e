"""Automatic numbers and lists of Word documents: written out as the reader sees them."""

from __future__ import annotations

import docx
import pytest

from documents.content.docx_styles import numeral
from tests.documents.content_docx import LEGAL, NS, add_list, add_num, bare, level, numbered, shape


@pytest.fixture
def word() -> object:
    document = docx.Document()
    document.add_heading("Бөлүм", 1)
    return document


def test_multi_level_numbers_are_written_out(word) -> None:
    add_list(word, 70, LEGAL)
    numbered(word, "Жалпы жоболор", 70, 0)
    numbered(word, "Биринчи жобо мындай деп айтылат.", 70, 1)
    numbered(word, "Экинчи жобо мындай деп айтылат:", 70, 1)
    numbered(word, "биринчи бөлүгү;", 70, 2)
    numbered(word, "экинчи бөлүгү.", 70, 2)
    numbered(word, "Тартип", 70, 0)
    numbered(word, "Кайра биринчи жобо келет.", 70, 1)
    numbered(word, "алгачкысы.", 70, 2)
    assert shape(word)[1:] == [
        ("h2", "I. Жалпы жоболор"),
        ("p.clause", "1.1. Биринчи жобо мындай деп айтылат."),
        ("p.clause", "1.2. Экинчи жобо мындай деп айтылат:"),
        ("p.clause", "а) биринчи бөлүгү;"),
        ("p.clause", "б) экинчи бөлүгү."),
        ("h2", "II. Тартип"),
        ("p.clause", "2.1. Кайра биринчи жобо келет."),
        ("p.clause", "а) алгачкысы."),
    ]


def test_starts_and_restarts(word) -> None:
    add_list(word, 71, level(0, "decimal", "%1)", start=5) + level(1, "lowerLetter", "%2."))
    override = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="9"/></w:lvlOverride>'
    add_num(word, 72, 71, override)
    numbered(word, "бешинчи", 71)
    numbered(word, "ичинде", 71, 1)
    numbered(word, "алтынчы", 71)
    numbered(word, "тогузунчу", 72)
    numbered(word, "онунчу", 72)
    assert [words for _tag, words in shape(word)][1:] == [
        "5) бешинчи", "a. ичинде", "6) алтынчы", "9) тогузунчу", "10) онунчу",
    ]  # fmt: skip


def test_a_level_that_never_restarts(word) -> None:
    never = '<w:lvlRestart w:val="0"/>'
    add_list(word, 73, level(0, "decimal", "%1.") + level(1, "decimal", "§%2", extra=never))
    for text, depth in (("Бир", 0), ("а", 1), ("Эки", 0), ("б", 1)):
        numbered(word, f"{text} сөз бар.", 73, depth)
    assert [words for _tag, words in shape(word)][1:] == [
        "1. Бир сөз бар.", "§1 а сөз бар.", "2. Эки сөз бар.", "§2 б сөз бар.",
    ]  # fmt: skip


def test_numbers_that_come_from_a_style(word) -> None:
    add_list(
        word, 74, level(0, "decimal", "%1.") + level(1, "decimal", "%1.%2",
        extra='<w:pStyle w:val="Heading2"/>'),
    )  # fmt: skip
    style = word.styles["Heading 2"].element.get_or_add_pPr()
    style.append(docx.oxml.parse_xml(f'<w:numPr {NS}><w:numId w:val="74"/></w:numPr>'))
    numbered(word, "Биринчи", 74)
    word.add_heading("Ичиндеги", 2)
    off = word.add_heading("Санаксыз", 2)
    off._p.get_or_add_pPr().append(
        docx.oxml.parse_xml(f'<w:numPr {NS}><w:numId w:val="0"/></w:numPr>')
    )
    word.add_heading("Кийинки", 2)
    assert [found for found in shape(word) if found[0] == "h3"] == [
        ("h3", "1.1 Ичиндеги"), ("h3", "Санаксыз"), ("h3", "1.2 Кийинки"),
    ]  # fmt: skip


def test_plain_list_bullets_and_nesting(word) -> None:
    add_list(word, 75, level(0, "decimal", "%1."))
    add_list(word, 76, level(0, "bullet", "·") + level(1, "bullet", "o"))
    numbered(word, "бир", 75)
    numbered(word, "эки", 75)
    word.add_paragraph("Арасында сүйлөм бар.")
    numbered(word, "чекит", 76)
    numbered(word, "терең", 76, 1)
    numbered(word, "дагы чекит", 76)
    assert bare(word).split("\n")[1:] == [
        "<ol><li>бир</li><li>эки</li></ol>",
        "<p>Арасында сүйлөм бар.</p>",
        "<ul><li>чекит<ul><li>терең</li></ul></li><li>дагы чекит</li></ul>",
    ]


def test_a_plain_list_cut_by_a_paragraph_keeps_its_numbers_as_words(word) -> None:
    add_list(word, 77, level(0, "decimal", "%1."))
    numbered(word, "Биринчи жобо аягына чейин айтылат.", 77)
    word.add_paragraph("Түшүндүрмө берилет.")
    numbered(word, "Экинчи жобо аягына чейин айтылат.", 77)
    assert shape(word)[1:] == [
        ("p.clause", "1. Биринчи жобо аягына чейин айтылат."),
        ("p", "Түшүндүрмө берилет."),
        ("p.clause", "2. Экинчи жобо аягына чейин айтылат."),
    ]


@pytest.mark.parametrize(
    ("fmt", "count", "shown"),
    [
        ("decimal", 12, "12"), ("decimalZero", 3, "03"), ("upperRoman", 49, "XLIX"),
        ("lowerRoman", 4, "iv"), ("upperLetter", 28, "BB"), ("lowerLetter", 3, "c"),
        ("russianLower", 2, "б"), ("russianUpper", 30, "ББ"), ("none", 5, ""),
    ],
)  # fmt: skip
def test_numerals(fmt: str, count: int, shown: str) -> None:
    assert numeral(count, fmt) == shown
