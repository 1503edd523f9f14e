"""What the texts of a version must be before it goes: filled in, and the translations of today."""

import re
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.models import JournalEntry, deed, record
from common.models.journal import digest
from documents.content import blocks

#: A place that was left to be filled in stands alone; “and so on…” is no such place.
_PLACE = re.compile(r"(?:^|\s)(?:…|\.{3,}|_{3,})(?=$|[\s.,;:!?])|\{\{\w+\}\}")
_NAMED = 8  # places named in one sentence
CHECKED = "check_translations"
TAKE_AWAY = "take_text_away"
NO_DRAFT = _("This version is no longer a draft.")
ORIGINALS = _("This is the original: a version cannot be without it.")
TEMPLATES_OWN = _("Nothing but the words of the template stands in the text yet: write it first.")


class Worded:
    """A version with a text in each language, one of them the original."""

    # Those of the version.
    pk: Any
    document: Any
    texts: Any
    issue: Any
    change: Any
    original: Any
    state: Any

    def check_may_go(self):
        """What was left to be filled in, and a template as it stood, is no text to be agreed."""
        if unfilled := self.unfilled():
            raise ValidationError([one.sentence for one in unfilled])
        if self._is_only_a_template():
            raise ValidationError(TEMPLATES_OWN)
        super().check_may_go()  # type: ignore[misc]  # it stands before a signable

    def _is_only_a_template(self) -> bool:
        from .template import DocumentTemplate  # noqa: PLC0415 -- templates know versions

        original = self.original
        offered = DocumentTemplate.objects.offered_for(self.document).prefetch_related("texts")
        begun = [one.text_in(original.language) for one in offered] if original else []
        return any(
            text and _words(text.filled(self.document)) == _words(original.html) for text in begun
        )

    # Languages -----------------------------------------------------------------------------

    def texts_that_count(self) -> list:
        """The original and what else says anything: a language without words counts nowhere."""
        return [text for text in self.texts.all() if text.is_original or not text.is_empty]

    def unfilled(self) -> "list[Unfilled]":
        """The texts in which places were left to be filled in."""
        found = [(text, list(dict.fromkeys(_places(text)))) for text in self.texts_that_count()]
        return [Unfilled(text, places) for text, places in found if places]

    def take_text_away(self, language: str, *, by) -> None:
        """Go without a language that is not needed; what was written stays in the history."""
        with deed(by=by):
            self.drop_text(language)
            record(self, TAKE_AWAY, by=by, language=language)

    def drop_text(self, language: str) -> None:
        """Take the row of a translation away, inside a deed that is journalled."""
        locked: Any = type(self).objects.select_for_update()  # type: ignore[attr-defined]
        if locked.get(pk=self.pk).state != "draft":
            raise ValidationError(NO_DRAFT)
        for text in self.texts.filter(language=language):
            if text.is_original:
                raise ValidationError(ORIGINALS)
            self._drop(text, TAKE_AWAY)

    def _drop(self, text, reason: str) -> None:
        text._change_reason = reason
        text.delete()
        self._prefetched_objects_cache: dict = {}

    def _leave_empty_texts(self, by) -> None:
        """A translation that was emptied and kept is not sent, not printed, not sealed."""
        if self.state != "draft":
            return
        for text in self.texts.filter(is_original=False, html=""):
            self._drop(text, TAKE_AWAY)
            record(self, TAKE_AWAY, by=by, language=text.language)

    def enter(self, *, by, **paper):
        """Enter what is in force on paper, without the languages that say nothing."""
        with deed(by=by):
            self._leave_empty_texts(by)
            super().enter(by=by, **paper)  # type: ignore[misc]  # it stands before a signable

    # Translations --------------------------------------------------------------------------

    def stale_translations(self) -> "dict[str, Any]":
        """The languages whose text stayed while the original went on, and of which version it is.

        What somebody said to have checked is not told again.
        """
        original = self.original
        others = [text for text in self.texts_that_count() if not text.is_original]
        if original is None or not others or self.has_checked_translations():
            return {}
        earlier = list(self._earlier())
        found = {text.language: _since(text, original, earlier) for text in others}
        return {language: since for language, since in found.items() if since}

    def translation_of(self, language: str):
        """The older version whose translation a reader of this language reads, or None."""
        text = next((one for one in self.texts_that_count() if one.language == language), None)
        return self.stale_translations().get(language) if text else None

    def has_checked_translations(self) -> bool:
        """Whether somebody said of these very texts that the translations say the same."""
        said = JournalEntry.objects.about(self).filter(deed=CHECKED)
        now = self._texts_digest() if said.exists() else ""
        return any(entry.details.get("texts") == now for entry in said)

    def send(self, *, by, agreeing=(), translations=""):
        """Begin the route. Of translations that stayed behind the sender says what becomes of
        them: ``checked``, they say the same as the original; ``without``, the version goes without.
        """
        with deed(by=by):
            self._leave_empty_texts(by)
            stale = self.stale_translations() if self.state == "draft" else {}
            if stale and translations == "without":
                for text in self.texts.filter(language__in=stale):
                    self._drop(text, "send_without_translation")
                record(self, "send_without_translation", by=by, languages=[*stale])
            elif stale and translations == "checked":
                texts = self._texts_digest()
                record(self, CHECKED, by=by, languages=[*stale], texts=texts)
            elif stale:
                words = _("The original changed and these texts did not: say what becomes of them.")
                raise ValidationError({"translations": words})
            super().send(by=by, agreeing=agreeing)  # type: ignore[misc]

    def _texts_digest(self) -> str:
        return digest({text.language: text.html for text in self.texts.all()})

    def _earlier(self):
        before = Q(issue__lt=self.issue) | Q(issue=self.issue, change__lt=self.change)
        found = self.document.versions.filter(before, approved_at__isnull=False)
        return found.order_by("-issue", "-change").prefetch_related("texts")


class Unfilled(NamedTuple):
    """A text with places left to be filled in."""

    text: Any
    places: list[str]

    @property
    def language(self) -> str:
        return self.text.language

    @property
    def sentence(self) -> str:
        """Which language, and where in it."""
        names = "; ".join(self.places[:_NAMED]) + ("; …" if len(self.places) > _NAMED else "")
        words = _("%(language)s: these places of the text are not filled in yet: %(places)s.")
        return words % {"language": self.text.get_language_display(), "places": names}


def _words(html: str) -> str:
    return " ".join(blocks.plain_text(html).split())


def _places(text) -> list[str]:
    """Where the text has a place left to be filled in: by clause, else by the heading above."""
    heading, found = "", []
    for block in blocks.blocks(text.html):
        if block.is_heading:
            heading = block.text
        if _PLACE.search(block.text):
            found.append(block.number.rstrip(".") or heading[:60] or block.text[:60])
    return found


def _since(text, original, earlier):
    """The oldest version that had this very translation, if its original was another."""
    same, words = None, _words(text.html)
    for version in earlier:
        old = next((one for one in version.texts.all() if one.language == text.language), None)
        if old is None or _words(old.html) != words:
            break
        same = version
        if version.has_checked_translations():
            break
    if same and same.original and _words(same.original.html) != _words(original.html):
        return same
    return None
