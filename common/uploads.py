"""Files that people hand in: how big they may be, and scans of papers signed by hand."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

SCAN_STARTS = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff")


PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe")
ENDINGS = (
    *(".exe", ".com", ".bat", ".cmd", ".msi", ".scr", ".ps1", ".vbs", ".js", ".jar", ".sh"),
    *(".apk", ".html", ".htm", ".svg", ".lnk", ".dll"),
)
BEGINNING = 8  # bytes


class SizedFileField(forms.FileField):
    """A file that is not larger than this installation takes."""

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if file and file.size > settings.MAX_UPLOAD:
            megabytes = settings.MAX_UPLOAD // 1024 // 1024
            words = _("The file is too large: at most %(size)s MB.")
            raise forms.ValidationError(words % {"size": megabytes})
        if file:
            start = file.read(BEGINNING)
            file.seek(0)
            self.check(file.name.lower(), start)
        return file

    def check(self, name: str, start: bytes) -> None:
        """Refuse a file by its name and its first bytes; a subclass says which."""


class EvidenceField(SizedFileField):
    """What shows that something was done: no program, it shows nothing and may do harm."""

    def check(self, name, start):
        if name.endswith(ENDINGS) or start.startswith(PROGRAMS):
            raise forms.ValidationError(
                _(
                    "A program or a web page shows nothing. Attach a document or a picture: PDF, "
                    "Word, Excel, JPEG, PNG."
                )
            )


class ScanField(SizedFileField):
    """The picture of a signed paper: PDF, JPEG or PNG, told by its first bytes."""

    widget = forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})

    def check(self, name, start):
        if not start.startswith(SCAN_STARTS):
            raise forms.ValidationError(_("The scan must be a PDF, JPEG or PNG file."))
