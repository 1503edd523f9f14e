"""Every paper: our letters in our font, our files only, the same bytes twice, heads on each page."""

import io
from collections import namedtuple

import pytest
from pypdf import PdfReader

from common import printing
from common.printing import html_to_pdf, is_own, pdf_response, render_pdf, unbroken

LETTERS = "Ң Ө Ү ң ө ү № «Өзгөчө үлгү» — 12"
Column = namedtuple("Column", "label kind")
Cell = namedtuple("Cell", "label text tone kind")


def read(data: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(data))


def fonts(reader: PdfReader) -> set[str]:
    return {
        font.get_object()["/BaseFont"].partition("+")[2]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }


def page_of(body: str) -> str:
    return (
        f"<!doctype html><html lang=ky><title>Сынак</title><body class=paper>{body}</body></html>"
    )


def register(rows: int) -> dict:
    return {
        "title": "Документтердин тизмеси",
        "columns": [Column("Коду", "code"), Column("Аталышы", "text"), Column("Саны", "number")],
        "rows": [
            [
                Cell("Коду", f"ДЖ-{n:02}", "", "code"),
                Cell("Аталышы", "Сапат боюнча жазууларды башкаруу " * 3, "", "text"),
                Cell("Саны", "12", "", "number"),
            ]
            for n in range(rows)
        ],
        "organisation": {"name": "«Ак өлчөм» агенттиги"},
    }


def test_kyrgyz_letters_come_out_as_they_went_in():
    reader = read(html_to_pdf(page_of(f"<p>{LETTERS}</p><p><b>{LETTERS}</b> <i>{LETTERS}</i></p>")))

    assert reader.pages[0].extract_text().count(LETTERS) == 3


def test_a_list_goes_on_counting_where_the_screen_does():
    body = (
        '<div class="text"><ol start="4"><li>төрт</li><li>беш</li></ol><ol><li>бир</li></ol></div>'
    )
    text = " ".join(read(html_to_pdf(page_of(body))).pages[0].extract_text().split())

    assert "4. төрт 5. беш 1. бир" in text


def test_a_missing_font_is_not_hidden_by_one_of_the_machine():
    reader = read(html_to_pdf(page_of(f"<p>{LETTERS}</p><h1>{LETTERS}</h1><i>{LETTERS}</i>")))

    assert fonts(reader) == {"Noto-Serif", "Noto-Serif-Bold", "Noto-Serif-Italic"}


def test_without_our_fonts_no_paper_is_made(monkeypatch, tmp_path):
    monkeypatch.setattr(printing, "FONTS", tmp_path)

    with pytest.raises(Exception, match="build_frontend"):
        printing._engine.__wrapped__()


def test_a_paper_is_an_archive_file_that_says_its_language_and_title():
    root = read(html_to_pdf(page_of("<h1>Сынак</h1>"))).trailer["/Root"]

    assert root["/Lang"] == "ky"
    assert root["/MarkInfo"]["/Marked"]
    assert b'pdfaid:part="2"' in root["/Metadata"].get_data()
    assert b'pdfaid:conformance="A"' in root["/Metadata"].get_data()


def test_the_same_words_give_the_same_bytes():
    assert html_to_pdf(page_of(LETTERS)) == html_to_pdf(page_of(LETTERS))


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://example.kg/a.png",
        "https://example.kg/a.css",
        "ftp://example.kg/a",
        f"{printing.STYLES.as_uri()}/../../manage.py",
        f"{printing.STYLES.as_uri()}/%2e%2e/%2e%2e/manage.py",
        "file://example.kg/static/print/print.css",
    ],
)
def test_a_paper_reads_no_file_but_ours(url):
    assert not is_own(url)


def test_a_paper_reads_our_styles_and_fonts():
    assert is_own((printing.STYLES / "print.css").as_uri())
    assert is_own((printing.FONTS / "noto-serif-400.woff2").as_uri())
    assert is_own("data:image/svg+xml,%3Csvg/%3E")


def test_a_picture_from_elsewhere_is_left_out(caplog):
    data = html_to_pdf(page_of('<p>Сөз</p><img src="file:///etc/hostname" alt="">'))

    assert "Сөз" in read(data).pages[0].extract_text()
    assert "A paper may not read file:///etc/hostname" in caplog.text


def test_a_list_repeats_its_head_and_counts_its_pages():
    reader = read(render_pdf("print/register.html", register(60), language="ky"))

    texts = [page.extract_text() for page in reader.pages]
    assert len(texts) > 1
    for number, text in enumerate(texts, 1):
        assert "Коду" in text
        assert f"{number}/{len(texts)}" in text
    assert "«АК ӨЛЧӨМ» АГЕНТТИГИ" in texts[0]
    assert sum(text.count("ДЖ-") for text in texts) == 60


def test_an_empty_list_says_so():
    reader = read(render_pdf("print/register.html", register(0), language="en"))

    assert "Nothing to list." in reader.pages[0].extract_text()


@pytest.mark.parametrize("name", ["Тизме.pdf", "%D0%A2%D0%B8%D0%B7%D0%BC%D0%B5.pdf"])
def test_the_browser_shows_a_list_under_its_name(name):
    response = pdf_response("print/register.html", register(1), name)

    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == (
        "inline; filename*=utf-8''%D0%A2%D0%B8%D0%B7%D0%BC%D0%B5.pdf"
    )


@pytest.mark.parametrize(
    "html",
    [
        '<p id="b-12345678">2027-жылдын 12-июну, № 2/0101, 1-таблица</p>',
        '<p><a href="https://example.kg/?a>5-жыл">5-жыл</a></p>',
        "<p>жөнөкөй сөз</p>",
    ],
)
def test_what_belongs_together_stays_together_and_no_letter_changes(html):
    kept = unbroken(html)

    assert kept.replace('<span class="nowrap">', "").replace("</span>", "") == html
    assert 'href="https://example.kg/?a>5-жыл"' in kept or "href" not in html
