"""Why a file is not taken in: each reason is one sentence that says what to do."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ImportRefused(Exception):
    """The file cannot become a text; `message` is the sentence for the person who sent it."""

    def __init__(self, message: Promise | str) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)


EMPTY = _("The file is empty.")
TOO_LARGE = _("The file is larger than %(limit)s MB. Send the text without pictures.")
UNPACKS_TOO_LARGE = _("The file unpacks to far more than its size promises, so it was not opened.")
PDF = _("This is a PDF file. Import the text as .docx, .txt or .md, and attach the PDF as a file.")
PICTURE = _("This is a picture, not a text. Import the text as .docx, .txt or .md.")
PROGRAM = _("This is a program, not a text. It was not opened.")
ARCHIVE = _("This is an archive. Unpack it and send the document itself.")
OLD_WORD = _("This is a document of the old .doc kind. Save it as .docx and send it again.")
ENCRYPTED = _("The document is protected with a password. Remove the password and send it again.")
OTHER_OFFICE = _("This is not a text document. Save the text as .docx and send it again.")
RICH_TEXT = _("This is an .rtf document. Save it as .docx and send it again.")
WEB_PAGE = _("This is a web page. Save the text as .docx or .txt and send it again.")
UNKNOWN = _("The kind of the file is not known. Import the text as .docx, .txt or .md.")
MISLABELLED_DOCX = _("The file is named as a .docx document, but it is not one.")
MISLABELLED_PDF = _("The file is named as a %(suffix)s document, but inside it is a PDF file.")
MACROS = _("The document contains macros. Save it as .docx without macros and send it again.")
REMOTE_PICTURE = _(
    "The document takes a picture from outside the file. Remove the link and send it again."
)
REMOTE_PART = _(
    "The document refers to a template or an object outside the file. "
    "Remove the link and send it again."
)
EMBEDDED_TEXT = _(
    "The document contains another document inside it. Copy its text in and send it again."
)
DAMAGED = _("The document is damaged and cannot be read. Open it in Word and save it anew.")
UNSAFE_XML = _("The document contains instructions that a text never needs, so it was not opened.")
NO_TEXT = _("No text was found in the file.")
