"""Lists as people really send them: any order, any kind of file, and what is told of each fault."""

import datetime
import io
import tracemalloc
import zipfile

import pytest
from openpyxl import Workbook

from common import sheet_files, sheets
from common.lookalikes import clean_code, mixes_alphabets, skeleton
from common.sheet_files import RawCell
from common.sheet_template import write_template
from common.sheet_values import value_of
from common.sheets import Field, SheetRefused, read_sheet

pytestmark = pytest.mark.usefixtures("in_english")

FIELDS = [
    Field("code", "Code", kind="code", required=True),
    Field("title", "Title"),
    Field("day", "Day", kind="date"),
    Field("count", "Count", kind="whole"),
    Field("is_group", "Group", kind="yes"),
]
HEADS = ["Code", "Title", "Day", "Count", "Group"]


def saved(made: Workbook) -> bytes:
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def book(*rows, heads=HEADS) -> Workbook:
    made = Workbook()
    made.active.append(list(heads))
    for row in rows:
        made.active.append(list(row))
    return made


def read(*rows, heads=HEADS):
    return read_sheet(saved(book(*rows, heads=heads)), FIELDS)


def refusal(data: bytes) -> str:
    with pytest.raises(SheetRefused) as told:
        read_sheet(data, FIELDS)
    return str(told.value)


# Dates, numbers, codes ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        datetime.date(2027, 6, 12),
        datetime.datetime(2027, 6, 12, 9, 30),
        *("12.06.2027", "2027-06-12", "12/06/2027", "12-06-2027", " 12.06.2027 ", "12.06.2027."),
    ],
)
def test_one_day_however_it_is_written(typed):
    line = read(["1", "a", typed]).lines[0]
    assert (line.values["day"], line.faults) == (datetime.date(2027, 6, 12), [])


@pytest.mark.parametrize(
    "typed", ["12.06.27", "12/6/27", "31.02.2027", "жайында", 46000, "13.13.2027"]
)
def test_a_day_that_is_none_is_told_with_its_cell(typed):
    (cell, words), *others = read(["1", "a", typed]).lines[0].faults
    assert (cell, others) == ("C2", [])
    assert str(typed) in words


def test_a_year_of_two_digits_is_told_as_such():
    assert "four digits" in read(["1", "a", "12.06.27"]).lines[0].faults[0][1]


def test_numbers_as_text_and_text_as_numbers():
    line = read([12, 7.0, None, "12", "Yes"]).lines[0]
    assert [line.values[key] for key in ("code", "title", "count", "is_group")] == [
        *("12", "7", 12, True)
    ]


def test_a_code_that_excel_took_for_a_date_or_a_number_is_told():
    date, number = read([datetime.date(2026, 2, 1)], [1.1]).lines
    assert "01.02.2026" in date.faults[0][1]
    assert "1.10" in number.faults[0][1]


@pytest.mark.parametrize("typed", ["perhaps", "2"])
def test_neither_yes_nor_no(typed):
    assert "yes or no" in read(["1", None, None, None, typed]).lines[0].faults[0][1]


def test_formulas_give_their_last_value_and_say_so():
    made = book(["1", "=A1", None, "=1+1"])
    data = with_values(saved(made), {"B2": "Буйрук", "D2": "2"})
    sheet = read_sheet(data, FIELDS)
    assert (sheet.lines[0].text("title"), sheet.lines[0].values["count"]) == ("Буйрук", 2)
    assert any("formulas" in words for words in sheet.remarks)

    faults = read_sheet(saved(made), FIELDS).lines[0].faults
    assert [cell for cell, _words in faults] == ["B2", "D2"]
    assert all("formula" in words for _cell, words in faults)


def with_values(data: bytes, values: dict[str, str]) -> bytes:
    """The workbook as Excel leaves it: with the value beside each formula."""
    out, source = io.BytesIO(), zipfile.ZipFile(io.BytesIO(data))
    with zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name).decode() if name.endswith(".xml") else source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                for cell, value in values.items():
                    begin = content.index(f'<c r="{cell}"')
                    end = content.index("</c>", begin)
                    piece = content[begin:end].replace("<v />", f"<v>{value}</v>")
                    piece = piece.replace("<v></v>", f"<v>{value}</v>")
                    if not value.isdigit():
                        piece = piece.replace(f'r="{cell}"', f'r="{cell}" t="str"')
                    content = content[:begin] + piece + content[end:]
            target.writestr(name, content)
    return out.getvalue()


# Headings and sheets ----------------------------------------------------------------------------


def test_any_order_and_columns_nobody_reads():
    sheet = read(["x", "Аты", "1"], heads=["Remark", "Title", "CODE *"])
    assert sheet.lines[0].text("code") == "1"
    assert sheet.unknown == ["Remark"]


def test_headings_may_stand_under_a_title_of_their_own():
    made = Workbook()
    for row in (["Register of 2027"], [], HEADS, ["1", "a"]):
        made.active.append(row)
    line = read_sheet(saved(made), FIELDS).lines[0]
    assert (line.number, line.cells["code"]) == (4, "A4")


def test_missing_headings_are_told_with_what_was_found():
    told = refusal(saved(book(["a", "b"], heads=["Number", "Title"])))
    assert "“Code”" in told
    assert "Number, Title" in told


def test_empty_rows_are_passed_over():
    sheet = read([None], ["1"], [" "], [None, None], ["2"])
    assert [line.number for line in sheet.lines] == [3, 6]


def test_joined_cells_are_told():
    made = book(["1", "a"], ["2", None], ["3", "c"])
    made.active.merge_cells("B2:B3")
    first, second, third = read_sheet(saved(made), FIELDS).lines
    assert [cell for cell, _words in first.faults + second.faults] == ["B2", "B3"]
    assert third.faults == []


def test_too_many_joined_cells_are_refused(monkeypatch):
    monkeypatch.setattr(sheet_files, "MOST_MERGED", 1)
    made = book(*(["1", "a"] for _n in range(4)))
    made.active.merge_cells("B2:B3")
    made.active.merge_cells("B4:B5")
    assert "joined" in refusal(saved(made))


def test_hidden_sheets_are_not_read_and_that_is_told():
    made = book(["1", "shown"])
    secret = made.create_sheet("Old", 0)
    secret.append(HEADS)
    secret.append(["2", "hidden"])
    secret.sheet_state = "hidden"
    made.active = 1
    sheet = read_sheet(saved(made), FIELDS)
    assert [line.text("title") for line in sheet.lines] == ["shown"]
    assert any("Old" in words for words in sheet.remarks)


def test_hidden_rows_and_further_sheets_are_told():
    made = book(["ЛЧА-1"])
    made.active.row_dimensions[2].hidden = True
    made.create_sheet("Дагы")
    made.create_sheet("Example")
    remarks = " ".join(read_sheet(saved(made), FIELDS).remarks)
    assert "hidden rows or columns in the file: they were read too" in remarks
    assert "left out: Дагы." in remarks


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("45000", "Excel means the day 15.03.2023"),
        (45000, "Excel means the day 15.03.2023"),
        ("01.01.2190", "too far away"),
    ],
)
def test_a_day_that_is_a_number_or_far_away_is_told(typed, words):
    with pytest.raises(ValueError, match=words):
        value_of(RawCell(typed), "date")


def test_a_number_with_a_minus_is_told_as_such():
    with pytest.raises(ValueError, match="less than nothing"):
        value_of(RawCell("-3"), "whole")


def test_the_sheet_with_the_headings_is_found():
    made = book(["1", "a"])
    made.create_sheet("Cover", 0).append(["Everything about us"])
    assert len(read_sheet(saved(made), FIELDS).lines) == 1


@pytest.mark.parametrize("name", ["Мисал", "Пример (2)", "example", "Kinds", "About this list"])
def test_what_our_template_holds_beside_the_list_is_not_read(name):
    made = Workbook()
    made.active.append(["Register of ours"])
    made.active.append(["Cipher", "Title", "Day"])
    made.active.append(["1", "a"])
    made.create_sheet(name).append(HEADS)
    made[name].append(["ЛЧА-07", "Invented"])
    fields = [*FIELDS, Field("kind", "Kind", listed="Kinds")]
    with pytest.raises(SheetRefused, match="Found instead: Cipher, Title, Day."):
        read_sheet(saved(made), fields)


# CSV ----------------------------------------------------------------------------------------------

TEXT = "Code{0}Title\r\nЛЧА-1{0}«Буйрук; иреттер»\r\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("divider", [",", "\t"])
def test_a_table_as_text(encoding, divider):
    sheet = read_sheet(TEXT.format(divider).encode(encoding), FIELDS)
    assert (sheet.lines[0].text("code"), sheet.lines[0].number) == ("ЛЧА-1", 2)
    assert sheet.remarks == []


def test_semicolons_quotes_and_the_old_encoding():
    text = 'sep=;\r\nCode;Title\r\nЛЧА-1;"Приказы; распоряжения"\r\n'
    sheet = read_sheet(text.encode("cp1251"), FIELDS)
    assert sheet.lines[0].text("title") == "Приказы; распоряжения"
    assert sheet.lines[0].cells["code"] == "A3"
    assert "Ң" in sheet.remarks[0]


def test_a_formula_in_a_table_as_text_is_no_value():
    line = read_sheet(b"Code;Title\n1;=HYPERLINK(1)\n", FIELDS).lines[0]
    assert "formula" in line.faults[0][1]


# Files that are none ------------------------------------------------------------------------------


def entry(name: str, data: bytes) -> bytes:
    out = io.BytesIO(saved(book(["1"])))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


FOREIGN = {
    "old": (sheet_files.OLE + b"\0" * 512, ".xls"),
    "locked": (sheet_files.OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    "picture": (b"\x89PNG\r\n\x1a\n\0\0", "neither"),
    "paper": (b"%PDF-1.7 words", "neither"),
    "page": (b"<html><body>1</body></html>", "neither"),
    "nothing": (b"", "neither"),
    "archive": (b"PK\x03\x04broken", "not an Excel file"),
    "macros": (entry("xl/vbaProject.bin", b"x"), "macros"),
    "entities": (entry("xl/x.xml", b"<!DOCTYPE a>"), "not one that Excel wrote"),
}


@pytest.mark.parametrize(("data", "words"), FOREIGN.values(), ids=FOREIGN)
def test_another_file_is_refused_in_words(data, words):
    assert words in refusal(data)


def test_an_archive_that_unpacks_to_too_much_is_not_unpacked():
    bomb = entry("xl/sharedStrings2.xml", b"\0" * (sheet_files.LARGEST_WORDS + 1))
    assert len(bomb) < 1024 * 1024
    tracemalloc.start()
    assert "not one that Excel wrote" in refusal(bomb)
    assert tracemalloc.get_traced_memory()[1] < 20 * 1024 * 1024
    tracemalloc.stop()


def test_a_list_larger_than_its_limit(monkeypatch):
    monkeypatch.setattr(sheet_files, "LARGEST_FILE", 100)
    assert "too large" in refusal(saved(book(["1"])))


def test_fifty_thousand_rows_are_refused_soon_and_in_little_memory(monkeypatch):
    made = Workbook(write_only=True)
    sheet = made.create_sheet()
    sheet.append(HEADS)
    for n in range(50_000):
        sheet.append([f"ЛЧА-{n}", "Баалоо"])
    data, seen = saved(made), []
    read = sheets._line
    monkeypatch.setattr(sheets, "_line", lambda *row: seen.append(row[0]) or read(*row))

    tracemalloc.start()
    assert "5000" in refusal(data)
    assert tracemalloc.get_traced_memory()[1] < 60 * 1024 * 1024
    tracemalloc.stop()
    assert len(seen) == sheets.MOST_ROWS + 1


# Codes that look the same ---------------------------------------------------------------------------


def test_what_a_person_sees_of_a_code():
    assert skeleton("СК-01") == skeleton("CK 01") == skeleton("ск–01") == skeleton(" Ск01")
    assert skeleton("1-1") != skeleton("11")
    assert skeleton("ЛЧА-1") != skeleton("ЛЧА-2")
    assert clean_code("СК\u200b-01 ") == "СК-01"
    assert (mixes_alphabets("СK-01"), mixes_alphabets("СК-01"), mixes_alphabets("QA")) == (
        *(True, False, False),
    )


# The template -----------------------------------------------------------------------------------------


def test_the_template_offers_what_may_be_chosen():
    from openpyxl import load_workbook  # noqa: PLC0415

    class Thing:
        def __init__(self, code, **name):
            self.code, self.name = code, name

    fields = [
        Field("code", "Code", required=True),
        Field("kind", "Kind", listed="Kinds", example="of_another_house"),
        Field("twin", "Twin", listed="Twins"),
        Field("access", "Access", choices=("public", "staff")),
        Field("is_group", "Group", kind="yes"),
    ]
    lists = {
        "Kinds": [Thing("a", en="Act", ky="Акт"), Thing("b", en="Plan", ky="План")],
        "Twins": [Thing("a", en="Same"), Thing("b", en="Same")],
    }
    book = load_workbook(io.BytesIO(write_template("List", fields, lists)))
    assert [cell.value for cell in book.worksheets[1][2]][1] == "Act"
    rules = book.worksheets[0].data_validations.dataValidation
    assert [(str(rule.sqref), rule.formula1) for rule in rules] == [
        ("B2:B500", "'Kinds'!$D$2:$D$3"),
        ("C2:C500", "'Twins'!$E$2:$E$3"),
        ("D2:D500", '"public,staff"'),
        ("E2:E500", '"yes,no"'),
    ]
    assert {rule.errorStyle for rule in rules} == {"warning"}
    assert [row[4].value for row in book["Twins"]] == ["Write this", "a", "b"]
