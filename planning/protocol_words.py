"""How a protocol names people, counts and votes, in the language of the paper (domain 2.7)."""

import re

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from common.models import TranslatedText
from people.models import Organisation

#: What a number ends with in Kyrgyz where something is counted out of it: 9дан 7.
_ONES = {1: "ден", 2: "ден", 3: "төн", 4: "төн", 5: "тен", 6: "дан", 7: "ден", 8: "ден", 9: "дан"}
_TENS = {1: "дон", 2: "дан", 3: "дан", 4: "тан", 5: "дөн", 6: "тан", 7: "тен", 8: "ден", 9: "дон"}
_HUNDREDS, _THOUSANDS, _NOUGHT = "дөн", "ден", "дөн"


KYRGYZ = re.compile("[ңөү]|[кгхжшч]ы|аа|ээ")  # as nobody spells in Russian
KIN = {"кызы", "уулу"}  # stand in names, whatever the language
SHARE = 50  # Kyrgyz has one of these among so many letters, mostly more
TELLING = 100  # letters of Kyrgyz among which one of these stands surely

TEXT_IN = {
    "ky": lambda: pgettext("protocol", "Text in Kyrgyz, as minuted"),
    "ru": lambda: pgettext("protocol", "Text in Russian, as minuted"),
    "en": lambda: pgettext("protocol", "Text in English, as minuted"),
    "": lambda: pgettext("protocol", "Text in the language in which it was minuted"),
}


def minuted_in(frozen: dict) -> str | None:
    """In which language people wrote the minutes down: told by their letters, without those of
    names; "" where too little was written to tell; None where nothing was.
    """
    texts = [one[name] for one in frozen["items"] for name in ("heard", "spoke", "resolved")]
    texts += [point["text"] for one in frozen["items"] for point in one["decisions"]]
    words = " ".join(texts).split()
    if not words:
        return None
    plain = " ".join(word for word in words if word[0].islower() and word not in KIN)
    own, letters = len(KYRGYZ.findall(plain)), [one for one in plain if one.isalpha()]
    if own * SHARE > len(letters):
        return "ky"
    if 2 * sum(letter.isascii() for letter in letters) > len(letters):
        return "en"
    return "ru" if len(letters) >= TELLING and not own else ""


def text_in(frozen: dict, language: str) -> str:
    """What the paper in another language than that of the minutes says on its face."""
    told = minuted_in(frozen)
    if told is None:
        return ""
    own = told or Organisation.current().original_language
    return "" if own == language else TEXT_IN[told]()


def words_in(text, language: str) -> str:
    """A text of data in the paper's language, or the next there is."""
    if isinstance(text, str):
        return text
    return TranslatedText(text or {}).in_language(language)


def from_number(number: int, language: str) -> str:
    """A number out of which others are counted: 9дан in Kyrgyz, 9 elsewhere."""
    if language != "ky":
        return str(number)
    if number % 10:
        ending = _ONES[number % 10]
    elif number % 100:
        ending = _TENS[number // 10 % 10]
    elif number % 1000:
        ending = _HUNDREDS
    else:
        ending = _THOUSANDS if number else _NOUGHT
    return f"{number}{ending}"


def person_words(person: dict, language: str) -> str:
    """“Surname N. P. – position”, as lists of a protocol name people."""
    position = words_in(person.get("position"), language)
    return f"{person['short']} – {position}" if position else person["short"]


def present_words(person: dict, language: str) -> str:
    """The same with the item at which the person left."""
    named = person_words(person, language)
    left = person.get("left_at")
    if left is None:
        return named
    words = _("absent from item %(number)s on") % {"number": left}
    return f"{named} ({words})"


def absent_words(person: dict, language: str) -> str:
    """The same with why the person was absent."""
    named = person_words(person, language)
    return f"{named} ({person['reason']})" if person.get("reason") else named


def quorum_words(quorum: dict, language: str) -> str:
    """“7 of 9, there is a quorum”; where the kind wants none, only how many there were."""
    present, members = quorum["present"], quorum["members"]
    if quorum.get("has") is None:
        words = ngettext("%(present)s person", "%(present)s people", present)
        return words % {"present": present}
    words = (
        pgettext("protocol", "%(present)s of %(members)s, there is a quorum")
        if quorum["has"]
        else pgettext("protocol", "%(present)s of %(members)s, there is no quorum")
    )
    return words % {"present": present, "members": from_number(members, language)}


def vote_words(votes: dict | None) -> str:
    """“For – 6, against – 0, abstained – 1”; nothing where there was no vote."""
    if not votes:
        return ""
    words = pgettext(
        "protocol", "“for” – %(for)s, “against” – %(against)s, “abstained” – %(abstained)s"
    )
    if votes.get("secret"):
        words = pgettext(
            "protocol",
            "secret vote: “for” – %(for)s, “against” – %(against)s, “abstained” – %(abstained)s",
        )
    return words % {key: votes[key] for key in ("for", "against", "abstained")}
