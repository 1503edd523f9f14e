"""What the sending of criteria asks besides: whether translations that stayed behind still hold."""

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from documents.forms.steps import SendForm

MOST = 12


class CriteriaSendForm(SendForm):
    """The route as always; one tick where the original changed and a translation did not."""

    translations_hold = forms.BooleanField(
        label=_("I looked these translations through: they say the same as the original"),
        error_messages={
            "required": _("Look the translations through, or take the criteria back and mend them.")
        },
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        stale = self.instance.stale_texts() if self.instance.state == "draft" else []
        if not stale:
            del self.fields["translations_hold"]
            return
        told = "; ".join(_listed(name, found) for name, found in stale)
        self.fields["translations_hold"].help_text = gettext(
            "The original changed and these did not: %(texts)s."
        ) % {"texts": told}


def _listed(language: str, found) -> str:
    names = ", ".join(one.name for one in found[:MOST])
    more = len(found) - MOST
    words = f"{language}: {names}"
    return (
        gettext("%(texts)s and %(count)s more") % {"texts": words, "count": more}
        if more > 0
        else words
    )
