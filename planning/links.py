"""Addresses of the register of duties, narrowed to what a number counts."""

from urllib.parse import urlencode

from django.urls import reverse


def duties_url(**asked) -> str:
    """The register with these filters: ``state``, ``year``, ``procedure``, ``who``."""
    query = urlencode({name: value for name, value in asked.items() if value not in (None, "")})
    return reverse("planning:duties") + (f"?{query}" if query else "")
