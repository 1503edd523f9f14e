"""Every kind of rule as its reader says it, in three languages; and as fields of the form."""

from datetime import date

import pytest
from django.utils import translation

from planning import events, recurrence, rule_form, rule_words

pytestmark = pytest.mark.core

R = "FREQ=YEARLY;BYMONTH="
SAID = [
    (
        {"rrule": R + "9;BYMONTHDAY=1"},
        "every year on 1 September",
        "жыл сайын 1-сентябрда",
        "ежегодно 1 сентября",
    ),
    (
        {"rrule": R + "2,5,8;BYMONTHDAY=15"},
        "every year on 15 February, 15 May and 15 August",
        "жыл сайын 15-февралда, 15-майда жана 15-августта",
        "ежегодно 15 февраля, 15 мая и 15 августа",
    ),
    (
        {"rrule": R + "1,6;BYMONTHDAY=-1"},
        "every year on the last day of January and June",
        "жыл сайын январдын жана июндун акыркы күнү",
        "ежегодно в последний день января и июня",
    ),
    (
        {"rrule": R + "3,6,9,12;BYMONTHDAY=-1"},
        "every quarter on its last day",
        "чейрек сайын акыркы күнү",
        "каждый квартал в последний день",
    ),
    (
        {"rrule": R + "2,5,8,11;BYMONTHDAY=15"},
        "every quarter on day 15 of its second month",
        "чейрек сайын экинчи айдын 15-күнү",
        "каждый квартал 15-го числа второго месяца",
    ),
    (
        {"rrule": R + "5;BYDAY=2FR"},
        "every year on the second Friday of May",
        "жыл сайын майдын экинчи жума күнү",
        "ежегодно во вторую пятницу мая",
    ),
    (
        {"rrule": "FREQ=MONTHLY;BYMONTHDAY=15"},
        "every month on day 15",
        "ай сайын 15-күнү",
        "каждый месяц 15-го числа",
    ),
    (
        {"rrule": "FREQ=MONTHLY;BYMONTHDAY=-1"},
        "every month on its last day",
        "ай сайын акыркы күнү",
        "каждый месяц в последний день",
    ),
    (
        {"rrule": "FREQ=MONTHLY;BYDAY=-1FR"},
        "every month on the last Friday",
        "ай сайын акыркы жума күнү",
        "каждый месяц в последнюю пятницу",
    ),
    (
        {"rrule": "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"},
        "every month on its last day from Monday to Friday",
        "ай сайын дүйшөмбүдөн жумага чейинки акыркы күнү",
        "каждый месяц в последний день с понедельника по пятницу",
    ),
    (
        {"rrule": "FREQ=WEEKLY;BYDAY=FR"},
        "every week on Friday",
        "жума сайын жума күнү",
        "каждую неделю в пятницу",
    ),
    (
        {"rrule": "FREQ=WEEKLY;BYDAY=MO,TU"},
        "every week on Monday and Tuesday",
        "жума сайын дүйшөмбү күнү жана шейшемби күнү",
        "каждую неделю в понедельник и во вторник",
    ),
    (
        {"rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE"},
        "every 2 weeks on Wednesday",
        "ар 2 жумада шаршемби күнү",
        "каждые 2 недели в среду",
    ),
    (
        {"rrule": R + "12;BYMONTHDAY=1;INTERVAL=5"},
        "every 5 years on 1 December",
        "ар 5 жылда 1-декабрда",
        "каждые 5 лет 1 декабря",
    ),
    ({"rrule": "FREQ=DAILY"}, "every working day", "ар бир жумушчу күнү", "каждый рабочий день"),
    ({"rrule": "FREQ=DAILY", "shift": "none"}, "every day", "күн сайын", "каждый день"),
    (
        {"rrule": "FREQ=YEARLY;BYYEARDAY=100"},
        "by a rule of its own: FREQ=YEARLY;BYYEARDAY=100",
        "өз эрежеси боюнча: FREQ=YEARLY;BYYEARDAY=100",
        "по своему правилу: FREQ=YEARLY;BYYEARDAY=100",
    ),
    (
        {"last_working_week": True},
        "in the last working week of the year",
        "жылдын акыркы жумушчу жумасында",
        "в последнюю рабочую неделю года",
    ),
    (
        {"before": "other", "working_days": 10},
        "10 working days before “Жыйын”",
        "«Жыйын» күнүнөн 10 жумушчу күн мурун",
        "за 10 рабочих дней до «Жыйын»",
    ),
    (
        {"before": "other", "working_days": 0},
        "on the day of “Жыйын”",
        "«Жыйын» күнү",
        "в день «Жыйын»",
    ),
    (
        {"after": "other", "months": 1},
        "within 1 month after “Жыйын” is done",
        "«Жыйын» аткарылгандан кийин 1 айдын ичинде",
        "в течение 1 месяца после выполнения «Жыйын»",
    ),
    (
        {"after": "other", "days": 0},
        "as soon as “Жыйын” is done",
        "«Жыйын» аткарылганда эле",
        "сразу после выполнения «Жыйын»",
    ),
    (
        {"event": "test.happened", "working_days": 5},
        "within 5 working days after it happens: a guest came",
        "бул болгондон кийин 5 жумушчу күндүн ичинде: a guest came",
        "в течение 5 рабочих дней после события: a guest came",
    ),
    (
        {"event": "конок келди", "days": 0},
        "on the day when it happens: конок келди",
        "бул болгон күнү: конок келди",
        "в день события: конок келди",
    ),
]


@pytest.fixture
def happened(monkeypatch):
    monkeypatch.setattr(events, "_events", {})
    events.register(events.Event("test.happened", "a guest came"))


@pytest.mark.usefixtures("happened")
@pytest.mark.parametrize(("rule", "en", "ky", "ru"), SAID)
def test_a_rule_is_said_in_each_language(rule, en, ky, ru):
    recurrence.check(rule)
    names = {"other": "Жыйын"}.__getitem__
    for language, words in (("en", en), ("ky", ky), ("ru", ru)):
        with translation.override(language):
            assert rule_words.in_words(rule, names) == words


@pytest.mark.parametrize("rule", [row[0] for row in SAID])
def test_what_the_form_shows_of_a_rule_gives_the_same_rule_back(rule):
    shown = rule_form.fields_of(rule)
    again = rule_form.rule_of(shown)
    if shown["how"] not in ("last_working_week", "daily"):
        rule = {"shift": "previous", **rule}
    assert again == rule


def test_a_rule_with_its_year_and_its_first_day_comes_back_whole():
    rule = {
        "rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE",
        "shift": "next",
        "from": "2027-01-06",
        "year": -1,
    }
    shown = rule_form.fields_of(rule)
    assert shown["how"] == "rrule"
    shown["counted_from"] = date.fromisoformat(shown["counted_from"])
    assert rule_form.rule_of(shown) == rule


def test_a_strange_rule_is_no_error():
    for text in ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-2"):
        with translation.override("en"):
            assert rule_words.in_words({"rrule": text}).endswith(text)
