"""In which language the minutes stand, and what the paper in another one says of it."""

import pytest

from planning.protocol_words import minuted_in, text_in
from tests.planning.protocol_data import protocol
from tests.planning.test_protocol_paper import printed

RUSSIAN = (
    "Өмүров и Мырзабек кызы доложили о ходе работ по проекту. Токтоева Ө. Ү. предложила уточнить срок и назначить "
    "ответственных за каждую часть отчёта, а также заслушать их в конце месяца на заседании совета. "
    "Участники согласились с предложением и просили подготовить общий список к пятнице."
)
CASES = [
    ("Токтоева А. Б. мөөнөттү тактоону сунуштады.", "ky"),
    ("Жаңы график түзүп, кардарга жиберилсин.", "ky"),
    ("Архивдин тизмеси жана сурамжылоонун жыйынтыгы каралды.", "ky"),
    (RUSSIAN, "ru"),
    ("The council heard the report and asked for a list.", "en"),
    ("Бюджет бекитилсин.", ""),
    ("", None),
]


def of(words: str) -> dict:
    """A protocol in which only this was written."""
    frozen = protocol()
    for item in frozen["items"]:
        item |= {"heard": "", "spoke": words, "resolved": "", "decisions": []}
        words = ""
    return frozen


@pytest.mark.parametrize(("words", "language"), CASES, ids="ky ky ky ru en short none".split())
def test_the_language_of_the_minutes_is_told_by_their_letters_not_by_names(words, language):
    assert minuted_in(of(words)) == language


@pytest.mark.parametrize(
    "words", [words for words, language in CASES if language], ids="ky ky ky ru en".split()
)
def test_the_paper_in_the_language_of_the_minutes_says_nothing_of_it(words):
    frozen = of(words)
    own = minuted_in(frozen)
    assert [code for code in ("ky", "ru", "en") if not text_in(frozen, code)] == [own]


@pytest.mark.django_db
@pytest.mark.clause("004-5.5.3-1")
def test_the_other_paper_says_under_its_heading_in_which_language_the_text_stands():
    said = "Text in Kyrgyz, as minuted"
    english, kyrgyz = printed(protocol(), "en"), printed(protocol(), "ky")

    assert english.index(said) < english.index("Токтоева")
    assert said not in kyrgyz
    assert "minuted" not in printed(of(""), "en")


@pytest.mark.django_db
def test_too_few_words_to_tell_are_said_only_on_papers_that_are_no_originals():
    said = "Text in the language in which it was minuted"

    assert said in printed(of("Бюджет бекитилсин."), "en")
    assert text_in(of("Бюджет бекитилсин."), "ky") == ""
