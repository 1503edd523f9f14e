"""Word documents: headings, automatic numbers, lists, tables, notes; and not a word lost."""

from __future__ import annotations

import datetime
import re

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK

from documents.content.blocks import blocks, plain_text
from documents.content.importing import import_text
from tests.documents.content_docx import (
    LEGAL,
    NS,
    add_list,
    add_xml,
    bare,
    bring,
    level,
    numbered,
    rewritten,
    saved,
    shape,
    simple,
    unchanged,
)

pytestmark = pytest.mark.usefixtures("in_english")


@pytest.fixture
def word() -> object:
    document = docx.Document()
    document.add_heading("Бөлүм", 1)
    return document


def test_title_and_headings(word) -> None:
    document = docx.Document()
    document.add_heading("Ички текшерүү тартиби", 0)
    for depth in (1, 2, 3, 4):
        document.add_heading(f"Деңгээл {depth}", depth)
    outlined = document.add_paragraph("Контурдан")
    outlined._p.get_or_add_pPr().append(docx.oxml.parse_xml(f'<w:outlineLvl {NS} w:val="1"/>'))
    result = bring(document)
    assert result.title == "Ички текшерүү тартиби"
    assert "Ички текшерүү" not in result.html
    assert [b.tag for b in blocks(result.html)] == ["h2", "h3", "h4", "h4", "h3"]


def test_bold_centred_lines_are_headings_and_long_ones_are_not() -> None:
    document = docx.Document()
    for text in ("I. Жалпы жоболор", "ЖЫЙЫНТЫК", "Өтө " * 60):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.add_run(text).bold = True
    bold_only = document.add_paragraph()
    bold_only.add_run("Маанилүү эскертүү").bold = True
    tags = [(b.tag, b.classes) for b in blocks(bring(document).html)]
    assert tags == [("h2", ("center",)), ("h2", ("center",)), ("p", ("center",)), ("p", ())]
    assert '<h2 class="center">ЖЫЙЫНТЫК</h2>' in bare(document)
    assert "<strong>Маанилүү эскертүү</strong>" in bare(document)


def test_look_of_words(word) -> None:
    paragraph = word.add_paragraph("H")
    paragraph.add_run("2").font.subscript = True
    paragraph.add_run("O m")
    paragraph.add_run("2").font.superscript = True
    paragraph.add_run(" а").bold = True
    paragraph.add_run("б").italic = True
    paragraph.add_run("в").underline = True
    paragraph.add_run().add_break()
    paragraph.add_run("г").add_break(WD_BREAK.PAGE)
    paragraph.add_run("д < е")
    assert bare(word).split("\n")[1] == (
        "<p>H<sub>2</sub>O m<sup>2</sup><strong> а</strong><em>б</em><u>в</u><br>г д &lt; е</p>"
    )


def test_links_and_alignment(word) -> None:
    target = word.part.relate_to(
        "https://example.org/a",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
        is_external=True,
    )
    add_xml(
        word,
        '<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:t>кара </w:t></w:r>'
        f'<w:hyperlink r:id="{target}"><w:r><w:t>бул жерди</w:t></w:r></w:hyperlink></w:p>',
    )
    assert bare(word).split("\n")[1] == (
        '<p class="center">кара <a href="https://example.org/a">бул жерди</a></p>'
    )


def test_tracked_changes_are_taken_as_accepted_and_comments_dropped(word) -> None:
    add_xml(
        word,
        '<w:p><w:r><w:t xml:space="preserve">Мөөнөт </w:t></w:r>'
        '<w:del w:id="1"><w:r><w:delText>беш</w:delText></w:r></w:del>'
        '<w:ins w:id="2"><w:r><w:t>үч</w:t></w:r></w:ins>'
        '<w:moveFrom w:id="3"><w:r><w:t> эски жер</w:t></w:r></w:moveFrom>'
        '<w:r><w:commentReference w:id="0"/><w:t xml:space="preserve"> күн</w:t></w:r></w:p>',
    )
    assert shape(word)[1] == ("p", "Мөөнөт үч күн")


def test_text_boxes_are_read_once(word) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>кутудагы сөз</w:t></w:r></w:p></w:txbxContent>"
    add_xml(
        word,
        f"<w:p><w:r><w:t>негизги</w:t></w:r><w:r><mc:AlternateContent><mc:Choice Requires='w'>"
        f"<w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}"
        "</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
    )
    assert [words for _tag, words in shape(word)] == ["Бөлүм", "негизги", "кутудагы сөз"]


def test_fields_controls_and_tabs(word) -> None:
    add_xml(
        word,
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE </w:instrText>'
        '</w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>бүгүн</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r><w:sdt><w:sdtContent><w:r><w:tab/>'
        "<w:t>талаа</w:t></w:r></w:sdtContent></w:sdt></w:p>",
    )
    assert shape(word)[1] == ("p", "бүгүн талаа")


def test_footnotes_stand_in_brackets(word) -> None:
    add_xml(
        word,
        '<w:p><w:r><w:t>Жобо</w:t></w:r><w:r><w:footnoteReference w:id="2"/></w:r>'
        "<w:r><w:t>.</w:t></w:r></w:p>",
    )
    note = (
        f'<w:footnotes {NS}><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>'
        "<w:r><w:t>кара: мыйзам</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )

    def relate(name: str, content: bytes) -> bytes:
        if name == "word/_rels/document.xml.rels":
            kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
            link = (
                f'<Relationship Id="rNote" Type="{kind}" Target="footnotes.xml"/></Relationships>'
            )
            return content.replace(b"</Relationships>", link.encode())
        return content

    data = rewritten(saved(word), relate, **{"word__footnotes.xml": note.encode()})
    assert shape(data)[1] == ("p", "Жобо (кара: мыйзам).")


def test_tables_with_merged_cells(word) -> None:
    table = word.add_table(rows=3, cols=3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "кең"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "бийик"
    assert bare(word).split("\n")[1] == (
        '<table><tbody><tr><td colspan="2">кең</td><td>02</td></tr>'
        '<tr><td>10</td><td>11</td><td rowspan="2">бийик</td></tr>'
        "<tr><td>20</td><td>21</td></tr></tbody></table>"
    )


def test_table_head_and_content_of_cells(word) -> None:
    add_list(word, 78, level(0, "bullet", "·"))
    table = word.add_table(rows=2, cols=2)
    for column, text in enumerate(("Иш", "Мөөнөт")):
        table.cell(0, column).paragraphs[0].add_run(text).bold = True
    cell = table.cell(1, 0)
    cell.text = "даярдоо"
    cell.add_paragraph("экинчи сап")
    table.cell(1, 1).text = "ЭРТЕҢ"
    html = bare(word).split("\n")[1]
    assert html == (
        '<table><thead><tr><th scope="col"><strong>Иш</strong></th>'
        '<th scope="col"><strong>Мөөнөт</strong></th></tr></thead>'
        "<tbody><tr><td>даярдоо<br>экинчи сап</td><td>ЭРТЕҢ</td></tr></tbody></table>"
    )


def test_stamps_in_a_table_fill_the_form() -> None:
    document = docx.Document()
    table = document.add_table(rows=1, cols=2)
    left, right = table.rows[0].cells
    left.text = "МАКУЛДАШЫЛДЫ\nЭмгек жамаатынын\nчогулушу\nПротокол № 8\n10.01.2025-ж."
    right.text = "«БЕКИТЕМИН»\nБорбордун директору\n________ Н. Т. Бекова\nБуйрук № 2-н, 11.01.2025"
    document.add_paragraph("")
    document.add_paragraph("Архив жөнүндө жобо")
    document.add_paragraph("")
    document.add_heading("Жалпы", 1)
    document.add_paragraph("Архив жыл сайын текшерилет.")
    result = bring(document)
    assert result.head == {
        "agreed_body": "Эмгек жамаатынын чогулушу",
        "protocol_number": "8",
        "protocol_date": datetime.date(2025, 1, 10),
        "approver": "Борбордун директору",
        "approver_name": "Н. Т. Бекова",
        "order_number": "2-н",
        "order_date": datetime.date(2025, 1, 11),
        "title": "Архив жөнүндө жобо",
    }
    assert shape(document) == [("h2", "Жалпы"), ("p", "Архив жыл сайын текшерилет.")]


def test_a_document_without_styles_is_read_as_plain_text() -> None:
    document = docx.Document()
    for line in (
        "II.Иштин жүрүшү", "", "- 2.1. Топтун мүчөлөрү ар бир көрсөткүчтү өзүнчө карап чыгып, жыйынтык",
        "", "барагына беш баллдык баа коюшат.", "", "2.2. Баа жашырылбайт.",
    ):  # fmt: skip
        document.add_paragraph(line)
    assert shape(document) == [
        ("h2", "II.Иштин жүрүшү"),
        (
            "p.clause",
            "2.1. Топтун мүчөлөрү ар бир көрсөткүчтү өзүнчө карап чыгып, жыйынтык барагына беш "
            "баллдык баа коюшат.",
        ),
        ("p.clause", "2.2. Баа жашырылбайт."),
    ]


def test_a_typed_clause_cut_by_a_page_is_joined_in_a_styled_document_too(word) -> None:
    first = "2.1. Топтун мүчөлөрү ар бир көрсөткүчтү өзүнчө карап чыгып, жыйынтык"
    word.add_paragraph(first)
    word.add_paragraph("барагына баа коюшат.")
    word.add_paragraph("Жөнөкөй абзац да ушундай узун болуп, чекитсиз бүтүп калышы мүмкүн экен")
    word.add_paragraph("бирок ал кошулбайт.")
    assert [words for _tag, words in shape(word)][1:3] == [
        f"{first} барагына баа коюшат.",
        "Жөнөкөй абзац да ушундай узун болуп, чекитсиз бүтүп калышы мүмкүн экен",
    ]
    assert any("page break" in str(warning) for warning in bring(word).warnings)


def test_no_word_is_lost_and_the_order_stays(word) -> None:
    add_list(word, 79, LEGAL)
    add_list(word, 80, level(0, "bullet", "·"))
    for index in range(40):
        kind = index % 6
        if kind == 0:
            numbered(word, f"жобо{index} бар.", 79, index % 3)
        elif kind == 1:
            numbered(word, f"пункт{index}", 80)
        elif kind == 2:
            table = word.add_table(rows=2, cols=2)
            for number, cell in enumerate(table._cells):
                cell.text = f"уяча{index}х{number}"
        elif kind == 3:
            word.add_heading(f"Баш{index}", 2)
        elif kind == 4:
            word.add_paragraph(f"- сызыкча{index}")
        else:
            paragraph = word.add_paragraph(f"{index}. сөз{index} ")
            paragraph.add_run(f"калың{index}").bold = True
    expected = re.findall(
        r"\w*[^\W\d_]\w*",
        "\n".join(
            node.text or "" for node in word.element.body.iter(f"{{{NS.split(chr(34))[1]}}}t")
        ),
    )
    found = re.findall(r"\w*[^\W\d_]\w*", plain_text(bring(word).html))
    written_out = {"I", "II", "III", "IV", "V", "VI", "VII", "а", "б", "в", "г", "д", "е"}
    assert [w for w in found if w not in written_out] == expected


def test_headers_stay_out_and_pictures_are_announced(word) -> None:
    word.sections[0].header.paragraphs[0].text = "колонтитул"
    add_xml(word, "<w:p><w:r><w:t>сүрөт</w:t><w:drawing/></w:r></w:p>")
    result = bring(word)
    assert "колонтитул" not in result.html
    assert any("Pictures" in str(warning) for warning in result.warnings)


def test_through_the_one_door() -> None:
    imported = import_text("жобо.docx", simple("Бир сүйлөм."))
    assert plain_text(imported.html) == "Бөлүм\nБир сүйлөм."
    assert imported.warnings == []
    renamed = import_text("жобо.txt", rewritten(simple("Бир."), unchanged))
    assert any(".docx" in str(warning) for warning in renamed.warnings)
