"""The light of personal data: requests the week has run out on, addresses kept too long."""

from django.urls import reverse
from django.utils.translation import gettext as _

from common import lights
from common.models import Letter

from .models import DataRequest
from .models.erasure import due_for_erasure


def personal_data() -> lights.Light | None:
    """Red for a late answer, amber for addresses to erase, else nothing to say."""
    if late := DataRequest.objects.late().count():
        said = _("Late answers: %(count)s.") % {"count": late}
        return lights.Light(_("Personal data"), "red", said, reverse("people:data_requests"))
    if due := due_for_erasure().count():
        said = _("To be erased: %(count)s.") % {"count": due}
        return lights.Light(_("Personal data"), "amber", said, reverse("people:due_for_erasure"))
    return None


def undelivered() -> lights.Light | None:
    """Amber while letters came back from an address; nothing where none did."""
    count = Letter.objects.undelivered().values("person").distinct().count()
    if not count:
        return None
    said = _("Addresses that letters do not reach: %(count)s.") % {"count": count}
    return lights.Light(_("Letters"), "amber", said, reverse("undelivered"))


lights.add(personal_data)
lights.add(undelivered)
