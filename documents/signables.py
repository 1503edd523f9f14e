"""Every kind of paper that is signed: how it is printed, and what a stranger is told of it.

An app registers its kinds once. Then the worker makes and seals their papers, the page behind the
QR code and the check of a file know them, several are signed at once, letters and to-dos of the
route are written, and the drafts of a leaver pass on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NamedTuple

from documents.models.signable import Signable

WAY = {"state__in": ["agreeing", "approving"]}  # waits for somebody on its route


class Verdict(NamedTuple):
    """What the public page says at once: colour, sign, one sentence, and what follows from it."""

    tone: str
    icon: str
    sentence: str
    meaning: str = ""
    is_genuine: bool = True


@dataclass(frozen=True)
class Paper:
    """One kind of signed paper.

    ``pdf(subject, language, preview=…)`` prints it, in the ``languages`` it is made in (the
    original first), into a file called after ``stem``. ``judge`` says whether a genuine one holds
    today, ``identity`` by what words and values a stranger knows it, and ``is_closed`` which of
    them strangers learn nothing of but who approved them. ``rows`` loads what lists of them show.
    """

    model: type[Signable]
    pdf: Callable[..., bytes]
    languages: Callable[[Any], list[str]]
    stem: Callable[[Any], str]
    judge: Callable[[Any], Verdict]
    identity: Callable[[Any, str], list[tuple[str, str]]]
    is_closed: Callable[[Any], bool] = lambda subject: False
    unfinished: tuple[str, ...] = ("draft", "agreeing", "approving")  # passes on with a leaver
    rows: Callable[[Any], Any] = lambda queryset: queryset


_papers: dict[type[Signable], Paper] = {}
_followers: list[Callable[[type[Signable]], None]] = []


def register(paper: Paper) -> None:
    """Make a kind of paper known; registering again changes nothing."""
    if paper.model not in _papers:
        _papers[paper.model] = paper
        for follow in _followers:
            follow(paper.model)


def each(follow: Callable[[type[Signable]], None]) -> Callable[[type[Signable]], None]:
    """Do something for the model of every kind, also of those that register later."""
    _followers.append(follow)
    for model in models():
        follow(model)
    return follow


def paper_of(subject: Signable) -> Paper:
    """The kind of a paper."""
    return _papers[type(subject)]


def papers() -> list[Paper]:
    """All kinds there are, always in one order, so that locks never cross."""
    return sorted(_papers.values(), key=lambda paper: paper.model._meta.label)


def models() -> list[type[Signable]]:
    """The models of all kinds."""
    return [paper.model for paper in papers()]


def on_their_way() -> list[Any]:
    """Whatever waits for somebody on its route."""
    found = [model._default_manager.filter(**WAY).order_by("pk") for model in models()]
    return [one for rows in found for one in rows]
