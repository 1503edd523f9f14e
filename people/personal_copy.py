"""A copy of everything held about a person: a ZIP with a readable paper and the same as data."""

import io
import json
import zipfile

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common.personal import held_about
from common.printing import render_pdf

from .models import ConsentText, Person


def personal_copy(person: Person) -> bytes:
    """The ZIP, in the language of the person's letters."""
    with translation.override(person.language):
        tables = held_about(person)
        title = _("Personal data: %(name)s") % {"name": person.full_name}
        context = {"title": title, "tables": tables, "consent": ConsentText.current()}
        paper = render_pdf("print/personal_data.html", context, language=person.language)
    data = {
        "person": str(person.uid),
        "made": timezone.now().isoformat(timespec="seconds"),
        "tables": [table._asdict() for table in tables],
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("personal-data.pdf", paper)
        archive.writestr("personal-data.json", json.dumps(data, ensure_ascii=False, indent=2))
    return out.getvalue()
