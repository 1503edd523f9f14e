"""The views of a register that its readers keep: a name for a set of filters and an order."""

from django.contrib import messages
from django.utils.translation import gettext as _

from common.models import SavedView

LONGEST_NAME = 60
LONGEST_QUERY = 1000


def shown(request) -> list[dict]:
    """One's own views of this page and the shared ones, ready to show."""
    query = request.GET.urlencode()
    return [
        {
            "pk": view.pk,
            "name": view.name,
            "url": f"{view.page}?{view.query}",
            "active": view.query == query,
            "is_own": view.user_id == request.user.pk,
            "is_shared": view.is_shared,
            "whose": view.user.person.short_name,
        }
        for view in SavedView.objects.on(request.path, request.user)
    ]


def change(request) -> None:
    """Keep, rename, share or forget a view of this page; a shared one changes only its owner."""
    views = SavedView.objects.filter(user=request.user, page=request.path)
    name = request.POST.get("name", "").replace("\0", "").strip()[:LONGEST_NAME]
    asked = {key: request.POST.get(key, "") for key in ("forget", "rename", "share", "keep_own")}
    if own := _view(views, asked["forget"]):
        own.delete()
    elif (own := _view(views, asked["rename"])) and name:
        if views.exclude(pk=own.pk).filter(name=name).exists():
            messages.error(request, _("Another view of yours has this name."))
            return
        own.name = name
        own.save(update_fields=["name"])
    elif own := _view(views, asked["share"] or asked["keep_own"]):
        if request.user.has_perm("common.share_views"):
            own.is_shared = bool(asked["share"])
            own.save(update_fields=["is_shared"])
    elif name and not any(asked.values()):
        query = request.GET.urlencode()[:LONGEST_QUERY]
        views.update_or_create(
            user=request.user, page=request.path, name=name, defaults={"query": query}
        )


def _view(views, key: str) -> SavedView | None:
    return views.filter(pk=key[:18]).first() if key.isdecimal() else None
