"""What an employee brings for one indicator: words, links, a file (000/4.2)."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import HouseForm
from common.uploads import EvidenceField
from monitoring.models import Material

is_address = URLValidator(schemes=["http", "https"])
MOST = 20


class MaterialForm(HouseForm, forms.ModelForm):
    """Words and links; files are added one by one beside it."""

    class Meta:
        model = Material
        fields = ["text", "links"]
        help_texts = {
            "text": _("What you did this year for this indicator, in your own words."),
            "links": _("Addresses that begin with https://, each on a line of its own."),
        }

    def clean_links(self):
        """Each line is an address that a browser opens."""
        lines = self.cleaned_data["links"].split()
        if len(lines) > MOST:
            raise ValidationError(gettext("At most %(most)s links.") % {"most": MOST})
        for line in lines:
            try:
                is_address(line)
            except ValidationError:
                words = gettext("“%(line)s” is no address: it begins with https://.")
                raise ValidationError(words % {"line": line[:80]}) from None
        return "\n".join(lines)


class MaterialFileForm(HouseForm, forms.Form):
    """A file that shows it: who may see the material may open it."""

    file = EvidenceField(label=_("File"))

    def clean_file(self):
        file = self.cleaned_data["file"]
        file.name = file.name[-200:]
        return file
