"""The results on the agenda of the meeting that hears them (000/2.5)."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from common.models import TranslatedText, deed, record
from planning.models import AgendaItem


class CampaignAgenda:
    """Items of agendas that are about this campaign."""

    def agenda_items(self: Any):
        """The items that name it."""
        kind = ContentType.objects.get_for_model(type(self))
        return AgendaItem.objects.filter(subject_type=kind, subject_id=self.pk)

    @property
    def is_heard(self: Any) -> bool:
        """Whether its proposals may be decided: the meeting heard them, or none has to."""
        return self.is_told or (self.kind.heard_by_id is None and self.has_results)

    def agenda_title(self: Any) -> TranslatedText:
        """What stands on the agenda."""
        told = {code: self.title.get(code) or str(self.title) for code in ("ky", "ru", "en")}
        return TranslatedText(
            ky=f"{told['ky']}: жыйынтыктары жөнүндө",
            ru=f"Об итогах: {told['ru']}",
            en=f"On the results: {told['en']}",
        )

    def put_on_agenda(self: Any, *, by, meeting) -> Any:
        """The standing item of the meeting becomes that of this campaign; else a new one is put."""
        with deed(by=by):
            if not by.has_perm("monitoring.put_on_agenda_campaign", self):
                raise PermissionDenied
            if meeting.kind_id != self.kind.heard_by_id:
                raise ValidationError({"meeting": _("Another meeting hears these results.")})
            if self.agenda_items().filter(meeting=meeting).exists():
                raise ValidationError({"meeting": _("It is on its agenda already.")})
            meeting.lock_agenda(by)
            standing = meeting.items.filter(is_standing=True, subject_id=None).first()
            if standing is None:
                title = self.agenda_title()
                item = AgendaItem.objects.put(meeting, by=by, title=title, subject=self)
            else:
                item = standing
                item.subject = self
                item.revision += 1
                item._change_reason = "put_on_agenda"
                item.save()
                record(meeting, "change_item", by=by, item=str(item))
            record(self, "put_on_agenda", by=by, meeting=meeting.pk)
        return item
