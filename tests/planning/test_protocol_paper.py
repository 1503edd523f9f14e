"""The paper of a protocol, field by field, in Kyrgyz and in Russian (domain 2.7)."""

import subprocess

import pytest
from django.utils import translation

from common.printing import render_pdf
from planning.protocol_paper import protocol_words, waiting_hands
from planning.protocol_words import from_number
from tests.planning.protocol_data import protocol, someone

EXPECTED = {
    "ky": [
        "ПРОТОКОЛ",
        "Аккредитациялык кеңештин жыйынынын",
        "2026-жылдын 15-октябры",
        "№3",
        "Бишкек ш.",
        "Башталышы 10:00, аягы 12:30; бетме-бет",
        "Төрага – А. Б. Асанова",
        "Катчы – А. Б. Үсөнов",
        "Катышкандар: Асанова А. Б. – директор; Өмүров А. Б. – адис",
        "(9дан 7, кворум бар)",
        "Катышпагандар: Шаршенов А. Б. – адис (иш сапары)",
        "Чакырылгандар: Ким А. Б. – «Сынак» коому",
        "КҮН ТАРТИБИ",
        "1. Окуу жайды аккредитациялоо жөнүндө. Баяндамачы: А. Б. Өмүров",
        "1. УГУЛДУ: А. Б. Өмүров – Окуу жайды аккредитациялоо жөнүндө",
        "Ал комиссиянын корутундусун баяндады.",
        "ЧЫГЫП СҮЙЛӨШТҮ: Токтоева А. Б. мөөнөттү тактоону сунуштады.",
        "ТОКТОМ КЫЛЫНДЫ: Корутунду макулдансын.",
        "1.1. Күбөлүк даярдалсын. Жооптуу: А. Б. Өмүров. Мөөнөтү: 2026-жылдын 1-ноябры.",
        "Кызыкчылыктардын кагылышуусунан улам катышкан жок: А. Б. Асанова (окуу жайда сабак берген)",
        "Добуш берүү: «макул» – 6, «каршы» – 0, «калыс» – 1.",
        "Маселе күн тартибинен алынды.",
        "Тиркеме: 1. корутунду.pdf",
        "Төрага",
        "Катчы",
    ],
    "ru": [
        "ПРОТОКОЛ",
        "заседания Аккредитационного совета",
        "15 октября 2026 г.",
        "№3",
        "г. Бишкек",
        "Начало 10:00, окончание 12:30; очно",
        "Председатель – А. Б. Асанова",
        "Секретарь – А. Б. Үсөнов",
        "Присутствовали: Асанова А. Б. – директор; Өмүров А. Б. – специалист",
        "(7 из 9, кворум имеется)",
        "Отсутствовали: Шаршенов А. Б. – специалист (иш сапары)",
        "Приглашённые: Ким А. Б. – ОсОО «Сынак»",
        "ПОВЕСТКА ДНЯ",
        "1. Об аккредитации вуза. Докладчик: А. Б. Өмүров",
        "1. СЛУШАЛИ: А. Б. Өмүров – Об аккредитации вуза",
        "ВЫСТУПИЛИ:",
        "ПОСТАНОВИЛИ:",
        "1.1. Күбөлүк даярдалсын. Отв.: А. Б. Өмүров. Срок: 1 ноября 2026 г.",
        "Самоотвод в связи с конфликтом интересов: А. Б. Асанова (окуу жайда сабак берген)",
        "Голосовали: «за» – 6, «против» – 0, «воздержались» – 1.",
        "Вопрос снят с повестки дня.",
        "Приложение: 1. корутунду.pdf",
        "Председатель",
        "Секретарь",
    ],
}


def printed(frozen: dict, language: str, dissents=()) -> str:
    """The words of the paper of plain data, as a reader of the PDF finds them."""
    with translation.override(language):
        words = protocol_words(frozen, language, dissents)
        hands = waiting_hands(frozen, language)
    context = words | {"hands": hands, "org_name": "«Ак өлчөм»", "code": "3", "cells": []}
    return text_of(render_pdf("print/protocol.html", context, language=language))


def text_of(pdf: bytes) -> str:
    """What pdftotext reads, its gaps made single."""
    read = subprocess.run(
        ["/usr/bin/pdftotext", "-", "-"], input=pdf, capture_output=True, check=True
    )
    words = " ".join(read.stdout.decode().replace("\u00ad", "").split())
    return words.replace("№ ", "№")  # the reader of pages sees no gap in a narrow cell


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ky", "ru"])
@pytest.mark.clause("004-5.5.3-1")
def test_every_field_of_the_protocol_is_printed_in_its_order(language):
    text = printed(protocol(), language)

    place = text.index(EXPECTED[language][0])
    for words in EXPECTED[language]:
        found = text.find(words, place)
        assert found >= 0, (words, text[place:])
        place = found
    assert ".." not in text


@pytest.mark.django_db
@pytest.mark.clause("004-5.5.3-3")
def test_the_short_form_leaves_agenda_and_talk_out_and_keeps_what_was_resolved():
    text = printed(protocol(layout="short"), "ky")

    for gone in ("КҮН ТАРТИБИ", "УГУЛДУ", "ЧЫГЫП СҮЙЛӨШТҮ", "баяндады"):
        assert gone not in text
    assert "1. Окуу жайды аккредитациялоо жөнүндө" in text
    assert "1.1. Күбөлүк даярдалсын." in text


@pytest.mark.django_db
@pytest.mark.parametrize(("count", "is_listed"), [(15, False), (16, True)])
def test_more_than_fifteen_people_go_on_a_list_of_their_own(count, is_listed):
    people = [someone(f"Адамов{n:02}") for n in range(count)]

    text = printed(protocol(present=people), "ky")

    assert ("тизме тиркелет" in text) is is_listed
    assert ("Катышкандардын тизмеси" in text) is is_listed
    assert text.count("Адамов15") == (1 if is_listed else 0)


@pytest.mark.django_db
def test_a_secret_vote_says_that_it_was_secret():
    changed = protocol()
    changed["items"][0]["votes"]["secret"] = True

    assert "жашыруун добуш берүү: «макул» – 6" in printed(changed, "ky")


@pytest.mark.django_db
def test_without_a_quorum_the_paper_says_so():
    frozen = protocol(quorum={"present": 3, "members": 9, "has": False})

    assert "(9дан 3, кворум жок)" in printed(frozen, "ky")


@pytest.mark.django_db
def test_a_dissenting_opinion_is_mentioned_and_attached():
    opinion = {"name": "А. Б. Өмүров", "date": "16.10.2026", "text": "Мөөнөт аз деп эсептейм."}

    text = printed(protocol(), "ky", [opinion])

    assert "А. Б. Өмүров, 16.10.2026: өзгөчө пикир тиркелет." in text
    assert text.index("өзгөчө пикир тиркелет") < text.index("Мөөнөт аз деп эсептейм.")


@pytest.mark.django_db
def test_earlier_decisions_stand_under_their_item_as_they_stood_on_the_day():
    frozen = protocol()
    frozen["items"][0]["earlier"] = [
        {"protocol": "2", "date": "2026-09-01", "number": "1.2", "text": "Тизме.", "state": "open"}
    ]

    expected = "01.09.2026 №2 протокол, 1.2-пункт: Тизме – аткарыла элек."
    assert expected in printed(frozen, "ky")


@pytest.mark.django_db
def test_a_meeting_that_was_not_held_says_so_and_resolves_nothing():
    text = printed(protocol(not_held=True), "ky")

    assert "Кворум болбогондуктан кеңешме өткөн жок." in text
    assert "ТОКТОМ КЫЛЫНДЫ" not in text


@pytest.mark.django_db
def test_a_correcting_protocol_names_the_one_it_corrects():
    old = {"number": "2", "date": "2026-09-01", "why": "Мөөнөт туура эмес жазылган"}

    text = printed(protocol(corrects=old), "ky")

    assert "01.09.2026 №2 протоколду оңдойт: Мөөнөт туура эмес жазылган" in text
    assert "протоколду оңдойт" not in printed(protocol(corrects=old, not_held=True), "ky")


@pytest.mark.django_db
def test_an_item_of_which_nothing_is_printed_was_considered():
    quiet = {"resolved": "", "decisions": [], "votes": None, "recused": []}
    for layout, said in (
        ("short", {"heard": "Сөз", "spoke": "Сөз"}),
        ("full", {"heard": "", "spoke": ""}),
    ):
        frozen = protocol(layout=layout)
        frozen["items"][0] |= quiet | said
        with translation.override("en"):
            words = protocol_words(frozen, "en")
        assert [one["says_nothing"] for one in words["items"]][0]
        assert "The item was considered." in printed(frozen, "en")
        assert "The item was considered." not in printed(frozen | {"number": ""}, "en")  # not yet
    assert "The item was considered." not in printed(protocol(), "en")


@pytest.mark.django_db
def test_a_name_that_ends_in_a_full_stop_is_followed_by_none():
    frozen = protocol(absent=[someone("Шаршенов", "")], invited=[someone("Ким", "")])
    frozen["items"][0] |= {
        "speaker": "Манзуза С. И.",
        "recused": [{"name": "Үсөнов А. Б.", "reason": ""}],
    }
    frozen["items"][0]["decisions"][0]["who"] = ["Үсөнов А. Б."]
    text = printed(frozen, "ky")

    assert "Манзуза С. И." in text
    assert "Б.." not in text
    assert "И.." not in text


@pytest.mark.parametrize(
    ("number", "written"),
    [(0, "0дөн"), (1, "1ден"), (3, "3төн"), (5, "5тен"), (9, "9дан"), (10, "10дон"), (20, "20дан"),
     (40, "40тан"), (45, "45тен"), (50, "50дөн"), (100, "100дөн"), (1000, "1000ден")],
)  # fmt: skip
def test_numbers_end_as_they_are_spoken(number, written):
    assert from_number(number, "ky") == written
    assert from_number(number, "ru") == str(number)
