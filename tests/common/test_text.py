"""Searching without Kyrgyz keys, and the order of the Kyrgyz alphabet."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from common.text import KYRGYZ_ALPHABET, fold, fold_for_index, sort_key


class TestFold:
    @pytest.mark.parametrize(
        ("value", "folded"),
        [
            ("ДЖ-01", "дж 01"),
            ("Ёлка ЁЛКА", "елка елка"),
            ("Өндүрүш жаңыртуу ҮҢӨ", "ондуруш жаныртуу уно"),
            ("Кызматтык  нускама\n\tРИ–05.", "кызматтык нускама ри 05"),
            ("Протокол №3, «Устав»", "протокол 3 устав"),
            ("№ 67-1", "67 1"),
            ("О'Коннор", "оконнор"),
            ("Бай Йод", "бай йод"),
            ("Баи\u0306", "бай"),
            ("Ａｂｃ ① ½", "abc 1 1 2"),
            ("Straße İstanbul café", "strasse istanbul cafe"),
            ("сапат\u00adтуу\u200b", "сапаттуу"),
            ("е\u0308лка", "елка"),
            ("", ""),
            ("…—!", ""),
        ],
    )
    def test_what_does_not_count_in_a_search(self, value, folded):
        assert fold(value) == folded

    @given(st.text())
    @example("ΐ")
    @example("ᾳ̈")
    @example("̈е")
    def test_folding_again_changes_nothing(self, value):
        assert fold(fold(value)) == fold(value)

    @given(st.text(alphabet=st.sampled_from("АаЁёҢңӨөҮүЙйBb19-. «»№")))
    def test_capitals_do_not_count(self, value):
        assert fold(value.upper()) == fold(value.lower()) == fold(value)


class TestFoldForIndex:
    @pytest.mark.parametrize("written", ["ДЖ-01", "ДЖ 01", "ДЖ01", "дж-01", "«ДЖ–01»."])
    @pytest.mark.parametrize("asked", ["дж-01", "дж 01", "дж01", "ДЖ.01"])
    def test_a_code_is_found_however_it_is_written(self, written, asked):
        assert fold(asked) in fold_for_index("Документтерди башкаруу", written)

    @pytest.mark.parametrize("asked", ["НП.УН-2.20", "нпун220", "нп ун 2.20"])
    def test_a_code_of_several_parts_is_found(self, asked):
        assert fold(asked) in fold_for_index("СМС НП.УН-2.20")

    def test_words_and_plain_numbers_are_not_repeated(self):
        assert fold_for_index("Сапат-саясаты", None, "", "2027") == "сапат саясаты 2027"
        assert fold_for_index("ДЖ-01", "ДЖ-01") == "дж 01 дж 01 дж01"


ORDERED = [
    "",
    "2",
    "10",
    "10 а",
    "abc",
    "Zet",
    "а",
    "А б",
    "Аа",
    "ДЖ-2",
    "ДЖ-10",
    "Дүйшөн",
    "Е",
    "Ё",
    "Ж",
    "И",
    "Й",
    "Нур",
    "Ңур",
    "Ош",
    "Өзгөн",
    "Пар",
    "Ут",
    "Үй",
    "Фа",
    "я",
    "ѫ",
]


def reference(value):
    """The same order written another way: tuples of (kind, place in the kind)."""
    found = []
    for part in re.findall(r"[0-9]+|[^\W\d_]|[\s-]+", value.lower().strip(" -")):
        if part[0].isdigit():
            found.append((1, int(part)))
        elif part in KYRGYZ_ALPHABET:
            found.append((3, KYRGYZ_ALPHABET.index(part)))
        elif part.isalpha():
            found.append((2, ord(part)))
        else:
            found.append((0, 0))
    return found


OUR_LETTERS = f"{KYRGYZ_ALPHABET}{KYRGYZ_ALPHABET.upper()}azAZ0129 -"
# Few letters make texts that begin alike.
OUR_TEXT = st.text(st.sampled_from(OUR_LETTERS)) | st.text(st.sampled_from("нңоөёе019z- "))


class TestSortKey:
    def test_the_kyrgyz_order(self):
        mixed = ORDERED[::-1]
        mixed.sort(key=sort_key)
        assert mixed == ORDERED

    @given(OUR_TEXT, OUR_TEXT)
    @example("00", "0")
    @example("а-1", "а 1")
    def test_it_agrees_with_the_reference(self, one, other):
        left, right = reference(one), reference(other)
        assert (sort_key(one) < sort_key(other)) == (left < right)
        assert (sort_key(one) == sort_key(other)) == (left == right)

    @given(st.text())
    def test_the_key_holds_only_signs_that_every_database_orders_alike(self, value):
        assert re.fullmatch(r"[0-9a-f]*", sort_key(value))

    @given(st.integers(min_value=0), st.integers(min_value=0))
    @example(10**300, 10**300 + 1)
    def test_numbers_go_by_value(self, one, other):
        assert (sort_key(str(one)) < sort_key(str(other))) == (one < other)

    def test_case_quotes_and_the_number_sign_do_not_count(self):
        assert sort_key("«ӨЗГӨН» № 5") == sort_key("өзгөн 05")

    def test_the_key_takes_two_signs_for_a_letter(self):
        assert len(sort_key("ңөү")) == 6
