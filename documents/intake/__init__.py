"""Which registers of document control come from lists."""

from . import cases, documents, external, processes  # noqa: F401 -- they register
