"""Files that people hand in: how big they may be, and scans of papers signed by hand."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

SCAN_STARTS = (b"%PDF-", b"\x89PNG", b"\xff\xd8\xff")


def too_large():
    """The sentence for a file over the limit."""
    megabytes = settings.MAX_UPLOAD // 1024 // 1024
    return _("The file is too large: at most %(size)s MB.") % {"size": megabytes}


PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe")
ENDINGS = (
    *(".exe", ".com", ".bat", ".cmd", ".msi", ".scr", ".ps1", ".vbs", ".js", ".jar", ".sh"),
    *(".apk", ".html", ".htm", ".svg", ".lnk", ".dll"),
)


def check_evidence(file) -> None:
    """Refuse what is too large, and programs: they show nothing and may do harm."""
    if file.size > settings.MAX_UPLOAD:
        raise forms.ValidationError(too_large())
    start = file.read(8)
    file.seek(0)
    if file.name.lower().endswith(ENDINGS) or start.startswith(PROGRAMS):
        raise forms.ValidationError(
            _("A program or a web page shows nothing: a document or a picture is expected.")
        )


class ScanField(forms.FileField):
    """The picture of a signed paper: PDF, JPEG or PNG, told by its first bytes."""

    widget = forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"})

    def clean(self, data, initial=None):
        file = super().clean(data, initial)
        if not file:
            return file
        if file.size > settings.MAX_UPLOAD:
            raise forms.ValidationError(too_large())
        start = file.read(8)
        file.seek(0)
        if not start.startswith(SCAN_STARTS):
            raise forms.ValidationError(_("The scan must be a PDF, JPEG or PNG file."))
        return file
