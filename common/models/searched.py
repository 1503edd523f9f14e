"""Columns that make finding and sorting right on every database, and edits that never overwrite."""

from typing import ClassVar

from django.db import models
from django.db.models import lookups
from django.utils.translation import gettext_lazy as _

from common.text import fold, fold_for_index, sort_key

from .translated import TranslatedText


@models.TextField.register_lookup
class Holds(lookups.Contains):
    """``folded__holds``: contains, letter for letter. SQLite is asked without its LIKE, which is
    ours and many times slower over a long table (common/sqlite.py).
    """

    lookup_name = "holds"

    def get_prep_lookup(self):
        return str(self.rhs)

    def as_sql(self, compiler, connection):
        """What ``contains`` says: the databases know their patterns by that name."""
        return lookups.Contains(self.lhs, self.rhs).as_sql(compiler, connection)

    def as_sqlite(self, compiler, connection):
        """The place of the words in the text: there is one."""
        left, params = self.process_lhs(compiler, connection)
        return f"INSTR({left}, %s) > 0", [*params, self.rhs]


def _words(value) -> list[str]:
    return list(value.values()) if isinstance(value, TranslatedText) else [str(value or "")]


class SearchedQuerySet(models.QuerySet):
    def search(self, words: str):
        """Rows that hold every word, whatever the case and with or without Ң Ө Ү."""
        found = self
        for word in fold(words).split():
            found = found.filter(folded__holds=word)
        return found


class Searched(models.Model):
    """A model found by folded words and sorted by the Kyrgyz alphabet.

    Both columns are computed here in Python, so SQLite and PostgreSQL answer alike.
    """

    SEARCHED: ClassVar[list[str]] = []
    SORTED: ClassVar[str] = ""

    folded = models.TextField(editable=False, default="")
    sorted_as = models.CharField(max_length=700, editable=False, default="", db_index=True)

    class Meta:
        abstract = True

    def fold_columns(self) -> None:
        """Compute both columns from the fields named in ``SEARCHED`` and ``SORTED``."""
        words = [word for name in self.SEARCHED for word in _words(getattr(self, name))]
        self.folded = fold_for_index(*words)
        self.sorted_as = sort_key(str(_words(getattr(self, self.SORTED))[0]))[:700]

    def save(self, *args, **kwargs):
        self.fold_columns()
        if fields := kwargs.get("update_fields"):
            kwargs["update_fields"] = {*fields, "folded", "sorted_as"}
        super().save(*args, **kwargs)


class Revised(models.Model):
    """A row whose edits carry the number of the revision they began from.

    A stale form is told who changed what, and loses nothing typed.
    """

    revision = models.PositiveIntegerField(_("revision"), default=1, editable=False)

    class Meta:
        abstract = True
