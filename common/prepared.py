"""A query that every request asks is put into SQL once; from then on it is only asked."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import QuerySet

#: What stands in the query for a value while it is put into SQL; no row has such a value.
MARKS: dict[type, Any] = {int: -7_403_917, date: date(1, 2, 3)}


class Prepared:
    """The rows of a ``values_list`` that ``build`` makes for named values.

    The shape of the query may depend on nothing: each value only goes into it, as it is.
    """

    def __init__(self, build: Callable[..., QuerySet], **kinds: type):
        self.build, self.kinds = build, kinds
        self._made: dict[str, tuple[str, list, list]] = {}

    def rows(self, **values: Any) -> list[tuple]:
        """One query."""
        if connection.vendor not in self._made:
            self._made[connection.vendor] = self._make()
        sql, params, converters = self._made[connection.vendor]
        given = {name: _adapted(value) for name, value in values.items()}
        with connection.cursor() as cursor:
            cursor.execute(sql, [given[name] if name else fixed for name, fixed in params])
            found = [list(row) for row in cursor.fetchall()]
        for place, convert, expression in converters:
            for row in found:
                row[place] = convert(row[place], expression, connection)
        return [tuple(row) for row in found]

    def _make(self) -> tuple[str, list, list]:
        marks = {name: MARKS[kind] for name, kind in self.kinds.items()}
        names = {_adapted(mark): name for name, mark in marks.items()}
        compiler = self.build(**marks).query.get_compiler(connection=connection)
        sql, given = compiler.as_sql()
        params = [(names.get(value, ""), value) for value in given]
        if {name for name, _value in params if name} != set(self.kinds):
            raise AssertionError("a value does not go into the query as it is")
        chosen = [found[0] for found in compiler.select]
        converters = [
            (place, convert, expression)
            for place, (converts, expression) in compiler.get_converters(chosen).items()
            for convert in converts
        ]
        return sql, params, converters


def _adapted(value: Any) -> Any:
    """A value as it goes to the database."""
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value
