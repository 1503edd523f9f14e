"""Names of every kind that passports allow, personal numbers and telephones."""

import pytest
from django.core.exceptions import ValidationError

from people.names import (
    full_name,
    normalise_phone,
    pin_warning,
    short_name,
    show_phone,
    signature_name,
    validate_name,
    validate_phone,
    validate_pin,
)

pytestmark = pytest.mark.usefixtures("in_english")


class TestNames:
    @pytest.mark.parametrize(
        ("parts", "full", "short", "signature"),
        [
            (
                ("Асанов", "Үсөн", "Болотович"),
                "Асанов Үсөн Болотович",
                "Асанов Ү. Б.",
                "Ү. Б. Асанов",
            ),
            (("Асан", "Үсөн", ""), "Асан Үсөн", "Асан Ү.", "Ү. Асан"),
            (
                ("Асантеги", "Үсөн", "Болоттон"),
                "Асантеги Үсөн Болоттон",
                "Асантеги Ү. Б.",
                "Ү. Б. Асантеги",
            ),
            (("Асанов теги", "Үсөн"), "Асанов теги Үсөн", "Асанов теги Ү.", "Ү. Асанов теги"),
            (
                ("Асан", "Үсөн", "Болот уулу"),
                "Асан Үсөн Болот уулу",
                "Асан Ү. Болот уулу",
                "Ү. Болот уулу Асан",
            ),
            (
                ("Болот кызы", "Айша", ""),
                "Болот кызы Айша",
                "Болот кызы А.",
                "А. Болот кызы",
            ),
            (
                ("Асан", "Айша", "БОЛОТ-КЫЗЫ"),
                "Асан Айша БОЛОТ-КЫЗЫ",
                "Асан А. БОЛОТ-КЫЗЫ",
                "А. БОЛОТ-КЫЗЫ Асан",
            ),
            (
                ("Асанова", "Анна-Мария", "Болотовна"),
                "Асанова Анна-Мария Болотовна",
                "Асанова А.-М. Б.",
                "А.-М. Б. Асанова",
            ),
            (("Асанова", "Айша Нур", ""), "Асанова Айша Нур", "Асанова А. Н.", "А. Н. Асанова"),
            (
                ("", "Үсөн", "Болот уулу"),
                "Үсөн Болот уулу",
                "Үсөн Болот уулу",
                "Үсөн Болот уулу",
            ),
            (("", "Үсөн", "Болотович"), "Үсөн Болотович", "Үсөн Болотович", "Үсөн Болотович"),
            (("  Асанов ", "үсөн", " - "), "Асанов үсөн -", "Асанов Ү.", "Ү. Асанов"),
        ],
    )
    def test_every_form_of_a_name(self, parts, full, short, signature):
        assert full_name(*parts) == full
        assert short_name(*parts) == short
        assert signature_name(*parts) == signature

    def test_a_stored_short_form_wins_in_both(self):
        parts = ("Асан", "Үсөн", "Болот уулу", " Асан  Үсөн ")
        assert short_name(*parts) == signature_name(*parts) == "Асан Үсөн"
        assert short_name("Асан", "Үсөн", "", "   ") == "Асан Ү."

    def test_a_letter_with_a_separate_mark_is_one_initial(self):
        assert short_name("Асанов", "И\u0306осиф") == "Асанов Й."

    @pytest.mark.parametrize(
        "parts",
        [("Асанов", "Үсөн", ""), ("", "Үсөн", "Болот уулу"), ("Асанов", "Үсөн", "Болотович")],
    )
    def test_surname_or_patronymic_may_be_absent(self, parts):
        validate_name(*parts)

    @pytest.mark.parametrize(
        ("parts", "field"),
        [(("Асанов", "", "Болотович"), "given"), ((" ", "Үсөн", ""), "surname")],
    )
    def test_a_given_name_and_one_more_are_needed(self, parts, field):
        with pytest.raises(ValidationError) as caught:
            validate_name(*parts)
        assert list(caught.value.message_dict) == [field]


class TestPin:
    @pytest.mark.parametrize("pin", ["20101199000001", "00101200000012"])
    def test_fourteen_digits_with_a_date_are_fine(self, pin):
        validate_pin(pin)
        assert pin_warning(pin) == ""

    @pytest.mark.parametrize(
        "pin",
        [
            "",
            "2010119900000",
            "201011990000011",
            "2010119900000а",
            "٢٠١٠١١٩٩٠٠٠٠٠١",
            "20101199000001\n",
        ],
    )
    def test_anything_else_is_refused(self, pin):
        with pytest.raises(ValidationError, match="exactly 14 digits"):
            validate_pin(pin)
        assert pin_warning(pin) == ""

    @pytest.mark.parametrize("pin", ["23102199000001", "20000000000001", "20101399900001"])
    def test_digits_that_are_no_date_only_raise_a_doubt(self, pin):
        validate_pin(pin)
        assert "Digits 2 to 9" in pin_warning(pin)


class TestPhone:
    @pytest.mark.parametrize(
        ("typed", "stored", "shown"),
        [
            ("+996 (312) 00 00 01", "+996312000001", "+996 (312) 00-00-01"),
            ("+996 3522 5-00-00", "+996352250000", "+996 (3522) 5-00-00"),
            ("+996 700 00 00 02", "+996700000002", "+996 (700) 00-00-02"),
            ("0700\u00a000-00-02", "+996700000002", "+996 (700) 00-00-02"),
            ("996700000002", "+996700000002", "+996 (700) 00-00-02"),
            ("700000002", "+996700000002", "+996 (700) 00-00-02"),
            ("+996 (0)700 00.00.02", "+996700000002", "+996 (700) 00-00-02"),
            ("00996 700000002", "+996700000002", "+996 (700) 00-00-02"),
            ("+7 (700) 000–00–03", "+77000000003", "+77000000003"),
            ("＋4930000004", "+4930000004", "+4930000004"),
            ("  ", "", ""),
        ],
    )
    def test_it_is_stored_one_way_and_shown_one_way(self, typed, stored, shown):
        assert normalise_phone(typed) == stored
        assert show_phone(stored) == shown
        assert normalise_phone(shown) == stored
        validate_phone(typed)

    @pytest.mark.parametrize("typed", ["+99670000000", "+9967000000022", "00996 70"])
    def test_a_home_number_has_nine_digits(self, typed):
        with pytest.raises(ValidationError, match="9 digits"):
            normalise_phone(typed)

    @pytest.mark.parametrize(
        "typed", ["12", "+0700000002", "phone", "+7700000000300000", "7 700 00a"]
    )
    def test_what_is_no_number_is_refused(self, typed):
        with pytest.raises(ValidationError, match="country code"):
            validate_phone(typed)
