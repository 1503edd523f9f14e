"""One search over everything: what is indexed, how words are made alike, what a query finds."""

from .kinds import Card, Kind, follow, register

__all__ = ["Card", "Kind", "follow", "register"]
