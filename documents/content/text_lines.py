"""From the bytes of a plain text to its paragraphs: encoding, page headers, hard-wrapped lines."""

from __future__ import annotations

import codecs
import re
from collections import Counter
from dataclasses import dataclass

from documents.content.shapes import (
    ARABIC,
    BRACKET,
    ends_sentence,
    is_bullet,
    is_caps,
    is_levelled,
    is_roman_heading,
    is_word_heading,
    starts_block,
    starts_lower,
)

_COUNTER = re.compile(
    r"\b(?:барак|бет|стр(?:аница)?|лист|page|sheet)\.?\s*(?:№\s*)?\d+\s*(?:/|из|of|ден|дан)\s*\d+",
    re.IGNORECASE,
)
_LONE_NUMBER = re.compile(r"^\W{0,3}(\d{1,3})\W{0,3}$")
_URL = re.compile(r"^<?https?://\S+>?$")
_TAG = re.compile(r"</?[biu]>")
_JUNK = re.compile("[\u200b\u200c\u200d\u2060\ufeff]")
_HEADER_LINES = 6


class NotText(ValueError):
    """The bytes are not the text of anything."""


def decode(data: bytes) -> tuple[str, int]:
    """The text of the bytes and how many characters could not be read.

    UTF-8 and UTF-16 with or without a mark, otherwise Windows Cyrillic (cp1251).
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = data.decode("utf-16", errors="replace")
    elif data.startswith(codecs.BOM_UTF8):
        text = data.decode("utf-8-sig", errors="replace")
    elif (guess := _bare_utf16(data)) is not None:
        text = data.decode(guess, errors="replace")
    else:
        text = _eight_bit(data)
    controls = sum(1 for char in text if ord(char) < 32 and char not in "\t\n\r\f\v\x1a")
    if controls > max(2, len(text) // 200):
        raise NotText
    return text, text.count("\ufffd")


def _bare_utf16(data: bytes) -> str | None:
    sample = data[:4000]
    if len(sample) < 4:
        return None
    zero_or_cyrillic = (0, 4, 5)
    odd = sum(byte in zero_or_cyrillic for byte in sample[1::2]) / len(sample[1::2])
    even = sum(byte in zero_or_cyrillic for byte in sample[0::2]) / len(sample[0::2])
    if odd > 0.9 and even < 0.5:
        return "utf-16-le"
    return "utf-16-be" if even > 0.9 and odd < 0.5 else None


def _eight_bit(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    loose = data.decode("utf-8", errors="replace")
    proper = sum(ord(char) > 127 and char != "\ufffd" for char in loose)
    if proper > 20 * loose.count("\ufffd"):  # UTF-8 with a few broken places
        return loose
    return data.decode("cp1251", errors="replace")


@dataclass
class Line:
    """A line of the file with what the eye sees around it."""

    text: str
    blanks: int = 0  # blank lines before it
    loose_end: bool = False  # two and more spaces at its end: the writer's end of paragraph


@dataclass
class Report:
    """What was done to the lines, for the warnings shown to the person."""

    headers: int = 0
    page_numbers: int = 0
    links: int = 0
    joined: int = 0


def to_lines(text: str) -> list[str]:
    """Lines without invisible characters; a page break counts as a blank line."""
    text = _JUNK.sub("", text).replace("\r\n", "\n").replace("\r", "\n").replace("\u00ad\n", "")
    text = text.replace("\u00ad", "").replace("\f", "\n\n").replace("\v", "\n")
    text = text.replace("\x1a", "").replace("\u2028", "\n").replace("\u2029", "\n\n")
    return [line.replace("\u00a0", " ") for line in text.split("\n")]


def without_page_headers(lines: list[str], report: Report) -> list[str]:
    """Drop the header that a page-by-page copy repeats, and lone page numbers counting up."""
    groups: list[list[int]] = []
    for index, line in enumerate(lines):
        if _COUNTER.search(_TAG.sub("", line)) and len(line) < 200:
            start = index
            while start > 0 and index - start < _HEADER_LINES and lines[start - 1].strip():
                start -= 1
            groups.append(list(range(start, index + 1)))
    seen = Counter(key for group in groups for key in {_header_key(lines[i]) for i in group})
    doomed = {
        i for group in groups for i in group if len(groups) > 1 and seen[_header_key(lines[i])] > 1
    }
    report.headers = len(groups) if doomed else 0
    numbers = [
        (i, int(match[1]))
        for i, line in enumerate(lines)
        if (match := _LONE_NUMBER.match(line.strip()))
    ]
    counting = all(a[1] < b[1] for a, b in zip(numbers, numbers[1:], strict=False))
    if len(numbers) >= 3 and counting:
        doomed |= {i for i, _ in numbers}
        report.page_numbers = len(numbers)
    return [line for i, line in enumerate(lines) if i not in doomed]


def header_facts(lines: list[str]) -> dict[str, str]:
    """Code, issue and change out of a page header, when the file carries one (001)."""
    top = _TAG.sub("", "\n".join(lines[:12]))
    facts = {}
    for key, words in (
        ("issue", "чыгарылыш|издание|issue"),
        ("change", "өзгөртүү|изменение|change"),
    ):
        if match := re.search(rf"\b(?:{words})\s*№?\s*(\d{{1,3}})\b", top, re.IGNORECASE):
            facts[key] = match[1]
    if facts and (match := re.search(r"(?<!\S)[А-ЯA-ZӨҮҢ]{2,}\s?[А-ЯA-Z]*[.-][\w.-]*\d", top)):
        facts["code"] = match[0]
    return facts


def _header_key(line: str) -> str:
    return re.sub(r"\d+", "0", re.sub(r"\s+", "", _TAG.sub("", line)))


def numbered_lines(lines: list[str]) -> list[Line]:
    """Non-empty lines with the blanks before them; a text typed with a blank line after every
    line (as text taken out of a PDF is) has those blanks taken as no blanks."""
    found: list[Line] = []
    blanks = 0
    for raw in lines:
        if not raw.strip():
            blanks += 1
            continue
        loose = len(raw) - len(raw.rstrip()) >= 2
        text = raw.strip() if "\t" not in raw.strip() else raw.rstrip()
        found.append(Line(text, blanks, loose))
        blanks = 0
    spaced = sum(line.blanks > 0 for line in found[1:])
    broken = sum(
        line.blanks > 0 and not ends_sentence(before.text) and starts_lower(line.text)
        for before, line in zip(found, found[1:], strict=False)
    )
    if len(found) > 8 and spaced > 0.9 * len(found) and broken > 0.2 * len(found):
        for line in found:
            line.blanks = max(0, (line.blanks - 1) // 2)
    return found


def wrap_width(lines: list[Line]) -> int:
    """The width at which lines were broken; 0 for a text with one line per paragraph."""
    lengths = sorted(len(line.text) for line in lines if "\t" not in line.text)
    if len(lengths) < 3:
        return 0
    width = lengths[int(len(lengths) * 0.95)] if len(lengths) > 20 else lengths[-1]
    if width > 140 or lengths[-1] > 2 * width:
        return 0
    running = sum(
        not line.blanks and not ends_sentence(before.text) and starts_lower(line.text)
        for before, line in zip(lines, lines[1:], strict=False)
        if len(before.text) > 0.6 * width
    )
    return width if running and running * 20 >= len(lines) else 0


def continues(before: str, line: Line, width: int, loose_end: bool = False) -> bool:
    """Whether a line goes on with the sentence before it (`before` is the line above)."""
    text = line.text
    if "\t" in text or "\t" in before or text.startswith(("#", "|")):
        return False
    full = bool(width) and len(before) + 1 + len(text.split(" ", 1)[0]) > 0.9 * width
    mid_sentence = not ends_sentence(before) and not is_caps(before)
    if starts_block(text) and not _only_looks_like_start(text, mid_sentence, full, line.blanks):
        return is_caps(text) and is_caps(before) and not line.blanks and bool(width)
    if loose_end and ends_sentence(before):
        return False
    if starts_lower(text) and mid_sentence:
        return True
    return full and not line.blanks and not is_caps(before)


def _only_looks_like_start(text: str, mid_sentence: bool, full: bool, blanks: int) -> bool:
    """A wrapped line that begins with a dash or a figure by accident: "… матрица / – кагазда"."""
    if not (mid_sentence and full) or blanks:
        return False
    if is_levelled(text):
        return starts_lower(text.lstrip("0123456789. "))
    if is_roman_heading(text) or is_word_heading(text):
        return False
    if is_bullet(text):
        return text.startswith(("–", "—", "- ")) and starts_lower(text[2:])
    return bool(ARABIC.match(text) or BRACKET.match(text) or is_caps(text))


def join(before: str, line: str, vocabulary: set[str]) -> str:
    """Two lines as one; a word cut by a hyphen is mended when the text has it whole elsewhere."""
    if before.endswith("-") and not before.endswith(" -") and line[:1].isalpha():
        head = re.split(r"[\s«“(]", before)[-1].rstrip("-")
        tail = re.split(r"[\s.,;:)»”]", line, maxsplit=1)[0]
        hyphened, whole = f"{head}-{tail}".lower(), f"{head}{tail}".lower()
        if whole in vocabulary and hyphened not in vocabulary:
            return before[:-1] + line
        return before + line
    return f"{before} {line}"


def unwrap(lines: list[Line], report: Report) -> list[str]:
    """Paragraphs out of lines. Lines that are only a web address, left behind where a page ended,
    do not cut the sentence around them: they follow its paragraph."""
    width = wrap_width(lines)
    vocabulary = {word.lower() for line in lines for word in re.findall(r"[\w-]+", line.text)}
    paragraphs: list[list[str]] = []  # each a row of lines
    links: list[str] = []
    last, loose = "", False
    for line in lines:
        if _URL.match(line.text):
            address = line.text.strip("<>")
            if address not in links:
                links.append(address)
            continue
        if paragraphs and continues(last, line, width, loose):
            if last.endswith("-"):
                paragraphs[-1][-1] = join(paragraphs[-1][-1], line.text, vocabulary)
            else:
                paragraphs[-1].append(line.text)
            report.joined += line.blanks > 0 or not width
        else:
            paragraphs.extend([link] for link in links)
            report.links += len(links)
            links = []
            paragraphs.append([line.text])
        last, loose = line.text, line.loose_end
    return [" ".join(parts) for parts in paragraphs] + links
