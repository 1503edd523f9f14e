"""Which registers of document control come from lists."""

from . import cases, documents, processes  # noqa: F401 -- they register
