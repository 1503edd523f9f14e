"""The approval block at the head of a text: agreed by whom, approved by whom, when (000: stamps).

What is found pre-fills the form, as far as number and date were both read. The block leaves the
text, because the printed document makes its own stamps, when each stamp has a number and at least
a year; when unsure, everything stays, and whoever brings the text in is told.
"""

from __future__ import annotations

import datetime
import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.content.shapes import is_caps, stamp_kind, starts_block

HEAD_LINES = 60
_PROTOCOL = re.compile(
    r"(?:протокол\w*|кеңешменин\s+токтому|minutes)[^№\d]{0,12}(?:№|No\.?|N)?\s*([\d][\w/.\-–]*)",
    re.IGNORECASE,
)
_ORDER = re.compile(
    r"(?:бу[йи]ру\w*|байру\w*|приказ\w*|order)[^№\d]{0,12}(?:№|No\.?|N)?\s*([\d][\w/.\-–]*)",
    re.IGNORECASE,
)
_NUMERIC_DATE = re.compile(r"(?<!\d)(\d{1,2})[./](\d{1,2})[./](\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(\d{4})[\s-]*жыл\w*\s*[«“\"]?(\d{1,2})[»”\"]?[\s-]*([^\W\d_]{3,})")
_DAY_FIRST = re.compile(r"[«“\"]?(\d{1,2})[»”\"]?[\s-]*([^\W\d_]{3,})\s+(\d{4})")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
_SIGNER = re.compile(
    r"директор|ректор|башчы|жетекчи|төрага|начальник|руководител|председател|director|head|chair",
    re.IGNORECASE,
)
_NAMES = (
    re.compile(r"(?:[A-ZА-ЯЁҢӨҮ]\.\s?){1,2}[A-ZА-ЯЁҢӨҮ][\w-]+"),
    re.compile(r"[A-ZА-ЯЁҢӨҮ][\w-]+\s(?:[A-ZА-ЯЁҢӨҮ]\.\s?){1,2}"),
)
_NAMESAKE = re.compile(r"\s*(?:атындагы|ат-|имени\b|им\.)", re.IGNORECASE)
_MONTHS = {
    "янв": 1, "фев": 2, "мар": 3, "апр": 4, "май": 5, "мая": 5, "июн": 6, "июл": 7, "авг": 8,
    "сен": 9, "окт": 10, "ноя": 11, "дек": 12, "jan": 1, "feb": 2, "apr": 4, "may": 5,
    "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip


def read_date(text: str) -> datetime.date | None:
    """A date as offices write it: 06.10.2023, 2023-жылдын 6-октябры, 6 октября 2023 г."""
    if match := _NUMERIC_DATE.search(text):
        day, month, year = (int(part) for part in match.groups())
    elif (match := _YEAR_FIRST.search(text)) and match[3][:3].lower() in _MONTHS:
        year, day, month = int(match[1]), int(match[2]), _MONTHS[match[3][:3].lower()]
    elif (match := _DAY_FIRST.search(text)) and match[2][:3].lower() in _MONTHS:
        day, month, year = int(match[1]), _MONTHS[match[2][:3].lower()], int(match[3])
    else:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def find_head(lines: list[str]) -> tuple[dict[str, object], int]:
    """What the stamps say, and how many lines of the text they and the title take.

    The count is 0 when the block was not understood well enough to be taken out of the text.
    """
    first = _first_stamp(lines)
    if first is None:
        return {}, 0
    columns, end = _stamps(lines, first)
    head: dict[str, object] = {}
    certain = bool(columns)
    for kind, stamp in columns:
        found = _read_stamp(kind, stamp)
        numbered = any(found.get(f"{paper}_number") for paper in ("protocol", "order"))
        certain = certain and numbered and any(map(_YEAR.search, stamp))
        head |= {key: value for key, value in found.items() if value}
    if not certain:
        return head, 0
    title, end = _title(lines, end)
    if title:
        head["title"] = title
    return head, end


def about_stamps(lines: list[str], taken: int) -> list[Promise | str]:
    """What whoever brings the text in is told of the stamps: gone, or left to their hand."""
    if taken:
        return [_("The stamps at the head were taken out of the text: the paper prints its own.")]
    if any(stamp_kind(cell) for line in lines[:HEAD_LINES] for cell in _cells(line)):
        return [
            _(
                "The stamps at the head stay in the text, for number and date of each were not "
                "found. Take them out by hand: the paper prints its own."
            )
        ]
    return []


def _first_stamp(lines: list[str]) -> int | None:
    """Position of the first stamp word; nothing but blank lines may stand before it."""
    for index, line in enumerate(lines[:HEAD_LINES]):
        if line.strip():
            cells = _cells(line)
            return index if all(stamp_kind(cell) for cell in cells) else None
    return None


def _cells(line: str) -> list[str]:
    return [part for part in re.split(r"\t+|\s{3,}", line.strip()) if part.strip()]


def _stamps(lines: list[str], first: int) -> tuple[list[tuple[str, list[str]]], int]:
    """The lines of each stamp, one under the other or side by side, and where they end."""
    kinds = [stamp_kind(cell) for cell in _cells(lines[first])]
    stamps: list[tuple[str, list[str]]] = [(kind, []) for kind in kinds]
    side_by_side = len(kinds) == 2
    middle = lines[first].rstrip().rfind(_cells(lines[first])[-1]) // 2
    end, last = first + 1, first + 1
    for index in range(first + 1, min(len(lines), first + HEAD_LINES)):
        line = lines[index]
        text = line.strip()
        if not text:
            continue
        if kind := stamp_kind(text):
            if side_by_side:
                break
            stamps.append((kind, []))
            last = index + 1
            continue
        if (
            len(text) > 120 * len(kinds)
            or _ends_stamps(text)
            or _closed(stamps[-1][1], index, last)
        ):
            break
        cells = _cells(line)
        if side_by_side and len(cells) == 2:
            stamps[0][1].append(cells[0])
            stamps[1][1].append(cells[1])
        else:
            right = side_by_side and len(line) - len(line.lstrip()) > middle
            stamps[1 if right else (0 if side_by_side else -1)][1].append(text)
        last = index + 1
        is_signer = index == end and bool(stamps[-1][1][:-1]) and _SIGNER.search(text)
        if _is_about_paper(text) or is_signer:
            end = last
    return stamps, end


def _ends_stamps(text: str) -> bool:
    return (starts_block(text) and not _is_about_paper(text)) or text.startswith("#")


def _is_about_paper(text: str) -> bool:
    return bool(_PROTOCOL.search(text) or _ORDER.search(text) or read_date(text))


def _closed(stamp: list[str], index: int, last: int) -> bool:
    """A stamp that has its date ends at the next blank line unless another stamp follows."""
    return index > last and bool(stamp) and read_date(stamp[-1]) is not None


def _read_stamp(kind: str, lines: list[str]) -> dict[str, object]:
    """Who, which paper, when. Without a number and a date only what is certain is given."""
    who: list[str] = []
    numbers: dict[str, str] = {}
    date, name = None, ""
    for line in lines:
        about_paper = False
        for paper, pattern in (("protocol", _PROTOCOL), ("order", _ORDER)):
            if match := pattern.search(line):
                numbers.setdefault(paper, match[1].rstrip(".,-–"))
                about_paper = True
        found_date = read_date(line)
        date = date or found_date
        if about_paper or found_date or numbers:
            continue
        words = re.sub(r"_{2,}", " ", line).split()
        if words and stamp_kind(words[0]):
            words = words[1:]
        rest, found = _without_name(" ".join(words))
        name = name or found
        if rest:
            who.append(rest)
    mine, other = ("protocol", "order") if kind == "agreed" else ("order", "protocol")
    certain = bool(mine in numbers and date)
    facts: dict[str, object] = {f"{paper}_number": number for paper, number in numbers.items()}
    if numbers:
        facts[f"{mine if mine in numbers else other}_date"] = date
    if certain and kind == "agreed":
        facts["agreed_body"] = " ".join(who)
    elif certain:
        facts |= {"approver": " ".join(who), "approver_name": name}
    return facts


def _without_name(line: str) -> tuple[str, str]:
    for pattern in _NAMES:
        match = pattern.search(line)
        if match and not _NAMESAKE.match(line[match.end() :]):
            rest = f"{line[: match.start()]} {line[match.end() :]}"
            return " ".join(rest.split()).strip(" ,;:"), " ".join(match[0].split())
    return line.strip(" ,;:"), ""


def _title(lines: list[str], end: int) -> tuple[str, int]:
    """The lines right under the stamps, up to a blank one or the first section."""
    parts: list[str] = []
    position = end
    for index in range(end, len(lines)):
        text = lines[index].strip()
        if not text:
            if parts:
                break
            continue
        opens = starts_block(text) and not (is_caps(text) and (not parts or is_caps(parts[-1])))
        if opens or len(" ".join([*parts, text])) > 400 or "\t" in text:
            break
        if parts and not is_caps(text) and is_caps(parts[-1]):
            break
        parts.append(text)
        position = index + 1
    title = " ".join(parts).strip("*# ")
    sentence = title.endswith(".") and len(title) > 120
    if not title or sentence or title.endswith((";", ":")) or len(parts) > 6:
        return "", end
    return title, position
