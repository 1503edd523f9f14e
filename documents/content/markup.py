"""The closed vocabulary of a text and the two ways between its string and its tree.

A text is what gets signed, so its string must be canonical: the same tree always gives the same
characters (sorted attributes, no self-closing cells), whoever produced it.
"""

from __future__ import annotations

import re
from html import escape

import nh3
from lxml import etree

HEADINGS = ("h2", "h3", "h4")
LISTS = ("ul", "ol")
BLOCKS = frozenset({*HEADINGS, *LISTS, "p", "table", "blockquote"})
INLINE = frozenset({"strong", "em", "u", "s", "sub", "sup", "br", "a"})

# Tags that are let through the first cleaning only to be renamed or unwrapped afterwards: without
# them two neighbouring sections would run together into one paragraph.
RENAMED = {
    "h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "strike": "s", "del": "s",
    "ins": "u", "th": "th",
}  # fmt: skip
WRAPPERS = frozenset(
    {"div", "section", "article", "header", "footer", "main", "aside", "nav", "dl", "dt", "dd",
     "pre", "address", "figure", "figcaption", "center", "form", "fieldset", "details", "summary",
     "hgroup"}
)  # fmt: skip
TABLE_PARTS = frozenset({"thead", "tbody", "tfoot", "tr", "th", "td", "caption"})
DROPPED_WHOLE = frozenset(
    {"script", "style", "template", "noscript", "iframe", "object", "embed", "applet", "svg",
     "math", "head", "title", "noembed", "noframes", "xmp", "plaintext", "audio", "video",
     "canvas", "select", "textarea", "frameset"}
)  # fmt: skip
CLASSES = {
    "p": {"clause", "center", "right"},
    "h2": {"center"},
    "h3": {"center"},
    "h4": {"center"},
    "td": {"center", "right"},
    "th": {"center", "right"},
}
BLOCK_ID = re.compile(r"b-[0-9a-f]{8}")
LINK = re.compile(r"(?:https?://[^\s]+|mailto:[^\s]+|#b-[0-9a-f]{8})", re.IGNORECASE)
CONTROL = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    "\u200b\u2060\ufeff\xad]"
)
MAX_SPAN = 60

_ALLOWED = BLOCKS | INLINE | TABLE_PARTS | WRAPPERS | frozenset(RENAMED) | {"li"}
_ATTRIBUTES = {
    **{tag: {"id", "class"} for tag in (*HEADINGS, "h1", "h5", "h6", "p")},
    "ul": {"id"},
    "ol": {"id", "start"},
    "blockquote": {"id"},
    "table": {"id"},
    "td": {"class", "colspan", "rowspan"},
    "th": {"class", "colspan", "rowspan", "scope"},
    "a": {"href"},
}


def _attribute(tag: str, name: str, value: str) -> str | None:
    """Keep an attribute only in the exact form the content knows."""
    value = value.strip()
    if name == "id":
        return value if BLOCK_ID.fullmatch(value) else None
    if name == "class":
        kept = CLASSES.get(RENAMED.get(tag, tag), set()) & set(value.split())
        return " ".join(sorted(kept)) or None
    if name == "href":
        return value if LINK.fullmatch(value) else None
    if name == "scope":
        return value if value in {"row", "col", "rowgroup", "colgroup"} else None
    if not re.fullmatch(r"[0-9]{1,4}", value):
        return None
    number = int(value)
    if name == "start":
        return str(number) if number != 1 else None
    return str(number) if 2 <= number <= MAX_SPAN else None


def clean(html: str) -> str:
    """First door: nothing but the closed list of tags and attributes passes."""
    return nh3.clean(
        CONTROL.sub("", html.replace("\r\n", "\n").replace("\r", "\n")),
        tags=set(_ALLOWED),
        clean_content_tags=set(DROPPED_WHOLE),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto"},
        strip_comments=True,
        link_rel=None,
    )


def parse(cleaned: str) -> etree._Element:
    """The tree of an already cleaned text; raises etree.XMLSyntaxError on anything else.

    Cleaned HTML closes every tag, so it is read as XML and no second HTML parser gets a chance
    to understand it differently from the first.
    """
    source = cleaned.replace("<br>", "<br/>").replace("&nbsp;", "\u00a0")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(f"<div>{source}</div>".encode(), parser)


def serialise(element: etree._Element) -> str:
    """The canonical characters of one block, without what follows it."""
    text = etree.tostring(element, method="c14n", with_tail=False).decode()
    return text.replace("<br></br>", "<br>")


def inner(element: etree._Element) -> str:
    """The canonical characters inside an element."""
    parts = [escape(element.text or "", quote=False)]
    for child in element:
        parts.append(serialise(child))
        parts.append(escape(child.tail or "", quote=False))
    return "".join(parts)


def text_of(element: etree._Element) -> str:
    """The words of an element: a new line for each line break, item, row; a tab between cells."""
    out: list[str] = []
    _collect(element, out)
    lines = ("".join(out)).split("\n")
    return "\n".join(line.strip(" ") for line in lines if line.strip())


def _collect(element: etree._Element, out: list[str]) -> None:
    if element.tag == "br":
        out.append("\n")
        return
    if element.tag in ("li", "tr", "p", *LISTS):
        out.append("\n")
    if element.tag in ("td", "th") and element.getprevious() is not None:
        out.append("\t")
    out.append(element.text or "")
    for child in element:
        _collect(child, out)
        out.append(child.tail or "")
    if element.tag in LISTS:
        out.append("\n")
