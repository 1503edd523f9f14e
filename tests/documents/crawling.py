"""Walking through the house as a guest: wherever a link leads, one page of each shape."""

import re
from collections import deque
from types import SimpleNamespace

FREE = ("/language/", "/theme/", "/sign-out/", "/v/")


def links_of(page: str, here: str):
    """Where a page leads."""
    for address in re.findall(r'(?:href|hx-get)="([^"#]+)', page):
        address = address.replace("&amp;", "&")
        if address.startswith("?"):
            address = here.partition("?")[0] + address
        if address.startswith("/") and not address.startswith(("//", "/static/", "/sign-in/")):
            yield address


def shape(address: str) -> str:
    """What addresses of the same page have in common; lists are sorted and narrowed alike."""
    path, _mark, asked = address.partition("?")
    path = re.sub(r"[0-9a-f-]{36}|[0-9a-f]{32}|\d+", "N", path)
    kept = [one if one.startswith("tab=") else one.partition("=")[0] for one in asked.split("&")]
    return "?".join([path, *sorted({*kept} - {"", "sort", "page", "per"})])


def crawl(client, *, but: str = "as=") -> SimpleNamespace:
    """The shapes that were seen, the links that did not open, the forms that would be refused;
    from the home page on, ``but`` not into addresses with these letters.
    """
    queue, seen, failing, forms = deque([("/", "")]), set(), [], []
    while queue:
        address, source = queue.popleft()
        if shape(address) in seen or "as=" in address or but in address:
            continue
        seen.add(shape(address))
        response = client.get(address, follow=True)
        if response.status_code != 200:
            failing.append((response.status_code, address, source))
            continue
        if not response["Content-Type"].startswith("text/html"):
            continue
        page = response.content.decode()
        for form in re.findall(r'<form[^>]*method="post"[^>]*>', page):
            action = re.search(r'action="([^"]*)"', form)
            if (action[1] if action else address) not in FREE:
                forms.append((address, form))
        forms += [(address, found) for found in re.findall(r'hx-post="[^"]*"', page)]
        queue.extend((link, address) for link in links_of(page, address))
    return SimpleNamespace(seen=seen, failing=failing, forms=forms)
