"""The approval block at the head of a text: read when certain, left alone when not (000: stamps)."""

from __future__ import annotations

import datetime
import re

import pytest

from documents.content.blocks import plain_text
from documents.content.head import find_head, read_date
from tests.documents.content_text import STAMPED, bring, shape

pytestmark = pytest.mark.usefixtures("in_english")


def test_stamps_fill_the_form_and_leave_the_text() -> None:
    result = bring(STAMPED)
    assert result.head == {
        "agreed_body": "«Жаңы өлчөм» агенттигинин кызматкерлеринин жалпы чогулушу",
        "protocol_number": "14-2",
        "protocol_date": datetime.date(2025, 2, 3),
        "approver": "«Жаңы өлчөм» агенттигинин директору",
        "approver_name": "А. Б. Сынакова",
        "order_number": "7/03",
        "order_date": datetime.date(2025, 2, 4),
        "title": "Көчмө текшерүүлөрдү уюштуруунун тартиби",
    }
    assert result.title == "Көчмө текшерүүлөрдү уюштуруунун тартиби"
    assert "Протокол" not in plain_text(result.html)
    assert "Көчмө текшерүүлөрдү" not in plain_text(result.html)


def test_stamped_text_becomes_sections_clauses_and_a_list() -> None:
    assert shape(STAMPED) == [
        ("h2", "I. Негизги эрежелер"),
        ("p.clause", "1.1. Бул тартип көчмө текшерүүнү даярдоонун кадамдарын белгилейт."),
        ("p.clause", "1.2. Текшерүүгө төмөнкүлөр даярдалат:"),
        ("ol", "Маршрут\nСуроолордун тизмеси\nЖооптуулар"),
        ("h2", "II.Топтун иши"),
        (
            "p.clause",
            "2.1. Топ үч адамдан турат. Ар бир мүчө өз бөлүгүн текшерип, жыйынтык "
            "барагына белги коюп, аны ошол эле күнү тапшырат.",
        ),
        ("p.clause", "2.2. Топ башчысы жыйынтыкты бир жумада чыгарат."),
    ]
    assert any("page break" in str(warning) for warning in bring(STAMPED).warnings)


@pytest.mark.parametrize(
    "head",
    [
        "МАКУЛДАШЫЛДЫ\nкеңеш\n\nБЕКИТЕМИН\nдиректор ________\n\n",  # no number, no date
        "БЕКИТЕМИН\nПротокол № 3\n\n",  # a number without a date
        "Кириш сөз.\n\nБЕКИТИЛДИ\nБуйрук № 3, 01.02.2025\n\n",  # not at the head
        "БЕКИТИЛДИ деген белги коюлат. Буйрук № 3, 01.02.2025\n\n",  # a sentence, not a stamp
    ],
)
def test_an_unclear_head_stays_in_the_text(head: str) -> None:
    result = bring(f"{head}1.1. Биринчи жобо.\n\n1.2. Экинчи жобо.\n")
    said = re.findall(r"\w+", plain_text(result.html))
    assert said == re.findall(r"\w+", f"{head} 1.1. Биринчи жобо. 1.2. Экинчи жобо.")
    assert "agreed_body" not in result.head
    assert "approver" not in result.head


def test_a_stamp_with_an_unfinished_date_leaves_the_text_with_its_signer() -> None:
    text = (
        "БЕКИТЕМИН\n\nЖаңы өлчөм окуу жайынын\n кеңешинде\n каралды жана бекитилди\n"
        " «17» 2024 жыл, Протокол № 3\n ЖӨОЖдун директору  Бакыт у Т\n\n\n\n"
        "КӨЧМӨ ТЕКШЕРҮҮЛӨР ЖӨНҮНДӨ ЖОБО\n\n1. Жалпы жоболор\n\n1.1. Биринчи жобо.\n"
    )
    result = bring(text)

    assert shape(text)[0] == ("h2", "1. Жалпы жоболор")
    assert result.title == "КӨЧМӨ ТЕКШЕРҮҮЛӨР ЖӨНҮНДӨ ЖОБО"
    assert result.head["protocol_number"] == "3"
    assert "approver" not in result.head
    assert "taken out of the text" in str(result.warnings[0])


def test_stamps_that_stay_are_not_said_to_be_taken_out() -> None:
    result = bring("БЕКИТЕМИН\nдиректор ____\n\n1.1. Биринчи жобо.\n\n1.2. Экинчи жобо.\n")

    assert "БЕКИТЕМИН" in plain_text(result.html)
    assert "stay in the text" in str(result.warnings[0])


def test_stamps_side_by_side() -> None:
    text = (
        "СОГЛАСОВАНО                         УТВЕРЖДАЮ\n"
        "Общее собрание                      Директор агентства\n"
        "Протокол № 5                        Приказ № 11-о\n"
        "от 12.03.2025 г.                    от 14.03.2025 г.\n"
        "\n"
        "ПОРЯДОК ХРАНЕНИЯ ДЕЛ\n"
        "\n"
        "1. Общее\n"
        "\n"
        "1.1. Дела хранятся в шкафу.\n"
    )
    result = bring(text)
    assert result.head["agreed_body"] == "Общее собрание"
    assert result.head["protocol_number"] == "5"
    assert result.head["approver"] == "Директор агентства"
    assert result.head["order_number"] == "11-о"
    assert result.head["order_date"] == datetime.date(2025, 3, 14)
    assert result.title == "ПОРЯДОК ХРАНЕНИЯ ДЕЛ"
    assert shape(text) == [("h2", "1. Общее"), ("p.clause", "1.1. Дела хранятся в шкафу.")]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("06.10.2023-ж.", (2023, 10, 6)),
        ("6/10/2023", (2023, 10, 6)),
        ("2023-жылдын 6-октябры", (2023, 10, 6)),
        ("«6» октября 2023 г.", (2023, 10, 6)),
        ("31.02.2024", None),
        ("2024", None),
        ("№ 5-9", None),
    ],
)
def test_dates(text: str, date: tuple[int, int, int] | None) -> None:
    assert read_date(text) == (datetime.date(*date) if date else None)


def test_no_head_in_no_text() -> None:
    assert find_head([]) == ({}, 0)
    assert find_head(["", ""]) == ({}, 0)
