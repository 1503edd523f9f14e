"""The profile's head of papers: which cells stand in it, and how pages are counted (P-01; 001)."""

from .models import Organisation
from .profile import Part, Plan, section

CELLS = (
    *("emblem", "organisation", "code", "title", "type"),
    *("issue", "change", "copy", "date", "page", "-"),
)
PAGES = ("page/total", "total/page")
WIDEST = 12
HIGHEST = 6


@section("header", 16)
def header(data: Part, plan: Plan) -> None:
    """A grid of named cells: a name that is repeated beside or below is one cell.

    Without this section papers have the head that comes with the program; ``on: false`` leaves
    only the code and the number of the page.
    """
    data.only("on", "pages", "above", "rows")
    found = {"on": data.flag("on", default=True), "pages": data.choice("pages", PAGES, PAGES[0])}
    if "above" in data:
        found["above"] = [dict(_line(part)) for part in data.rows("above")]
    rows = _rows(data) if "rows" in data else []
    if rows:
        found["rows"] = rows
    elif found["on"]:
        raise data.fail("say which cells the head has.", "rows")
    plan.write(data, Organisation.current(), {"header": found})


def _line(part: Part):
    return Part({"line": part.value}, part.path).words("line")


def _rows(data: Part) -> list[list[str]]:
    rows = []
    for part in data.rows("rows"):
        row = part.value
        if not isinstance(row, list) or not all(cell in CELLS for cell in row):
            raise part.fail(f"a list of cells is expected; known are {', '.join(CELLS)}.")
        rows.append(row)
    if len({len(row) for row in rows}) > 1 or not 1 <= len(rows[0]) <= WIDEST:
        raise data.fail("all rows have the same number of cells, at most twelve.", "rows")
    if len(rows) > HIGHEST:
        raise data.fail("at most six rows fit on a page.", "rows")
    for name in {cell for row in rows for cell in row} - {"-"}:
        places = [
            (y, x) for y, row in enumerate(rows) for x, cell in enumerate(row) if cell == name
        ]
        (top, left), (bottom, right) = places[0], places[-1]
        if len(places) != (bottom - top + 1) * (right - left + 1) or right < left:
            raise data.fail(f"the cells “{name}” do not make one rectangle.", "rows")
    for needed in ("code", "page"):
        if not any(needed in row for row in rows):
            raise data.fail(f"every page carries its {needed}.", "rows")
    return rows
