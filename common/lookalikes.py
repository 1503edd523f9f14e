"""Codes that look the same to a person and are not the same to a machine."""

import re
import unicodedata

_LATIN = "ABCEHKMOPTXY"
_CYRILLIC = "АВСЕНКМОРТХУ"
_AS_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)
# Between digits a gap counts: 1-1 is not 11.
_BESIDE_A_LETTER = re.compile(r"(?<=[^\W\d])-|-(?=[^\W\d])")
_GAPS = re.compile(r"[\s\-\u2010-\u2015_./]+")


def clean_code(code: str) -> str:
    """A code as it is stored: without signs that nobody sees."""
    signs = unicodedata.normalize("NFC", code)
    return "".join(s for s in signs if unicodedata.category(s) != "Cf").strip()


def skeleton(code: str) -> str:
    """What a person sees of a code: Latin С is Cyrillic С, case and gaps do not count."""
    seen = _GAPS.sub("-", clean_code(code).upper().translate(_AS_CYRILLIC)).strip("-")
    return _BESIDE_A_LETTER.sub("", seen)


def mixes_alphabets(code: str) -> bool:
    """Whether letters that look Cyrillic stand beside Cyrillic ones, but are Latin."""
    letters = {unicodedata.name(sign, "").split(" ")[0] for sign in code if sign.isalpha()}
    return {"LATIN", "CYRILLIC"} <= letters
