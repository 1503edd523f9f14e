"""The glossary: words of quality as this organisation understands them (004/2, terms)."""

import re

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from common.models import Revised, Searched, TranslatedField
from common.models.searched import SearchedQuerySet
from common.text import fold

_BETWEEN = re.compile(r"[;\n]")


class TermQuerySet(SearchedQuerySet):
    def visible_to(self, user):
        """The words are everybody's who works here."""
        return self if user.is_employee else self.none()

    def for_list(self):
        """A row shows only what the term itself says."""
        return self


class Term(Searched, Revised):
    """A word, what it means here, what else people call it, and where that stands (004/2)."""

    SEARCHED = ["word", "synonyms", "definition"]
    SORTED = "word"

    code = models.SlugField(_("code"), max_length=60, blank=True, default="", editable=False)
    word = TranslatedField(_("word"))
    definition = TranslatedField(_("definition"), max_length=1500)
    synonyms = TranslatedField(
        _("synonyms"),
        blank=True,
        help_text=_("Other words for the same, with a semicolon between them."),
    )
    source = models.CharField(
        _("source"),
        max_length=200,
        blank=True,
        help_text=_("The standard or the clause where the word is defined."),
    )
    history = HistoricalRecords(excluded_fields=["folded", "sorted_as"])

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["sorted_as", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="term_code_once")
        ]

    def __str__(self):
        return str(self.word)

    def get_absolute_url(self):
        return reverse("documents:term", args=[self.pk])

    def called(self, language: str) -> list[str]:
        """The word and its synonyms in one language."""
        words = [self.word.get(language, ""), *_BETWEEN.split(self.synonyms.get(language, ""))]
        return [word.strip() for word in words if word.strip()]


def synonym_groups() -> list[frozenset[str]]:
    """Words that mean the same, folded as a search compares them: who asks for one finds all."""
    groups = []
    for term in Term.objects.all():
        for language in {*term.word, *term.synonyms}:
            group = frozenset(map(fold, term.called(language)))
            if len(group) > 1:
                groups.append(group)
    return groups
