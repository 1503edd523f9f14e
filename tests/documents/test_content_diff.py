"""What changed between two versions: by blocks, by words, by cells; and ids that hold."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.content.blocks import blocks, plain_text, sanitise
from documents.content.diff import Change, Gap, carry_ids, changed_only, compare, summary

ID = re.compile(r' id="[^"]*"')


def paragraphs(*texts: str) -> str:
    return sanitise("".join(f"<p>{text}</p>" for text in texts))


def edited(html: str, old: str, new: str) -> str:
    """The text after an edit in the editor: ids stay."""
    assert old in html
    return sanitise(html.replace(old, new))


def told(changes: list[Change]) -> list[tuple[str, str]]:
    return [(change.kind, ID.sub("", change.html)) for change in changes]


BASE = paragraphs(
    "1.1. Кат бир күндө катталат.",
    "1.2. Жооп үч күндө даярдалат жана жөнөтүлөт.",
    "1.3. Көчүрмөсү делого тигилет.",
)


def test_nothing_changed() -> None:
    assert {change.kind for change in compare(BASE, BASE)} == {"same"}
    assert summary(compare(BASE, BASE)) == {
        "same": 3, "changed": 0, "added": 0, "removed": 0, "moved": 0,
    }  # fmt: skip


def test_words_are_marked_not_letters() -> None:
    changes = compare(BASE, edited(BASE, "үч күндө", "үчүнчү күндө"))
    assert told(changes)[1] == (
        "changed",
        "<p>1.2. Жооп <del>үч</del> <ins>үчүнчү</ins> күндө даярдалат жана жөнөтүлөт.</p>",
    )
    assert [change.kind for change in changes] == ["same", "changed", "same"]


def test_added_and_removed_blocks() -> None:
    first, second, third = BASE.split("\n")
    new = sanitise(f"{first}<p>Жаңы жобо кошулду.</p>{third}")
    assert told(compare(BASE, new)) == [
        ("same", "<p>1.1. Кат бир күндө катталат.</p>"),
        ("removed", "<p><del>1.2. Жооп үч күндө даярдалат жана жөнөтүлөт.</del></p>"),
        ("added", "<p><ins>Жаңы жобо кошулду.</ins></p>"),
        ("same", "<p>1.3. Көчүрмөсү делого тигилет.</p>"),
    ]
    removed = compare(BASE, new)[1]
    assert (removed.new, removed.number, removed.id) == (None, "1.2.", blocks(BASE)[1].id)
    assert second


def test_a_moved_block_is_moved_not_removed_and_added() -> None:
    first, second, third = BASE.split("\n")
    changes = compare(BASE, sanitise(third + first + second))
    assert [(change.kind, change.number) for change in changes] == [
        ("moved", "1.3."), ("same", "1.1."), ("same", "1.2."),
    ]  # fmt: skip
    assert not changes[0].reworded


def test_without_ids_a_renumbered_clause_is_found_by_its_words() -> None:
    new = paragraphs(
        "1.1. Кат бир күндө катталат.",
        "1.2. Катка индекс берилет.",
        "1.3. Жооп үч күндө даярдалат жана жөнөтүлөт.",
        "1.4. Көчүрмөсү делого тигилет.",
    )
    changes = compare(BASE, new)
    assert [change.kind for change in changes] == ["same", "added", "changed", "changed"]
    assert told(changes)[3][1] == ("<p><del>1.3</del><ins>1.4</ins>. Көчүрмөсү делого тигилет.</p>")


def test_without_ids_a_reworded_clause_is_found() -> None:
    new = paragraphs(
        "1.1. Кат бир күндө катталат.",
        "1.2. Жооп беш күндө даярдалат жана почта менен жөнөтүлөт.",
        "1.3. Көчүрмөсү делого тигилет.",
    )
    assert told(compare(BASE, new))[1] == (
        "changed",
        "<p>1.2. Жооп <del>үч</del> <ins>беш</ins> күндө даярдалат жана "
        "<ins>почта менен</ins> жөнөтүлөт.</p>",
    )


def test_inline_look_is_kept_and_a_change_of_look_is_seen() -> None:
    old = sanitise('<p>Бул <b>маанилүү</b> сөз <a href="https://example.org/">жерде</a>.</p>')
    new = edited(old, "сөз", "кеп")
    assert told(compare(old, new))[0][1] == (
        "<p>Бул <strong>маанилүү</strong> <del>сөз</del> <ins>кеп</ins> "
        '<a href="https://example.org/">жерде</a>.</p>'
    )
    plain = edited(old, "<strong>маанилүү</strong>", "маанилүү")
    assert told(compare(old, plain))[0][1].startswith(
        "<p>Бул <del><strong>маанилүү</strong></del> <ins>маанилүү</ins> сөз"
    )


def test_lists_by_items() -> None:
    old = sanitise("<ul><li>бир<ul><li>ичинде</li></ul></li><li>эки</li><li>үч сөз бар</li></ul>")
    new = edited(edited(old, "<li>эки</li>", ""), "үч сөз бар", "үч сөз жок")
    new = edited(new, "<li>ичинде</li>", "<li>ичинде</li><li>дагы</li>")
    assert told(compare(old, new)) == [
        (
            "changed",
            "<ul><li>бир<ul><li>ичинде</li><li><ins>дагы</ins></li></ul></li>"
            "<li><del>эки</del></li><li>үч сөз <del>бар</del> <ins>жок</ins></li></ul>",
        )
    ]


def test_tables_by_cells() -> None:
    old = sanitise(
        "<table><thead><tr><th>Иш</th><th>Мөөнөт</th></tr></thead>"
        "<tbody><tr><td>отчёт</td><td>3 күн</td></tr><tr><td>кат</td><td>1 күн</td></tr></tbody></table>"
    )
    new = edited(old, "3 күн", "5 күн")
    new = edited(new, "<tr><td>кат</td><td>1 күн</td></tr>", "<tr><td>акт</td><td></td></tr>")
    assert told(compare(old, new))[0][1] == (
        "<table><thead><tr><th>Иш</th><th>Мөөнөт</th></tr></thead><tbody>"
        "<tr><td>отчёт</td><td><del>3</del> <ins>5</ins> күн</td></tr>"
        "<tr><td><del>кат</del></td><td><del>1 күн</del></td></tr>"
        "<tr><td><ins>акт</ins></td><td></td></tr></tbody></table>"
    )


def test_a_paragraph_that_became_a_list_is_shown_as_both() -> None:
    old = sanitise('<p id="b-00000001">бир, эки</p>')
    new = sanitise('<ul id="b-00000001"><li>бир</li><li>эки</li></ul>')
    assert told(compare(old, new)) == [
        (
            "changed",
            "<p><del>бир, эки</del></p><ul><li><ins>бир</ins></li><li><ins>эки</ins></li></ul>",
        )
    ]


def test_words_of_the_texts_never_become_tags() -> None:
    old, new = paragraphs("a &lt;script&gt; b"), paragraphs("a &lt;script&gt; &lt;b&gt; c")
    html = compare(old, new)[0].html
    assert "<script" not in html
    assert "&lt;script" in html or "&lt;" in html


def test_changed_only_with_neighbours_and_gaps() -> None:
    texts = [f"Жобо номери {word} деп аталат." for word in "абвгдежзиклм"]
    old = paragraphs(*texts)
    new = edited(edited(old, "номери г", "саны г"), "номери м", "саны м")
    shown = changed_only(compare(old, new))
    assert [item.kind for item in shown] == [
        "gap", "same", "changed", "same", "gap", "same", "changed",
    ]  # fmt: skip
    assert [item.count for item in shown if isinstance(item, Gap)] == [2, 5]
    assert [item.kind for item in changed_only(compare(old, new), context=0)] == [
        "gap", "changed", "gap", "changed",
    ]  # fmt: skip
    assert changed_only(compare(old, old)) == []


def test_first_version_and_emptied_text() -> None:
    assert summary(compare("", BASE))["added"] == 3
    assert summary(compare(BASE, ""))["removed"] == 3
    assert compare("", "") == []


def long_text(rng: random.Random, count: int = 400) -> list[str]:
    words = [f"сөз{number}" for number in range(900)]
    return [f"{n}.1. " + " ".join(rng.choices(words, k=35)) + "." for n in range(1, count + 1)]


@pytest.mark.parametrize("keep_ids", [True, False])
def test_four_hundred_blocks_are_compared(keep_ids: bool) -> None:
    rng = random.Random(7)
    texts = long_text(rng)
    old = paragraphs(*texts)
    changed = [
        re.sub(r"сөз\d+", "өзгөрдү", text, count=3) if rng.random() < 0.3 else text
        for text in texts
    ]
    new = paragraphs(*changed)
    if keep_ids:
        new = carry_ids(old, new)
    assert summary(compare(old, new))["changed"] > 80


WORDS = st.lists(st.sampled_from("бир эки үч төрт беш , . алты".split()), min_size=1, max_size=8)
TEXTS = st.lists(WORDS.map(" ".join), max_size=6)


@settings(max_examples=150, deadline=None)
@given(TEXTS, TEXTS, st.booleans())
def test_both_texts_can_be_read_out_of_the_comparison(
    one: list[str], two: list[str], as_list: bool
) -> None:
    def made(texts: list[str]) -> str:
        if as_list:
            return sanitise("<ul>" + "".join(f"<li>{t}</li>" for t in texts) + "</ul><p>аягы</p>")
        return paragraphs(*texts)

    old, new = made(one), made(two)
    changes = compare(old, new)
    without_del = re.sub(r"<del>.*?</del>", "", " ".join(c.html for c in changes if c.new))
    without_ins = [re.sub(r"<ins>.*?</ins>", "", c.html) for c in changes if c.old]
    assert _words(without_del) == _words(plain_text(new))
    assert sorted(_words(" ".join(without_ins))) == sorted(_words(plain_text(old)))
    assert not re.search(r"style=|class=\"(?!clause)", without_del)


def _words(html: str) -> list[str]:
    return re.findall(r"\w+|[,.]", re.sub(r"<[^>]*>", " ", html))


def test_carried_ids() -> None:
    old = BASE
    fresh = sanitise(
        "<p>0. Кириш сөз кошулду.</p><p>1.1. Кат бир күндө катталат.</p>"
        "<p>1.2. Жооп беш күндө даярдалат жана жөнөтүлөт.</p><p>1.4. Көчүрмөсү делого тигилет.</p>"
    )
    carried = blocks(carry_ids(old, fresh))
    assert [block.id for block in carried[1:]] == [block.id for block in blocks(old)]
    assert carried[0].id not in {block.id for block in blocks(old)}
    assert plain_text(carry_ids(old, fresh)) == plain_text(fresh)


def test_carrying_frees_an_id_that_belongs_to_another_clause() -> None:
    old = sanitise('<p id="b-aaaaaaaa">1.1. Кат бир күндө катталат.</p>')
    new = sanitise('<p id="b-aaaaaaaa">Такыр башка.</p><p>1.1. Кат эки күндө катталат.</p>')
    first, second = blocks(carry_ids(old, new))
    assert second.id == "b-aaaaaaaa"
    assert first.id != "b-aaaaaaaa"


def test_links_follow_the_carried_ids() -> None:
    old = sanitise('<p id="b-aaaaaaaa">1.1. Кат бир күндө катталат.</p>')
    new = sanitise(
        '<p id="b-bbbbbbbb">1.1. Кат бир күндө катталат.</p>'
        '<p>кара: <a href="#b-bbbbbbbb">1.1</a></p>'
    )
    assert '<a href="#b-aaaaaaaa">' in carry_ids(old, new)


@settings(max_examples=60, deadline=None)
@given(TEXTS, TEXTS)
def test_carried_ids_stay_unique_and_the_form_canonical(one: list[str], two: list[str]) -> None:
    old, new = paragraphs(*one), paragraphs(*two)
    carried = carry_ids(old, new)
    ids = [block.id for block in blocks(carried)]
    assert len(ids) == len(set(ids))
    assert sanitise(carried) == carried
