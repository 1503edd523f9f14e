"""The statistics of the commission's marks and of the quality system (000-2.2, 000-4.4, 001-5.4).

Pure functions: tables of numbers go in, values go out; no model, no setting, no language.

What decides is exact: ``scores`` (the total score) and ``places`` count in integers and fractions.
What is shown beside it are floats: how well the members agree (``alpha``, ``kendall``, ``icc``,
``agreement``), who is severe and what stands out (``severity``, ``behaviour``), what a missing mark
does (``missing``), how firm a place is (``stability``), years and units (``comparison``, ``units``,
``shares``, ``scales``), nonconformities (``control``, ``pareto``, ``outliers``).

A value that cannot be counted is ``None`` with the code of a reason, never 0 and never a crash.
"""
