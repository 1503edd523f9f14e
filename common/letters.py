"""Writing a letter: the words of its template in the language of its reader, kept for sending."""

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from common.models import Letter
from common.models.letter import GAP
from common.notices import Draft


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
        person=person,
        address=person.email,
        language=person.language,
        subject=subject.strip()[:300],
        body=body.strip() + "\n",
        secret=secret,
    )
