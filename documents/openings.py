"""Noting who opened a paper: the restricted, and whatever waits for its reader (004/5.5.1)."""

from common.models import Opening


def note(user, paper, *, read: bool = True) -> None:
    """``user`` opened ``paper``; of one that waits for them, which frozen text was before them.

    ``read``: the text itself was shown, not only its history or its files.
    """
    waits = read and any(line.is_for(user) for line in paper.waiting_lines())
    if waits or paper.is_restricted:
        Opening.objects.note(user, paper, mark=paper.sheet.manifest_hash if waits else "")


def have_opened(user, papers) -> set[str]:
    """The hashes of those frozen texts that the user has opened since they were frozen."""
    return Opening.objects.marks(user, [paper.sheet.manifest_hash for paper in papers])
