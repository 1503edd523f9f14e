"""What waits for whom: one table, written in the same transaction as the deed that causes it."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class TodoQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(done_at=None)

    def about(self, thing):
        """The to-dos that hang on one object."""
        kind = ContentType.objects.get_for_model(thing)
        return self.filter(content_type=kind, object_id=thing.pk)

    def done(self):
        """Mark these as done now."""
        return self.waiting().update(done_at=timezone.now())

    def ask(self, people, kind: str, thing, *, due=None):
        """Let ``kind`` wait for each of ``people``; asking again changes nothing."""
        content_type = ContentType.objects.get_for_model(thing)
        waiting = set(
            self.waiting().about(thing).filter(kind=kind).values_list("person_id", flat=True)
        )
        self.bulk_create(
            [
                Todo(
                    person=person,
                    kind=kind,
                    content_type=content_type,
                    object_id=thing.pk,
                    due=due,
                )
                for person in people
                if person.pk not in waiting
            ],
            batch_size=1000,
        )

    def ask_each(self, kind: str, asked) -> None:
        """Let ``kind`` wait for each thing with the people (their keys) that are paired with it,
        each by its own ``due``: two queries, however many pairs of thing and people.
        """
        if not asked:
            return
        content_type = ContentType.objects.get_for_model(asked[0][0])
        keys = [thing.pk for thing, _people in asked]
        rows = self.waiting().filter(content_type=content_type, kind=kind, object_id__in=keys)
        waiting = set(rows.values_list("object_id", "person_id"))
        self.bulk_create(
            [
                Todo(
                    person_id=person,
                    kind=kind,
                    content_type=content_type,
                    object_id=thing.pk,
                    due=thing.due,
                )
                for thing, people in asked
                for person in sorted(people)
                if (thing.pk, person) not in waiting
            ],
            batch_size=1000,
        )


class Todo(models.Model):
    """One thing that waits for one person."""

    person = models.ForeignKey(
        "people.Person", on_delete=models.CASCADE, related_name="todos", verbose_name=_("who")
    )
    kind = models.CharField(max_length=60)
    content_type = models.ForeignKey(ContentType, on_delete=models.PROTECT, related_name="+")
    object_id = models.PositiveBigIntegerField()
    object = GenericForeignKey()
    due = models.DateField(_("due"), null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    done_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = TodoQuerySet.as_manager()

    class Meta:
        ordering = ["due", "created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "content_type", "object_id"],
                condition=Q(done_at=None),
                name="todo_waits_once",
            )
        ]
        indexes = [models.Index(fields=["content_type", "object_id"])]

    def __str__(self):
        return f"{self.kind} {self.object_id}"

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.due < timezone.localdate()
