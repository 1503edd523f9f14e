"""What happens to a member of the commission besides being named: chair, replacement, recusal,
declaration, the door for an outsider (000/2.2; scoring.md, 4 and 6).
"""

import uuid

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from common.models import deed, record
from monitoring.declaration import VERSION, words_for
from monitoring.models import Campaign, LateMark, Mark, Member, Recusal
from people import usernames
from people.models import Invitation, Person, User

ASKED = ("formed", "collecting", "scoring")  # while members may have to step aside


def _hold(campaign: Campaign, by, permission: str, thing=None) -> None:
    """Nobody else changes the commission meanwhile, and this user may."""
    campaign.refresh_from_db(from_queryset=Campaign._base_manager.select_for_update())
    if not by.has_perm(permission, thing or campaign):
        raise PermissionDenied


def make_chair(member: Member, *, by) -> None:
    """Another member chairs from now on."""
    with deed(by=by):
        _hold(member.campaign, by, "monitoring.change_commission")
        member.refresh_from_db()
        if member.left_on:
            raise ValidationError(_("This member has left already."))
        for old in member.campaign.members.active().filter(is_chair=True).exclude(pk=member.pk):
            old.is_chair = False
            old.save()
        member.is_chair = True
        member.save()
        record(member, "make_chair", by=by)


def add_outsider(campaign: Campaign, *, by, organisation: str, is_chair=False, **fields) -> Member:
    """A person of another organisation who is not known here yet, named at once (000/2.2)."""
    with deed(by=by):
        _hold(campaign, by, "monitoring.change_commission")
        person = Person(is_external=True, **fields)
        person.full_clean()
        person.save()
        record(person, "create", by=by)
        return campaign.add_member(
            by=by, person=person, is_chair=is_chair, organisation=organisation
        )


def replace(member: Member, *, by, person, reason, keeps_marks, organisation="") -> Member:
    """Somebody sits in the place of a member; what was scored counts or not, as is said here."""
    campaign = member.campaign
    with deed(by=by):
        _hold(campaign, by, "monitoring.change_commission")
        unsigned = member.sheets.filter(round=campaign.round).exclude(state="signed")
        if keeps_marks and campaign.state == Campaign.State.SCORING and unsigned.exists():
            raise ValidationError(
                {"keeps_marks": _("Their sheet is not signed: its marks cannot count.")}
            )
        campaign.remove_member(member, by=by, reason=reason, keeps_marks=keeps_marks)
        new = campaign.add_member(
            by=by,
            person=person,
            is_chair=member.is_chair,
            organisation=organisation,
            replaces=member,
        )
        if campaign.state == Campaign.State.SCORING:
            campaign.check_commission()
    return new


# Conflicts of interest ----------------------------------------------------------------------


def _open_sheet(member: Member):
    """The sheet in which this member scores now; a signed one is changed by nobody."""
    sheet = member.sheets.select_for_update().filter(round=member.campaign.round).first()
    if sheet and sheet.state == "signed":
        raise ValidationError(_("The sheet is signed: the chair gives it back first."))
    return sheet


def recuse(member: Member, participant, *, by, reason: str) -> Recusal:
    """A member does not score somebody, and why. Marks given to them already are set aside: they
    stand among those that are shown and not counted.
    """
    with deed(by=by):
        _hold(member.campaign, by, "monitoring.recuse_member", member)
        if member.left_on or member.campaign.state not in ASKED:
            raise ValidationError(_("Nobody is scored by this member at present."))
        sheet = _open_sheet(member)
        made = Recusal(member=member, participant=participant, ground="declared", reason=reason)
        if Recusal.objects.filter(member=member, participant=participant).exists():
            raise ValidationError(_("This member does not score %s already.") % participant)
        made.full_clean()
        made.save()
        marks = list(Mark.objects.filter(sheet=sheet, participant=participant)) if sheet else []
        set_aside(marks)
        record(member, "recuse", by=by, participant=participant.pk, marks=len(marks))
    return made


def set_aside(marks: list[Mark]) -> None:
    """Marks leave the sheet for a conflict of interest, and stay readable."""
    taken = set(
        LateMark.objects.filter(uid__in=[one.uid for one in marks]).values_list("uid", flat=True)
    )
    LateMark.objects.bulk_create(
        LateMark(
            sheet=mark.sheet,
            participant_id=mark.participant_id,
            indicator_id=mark.indicator_id,
            value=mark.value,
            gap=mark.gap,
            note=mark.note,
            because=LateMark.Aside.RECUSED,
            uid=uuid.uuid4() if mark.uid in taken else mark.uid,
            given_at=mark.at,
        )
        for mark in marks
    )
    Mark.objects.filter(pk__in=[mark.pk for mark in marks]).delete()


def lift(recusal: Recusal, *, by, reason: str) -> None:
    """The management finds no conflict of interest after all: the member scores this participant.

    Only what was declared is lifted; what is found stays while it is so.
    """
    member = recusal.member
    with deed(by=by):
        _hold(member.campaign, by, "monitoring.lift_recusal", member)
        if recusal.ground != "declared":
            raise ValidationError(_("What the system finds is not lifted."))
        if member.left_on or member.campaign.state not in ASKED:
            raise ValidationError(_("Nobody is scored by this member at present."))
        _open_sheet(member)
        recusal._change_reason = reason  # type: ignore[attr-defined]
        participant = recusal.participant_id
        recusal.delete()
        record(member, "lift_recusal", by=by, participant=participant)


# Outsiders ----------------------------------------------------------------------------------


def declare(member: Member, *, by, language: str, means: str = "") -> None:
    """The outsider declares confidentiality and impartiality; the words of today are kept."""
    with deed(by=by):
        _hold(member.campaign, by, "monitoring.declare_member", member)
        member.refresh_from_db()
        if member.declared_at or member.left_on or not member.is_external:
            raise ValidationError(_("There is nothing to declare any more."))
        member.declared_at = timezone.now()
        said = words_for(member.campaign.kind, language)
        member.declaration = {"version": VERSION, "language": language, "words": said}
        member.save()
        told = {"language": language, "version": VERSION}
        record(member, "declare", by=by, **told | ({"means": means} if means else {}))


def let_in(member: Member, *, by, by_letter: bool) -> User:
    """An account for an outsider without one, with a link to choose a password; who was invited
    and never came gets a new link.
    """
    with deed(by=by):
        _hold(member.campaign, by, "monitoring.let_in_member", member)
        Person.objects.select_for_update().get(pk=member.person_id)
        user = User.objects.filter(person=member.person_id).first()
        if user is None:
            name = usernames.propose(member.person)
            user = User.objects.create_user(name, person=member.person, state=User.State.INVITED)
            record(user, "open_account", by=by)
        elif user.state != User.State.INVITED or user.is_guest:
            raise ValidationError(_("This person has an account already."))
        user.invitation = Invitation.make(
            user, by=by, purpose=Invitation.Purpose.INVITE, by_letter=by_letter
        )
        until = user.invitation.expires_at.isoformat()
        record(user, "invite", by=by, by_letter=by_letter, until=until)
    return user
