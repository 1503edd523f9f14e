"""What every page shows around its content: the menu, what waits, the organisation."""

from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from common.models import Letter, Todo
from common.navigation import entries_for
from people.models import Organisation


def frame(request) -> dict:
    """The context of the frame; nothing is asked of the database until a page draws it."""
    organisation = SimpleLazyObject(Organisation.current)
    context = {
        "organisation": organisation,
        "sample": SimpleLazyObject(lambda: organisation.is_sample),
    }
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return context
    count = SimpleLazyObject(lambda: Todo.objects.waiting().filter(person=user.person_id).count())
    unread = SimpleLazyObject(lambda: Letter.objects.inside(user.person_id).unread().count())
    menu = SimpleLazyObject(lambda: _menu(request, user, count))
    return context | {
        "nav": menu,
        "nav_phone": SimpleLazyObject(lambda: [item for item in menu if item["on_phone"]][:4]),
        "unread_count": unread,
        "my_position": SimpleLazyObject(lambda: user.position_name),
        "search_query": request.GET.get("q", "") if request.path == reverse("search") else "",
    }


def _menu(request, user, count) -> list[dict]:
    entries = entries_for(user)
    addresses = {entry.address: reverse(entry.address) for entry in entries}
    home = reverse("home")
    path = getattr(request, "menu_path", request.path)  # a page may stand under another one
    fitting = [
        url for url in addresses.values() if path == url or (url != home and path.startswith(url))
    ]
    here = max(fitting, key=len, default="")
    part = next((e.under or e.address for e in entries if addresses[e.address] == here), "")
    return [
        {
            "label": entry.label,
            "url": addresses[entry.address],
            "icon": entry.icon,
            "active": addresses[entry.address] == here,
            "count": count if entry.address == "my_work" else None,
            "on_phone": entry.on_phone,
            "is_under": entry.under in addresses,
        }
        for entry in entries
        if entry.under in ("", part) or entry.under not in addresses
    ]
