"""The form of a text: what sanitising keeps, what it never lets through, what blocks say."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.content.blocks import blocks, leading_number, outline, plain_text, sanitise
from documents.content.markup import BLOCKS, INLINE

ID = re.compile(r' id="b-[0-9a-f]{8}"')


def bare(html: str) -> str:
    """The sanitised text without ids, for reading in a test."""
    return ID.sub("", sanitise(html))


@pytest.mark.parametrize(
    ("given_html", "expected"),
    [
        ("loose words", "<p>loose words</p>"),
        ("one<p>two</p>three", "<p>one</p>\n<p>two</p>\n<p>three</p>"),
        ("<h1>Жобо</h1>", "<h2>Жобо</h2>"),
        ("<h6>Жобо</h6>", "<h4>Жобо</h4>"),
        ("<p></p><p> <br> </p><p><b> </b></p><ul><li></li></ul>", ""),
        ("<p><b>a</b> <i>b</i></p>", "<p><strong>a</strong> <em>b</em></p>"),
        ("<p>  a \n\t b  </p>", "<p>a b</p>"),
        ("<p><br>a<br><br> b<br></p>", "<p>a<br>b</p>"),
        ("<div>a</div><div>b</div>", "<p>a</p>\n<p>b</p>"),
        ("<p>a <span>b</span></p>", "<p>a b</p>"),
        ("<b><p>a</p>c</b>", "<p>a</p>\n<p>c</p>"),
        ("<ul><li><p>a</p><p>b</p></li></ul>", "<ul><li>a<br>b</li></ul>"),
        ("<ul><li>a<ol><li>b</li></ol></li></ul>", "<ul><li>a<ol><li>b</li></ol></li></ul>"),
        ("<ul><li>a</li><ul><li>b</li></ul></ul>", "<ul><li>a<ul><li>b</li></ul></li></ul>"),
        ('<ol start="4"><li>a</li></ol>', '<ol start="4"><li>a</li></ol>'),
        ('<p class="clause evil">a</p>', '<p class="clause">a</p>'),
        ('<li class="clause">a</li>', "<p>a</p>"),
        ("<blockquote>a<h2>b</h2></blockquote>", "<blockquote><p>a</p><p>b</p></blockquote>"),
        (
            '<table><caption>T</caption><tr><th scope="col" colspan="2">A</th></tr>'
            "<tr><td><p>1</p><p>2</p></td><td></td></tr></table>",
            '<p>T</p>\n<table><tbody><tr><th colspan="2" scope="col">A</th></tr>'
            "<tr><td>1<br>2</td><td></td></tr></tbody></table>",
        ),
        ('<td colspan="900">x</td>', "<p>x</p>"),
        ('<p><a href="https://example.org/a?b=1&amp;c=2">x</a></p>',
         '<p><a href="https://example.org/a?b=1&amp;c=2">x</a></p>'),
        ('<p><a href="#b-0a1b2c3d">x</a></p>', '<p><a href="#b-0a1b2c3d">x</a></p>'),
        ('<p><a href="/inside">x</a></p>', "<p>x</p>"),
        ("<p>a &lt; b &amp; c</p>", "<p>a &lt; b &amp; c</p>"),
    ],
)  # fmt: skip
def test_form(given_html: str, expected: str) -> None:
    assert bare(given_html) == expected


ATTACKS = [
    "<script>alert(1)</script>",
    "<p onclick=alert(1)>a</p>",
    '<a href="javascript:alert(1)">a</a>',
    '<a href="java\tscript:alert(1)">a</a>',
    '<a href="&#106;avascript:alert(1)">a</a>',
    '<a href="data:text/html,<script>alert(1)</script>">a</a>',
    '<a href="vbscript:x">a</a>',
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<style>p{background:url(javascript:1)}</style>",
    '<p style="position:fixed">a</p>',
    '<iframe src="https://example.org"></iframe>',
    '<img src="data:image/png;base64,AAAA" onerror="alert(1)">',
    '<img src="https://example.org/x.png">',
    "<object data=x></object><embed src=x>",
    '<form action="/x"><input name=a><button formaction="/y">b</button></form>',
    '<meta http-equiv="refresh" content="0;url=https://example.org">',
    '<link rel="stylesheet" href="https://example.org/x.css"><base href="https://example.org">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<!--><img src=x onerror=alert(1)>-->",
    "<textarea><script>alert(1)</script></textarea>",
    "<p>a<scr<script>ipt>alert(1)</script></p>",
    "<table><script>alert(1)</script><td onmouseover=x>a",
    "<template><img src=x onerror=alert(1)></template>",
    '<p id="app">a</p>',
    "<p id='b-00000000\" onclick=\"x'>a</p>",
    "<x-y onfoo=1>a</x-y>",
    "<b>" * 600 + "deep",
    "<ul><li>" * 300 + "deep",
    "<table><tr><td>" * 200 + "deep",
]
TAG = re.compile(r"<(/?)([a-z0-9-]+)([^<>]*)>")
ALLOWED_TAGS = BLOCKS | INLINE | {"li", "thead", "tbody", "tr", "th", "td"}
ATTRIBUTE = re.compile(
    r' (?:id="b-[0-9a-f]{8}"|class="[a-z ]+"|colspan="\d+"|rowspan="\d+"|start="\d+"'
    r'|scope="\w+"|href="(?:https?://|mailto:|#b-)[^"<>]*")'
)


def assert_closed_form(html: str) -> None:
    """Only allowed tags with allowed attributes; every other "<" is escaped."""
    for match in TAG.finditer(html):
        assert match[2] in ALLOWED_TAGS, match[0]
        assert ATTRIBUTE.sub("", match[3]) == "", match[0]
    assert "<" not in TAG.sub("", html)


@pytest.mark.parametrize("attack", ATTACKS)
def test_attacks_come_to_nothing(attack: str) -> None:
    result = sanitise(f"before{attack}after")
    assert_closed_form(result)
    assert "alert(1)</script" not in result
    assert sanitise(result) == result


@pytest.mark.parametrize("depth", [300, 5000])
def test_words_survive_absurd_nesting(depth: int) -> None:
    assert "deep" in plain_text(sanitise("<div><ul><li>" * depth + "deep"))


FRAGMENTS = st.sampled_from(
    """<p> </p> <h1> </h1> <h2> </h2> <ul> </ul> <ol start="3"> </ol> <li> </li> <table> </table>
    <tr> </tr> <td> </td> <th scope="col"> </th> <thead> </thead> <caption> </caption> <b> </b>
    <strong> </strong> <em> </em> <u> </u> <br> <a> </a> <blockquote> </blockquote> <div> </div>
    <script> </script> <svg> </svg> <style> </style> <dl> <dd> </dl> <pre> </pre> <!-- --> &amp;
    &nbsp; &lt; < > " ' & бир эки <sub> </sub> <form> </form> <select> <option> </select> <del>
    <p/id="b-12345678"> <td/colspan="3"/rowspan="2"> <a/href="https://example.org/?a=1&b=2">
    <a/href="javascript:x"> <p/class="clause/center"> <math> <mtext> <template>""".split()
).map(lambda part: part.replace("/", " ", 1) if part.count("/") and "=" in part else part)
SOUP = st.lists(
    st.one_of(
        FRAGMENTS, st.sampled_from([" ", "\n", "\xa0", "\x00", "\ufeff"]), st.text(max_size=4)
    ),
    max_size=30,
).map("".join)


@settings(max_examples=400, deadline=None)
@given(SOUP)
def test_sanitising_is_idempotent_and_closed(soup: str) -> None:
    once = sanitise(soup)
    assert sanitise(once) == once
    assert_closed_form(once)
    ids = [block.id for block in blocks(once)]
    assert len(ids) == len(set(ids))
    assert all(block.text.strip() for block in blocks(once))


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("абвгд ң<>&\"'", min_size=1, max_size=12), max_size=6))
def test_typed_words_are_never_lost(words: list[str]) -> None:
    from html import escape

    html = "".join(f"<p>{escape(word)}</p>" for word in words)
    expected = [" ".join(word.split()) for word in words if word.strip()]
    assert plain_text(sanitise(html)).split("\n") == (expected or [""])


def test_ids_are_kept_given_and_made_different() -> None:
    text = sanitise('<p id="b-11111111">a</p><p id="b-11111111">b</p><p>c</p><p id="top">c</p>')
    ids = [block.id for block in blocks(text)]
    assert ids[0] == "b-11111111"
    assert len(set(ids)) == 4
    assert all(re.fullmatch(r"b-[0-9a-f]{8}", identity) for identity in ids)


def test_a_new_id_never_takes_one_that_stands_further_down() -> None:
    wanted = blocks(sanitise("<p>жаңы</p>"))[0].id
    text = sanitise(f'<p>жаңы</p><p id="{wanted}">башка</p>')
    first, second = blocks(text)
    assert second.id == wanted
    assert first.id != wanted


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2.1. Мөөнөт коюлат", "2.1."),
        ("2.1 Мөөнөт", "2.1"),
        ("4. 2. 1 Жоопкерчилик", "4.2.1"),
        ("7.3 . План", "7.3."),
        ("- 1.4. План", "1.4."),
        ("IV. Тартип", "IV."),
        ("III.Тартип", "III."),
        ("3) акт", "3)"),
        ("б) акт", "б)"),
        ("12. Акт", "12."),
        ("3.5 балл алган", ""),
        ("06.10.2023 күнү", ""),
        ("2024-жыл", ""),
        ("А. Б. Асанова", ""),
        ("Тартип 2.1.", ""),
        ("", ""),
    ],
)
def test_leading_number(text: str, number: str) -> None:
    assert leading_number(text) == number


def test_block_knows_its_parts() -> None:
    heading, clause, table = blocks(
        sanitise(
            '<h2>II. Тартип</h2><p class="clause">2.1. <b>Пландоо</b> жүрөт.</p>'
            "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>"
        )
    )
    assert (heading.is_heading, heading.number) == (True, "II.")
    assert (clause.is_clause, clause.number) == (True, "2.1.")
    assert clause.inner == "2.1. <strong>Пландоо</strong> жүрөт."
    assert clause.html == f'<p class="clause" id="{clause.id}">{clause.inner}</p>'
    assert (table.number, table.text) == ("", "a\tb\nc\td")


def test_outline_lists_headings_and_clauses() -> None:
    text = sanitise(
        f"<h2>I. Жалпы</h2><p>1.1. Биринчи {'узун ' * 40}</p><p>жөнөкөй</p><h3>Тиркеме</h3>"
    )
    items = outline(text)
    assert [(i.level, i.kind, i.number) for i in items] == [
        (2, "heading", "I."),
        (5, "clause", "1.1."),
        (3, "heading", ""),
    ]
    assert items[0].text == "Жалпы"
    assert len(items[1].text) < 100
    assert items[1].text.endswith("…")
    assert {i.id for i in items} < {b.id for b in blocks(text)}


def test_plain_text_of_an_unsanitised_text_is_safe() -> None:
    assert plain_text("a<script>x</script><p>b<br>c</p>") == "a\nb\nc"
