"""Styles and automatic numbering of a .docx: what Word shows beside the words it stores."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from documents.content.docx_package import Package, W

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
    (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщэюя"
_LATIN = "abcdefghijklmnopqrstuvwxyz"


def val(element: etree._Element | None, path: str) -> str | None:
    """The w:val of a child, or None."""
    found = element.find(path) if element is not None else None
    return found.get(f"{W}val") if found is not None else None


def is_on(element: etree._Element | None, path: str) -> bool | None:
    """A switch such as bold: on, off, or not said."""
    found = element.find(path) if element is not None else None
    if found is None:
        return None
    return found.get(f"{W}val", "true").lower() not in ("0", "false", "off", "none")


class Styles:
    """Properties of a paragraph looked up through its style and the styles that one is based on."""

    def __init__(self, package: Package) -> None:
        root = package.part("styles")
        self._styles: dict[str, etree._Element] = {}
        self._default = ""
        for style in root.iter(f"{W}style") if root is not None else ():
            identity = style.get(f"{W}styleId") or ""
            self._styles[identity] = style
            if style.get(f"{W}type") == "paragraph" and is_default(style):
                self._default = identity

    def chain(self, identity: str | None) -> list[etree._Element]:
        """A style and what it is based on, nearest first."""
        found: list[etree._Element] = []
        current = identity or self._default
        while current in self._styles and len(found) < 20:
            found.append(self._styles[current])
            current = val(self._styles[current], f"{W}basedOn") or ""
        return found

    def name(self, identity: str | None) -> str:
        """The name of a style in lower case: "heading 1", "title"."""
        chain = self.chain(identity) if identity else []
        return (val(chain[0], f"{W}name") or "").lower() if chain else ""

    def paragraph(self, ppr: etree._Element | None, path: str) -> etree._Element | None:
        """A paragraph property: its own or the nearest style's."""
        if ppr is not None and (own := ppr.find(path)) is not None:
            return own
        for style in self.chain(val(ppr, f"{W}pStyle")):
            if (found := style.find(f"{W}pPr/{path}")) is not None:
                return found
        return None

    def run_switch(self, ppr: etree._Element | None, rpr: etree._Element | None, path: str) -> bool:
        """Whether bold, italic or the like is on for a run."""
        if (own := is_on(rpr, path)) is not None:
            return own
        for identity in (val(rpr, f"{W}rStyle"), val(ppr, f"{W}pStyle")):
            for style in self.chain(identity) if identity else ():
                if (said := is_on(style.find(f"{W}rPr"), path)) is not None:
                    return said
        return False


def is_default(style: etree._Element) -> bool:
    """Whether a style is the one of paragraphs that name none."""
    return (style.get(f"{W}default") or "") in ("1", "true", "on")


@dataclass
class Level:
    """One level of a list: how its number is made."""

    fmt: str = "decimal"
    text: str = "%1."
    start: int = 1
    restart: int | None = None  # the level after which it starts anew; 0: never
    legal: bool = False
    style: str = ""  # the paragraph style tied to this level


@dataclass
class NumberingList:
    """A list as paragraphs name it (w:num): an abstract one with its own starts."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts the automatic numbers of a document in reading order."""

    def __init__(self, package: Package) -> None:
        root = package.part("numbering")
        self._lists: dict[str, NumberingList] = {}
        self._counters: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()
        if root is not None:
            self._read(root)

    def _read(self, root: etree._Element) -> None:
        abstracts = {n.get(f"{W}abstractNumId") or "": n for n in root.iter(f"{W}abstractNum")}
        by_style = {
            val(node, f"{W}styleLink"): node
            for node in abstracts.values()
            if val(node, f"{W}styleLink")
        }
        for num in root.iter(f"{W}num"):
            abstract = val(num, f"{W}abstractNumId") or ""
            node = abstracts.get(abstract)
            if node is not None and (link := val(node, f"{W}numStyleLink")):
                node = by_style.get(link, node)
            levels = _levels(node) if node is not None else {}
            made = NumberingList(abstract, levels)
            for override in num.iter(f"{W}lvlOverride"):
                level = _number(override.get(f"{W}ilvl"), 0)
                if (own := override.find(f"{W}lvl")) is not None:
                    made.levels[level] = _level(own)
                if (start := val(override, f"{W}startOverride")) is not None:
                    made.starts[level] = _number(start, 1)
            self._lists[num.get(f"{W}numId") or ""] = made

    def level(self, num_id: str, level: int) -> Level | None:
        """How a level of a list is numbered; None for a list that is not there."""
        made = self._lists.get(num_id)
        return made.levels.get(level) if made else None

    def level_of_style(self, num_id: str, style: str) -> int:
        """The level a paragraph style stands for when the paragraph itself names none."""
        made = self._lists.get(num_id)
        levels = made.levels.items() if made else ()
        return next((number for number, level in levels if style and level.style == style), 0)

    def next(self, num_id: str, level: int) -> tuple[str, int]:
        """The number of the next paragraph of a list: as shown, and as a plain count."""
        made = self._lists[num_id]
        counters = self._counters.setdefault(made.abstract, {})
        if level in made.starts and (num_id, level) not in self._begun:
            counters[level] = made.starts[level]
        elif level in counters:
            counters[level] += 1
        else:
            counters[level] = made.levels[level].start
        self._begun.add((num_id, level))
        for deeper in [key for key in counters if key > level]:
            rule = made.levels.get(deeper, Level()).restart
            if rule is None or (rule > 0 and level < rule):
                del counters[deeper]
        for upper in range(level):
            counters.setdefault(upper, made.levels.get(upper, Level()).start)
        return self._shown(made, level, counters), counters[level]

    def _shown(self, made: NumberingList, level: int, counters: dict[int, int]) -> str:
        text = made.levels[level].text
        for number in range(9, 0, -1):
            if f"%{number}" in text:
                fmt = made.levels.get(number - 1, Level()).fmt
                if made.levels[level].legal and fmt != "none":
                    fmt = "decimal"
                text = text.replace(f"%{number}", numeral(counters.get(number - 1, 1), fmt))
        return text.strip()


def _levels(abstract: etree._Element) -> dict[int, Level]:
    return {_number(node.get(f"{W}ilvl"), 0): _level(node) for node in abstract.findall(f"{W}lvl")}


def _level(node: etree._Element) -> Level:
    restart = val(node, f"{W}lvlRestart")
    text = val(node, f"{W}lvlText")
    return Level(
        fmt=val(node, f"{W}numFmt") or "decimal",
        text=text if text is not None else "",
        start=_number(val(node, f"{W}start"), 1),
        restart=None if restart is None else _number(restart, 0),
        legal=bool(is_on(node, f"{W}isLgl")),
        style=val(node, f"{W}pStyle") or "",
    )


def _number(value: str | None, default: int) -> int:
    try:
        return max(0, min(int(value or ""), 100_000))
    except ValueError:
        return default


def numeral(count: int, fmt: str) -> str:
    """A count in the form a list level asks for."""
    if fmt in ("upperRoman", "lowerRoman"):
        left, made = min(count, 3999), ""
        for value, sign in _ROMAN:
            made += sign * (left // value)
            left %= value
        return made if fmt == "upperRoman" else made.lower()
    alphabets = {"Letter": _LATIN, "russianLower": _RUSSIAN, "russianUpper": _RUSSIAN}
    for name, alphabet in alphabets.items():
        if fmt.endswith(name) and count > 0:
            turns, place = divmod(count - 1, len(alphabet))
            made = alphabet[place] * (min(turns, 20) + 1)
            return made.upper() if "pper" in fmt else made
    if fmt == "decimalZero":
        return f"{count:02d}"
    return "" if fmt == "none" else str(count)
