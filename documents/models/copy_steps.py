"""The arrows of a paper copy: issued, recalled, returned, destroyed, lost, found (003/5.4.3)."""

from django.utils.translation import gettext_lazy as _

from common.models import Step


def copy_steps() -> dict[str, Step]:
    """What may be done with a copy in which state, and by whom."""
    return {
        "issue": Step(
            label=_("Issue the copy"),
            done=_("issued the copy"),
            source={"made", "returned"},
            target="issued",
            permission="documents.issue_papercopy",
        ),
        "receive": Step(
            label=_("Confirm the receipt"),
            done=_("confirmed the receipt of the copy"),
            source={"issued"},
            target="issued",
            permission="documents.receive_papercopy",
        ),
        "take_back": Step(
            label=_("Take the copy back"),
            done=_("took the copy back"),
            source={"issued", "recalled"},
            target="returned",
            permission="documents.keep_papercopy",
        ),
        "recall": Step(
            label=_("Recall the copy"),
            done=_("recalled the copy"),
            source={"issued"},
            target="recalled",
            permission="documents.recall_papercopy",
        ),
        "find": Step(
            label=_("The copy is found"),
            done=_("noted that the copy was found"),
            source={"lost"},
            target="returned",
            also={"issued"},
            permission="documents.keep_papercopy",
        ),
        "lose": Step(
            label=_("The copy is lost"),
            done=_("noted that the copy was lost"),
            source={"made", "issued", "recalled", "returned"},
            target="lost",
            permission="documents.keep_papercopy",
            danger=True,
        ),
        "destroy": Step(
            label=_("Destroy by an act"),
            done=_("destroyed the copy by an act"),
            source={"made", "returned"},
            target="destroyed",
            permission="documents.destroy_papercopy",
            danger=True,
        ),
    }
