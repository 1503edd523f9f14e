"""Routes and types of documents, written back into a profile."""

from people.profile_writing import coded, writes

from . import profile_policy
from .models import DocumentType, Form, Route
from .profile import who
from .profile_levels import written_of_a_type


@writes("routes")
def routes() -> list[dict]:
    found = Route.objects.prefetch_related("steps__position", "steps__body").order_by("pk")
    return [coded(r, steps=[_step(s) for s in r.steps.order_by("order", "pk")]) for r in found]


def _step(step) -> dict:
    prefix = "position:" if step.position else "body:" if step.body else ""
    return {
        "order": step.order,
        "kind": str(step.kind),
        "who": f"{prefix}{who(step.position, step.body)}",
    }


@writes("document_types")
def document_types() -> list[dict]:
    found = DocumentType.objects.select_related("parent", "route", "level").order_by("order", "pk")
    return [
        coded(
            t,
            abbreviation=dict(t.abbreviation),
            parent=t.parent and t.parent.code,
            origin=str(t.origin),
            normative=t.is_normative,
            code_mask=t.code_mask,
            access=str(t.access),
            route=t.route and t.route.code,
            stamp=t.stamp,
            **profile_policy.written(t),
            **written_of_a_type(t),
            form="" if t.form == Form.TEXT else str(t.form),
        )
        for t in found
    ]
