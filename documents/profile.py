"""The sections of a profile that speak of documents: routes, types, register, nomenclature."""

from typing import Any

from django.utils.timezone import localdate

from common.models import TranslatedText
from people.models import Body, Person, Position, Unit
from people.profile import Part, Plan, place_in_tree, section

from . import profile_policy
from .codes import note_strange_codes
from .models import Document, DocumentType, Nomenclature, NomenclatureItem, Route, RouteStep
from .models.route import StepKind
from .models.type import Access, Form, Origin
from .profile_levels import OF_A_TYPE, check_levels, of_a_type

ON_ITS_ROUTE = ["agreeing", "approving"]
NOMENCLATURE_ROUTE = "nomenclature"


# Routes -------------------------------------------------------------------------------------


@section("routes", 110)
def routes(data: Part, plan: Plan) -> None:
    """The ways from draft to approval (004/7.3.5); papers under way keep the steps they have."""
    rows = data.coded()
    for row in rows:
        row.only("code", "name", "steps")
        route = plan.put(row, Route, {"code": row.code()}, {"name": row.words("name")})
        wanted = _steps(row)
        held = [(s.order, s.kind, s.position, s.body) for s in _steps_of(route)]
        if held == wanted:
            continue
        route.steps.all().delete()
        RouteStep.objects.bulk_create(
            RouteStep(route=route, order=order, kind=kind, position=position, body=body)
            for order, kind, position, body in wanted
        )
        plan.note(route, f"steps: {_in_words(held)} → {_in_words(wanted)}")
    plan.leave(Route, [row.code() for row in rows])


def _steps_of(route: Route):
    return route.steps.select_related("position", "body")


def _steps(row: Part) -> list[tuple]:
    """The steps as the model keeps them; "owner" and "named" are both named by the sender."""
    steps: list[tuple] = []
    for part in row.rows("steps"):
        part.only("order", "kind", "who")
        order = part.number("order")
        if order is None or order < 1:
            raise part.fail("give 1, 2, 3 …", "order")
        kind = part.choice("kind", StepKind.values)
        position, body = _who(part)
        if kind == StepKind.DECIDE and body is None:
            raise part.fail("a step that decides names a body, as “body:general_meeting”.", "who")
        if kind == StepKind.APPROVE and position is None:
            raise part.fail("a step that approves names a position, as “position:director”.", "who")
        if kind == StepKind.AGREE and body is not None:
            raise part.fail("a body does not sign: its step is of the kind “decide”.", "who")
        if (step := (order, kind, position, body)) not in steps:
            steps.append(step)
    steps.sort(key=lambda step: step[0])
    approving = [step for step in steps if step[1] == StepKind.APPROVE]
    if len(approving) != 1 or approving != [s for s in steps if s[0] == steps[-1][0]]:
        raise row.fail("one position approves, alone and at the end.", "steps")
    return steps


def _who(part: Part) -> tuple[Position | None, Body | None]:
    who = part.text("who")
    if who in ("owner", "named"):
        return None, None
    kind, _colon, code = who.partition(":")
    models: dict[str, Any] = {"position": Position, "body": Body}
    if kind not in models:
        raise part.fail("write “position:…”, “body:…”, “owner” or “named”.", "who")
    found = Part({"who": code}, part.path).find("who", models[kind])
    return (found, None) if kind == "position" else (None, found)


def _in_words(steps: list[tuple]) -> str:
    words = [f"{order} {kind} {who(p, b)}" for order, kind, p, b in steps]
    return ", ".join(words) or "—"


def who(position: Position | None, body: Body | None) -> str:
    """Who is asked at a step, by code."""
    asked = position or body
    return asked.code if asked else "named"


# Types --------------------------------------------------------------------------------------


@section("document_types", 120)
def document_types(data: Part, plan: Plan) -> None:
    """The tree of kinds of documents (004/4.2.1)."""
    rows = data.coded()
    for order, row in enumerate(rows, 1):
        row.only(
            *("code", "name", "abbreviation", "parent", "origin", "normative", "code_mask"),
            *("numbering", "access", "route", "stamp", "form", *OF_A_TYPE, *profile_policy.KEYS),
        )
        values = (
            profile_policy.values(row)
            | {
                "form": row.choice("form", Form.values, Form.TEXT),
                "name": row.words("name"),
                "abbreviation": row.words("abbreviation", required=False),
                "origin": row.choice("origin", Origin.values, Origin.INTERNAL),
                "is_normative": row.flag("normative", default=True),
                "code_mask": _code_mask(row),
                "access": row.choice("access", Access.values, Access.STAFF),
                "route": row.find("route", Route, required=False),
                "stamp": _stamp(row),
                "order": order,
            }
            | of_a_type(row)
        )
        kind = plan.put(row, DocumentType, {"code": row.code()}, values)
        note_strange_codes(kind, plan)
        if row.text("numbering") != row.code():  # the rule of that name is found by the type's code
            plan.drop(row, "numbering")
    check_levels(rows)
    place_in_tree(rows, DocumentType, plan)
    plan.leave(DocumentType, [row.code() for row in rows])


def _code_mask(row: Part) -> str:
    mask = row.text("code_mask")
    try:
        mask.format(n=1, year=2000, yy="00")
    except (KeyError, ValueError, IndexError) as error:
        raise row.fail("only {n}, {year} and {yy} may stand here.", "code_mask") from error
    return mask


def _stamp(row: Part) -> dict[str, dict[str, str]]:
    """The words of the two stamps; a type without them prints no approval block of its own."""
    if row.value.get("stamp") is None:
        return {}
    stamp = row.part("stamp")
    stamp.only("agreed", "approved")
    return {key: dict(stamp.words(key)) for key in ("agreed", "approved")}


# The register -------------------------------------------------------------------------------


@section("documents", 130)
def documents(data: Part, plan: Plan) -> None:
    """Entries of the register without versions (004/3): they wait for their texts."""
    rows = data.coded()
    for row in rows:
        row.only("code", "title", "type", "owner", "basis", "basis_text", "aliases")
        kind = row.find("type", DocumentType)
        if kind.children.exists():
            raise row.fail(f"“{kind.code}” is a heading; choose one of the types under it.", "type")
        values = {
            "title": row.words("title"),
            "type": kind,
            "owner": row.find("owner", Position, required=False),
            "aliases": "\n".join(_lines(row, "aliases")),
        }
        document = Document.objects.filter(code=row.code()).first()
        if document is None:
            # Who reads it is set once, as its type says: later it is the document's own business.
            values["access"] = kind.access
        _write(row, plan, document or Document(code=row.code()), values)
    for row in rows:  # once all are there: a basis may stand below what rests on it
        basis = row.find("basis", Document, required=False)
        _write(
            row,
            plan,
            Document.objects.get(code=row.code()),
            {"basis": basis, "basis_text": row.text("basis_text")},
        )


def _write(row: Part, plan: Plan, document: Document, values: dict[str, Any]) -> None:
    """A card whose version is on its route stays as those asked have seen it (A-05)."""
    differs = any(getattr(document, name, None) != value for name, value in values.items())
    if differs and document.pk and document.versions.filter(state__in=ON_ITS_ROUTE).exists():
        line = f"document {document.code}: left alone, a version of it is on its route"
        if line not in plan.left:
            plan.left.append(line)
        return
    plan.write(row, document, values)


def _lines(row: Part, key: str) -> list[str]:
    lines = row.value.get(key) or []
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise row.fail("a list of lines is expected here.", key)
    return lines


# The nomenclature ---------------------------------------------------------------------------


@section("nomenclature", 140)
def nomenclature(data: Part, plan: Plan) -> None:
    """The list of cases: a pattern for the first year. Once there is a year, years are copied."""
    cases = read_cases(data, plan)
    if Nomenclature.objects.exists():
        return
    keeper = Person.objects.holding("nomenclature.keep").first()
    if keeper is None:
        plan.waiting.append("nomenclature: its first year begins when somebody is there to keep it")
        return
    begin_year(localdate().year, keeper, cases, plan)


def read_cases(data: Part, plan: Plan) -> list[tuple[Part, dict[str, Any]]]:
    """The cases of the pattern, each with the place it stands in the file."""
    data.only(
        *("year_pattern", "index_mask", "route", "stamp", "sections", "places", "items"),
    )
    if data.find("route", Route).code != NOMENCLATURE_ROUTE:
        raise data.fail(
            f"the route of the nomenclature has the code “{NOMENCLATURE_ROUTE}”.", "route"
        )
    for part in data.rows("sections") if "sections" in data else []:
        part.only("index", "unit")
        part.find("unit", Unit)
    plan.drop(data, "year_pattern", "index_mask", "sections")
    return [(row, _case(row, plan)) for row in data.rows("items")]


def begin_year(year: int, keeper: Person, cases, plan: Plan) -> Nomenclature:
    """A draft of one year with all the cases of the pattern."""
    begun = Nomenclature(year=year, author=keeper)
    begun._change_reason = "load_profile"
    begun.save()
    plan.created.append(f"nomenclature {year}: {len(cases)} cases")
    seen = set()
    for row, values in cases:
        if (index := row.code("index")) in seen:
            raise row.fail(f"the index “{index}” is given twice.")
        seen.add(index)
        plan.write(row, NomenclatureItem(nomenclature=begun, index=index), values)
    return begun


def _case(row: Part, plan: Plan) -> dict[str, Any]:
    row.only(
        *("index", "title", "article", "retention", "carrier", "place", "responsible"),
        *("document_types", "note"),
    )
    for code in _lines(row, "document_types"):
        if code != NOMENCLATURE_ROUTE:  # the list of cases lies in a case too
            Part({"document_types": code}, row.path).find("document_types", DocumentType)
    plan.drop(row, "note")
    place = row.value.get("place")
    words = row.words("place") if isinstance(place, dict) else TranslatedText(ky=row.text("place"))
    keep, years = _term(row.part("retention"))
    return {
        "title": row.words("title"),
        "keep": keep,
        "years": years,
        "article": row.text("article"),
        "carrier": row.choice("carrier", NomenclatureItem.Carrier.values, "both"),
        "place": words,
        "responsible": row.find("responsible", Position, required=False),
        "kinds": _lines(row, "document_types"),
    }


def _term(retention: Part) -> tuple[str, int | None]:
    """How long a case is kept: for ever, for years, or until replaced (and years after that)."""
    keep = NomenclatureItem.Keep
    retention.only("permanent", "years", "until")
    years = retention.number("years")
    if years is not None and years < 1:
        raise retention.fail("give the years as 1 or more.", "years")
    if retention.flag("permanent"):
        return keep.PERMANENT, None
    if "until" in retention:
        return retention.choice("until", [keep.REPLACED, keep.NEEDED]), years
    if years is None:
        raise retention.fail("give “permanent: true”, “years: …” or “until: replaced”.")
    return keep.YEARS, years
