"""The container of a .docx: opened with suspicion, refused with a sentence."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib

from lxml import etree

from documents.content import refusals
from documents.content.refusals import ImportRefused

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    ),
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": (
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    ),
}
MAX_UNPACKED = 200 * 1024 * 1024
MAX_PART = 60 * 1024 * 1024
MAX_RATIO = 150
RATIO_FROM = 8 * 1024 * 1024
MAX_PARTS = 5000
_REMOTE_FIELD = re.compile(r"\b(?:INCLUDEPICTURE|INCLUDETEXT|DDE|DDEAUTO|LINK)\b", re.IGNORECASE)


class Package:
    """The parts of a .docx after every check of the container has passed."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise ImportRefused(refusals.DAMAGED) from error
        infos = self._zip.infolist()
        self._refuse_bomb(infos, len(data))
        if any(info.flag_bits & 0x1 for info in infos):
            raise ImportRefused(refusals.ENCRYPTED)
        self.names = [info.filename for info in infos]
        self._refuse_kind()
        self._refuse_links()

    @staticmethod
    def _refuse_bomb(infos: list[zipfile.ZipInfo], size: int) -> None:
        total = sum(info.file_size for info in infos)
        packed = max(1, sum(info.compress_size for info in infos))
        too_dense = total > RATIO_FROM and total / min(packed, size) > MAX_RATIO
        if total > MAX_UNPACKED or len(infos) > MAX_PARTS or too_dense:
            raise ImportRefused(refusals.UNPACKS_TOO_LARGE)

    def _refuse_kind(self) -> None:
        if "mimetype" in self.names and b"opendocument" in self.read("mimetype"):
            raise ImportRefused(refusals.OTHER_OFFICE)
        if "[Content_Types].xml" not in self.names:
            looks_like_word = any(name.startswith("word/") for name in self.names)
            raise ImportRefused(refusals.DAMAGED if looks_like_word else refusals.ARCHIVE)
        types = self.xml("[Content_Types].xml")
        kinds = " ".join(node.get("ContentType", "") for node in types.iter(etree.Element)).lower()
        macros = "macroenabled" in kinds or "vbaproject" in kinds
        if macros or any("vbaproject" in name.lower() for name in self.names):
            raise ImportRefused(refusals.MACROS)
        self.main = self._main_part()
        if self.main not in self.names:
            other = any(name.startswith(("xl/", "ppt/", "visio/")) for name in self.names)
            raise ImportRefused(refusals.OTHER_OFFICE if other else refusals.DAMAGED)
        if not self.main.startswith("word/") and self.main.startswith(("xl/", "ppt/", "visio/")):
            raise ImportRefused(refusals.OTHER_OFFICE)

    def _main_part(self) -> str:
        if "_rels/.rels" in self.names:
            for node in self.xml("_rels/.rels"):
                if (node.get("Type") or "").endswith("/officeDocument"):
                    return posixpath.normpath((node.get("Target") or "").lstrip("/"))
        return "word/document.xml"

    def _refuse_links(self) -> None:
        for name in self.names:
            if not name.endswith(".rels"):
                continue
            for node in self.xml(name):
                kind = (node.get("Type") or "").rsplit("/", 1)[-1].lower()
                external = (node.get("TargetMode") or "").lower() == "external"
                if external and kind != "hyperlink":
                    picture = kind in ("image", "video", "audio", "media")
                    raise ImportRefused(
                        refusals.REMOTE_PICTURE if picture else refusals.REMOTE_PART
                    )
                if kind in ("afchunk", "altchunk"):
                    raise ImportRefused(refusals.EMBEDDED_TEXT)

    def refuse_fields(self, root: etree._Element) -> None:
        """Fields that fetch a picture or a text from elsewhere are links in disguise."""
        code = "".join(node.text or "" for node in root.iter(f"{W}instrText"))
        code += " ".join(node.get(f"{W}instr") or "" for node in root.iter(f"{W}fldSimple"))
        if match := _REMOTE_FIELD.search(code):
            picture = match.group().upper() == "INCLUDEPICTURE"
            raise ImportRefused(refusals.REMOTE_PICTURE if picture else refusals.REMOTE_PART)

    def read(self, name: str) -> bytes:
        """The bytes of a part."""
        try:
            info = self._zip.getinfo(name)
            if info.file_size > MAX_PART:
                raise ImportRefused(refusals.UNPACKS_TOO_LARGE)
            return self._zip.read(info)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, KeyError) as error:
            raise ImportRefused(refusals.DAMAGED) from error
        except (NotImplementedError, RuntimeError) as error:  # unknown packing, or a password
            raise ImportRefused(refusals.DAMAGED) from error

    def xml(self, name: str) -> etree._Element:
        """The tree of a part; a document type declaration is refused, whatever it declares."""
        data = self.read(name)
        for strict, usual in _STRICT.items():
            data = data.replace(strict, usual)
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True,
            remove_pis=True,
        )  # fmt: skip
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            unsafe = b"<!DOCTYPE" in data or b"<!ENTITY" in data
            reason = refusals.UNSAFE_XML if unsafe else refusals.DAMAGED
            raise ImportRefused(reason) from error
        info = root.getroottree().docinfo
        if info.internalDTD is not None or info.doctype:
            raise ImportRefused(refusals.UNSAFE_XML)
        return root

    def part(self, kind: str) -> etree._Element | None:
        """The part the main one relates to by a kind: styles, numbering, footnotes."""
        for node in self._main_relations():
            if (node.get("Type") or "").endswith(f"/{kind}"):
                path = self._resolve(node.get("Target") or "")
                return self.xml(path) if path in self.names else None
        return None

    def links(self) -> dict[str, str]:
        """Addresses of hyperlinks by their relation id."""
        return {
            node.get("Id") or "": node.get("Target") or ""
            for node in self._main_relations()
            if (node.get("Type") or "").endswith("/hyperlink")
        }

    def _main_relations(self) -> list[etree._Element]:
        folder, name = posixpath.split(self.main)
        path = posixpath.join(folder, "_rels", f"{name}.rels")
        return list(self.xml(path)) if path in self.names else []

    def _resolve(self, target: str) -> str:
        if target.startswith("/"):
            return posixpath.normpath(target.lstrip("/"))
        return posixpath.normpath(posixpath.join(posixpath.dirname(self.main), target))
