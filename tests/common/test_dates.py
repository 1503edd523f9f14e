"""Dates and numbers as papers in three languages write them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from importlib import import_module
from zoneinfo import ZoneInfo

import pytest
from django import forms
from django.test import override_settings
from django.utils import formats, timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from common.dates import (
    add_months,
    attributive,
    date_and_time,
    decimal_comma,
    long_date,
    month_name,
    numeric,
    one_year_after,
)

BISHKEK = ZoneInfo("Asia/Bishkek")
DAY = date(2027, 6, 12)

MONTHS = [
    (1, "январь", "январы", "январындагы", "января"),
    (2, "февраль", "февралы", "февралындагы", "февраля"),
    (3, "март", "марты", "мартындагы", "марта"),
    (4, "апрель", "апрели", "апрелиндеги", "апреля"),
    (5, "май", "майы", "майындагы", "мая"),
    (6, "июнь", "июну", "июнундагы", "июня"),
    (7, "июль", "июлу", "июлундагы", "июля"),
    (8, "август", "августу", "августундагы", "августа"),
    (9, "сентябрь", "сентябры", "сентябрындагы", "сентября"),
    (10, "октябрь", "октябры", "октябрындагы", "октября"),
    (11, "ноябрь", "ноябры", "ноябрындагы", "ноября"),
    (12, "декабрь", "декабры", "декабрындагы", "декабря"),
]


class TestDatesInWords:
    @pytest.mark.parametrize(("number", "alone", "kyrgyz", "before", "russian"), MONTHS)
    def test_every_month_has_its_forms(self, number, alone, kyrgyz, before, russian):
        day = date(2026, number, 15)
        assert month_name(number, "ky") == month_name(number, "ru") == alone
        assert long_date(day, "ky") == f"2026-жылдын 15-{kyrgyz}"
        assert attributive(day) == f"2026-жылдын 15-{before}"
        assert long_date(day, "ru") == f"15 {russian} 2026 года"

    def test_russian_short_and_english(self):
        assert long_date(DAY, "ru", short=True) == "12 июня 2027 г."
        assert long_date(DAY, "en") == long_date(DAY, "en-gb") == "12 June 2027"
        assert attributive(DAY, "ru") == "от 12 июня 2027 года"
        assert attributive(DAY, "en") == "of 12 June 2027"
        assert month_name(6, "en") == "June"

    def test_the_active_language_is_used_and_else_kyrgyz(self):
        with translation.override("ru"):
            assert long_date(DAY) == "12 июня 2027 года"
        with translation.override(None):
            assert long_date(DAY) == "2027-жылдын 12-июну"
        assert long_date(DAY, "de") == "2027-жылдын 12-июну"

    @pytest.mark.parametrize("month", [0, 13, -1])
    def test_there_is_no_thirteenth_month(self, month):
        with pytest.raises(ValueError, match="no month"):
            month_name(month, "ky")


class TestNumericDates:
    def test_two_digits_everywhere(self):
        assert numeric(DAY) == "12.06.2027"
        assert numeric(date(987, 1, 2)) == "02.01.0987"

    def test_a_moment_is_shown_by_the_local_clock(self):
        moment = datetime(2027, 6, 11, 20, 3, tzinfo=UTC)
        with timezone.override(BISHKEK):
            assert date_and_time(moment) == "12.06.2027 02:03"
            assert date_and_time(moment, "ru", long=True) == "12 июня 2027 года, 02:03"
            assert numeric(moment) == "12.06.2027"
            assert long_date(moment, "ky") == "2027-жылдын 12-июну"
        with timezone.override(UTC):
            assert date_and_time(moment, "en") == "11.06.2027 20:03"

    def test_a_moment_without_a_zone_is_taken_as_it_is(self):
        assert date_and_time(datetime(2027, 6, 12, 14, 3)) == "12.06.2027 14:03"  # noqa: DTZ001


class TestTerms:
    @pytest.mark.parametrize(
        ("start", "months", "end"),
        [
            (date(2027, 1, 31), 1, date(2027, 2, 28)),
            (date(2028, 1, 31), 1, date(2028, 2, 29)),
            (date(2027, 12, 31), 2, date(2028, 2, 29)),
            (date(2027, 5, 31), -3, date(2027, 2, 28)),
            (date(2027, 1, 15), -1, date(2026, 12, 15)),
            (date(2027, 6, 12), 0, date(2027, 6, 12)),
        ],
    )
    def test_months_end_on_their_last_day(self, start, months, end):
        assert add_months(start, months) == end

    def test_a_year_after_a_leap_day(self):
        assert one_year_after(date(2028, 2, 29)) == date(2029, 2, 28)
        assert one_year_after(date(2027, 2, 28)) == date(2028, 2, 28)

    def test_a_moment_keeps_its_time(self):
        moment = datetime(2027, 1, 31, 9, 30, tzinfo=BISHKEK)
        assert add_months(moment, 1) == datetime(2027, 2, 28, 9, 30, tzinfo=BISHKEK)

    def test_the_calendar_ends(self):
        with pytest.raises(OverflowError):
            add_months(date(9999, 12, 1), 1)

    @given(st.dates(date(1900, 1, 1), date(2200, 1, 1)), st.integers(-600, 600))
    def test_the_months_differ_by_what_was_added(self, day, months):
        later = add_months(day, months)
        assert (later.year - day.year) * 12 + later.month - day.month == months
        assert later.day <= day.day


class TestNumbers:
    @pytest.mark.parametrize(
        ("value", "places", "shown"),
        [
            (Decimal("4.45"), None, "4,45"),
            (4.45, 1, "4,5"),
            (Decimal("0.125"), 2, "0,13"),
            (1234567.5, None, "1\u00a0234\u00a0567,5"),
            (-1234, None, "-1\u00a0234"),
            (5, 2, "5,00"),
            ("-0.001", 2, "0,00"),
            (Decimal("1E+3"), None, "1\u00a0000"),
            (None, 2, ""),
            ("", None, ""),
        ],
    )
    def test_comma_and_no_break_space(self, value, places, shown):
        assert decimal_comma(value, places) == shown


class TestFormats:
    @pytest.fixture(autouse=True)
    def own_formats(self):
        with override_settings(FORMAT_MODULE_PATH="qms.formats", USE_I18N=True):
            formats.reset_format_cache()
            yield
        formats.reset_format_cache()

    @pytest.mark.parametrize("lang", ["ky", "ru", "en"])
    def test_dates_and_numbers_are_typed_and_shown_alike(self, lang):
        with translation.override(lang):
            assert formats.date_format(DAY) == "12.06.2027"
            assert formats.time_format(datetime(2027, 6, 12, 14, 3, tzinfo=UTC)) == "14:03"
            assert formats.number_format(Decimal("4.45")) == "4,45"
            assert formats.number_format(1234567, force_grouping=True) == "1\u00a0234\u00a0567"
            assert formats.get_format("FIRST_DAY_OF_WEEK") == 1
            for typed in ["12.06.2027", "2027-06-12"]:
                assert forms.DateField().clean(typed) == DAY
            for typed in ["4,45", "4.45"]:
                assert forms.DecimalField(localize=True).clean(typed) == Decimal("4.45")

    def test_the_three_languages_agree(self):
        modules = [import_module(f"qms.formats.{lang}.formats") for lang in ("ky", "ru", "en")]
        kyrgyz, russian, english = (
            {name: value for name, value in vars(module).items() if name.isupper()}
            for module in modules
        )
        assert kyrgyz == russian == english
