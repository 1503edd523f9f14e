"""The one page of the bare project."""

from django.core.paginator import Paginator
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse, HttpResponseForbidden
from django.template import engines
from django.urls import path

from .models import Document, Version

TEMPLATE = """<!doctype html><html lang="ky"><head><meta charset="utf-8"><title>Documents</title>
</head><body><p>{{ user.username }}, {{ total }}</p>
<select>{% for kind in kinds %}<option>{{ kind }}</option>{% endfor %}</select>
<table><thead><tr><th>Code<th>Title<th>Type<th>Version<th>State<th>In force<th>Owner</tr></thead>
<tbody>{% for d in rows %}<tr><td><a href="/documents/{{ d.pk }}/">{{ d.code }}</a></td>
<td>{{ d.title.ky }}</td><td>{{ d.type.name.ky }}</td>
<td>{% if d.since %}{{ d.issue }}/{{ d.change }}{% endif %}</td><td>{{ d.state }}</td>
<td>{{ d.since|date:"d.m.Y" }}</td><td>{{ d.owner.name.ky }}</td></tr>
{% endfor %}</tbody></table>{{ filling|safe }}</body></html>"""

filling = ""
_compiled = []


def register(request):
    """Fifty rows of the register, and nothing else."""
    if not request.user.is_authenticated:
        return HttpResponseForbidden()
    newest = Version.objects.filter(document=OuterRef("pk")).order_by("-issue", "-change")
    in_force = newest.filter(state="in_force")
    rows = (
        Document.objects.exclude(access="top")
        .select_related("type", "owner")
        .annotate(
            state=Subquery(newest.values("state")[:1]),
            since=Subquery(in_force.values("in_force_from")[:1]),
            issue=Subquery(in_force.values("issue")[:1]),
            change=Subquery(in_force.values("change")[:1]),
        )
        .order_by("sorted_as", "pk")
    )
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    kinds = list(Document.objects.values_list("access", flat=True).distinct())
    if not _compiled:
        _compiled.append(engines["django"].from_string(TEMPLATE))
    return HttpResponse(
        _compiled[0].render(
            {
                "user": request.user,
                "total": page.paginator.count,
                "kinds": kinds,
                "rows": page.object_list,
                "filling": filling,
            },
            request,
        )
    )


urlpatterns = [path("documents/", register)]
