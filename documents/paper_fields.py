"""The columns of the list of documents in force."""

from django.utils.translation import gettext_lazy as _

from common.sheets import Field

FIELDS = [
    Field(
        "code",
        _("Code"),
        kind="code",
        required=True,
        hint=_("As the paper has it."),
        example="ЛЧА-07",
    ),
    Field("title_ky", _("Title in Kyrgyz"), required=True, example="Иш сапарлар жөнүндө жобо"),
    Field("title_ru", _("Title in Russian"), example="Положение о командировках"),
    Field("title_en", _("Title in English"), example="Regulation on business trips"),
    Field(
        "type",
        _("Type"),
        required=True,
        hint=_("Its code or its name, from the sheet “Types”."),
        example="local_normative_act",
        listed=_("Types"),
    ),
    Field("issue", _("Issue"), kind="whole", required=True, example="1"),
    Field("change", _("Change"), kind="whole", hint=_("0 where it is empty."), example="0"),
    Field(
        "owner",
        _("Answers for it"),
        hint=_("A position: its code or its name."),
        example="office_manager",
        listed=_("Positions"),
    ),
    Field(
        "basis",
        _("Basis"),
        hint=_("The code of a document here or in this list, or the words of another basis."),
        example="СК-01",
    ),
    Field(
        "access",
        _("Who reads"),
        hint=_("public, staff or top; as the type says where it is empty."),
        example="staff",
        choices=("public", "staff", "top"),
    ),
    Field(
        "body",
        _("Agreed by"),
        hint=_("A body: its code or its name; empty where none agreed."),
        example="general_meeting",
        listed=_("Bodies"),
    ),
    Field("protocol_number", _("Protocol No."), example="67-1"),
    Field("protocol_date", _("Date of the protocol"), kind="date", example="05.09.2024"),
    Field(
        "approver_name",
        _("Approved by"),
        required=True,
        hint=_("Initials and surname, as the paper has them."),
        example="Б. И. Үсөнов",
    ),
    Field("approver_position", _("Position of who approved"), required=True, example="Директор"),
    Field("order_number", _("Order No."), required=True, example="2/0104"),
    Field("order_date", _("Order date"), kind="date", required=True, example="06.09.2024"),
    Field("in_force_from", _("In force from"), kind="date", required=True, example="09.09.2024"),
    Field(
        "scan",
        _("File of the scan"),
        required=True,
        hint=_("The name of the PDF, JPEG or PNG that is brought with the list."),
        example="ЛЧА-07.pdf",
    ),
    Field(
        "text",
        _("File of the text"),
        hint=_("A .docx, .txt or .md; without it the words of the scan are taken, if it has any."),
        example="ЛЧА-07.docx",
    ),
    Field(
        "language",
        _("Language of the text"),
        hint=_("ky, ru or en; that of the originals where it is empty."),
        example="ky",
        choices=("ky", "ru", "en"),
    ),
]
