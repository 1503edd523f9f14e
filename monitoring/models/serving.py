"""Who serves in a commission, and for how long that opens a campaign to an outsider (000/2.2)."""

from django.apps import apps

OVER = ("closed", "cancelled")


def served_by(user):
    """Keys of the campaigns in whose commission this user sits and that are not over."""
    members = apps.get_model("monitoring", "Member")
    rows = members.objects.filter(person=user.person_id, left_on=None)
    return rows.exclude(campaign__state__in=OVER).values("campaign")
