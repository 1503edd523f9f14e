"""Forms of one word come to one stem, and a query says what it asks for."""

import pytest

from common.search import kyrgyz, synonyms
from common.search.query import as_fts5, as_tsquery, parse
from common.search.snippet import finds, marked, snippet
from common.search.words import MARK, code_key, joined, stems, tokens
from common.text import fold


@pytest.fixture(autouse=True)
def no_organisation(monkeypatch):
    """Words alone: nobody's own terms, which stand in the database."""
    monkeypatch.setattr(synonyms, "_own_terms", [])


ONE_WORD = [
    "тартип тартиби тартибин тартибинин тартибине тартибинде тартиптер тартиптин тартипке",
    "план планы планын планынын планга пландар пландагы пландардын планынан",
    "документ документи документтерди документтердин документте документтен документке",
    "сапат сапаты сапаттын сапатынын сапатка",
    "эреже эрежеси эрежелер эреженин эрежесинде эрежесине эрежелердин эрежени",
    "уюм уюму уюмдун уюмдарда уюмдагы уюмга",
    "кызматкер кызматкерлеринин кызматкерлерге кызматкери",
    "иш иши ишин иштер иштин ишке ишти иште",
    "мазмун мазмуну мазмундун мазмунунда мазмундар",
    "көрсөткүч көрсөткүчү көрсөткүчтөрүн көрсөткүчтүн",
    "жооп жообу жооптор жообун",
    "мектеп мектеби мектептер мектептин",
    "процесс процесси процесстин процесстер процесске",
    "орган органы органдар органдын",
    "жетекчи жетекчиси жетекчилер жетекчинин",
    "келбөө келбөөлөр келбөөнү келбөөлөрдүн",
    "бекитүү бекитилген бекитилет бекитүүнүн бекитүүсү бекитилди бекитилгенден",
    "текшерүү текшерүүлөр текшерилет текшерүүнүн текшерүүгө",
    "колдонуу колдонулат колдонуунун",
    "комиссия комиссиясы комиссиянын комиссияга",
]
TWO_WORDS = [
    ("колдонуу", "кол"),
    ("бөлүм", "бол"),
    ("баалоо", "баалар"),
    ("сапат", "сап"),
    ("директор", "дирекция"),
    ("катар", "кат"),
    ("колдонмо", "колдонуу"),
    ("мектеп", "мекеме"),
]


@pytest.mark.parametrize("forms", ONE_WORD, ids=lambda forms: forms.split()[0])
def test_all_forms_of_a_kyrgyz_word_have_one_stem(forms):
    assert len({kyrgyz.stem(fold(form)) for form in forms.split()}) == 1


@pytest.mark.parametrize(("one", "other"), TWO_WORDS)
def test_different_words_keep_different_stems(one, other):
    assert kyrgyz.stem(fold(one)) != kyrgyz.stem(fold(other))


@pytest.mark.parametrize("word", ["", "а", "уу", "лар", "ын", "нын", "ъ", "ң"])
def test_what_is_hardly_a_word_is_left_alone(word):
    assert kyrgyz.stem(word) == word


def test_russian_and_english_words_have_their_own_stemmers():
    assert stems("документов", "ru") == stems("документами", "ru")
    assert stems("audits") == stems("audit")
    assert stems("2026") == ()


def test_a_text_is_found_by_its_words_stems_and_codes_in_both_forms():
    found = tokens("Тартиптин ДЖ-01 боюнча, ЛЧА 07", "ky")

    assert {"тартиптин", f"{MARK}тартип", "дж01", "дж", "01", "лча07"} <= found


def test_a_text_without_letters_or_with_foreign_signs_is_no_trouble():
    assert tokens("") == set()
    assert tokens("—— §§ \0 \u00ad ''") == set()
    assert "сөздүк" not in tokens("сөз\u00adдүк")  # folded
    assert "создук" in tokens("сөз\u00adдүк")
    assert tokens("а" * 500) == set()


def test_more_words_than_a_row_holds_are_cut_not_refused():
    many = {f"сөз{n}" for n in range(100_000)}

    assert len(joined(many).encode()) < 1_000_000


@pytest.mark.parametrize("code", ["ДЖ-01", "дж 01", "ДЖ01", " дж-01 "])
def test_a_code_is_one_however_it_is_written(code):
    assert code_key(code) == "дж01"


# Queries --------------------------------------------------------------------------------------


def test_only_the_last_word_may_be_on_its_way():
    asked = as_tsquery(parse("сапат тарт").tree)

    assert "'тарт':*" in asked
    assert "'сапат':*" not in asked
    assert ":*" not in as_tsquery(parse("сапат тарт ").tree)


@pytest.mark.parametrize("typed", ["", "  ", "—", "'\"()&|!:*", "\0"])
def test_a_query_without_words_asks_for_nothing(typed):
    assert not parse(typed)


@pytest.mark.parametrize(
    "typed", ["a' | 'b", 'x" OR "y', "NEAR(а б)", "а:* & !б", "head:сөз", "%_\\", "х" * 5000]
)
def test_what_means_something_to_a_database_is_words_here(typed):
    for asked in (as_tsquery(parse(typed).tree), as_fts5(parse(typed).tree)):
        for sign in "%_\\:!;-":
            assert sign not in asked.replace(":*", "")
    assert len(parse(typed).words) < 60


def test_words_that_only_join_others_are_not_asked_for():
    assert "жана" not in as_tsquery(parse("сапат жана тартип ").tree)
    assert "жана" in as_tsquery(parse("жана ").tree)


def test_a_phrase_is_found_by_its_other_names(monkeypatch):
    monkeypatch.setattr(synonyms, "_groups", {"x": ["дал келбөө", "шайкеш келбөө"]})
    monkeypatch.setattr(synonyms, "_own_terms", [])
    synonyms._compiled.cache_clear()

    asked = as_tsquery(parse("дал келбөөлөрдү табуу ").tree)

    assert "'шайкеш'" in asked
    assert "'шайкеш'" not in as_tsquery(parse("келбөө ").tree)
    synonyms._compiled.cache_clear()


def test_the_organisations_own_terms_join_the_others(monkeypatch):
    monkeypatch.setattr(synonyms, "_groups", {"meeting": ["кеңешме"]})
    monkeypatch.setattr(synonyms, "_own_terms", [lambda: {"meeting": {"ky": "отурум"}}])
    synonyms._compiled.cache_clear()

    assert "'кенешме'" in as_tsquery(parse("отурумдар ").tree)
    synonyms._compiled.cache_clear()


def test_a_word_the_organisation_replaces_is_found_by_the_other(monkeypatch):
    words = {"*": {"ky": {"процесстин ээси": "процесстин кожоюну"}, "ru": {"дело": "папка"}}}
    monkeypatch.setattr(synonyms, "_groups", {})
    monkeypatch.setattr(synonyms, "_own_terms", [lambda: words])

    assert "'кожоюну'" in as_tsquery(parse("процесстин ээси ").tree)
    assert "'дело'" in as_tsquery(parse("папка ").tree)


def test_a_russian_noun_with_a_soft_sign_is_found_in_its_other_forms():
    assert not set(stems("печать")).isdisjoint(stems("печати", "ru"))
    assert "<mark>печати</mark>" in marked(parse("печать"), "Порядок применения печати")


# Marks ----------------------------------------------------------------------------------------


def test_the_found_words_are_marked_in_whatever_form_they_stand():
    text = "Башында башка сөздөр. " * 20 + "Ар бир Мектебинин эрежелерин <b>билет</b>."

    shown = snippet(text, finds(parse("мектеп эреже"), text))

    assert "<mark>Мектебинин</mark>" in shown
    assert "<mark>эрежелерин</mark>" in shown
    assert "&lt;b&gt;билет" in shown
    assert shown.startswith("… ")


def test_letters_typed_without_kyrgyz_keys_are_marked_too():
    assert "<mark>Өзгөчө</mark>" in marked(parse("озгочо"), "Өзгөчө уюм")


def test_a_text_without_the_words_gives_nothing():
    assert finds(parse("башка"), "Тартип") == []
    assert marked(parse("(("), "<i>") == "&lt;i&gt;"
