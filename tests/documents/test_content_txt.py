"""Plain texts of the shapes that offices keep: wrapped, page by page, with tables and lists."""

from __future__ import annotations

import re

import pytest

from documents.content.blocks import plain_text, sanitise
from documents.content.import_txt import import_txt
from documents.content.text_lines import NotText, decode
from tests.documents.content_text import bring, shape

pytestmark = pytest.mark.usefixtures("in_english")

WRAPPED = """\
3. Маалымат берүү
3.1. Агенттик кардарга иштин жүрүшү тууралуу маалыматты
белгиленген мөөнөттө жана түшүнүктүү түрдө берип турат,
ал эми суроого үч иш күндүн ичинде жооп кайтарат.
3.2. Маалымат берүүнүн жолдору:
- электрондук кат, анын көчүрмөсү делого тигилет жана
катталат;
- телефон аркылуу;
3.3. Кыргыз тилинде жана расмий тилде берилген маалымат
Кыргыз Республикасынын мыйзамына ылайык бирдей күчкө
ээ болот.

Жооптуу кызматкерди директор дайындайт жана анын ат-
жөнүн сайтка чыгарат. Маалымат-
тын толуктугу текшерилет. Маалыматтын мөөнөтү бар.
"""


def test_hard_wrapped_lines_become_clauses() -> None:
    assert shape(WRAPPED) == [
        ("h2", "3. Маалымат берүү"),
        (
            "p.clause",
            "3.1. Агенттик кардарга иштин жүрүшү тууралуу маалыматты белгиленген мөөнөттө жана "
            "түшүнүктүү түрдө берип турат, ал эми суроого үч иш күндүн ичинде жооп кайтарат.",
        ),
        ("p.clause", "3.2. Маалымат берүүнүн жолдору:"),
        (
            "ul",
            "электрондук кат, анын көчүрмөсү делого тигилет жана катталат;\nтелефон аркылуу;",
        ),
        (
            "p.clause",
            "3.3. Кыргыз тилинде жана расмий тилде берилген маалымат Кыргыз Республикасынын "
            "мыйзамына ылайык бирдей күчкө ээ болот.",
        ),
        (
            "p",
            "Жооптуу кызматкерди директор дайындайт жана анын ат-жөнүн сайтка чыгарат. "
            "Маалыматтын толуктугу текшерилет. Маалыматтын мөөнөтү бар.",
        ),
    ]


def double_spaced(text: str) -> str:
    """As text taken out of a PDF looks: an empty line after every line."""
    return "\n".join(f"{line} \n" for line in text.split("\n"))


def test_a_blank_line_after_every_line_means_nothing() -> None:
    assert shape(double_spaced(WRAPPED)) == shape(WRAPPED)


def test_addresses_left_by_a_page_do_not_cut_the_sentence() -> None:
    text = WRAPPED.replace(
        "белгиленген мөөнөттө",
        "https://example.org/form\nhttps://example.org/form\nбелгиленген мөөнөттө",
    )
    found = shape(text)
    assert found[1] == shape(WRAPPED)[1]
    assert found[2] == ("p", "https://example.org/form")
    assert found[3] == shape(WRAPPED)[2]


def test_a_sentence_is_joined_over_a_blank_line_only_when_it_goes_on() -> None:
    text = (
        "1.1. Биринчи жобо ушул жерде бүтпөй\n\nкийинки бетте уланат.\n\n"
        "1.2. Экинчи жобо аягына чыкты.\n\nкичине тамгадан башталган өзүнчө сап.\n\n"
        "1.3. Үчүнчү жобо\n\n- пункт\n\n1.4. Төртүнчү жобо\n\nЖаңы сүйлөм башталды.\n"
    )
    assert [words for _tag, words in shape(text)] == [
        "1.1. Биринчи жобо ушул жерде бүтпөй кийинки бетте уланат.",
        "1.2. Экинчи жобо аягына чыкты.",
        "кичине тамгадан башталган өзүнчө сап.",
        "1.3. Үчүнчү жобо",
        "пункт",
        "1.4. Төртүнчү жобо",
        "Жаңы сүйлөм башталды.",
    ]


def page(number: int, body: str) -> str:
    return (
        "\tОКУУ БОРБОРУ\tСМС ТК.ОБ-1.7\n\tСЫНАК ӨТКӨРҮҮ ТАРТИБИ\t\n"
        f"Чыгарылыш 2\tӨзгөртүү 3\tЭкземпляр № 1\tБарак {number}/2\n\n{body}\n\n"
    )


def test_page_headers_go_and_say_what_the_document_is() -> None:
    text = page(1, "1. Жалпы\n\n1.1 Сынак эки бөлүктөн") + page(2, "турат жана бир күндө өтөт.")
    result = bring(text)
    assert (result.head["code"], result.head["issue"], result.head["change"]) == (
        "СМС ТК.ОБ-1.7", "2", "3",
    )  # fmt: skip
    assert shape(text) == [
        ("h2", "1. Жалпы"),
        ("p.clause", "1.1 Сынак эки бөлүктөн турат жана бир күндө өтөт."),
    ]
    assert any("headers" in str(warning) for warning in result.warnings)


def test_a_line_about_pages_that_stands_once_is_a_line_of_the_text() -> None:
    text = "1.1. Анкета толтурулат.\n\nБарак 1/2 көчүрүлөт\n\n1.2. Анкета тапшырылат."
    assert "Барак 1/2" in plain_text(bring(text).html)


def test_headings_of_every_kind() -> None:
    text = (
        "1. Киришүү\n\nБул бөлүм кыска.\n\n2. Талаптар\n\n2.1 Жайга талаптар\n\n"
        "Жай жарык болот.\n\n2.1.1 Эмерек\n\nСтол керек.\n\n2.2 Кадрга талаптар\n\n"
        "Дипломду текшерүү милдеттүү.\n\n2-бөлүм.\n\nЧЕНЕМДИК НЕГИЗДЕР\n\nМыйзам.\n\n"
        "ТИРКЕМЕ № 1\n\nҮлгү.\n"
    )
    assert [(tag, words) for tag, words in shape(text) if tag.startswith("h")] == [
        ("h2", "1. Киришүү"),
        ("h2", "2. Талаптар"),
        ("h3", "2.1 Жайга талаптар"),
        ("h4", "2.1.1 Эмерек"),
        ("h3", "2.2 Кадрга талаптар"),
        ("h2", "2-бөлүм."),
        ("h2", "ЧЕНЕМДИК НЕГИЗДЕР"),
        ("h2", "ТИРКЕМЕ № 1"),
    ]


def test_marks_of_a_markdown_copy_are_understood() -> None:
    text = (
        "## Окуу жайдын тартиби\n\n### **1. Негизи**\n\n1.1. Иш **күн сайын** жүрөт.\n\n"
        "#### 1.2. Иш токтотулганда жетекчиге ошол замат кабар берилип, журналга жазылат.\n"
    )
    html = bring(text).html
    assert "<strong>күн сайын</strong>" in html
    assert [tag for tag, _ in shape(text)] == ["h2", "h2", "p.clause", "p.clause"]
    assert "**" not in html
    assert "#" not in html


def test_a_typed_table_of_contents_is_not_the_sections() -> None:
    text = (
        "Мазмуну\n\n1. Максат\n\n2. Тартип\n\n2.1 Кадамдар\n\n1. Максат\n\nБул максат.\n\n"
        "2. Тартип\n\n2.1 Кадамдар\n\nКадам жасалат.\n"
    )
    lines = ["1. Максат", "2. Тартип", "2.1 Кадамдар"]
    assert shape(text)[:4] == [("h2", "Мазмуну"), *(("p", line) for line in lines)]
    assert [tag for tag, _ in shape(text)[4:]] == ["h2", "p", "h2", "h3", "p"]


def test_rows_with_tabs_become_a_table() -> None:
    text = "1.1. Тизме:\n\n№\tАты\tМөөнөтү\n1.\tАкт\t5 жыл\n2.\tКат\t\n\n1.2. Аягы.\n"
    html = bring(text).html
    assert '<th scope="col">Мөөнөтү</th>' in html
    assert "<td>2.</td><td>Кат</td><td></td>" in html
    assert [tag for tag, _ in shape(text)] == ["p.clause", "table", "p.clause"]


def test_brackets_and_separate_numbers_keep_their_number() -> None:
    text = "1.1. Тартип:\n\nа) биринчи;\n\nб) экинчи.\n\n3. Үчүнчү жобо өзүнчө турат жана бүтөт.\n"
    assert [words for _tag, words in shape(text)] == [
        "1.1. Тартип:", "а) биринчи;", "б) экинчи.", "3. Үчүнчү жобо өзүнчө турат жана бүтөт.",
    ]  # fmt: skip


def test_a_list_that_does_not_start_from_one_keeps_its_start() -> None:
    html = bring("Тизме:\n\n3. Үч\n4. Төрт\n").html
    assert re.search(r'<ol id="[^"]+" start="3"><li>Үч</li><li>Төрт</li></ol>', html)


def test_tags_in_a_plain_text_are_words() -> None:
    assert plain_text(bring("1.1. <script>alert(1)</script> & <b>").html) == (
        "1.1. <script>alert(1)</script> & <b>"
    )


KYRGYZ = "1.1. Өзгөчө эскертүү үчүн ырааттуулук жөнүндө жобо.\n\n1.2. Дагы бир жобо.\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_of_unicode(encoding: str) -> None:
    assert decode(KYRGYZ.encode(encoding))[0].lstrip("\ufeff") == KYRGYZ


def test_windows_cyrillic_and_line_ends() -> None:
    text = "1.1. Общее положение.\r\n\r\n1.2. Другое положение.\r\n"
    assert plain_text(sanitise(import_txt(text.encode("cp1251")).html)) == (
        "1.1. Общее положение.\n1.2. Другое положение."
    )


def test_a_few_broken_bytes_are_reported_not_mojibake() -> None:
    data = (KYRGYZ * 3).encode()
    result = import_txt(data[:40] + b"\xff" + data[41:])
    assert "Дагы бир жобо" in result.html
    assert any("could not be read" in str(warning) for warning in result.warnings)


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(NotText):
        decode(bytes(range(256)) * 20)
