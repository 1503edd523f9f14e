"""What is done with the list of those who sit: invited, noted as present, absent, gone early."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext

from common.models import deed, record


class AttendanceWriting(models.QuerySet):
    """Who is asked besides the members, and who came."""

    model: Any

    def invite(self, meeting, *, by, person=None, guest: str = "", position: str = ""):
        """Somebody who does not sit in the body is asked to come, or came."""
        with deed(by=by):
            meeting.lock_agenda(by)
            post = person.appointment(meeting.day) if person else None
            name = dict(post.position.name) if post else {"ky": position} if position else {}
            row = self.model(meeting=meeting, person=person, guest=guest, position_name=name)
            row.full_clean()
            row._change_reason = "invite_guest"
            row.save()
            record(meeting, "invite_guest", by=by, who=row.name)
        return row

    def note(self, meeting, *, by, rows: dict) -> None:
        """Who is present, who is absent and why, who left before which item; only what changed
        is written. Votes stay, also where others vote now than did: the minutes say so.
        """
        with deed(by=by):
            meeting.lock_written(by)
            changed = []
            found: Any = self.filter(meeting=meeting, pk__in=rows)
            for row in found:
                told = rows[row.pk]
                before = (row.presence, row.reason, row.left_at_id)
                row.presence = told["presence"]
                absent = row.presence == "absent"
                row.reason = told.get("reason", "") if absent else ""
                row.left_at = None if absent else told.get("left_at")
                if before != (row.presence, row.reason, row.left_at_id):
                    row.revision += 1
                    row._change_reason = "note_attendance"
                    row.save()
                    changed.append(row.name)
            if changed:
                record(meeting, "note_attendance", by=by, who=", ".join(changed))


class AttendanceDeeds:
    """What is done with one of the list."""

    def strike(self: Any, *, by) -> None:
        """They were not asked, or are not asked any more; members stay on the list."""
        with deed(by=by):
            self.meeting.lock_agenda(by)
            if self.role == "member":
                raise ValidationError(gettext("Members stay on the list: note them as absent."))
            record(self.meeting, "strike_guest", by=by, who=self.name)
            self._change_reason = "strike_guest"
            self.delete()
