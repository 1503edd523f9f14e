"""Sheets of acquaintance to be signed by hand: of one document, of one newcomer (P-21; 002/5)."""

from typing import Any

from django.db.models import Prefetch
from django.http import Http404
from django.views.generic import View
from django.views.generic.detail import SingleObjectMixin

from common.printing import pdf_response
from common.views.page import ObjectPage
from documents.models import DocumentVersion, Reading
from people.models import Appointment, Person

from .acquaintance import post_of


class Sheet(ObjectPage, SingleObjectMixin, View):
    """A sheet of acquaintance to be signed by hand, with what is noted already."""

    def get(self, request, *args, **kwargs):
        context, name = self.contents()
        return pdf_response("print/acquaintance.html", context, name)

    def contents(self) -> tuple[dict, str]:
        raise NotImplementedError


class VersionSheet(Sheet):
    """One document: its people, a line for each to sign."""

    model = DocumentVersion
    permission = "documents.manage_readings"

    def get_queryset(self):
        return super().get_queryset().select_related("document__type").distinct()

    def contents(self):
        return sheet_of(self.object), "acquaintance.pdf"


def sheet_of(version) -> dict[str, Any]:
    """What the sheet of one document says."""
    posts = Appointment.objects.order_by("-since", "-pk").select_related("position__unit")
    readings = (
        Reading.objects.filter(version=version)
        .for_list()
        .prefetch_related(Prefetch("person__appointments", posts, to_attr="posts"))
        .order_by("person__sorted_as", "round")
    )
    rows = [_row(reading, post_of(reading.person)) for reading in readings]
    return {"version": version, "rows": rows}


class PersonSheet(Sheet):
    """One newcomer: the documents, a line for each to sign before the work begins."""

    model = Person
    permission = "documents.acquaint_person"

    def contents(self):
        person = self.object
        posts = person.appointments.order_by("-since", "-pk").select_related("position__unit")
        person.posts = list(posts)
        readings = Reading.objects.visible_to(self.request.user).filter(
            person=person, start_on__isnull=False
        )
        rows = [_row(reading, post_of(person)) for reading in readings.for_list().order_by("pk")]
        if not rows:
            raise Http404
        start = max(row["start_on"] for row in rows)
        rows = [row for row in rows if row["start_on"] == start]
        context = {"someone": person, "post": post_of(person), "start_on": start, "rows": rows}
        return context, "acquaintance.pdf"


def _row(reading, post) -> dict[str, Any]:
    return {
        "reading": reading,
        "version": reading.version,
        "person": reading.person,
        "post": post,
        "start_on": reading.start_on,
    }
