"""The columns of the list of staff."""

from django.utils.translation import gettext_lazy as _

from common.sheets import Field

FIELDS = [
    Field("surname", _("Surname"), hint=_("As in the passport."), example="Үсөнова"),
    Field("given", _("Given name"), required=True, example="Жаңыл"),
    Field(
        "patronymic",
        _("Patronymic"),
        hint=_("May be absent; “уулу” and “кызы” are written out."),
        example="Бактыбек кызы",
    ),
    Field(
        "short",
        _("Short form"),
        hint=_("Only if the usual short form is wrong for this name."),
        example="Үсөнова Жаңыл",
    ),
    Field(
        "pin",
        _("Personal number"),
        hint=_("14 digits; by it a person is recognised."),
        example="10101199000000",
    ),
    Field("email", _("E-mail"), example="usonova@example.kg"),
    Field("phone", _("Phone"), hint=_("+996 and 9 digits."), example="+996 700 00 00 00"),
    Field(
        "language",
        _("Language of letters"),
        hint=_("ky, ru or en; Kyrgyz where it is empty."),
        example="ky",
        choices=("ky", "ru", "en"),
    ),
    Field(
        "position",
        _("Position"),
        required=True,
        hint=_("Its code or its name, from the sheet “Positions”."),
        example="specialist",
        listed=_("Positions"),
    ),
    Field("since", _("Holds it from"), kind="date", required=True, example="12.06.2027"),
    Field("order_number", _("Order No."), example="14/0203"),
    Field("order_date", _("Order date"), kind="date", example="11.06.2027"),
    Field(
        "login",
        _("User name"),
        hint=_(
            "Where it is given, an account is made. Whether its owner is invited by letter at "
            "once is asked before the import."
        ),
        example="usonova",
    ),
]
