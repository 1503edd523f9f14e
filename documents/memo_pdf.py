"""A memo as a paper: to whom, from whom, its text, the resolution (agency 6; 004/7.3.7)."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.dates import long_date, numeric
from common.printing import render_pdf
from documents.models import Memo, OrderKind
from documents.stamps import words_in
from people.models import Organisation


def memo_pdf(memo: Memo, language: str) -> bytes:
    """In the language of its reader; a draft says that it is one."""
    kind = OrderKind.objects.filter(form=OrderKind.Form.MEMO).first()
    heading = words_in(kind.heading, language) if kind else ""
    with override(language):
        context = {
            "memo": memo,
            "title": memo.title,
            "kind": heading or _("Memo"),
            "org_name": words_in(Organisation.current().name, language),
            "day": long_date(localdate(memo.sent_at), language, short=True) if memo.sent_at else "",
            "addressee": _named(memo.addressee, language),
            "author": _named(memo.author, language),
            "draft": "" if memo.sent_at else memo.get_state_display(),
            "due": memo.due and numeric(memo.due),
        }
        return render_pdf("print/memo.html", context, language=language)


def _named(person, language: str) -> dict[str, str]:
    held = person.appointment()
    return {
        "name": person.signature_name,
        "position": words_in(held.position.name, language) if held else "",
    }
