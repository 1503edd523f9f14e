"""What the records and the deeds of protocols are called."""

from django.utils.translation import gettext_lazy as _

from common import findings
from common.changes import guard_fields
from common.deeds import call, explain
from planning.models import Dissent

call(
    write_dissent=_("wrote a dissenting opinion"),
    correct_protocol=_("planned the protocol that corrects this one"),
    make_extract=_("made an extract of the protocol"),
)
explain("make_extract", lambda entry: f": {', '.join(map(str, entry.details.get('items', [])))}")

findings.call({"planning.dissent": _("dissenting opinion")})
guard_fields("planning.dissent", ["text"], Dissent.objects.told_to)
