"""Papers beside a protocol: the agenda sent out before, the list to sign, the extract (2.7)."""

from collections.abc import Sequence

from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import pgettext

from common.dates import long_date
from common.models.journal import digest
from common.printing import render_pdf
from common.qr import qr
from documents.pdf import verification_url
from documents.stamps import lines_of
from people.models import Organisation
from planning.models import Decision, Meeting
from planning.models.meeting_deeds import FOLLOW_UP
from planning.protocol_paper import (
    ROLES,
    agenda_line,
    before_stop,
    heading,
    item_words,
    times,
    unfolded,
    waiting_hands,
)
from planning.protocol_pdf import manifest_to_print
from planning.protocol_words import words_in

BLANKS = 3  # lines at the end of the list, for who comes unasked


def agenda_pdf(meeting: Meeting, language: str, earlier: Sequence[Decision] = ()) -> bytes:
    """The agenda as a paper, with who speaks and when and where people meet. ``earlier``: open
    decisions that come first when the planned meeting is opened; where it was opened before and
    moved, the item for them stands on the agenda already.
    """
    with translation.override(language):
        frozen = unfolded(meeting.manifest())
        lines = [agenda_line(one, language) for one in frozen["items"]]
        if earlier:
            there = meeting.follow_up()
            if there is None:
                lines.insert(0, {"title": words_in(FOLLOW_UP, language)})
            line = next(one for one in lines if there is None or one["number"] == there.order)
            line["earlier"] = earlier
        lines = [line | {"number": number} for number, line in enumerate(lines, 1)]
        chair = [one for one in waiting_hands(frozen, language) if one["role"] == ROLES["chair"]()]
        context = _head(frozen, language) | {
            "agenda": lines,
            "hands": chair,
        }
        return render_pdf("print/meeting_agenda.html", context, language=language)


def attendance_pdf(meeting: Meeting, language: str) -> bytes:
    """The list of those who are asked to come, with a place for each hand."""
    with translation.override(language):
        frozen = unfolded(meeting.manifest())
        context = _head(frozen, language) | {
            "people": [_asked(one, language) for one in who_is_asked(meeting)],
            "blanks": range(BLANKS),
        }
        context["sheet_title"] = f"{context['of']} · {context['date']}"
        return render_pdf("print/attendance.html", context, language=language)


def who_is_asked(meeting: Meeting) -> list[dict]:
    """Members and invited, as on the list; before the meeting the members as they are today."""
    rows = meeting.attendance.select_related("person")
    found = [{"name": row.name, "position": row.position_name, "role": row.role} for row in rows]
    if meeting.state == Meeting.State.PLANNED:
        listed = {row.person_id for row in rows}
        members = meeting.kind.members(meeting.day).exclude(pk__in=listed).order_by("sorted_as")
        found = [_member(person, meeting.day) for person in members] + found
    return found


def _member(person, day) -> dict:
    post = person.appointment(day)
    position = post.position.name if post else {}
    return {"name": person.short_name, "position": position, "role": "member"}


def _asked(one: dict, language: str) -> dict:
    role = ROLES["member" if one["role"] == "member" else "guest"]()
    return {"name": one["name"], "position": words_in(one["position"], language), "role": role}


def _head(frozen: dict, language: str) -> dict:
    organisation = Organisation.current()
    return heading(frozen, language) | {
        "organisation": organisation,
        "org_name": words_in(organisation.name, language),
        "times": times(frozen),
    }


def extract_pdf(
    meeting: Meeting, numbers: list[int], language: str, *, by, is_short: bool = False
) -> bytes:
    """Chosen items of a signed protocol, certified as true (domain 2.7, row 19).

    ``is_short``: only what was resolved, not what was heard and said.
    """
    manifest = manifest_to_print(meeting)
    url = verification_url(meeting)
    with translation.override(language):
        frozen = unfolded(manifest)
        items = [one for one in frozen["items"] if one["number"] in numbers]
        context = _head(frozen, language) | {
            "title": pgettext("protocol", "Extract"),
            "items": [item_words(one, language, is_short=is_short) for one in items],
            "is_short": is_short,
            "signed_by": before_stop(line.name for line in lines_of(meeting) if line.name),
            "certifier": certifier(meeting, frozen, by, language),
            "made_on": long_date(localdate(), language, short=True),
            "qr": qr(url),
            "url": url,
            "manifest_hash": digest(manifest),
        }
        return render_pdf("print/protocol_extract.html", context, language=language)


def certifier(meeting: Meeting, frozen: dict, by, language: str) -> dict:
    """Who certifies it: the chair or the secretary who makes it, else the secretary."""
    is_chair = frozen["chair"] and by.person_id == meeting.chair_id
    role = "chair" if is_chair else "secretary"
    one = frozen[role]
    return {"name": one["name"], "position": words_in(one["position"], language)}
