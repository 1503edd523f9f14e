"""Soft hyphens for narrow places: long words break by the rules of the reader's language."""

import pytest

from common.hyphens import SOFT, soft


@pytest.mark.parametrize(
    ("language", "text", "broken"),
    [
        ("ky", "Аккредитациялоонун", "Акк|ре|ди|та|ция|лоо|нун"),
        ("ru", "Документированной", "До|ку|мен|ти|ро|ван|ной"),
        ("en", "Accreditation", "Ac|cred|it|a|tion"),
    ],
)
def test_a_long_word_may_break_by_its_language(language, text, broken):
    assert soft(text, language).replace(SOFT, "|") == broken


def test_what_is_short_stays_whole_and_marks_stay_where_they_are():
    assert soft("Иш күнү, № 12-а/2027", "ky") == "Иш күнү, № 12-а/2027"
