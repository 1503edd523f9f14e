"""The index of the search: what each record is found by, what is to be read anew, texts of files.

None of it is a record of the house: all of it can be made again from the records.
"""

from django.db import models
from django.db.models import Case, Exists, F, Func, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import StrIndex
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .file import Blob
from .translated import TranslatedField


class HoldsWords(Func):
    """Whether the words of an entry satisfy a query; by the index of either database."""

    output_field = models.BooleanField()

    def __init__(self, query, **extra):
        from common.search.query import as_fts5, as_tsquery  # noqa: PLC0415 -- it needs no models

        self.asked = {"postgresql": as_tsquery(query.tree), "sqlite": as_fts5(query.tree)}
        super().__init__(F("pk"), **extra)

    def as_sql(self, compiler, connection, **context):
        """Asked apart, and once: no plan may choose to read the words row by row."""
        key = compiler.compile(self.get_source_expressions()[0])[0]
        if connection.vendor == "postgresql":
            words = "sapat_search_words(head, body) @@ %s::tsquery"
            found = f"SELECT id FROM common_searchentry WHERE {words}"  # noqa: S608 -- of ours
            return f"({key} = ANY(ARRAY({found})))", [self.asked["postgresql"]]
        found = "SELECT rowid FROM common_searchwords WHERE common_searchwords MATCH %s"
        return f"({key} IN ({found}))", [self.asked["sqlite"]]  # noqa: S608 -- names of ours


class SearchEntryQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Entries of the records that a reader may see: asked in the same question, not after."""
        from common.search.kinds import kinds  # noqa: PLC0415 -- kinds know the models

        # Asked of what is found, row by row: no plan may begin with a list of all there is.
        own = OuterRef("object_id")
        seen = [
            When(kind=kind.name, then=Exists(kind.visible_to(user).filter(pk=own)))
            for kind in kinds()
        ]
        return self.filter(Case(*seen, default=False, output_field=models.BooleanField()))

    def for_list(self):
        """What a row shows; the words and the texts stay where they are."""
        return self.defer("head", "body", "text", "parts", "digest")

    def matching(self, query):
        """Entries that hold what is asked for."""
        return self.filter(HoldsWords(query)) if query else self.none()

    def ranked(self, query):
        """The code itself, then what is so called, then what speaks of it; of each first what
        holds now, the newest first.
        """
        if not query:
            return self.none()
        rank = Case(
            When(code_key=query.code, then=Value(0)),
            When(_in_head(query.tree), then=Value(1)),
            default=Value(2),
            output_field=IntegerField(),
        )
        # What holds today goes before what will hold and what held.
        holds = Case(When(stage="now", then=Value(0)), When(stage="past", then=Value(2)), default=1)
        found = self.annotate(rank=rank, holds=holds)
        return found.order_by("rank", "holds", F("when").desc(nulls_last=True), "pk")


def _in_head(node) -> Q:
    """The same tree of words, asked of the title and the code alone."""
    from common.search.query import All, Word  # noqa: PLC0415

    if isinstance(node, Word):
        sought = f" {node.text}" if node.begins else f" {node.text} "
        return Q(models.lookups.GreaterThan(StrIndex(F("head"), Value(sought)), 0))
    parts = [_in_head(part) for part in node.parts]
    found = parts[0]
    for part in parts[1:]:
        found = found & part if isinstance(node, All) else found | part
    return found


class SearchEntry(models.Model):
    """What one record is found by. ``head`` holds the words of its title and code, between gaps,
    ``body`` those of its texts, ``text`` the texts themselves, one after another.
    """

    kind = models.CharField(max_length=30)
    object_id = models.PositiveBigIntegerField()
    page_id = models.PositiveBigIntegerField()
    title = TranslatedField(_("title"))
    code = models.CharField(_("code"), max_length=100, blank=True)
    code_key = models.CharField(max_length=100, blank=True, db_index=True)
    state = models.CharField(max_length=20, blank=True)
    stage = models.CharField(max_length=4, default="way")
    when = models.DateField(null=True)
    languages = models.CharField(max_length=12, blank=True)
    head = models.TextField(default="")
    body = models.TextField(default="")
    text = models.TextField(default="")
    #: The language or the file of each text.
    parts = models.JSONField(default=list)
    digest = models.CharField(max_length=64, blank=True)
    indexed_at = models.DateTimeField(null=True)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "object_id"], name="search_entry_once")
        ]

    def __str__(self):
        return f"{self.kind} {self.object_id}"


class SearchTask(models.Model):
    """A record to be read anew. Rows are only added and taken away, never merged: one that comes
    while its record is being read is not lost.
    """

    kind = models.CharField(max_length=30)
    object_id = models.PositiveBigIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["kind", "object_id"])]

    def __str__(self):
        return f"{self.kind} {self.object_id}"


class FileText(models.Model):
    """The text inside a file, read once whoever the file hangs on; or why there is none."""

    class Outcome(models.TextChoices):
        READING = "reading", _("It is being read.")
        READ = "read", _("Its text can be searched.")
        PART = "part", _("Only the beginning of its text can be searched: it is too long.")
        PICTURES = "pictures", _("No text could be read from this file: its pages are pictures.")
        LOCKED = "locked", _("No text could be read from this file: a password locks it.")
        DAMAGED = "damaged", _("No text could be read from this file: it is damaged.")
        TOO_LARGE = "large", _("No text was read from this file: it is too large.")
        FOREIGN = "foreign", _("No text is read from files of this kind.")

    blob = models.OneToOneField(Blob, on_delete=models.CASCADE, related_name="file_text")
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.READING)
    text = models.TextField(default="")
    tries = models.PositiveSmallIntegerField(default=0)
    read_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"{self.blob} {self.outcome}"
