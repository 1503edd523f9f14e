"""The words inside a file, read by a process of its own.

Files come from anywhere. One that is damaged, endless or made to do harm may at most end this
process, never the worker. It is told one path a line and answers one line of JSON; of Django it
knows nothing.
"""

from __future__ import annotations

import io
import json
import re
import resource
import sys
import zipfile
from pathlib import Path
from xml.etree.ElementTree import ParseError

MOST_PAGES = 2000
MOST_SIGNS = 1_000_000
MOST_MEMORY = 1_500_000_000
MOST_UNPACKED = 80 * 1024 * 1024
LETTERS_A_PAGE = 20
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])[-\u00ad]\n(?=[a-zа-яёңөү])")


class Locked(Exception):
    """A password is asked for."""


def read(path: Path) -> tuple[str, str]:
    """What became of a file, and its words."""
    data = path.read_bytes()
    if b"%PDF-" in data[:1024]:
        return _pdf(data)
    if data.startswith(b"PK"):
        return _docx(data)
    if data.startswith(b"\xd0\xcf\x11\xe0") and "EncryptedPackage".encode("utf-16-le") in data:
        return "locked", ""
    return _plain(data)


def _pdf(data: bytes) -> tuple[str, str]:
    from pypdf import PdfReader  # noqa: PLC0415 -- only where a PDF comes

    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted and not reader.decrypt(""):
        return "locked", ""
    pages, signs, count = [], 0, len(reader.pages)
    for page in reader.pages[:MOST_PAGES]:
        words = page.extract_text() or ""
        pages.append(words)
        signs += len(words)
        if signs > MOST_SIGNS:
            break
    text = _BROKEN_WORD.sub("", "\n".join(pages))
    if sum(sign.isalpha() for sign in text) < LETTERS_A_PAGE * min(len(pages), 3):
        return "pictures", ""
    is_part = len(pages) < count or signs > MOST_SIGNS
    return ("part" if is_part else "read"), text[:MOST_SIGNS]


def _docx(data: bytes) -> tuple[str, str]:
    from lxml import etree  # noqa: PLC0415 -- only where a DOCX comes

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos = [info for info in archive.infolist() if _PARTS.fullmatch(info.filename)]
        if not infos:
            return "foreign", ""
        if any(info.flag_bits & 1 for info in infos):
            return "locked", ""
        if sum(info.file_size for info in infos) > MOST_UNPACKED:
            return "large", ""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        infos.sort(key=lambda info: "document" not in info.filename)
        lines: list[str] = []
        for info in infos:
            root = etree.fromstring(archive.read(info), parser)
            lines += [_paragraph(node) for node in root.iter(f"{_WORD}p")]
    text = "\n".join(filter(None, lines))
    return ("part" if len(text) > MOST_SIGNS else "read"), text[:MOST_SIGNS]


def _paragraph(node) -> str:
    said = {f"{_WORD}tab": "\t", f"{_WORD}br": "\n"}
    return "".join(
        (part.text or "") if part.tag == f"{_WORD}t" else said.get(part.tag, "")
        for part in node.iter()
        if part.tag == f"{_WORD}t" or part.tag in said
    )


def _plain(data: bytes) -> tuple[str, str]:
    if b"\0" in data[:4096] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "foreign", ""
    for encoding in ("utf-16", "utf-8-sig", "cp1251"):
        if encoding == "utf-16" and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        if sum(sign.isprintable() or sign.isspace() for sign in text[:4096]) < len(text[:4096]):
            return "foreign", ""
        return ("part" if len(text) > MOST_SIGNS else "read"), text[:MOST_SIGNS]
    return "foreign", ""


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    answers, sys.stdout = sys.stdout, sys.stderr  # what a library prints is no answer
    for line in sys.stdin:
        try:
            outcome, text = read(Path(line.rstrip("\n")))
        except (Exception, ParseError, RecursionError, MemoryError):
            outcome, text = "damaged", ""
        answers.write(json.dumps([outcome, text]) + "\n")
        answers.flush()


if __name__ == "__main__":
    main()
