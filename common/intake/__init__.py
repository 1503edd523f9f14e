"""Registers from lists: what an app declares of its register, and the one way all are brought in.

An app subclasses `Importer` (columns, key, which rows there are, what else is checked) and says
``register``; reading, comparing, showing, writing and journalling are the same for all.
"""

from .declare import Importer, Into, get, register

__all__ = ["Importer", "Into", "get", "register"]
