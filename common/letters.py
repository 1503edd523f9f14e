"""Writing a letter: the words of its template in the language of its reader, kept for sending."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from common.models import Letter
from common.models.letter import GAP
from common.notices import Draft


def key_of(draft: Draft, entry) -> str:
    """What makes a letter the same: of one deed, or occasion, one person is told once."""
    return f"{draft.occasion or entry.number}:{draft.template}:{draft.person.pk}"


def compose(draft: Draft, key: str, *, secret: str = "", **context) -> Letter:
    """The letter of a draft, not saved yet; ``key`` lets it be written only once.

    ``secret`` stands in the text only while the letter is on its way (see ``Letter.secret``).
    """
    person = draft.person
    with override(person.language):
        text = render_to_string(
            f"letters/{draft.template}.txt",
            {
                "person": person,
                "site": settings.PUBLIC_BASE_URL,
                "secret": GAP,
                **context,
                **draft.context,
            },
        )
    subject, _gap, body = text.strip().partition("\n")
    return Letter(
        key=key,
        entry=context.get("entry"),
        person=person,
        kind=Letter.Kind.DOOR if secret else Letter.Kind.NOTICE,
        state=_way(draft, secret),
        urgent=draft.urgent or bool(secret),
        url=draft.url or first_link(body),
        address=person.email,
        language=person.language,
        subject=subject.strip()[:300],
        body=body.strip() + "\n",
        secret=secret,
    )


def _way(draft: Draft, secret: str) -> str:
    """How it goes: at once, with the morning letter, or inside alone where there is no address."""
    if not draft.person.email:
        return Letter.State.INSIDE
    if draft.person.wants_digest and not (draft.urgent or secret):
        return Letter.State.KEPT
    return Letter.State.WAITING


def first_link(body: str) -> str:
    """The first line that leads into the house, as a path of this site."""
    site = f"{settings.PUBLIC_BASE_URL}/"
    for line in body.splitlines():
        if line.startswith(site):
            path = line.removeprefix(settings.PUBLIC_BASE_URL).strip()
            return path if " " not in path and len(path) <= 500 else ""
    return ""
