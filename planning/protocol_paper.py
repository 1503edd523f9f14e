"""What the paper of a protocol says, field by field, out of what is or will be signed (domain 2.7).

The paper speaks from the manifest alone: what is printed is what the signatures cover.
"""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import npgettext, pgettext

from common.dates import long_date, numeric
from common.printing import whole
from planning.protocol_words import (
    absent_words,
    person_words,
    present_words,
    quorum_words,
    text_in,
    vote_words,
    words_in,
)

MANY = 15  # people: more of them go on a list of their own
STATES = {
    "open": lambda: pgettext("protocol", "not done yet"),
    "done": lambda: pgettext("protocol", "done"),
    "checked": lambda: pgettext("protocol", "done and checked"),
    "dropped": lambda: pgettext("protocol", "dropped"),
}
FORMS = {
    "in_person": lambda: pgettext("protocol", "in person"),
    "online": lambda: pgettext("protocol", "online"),
    "mixed": lambda: pgettext("protocol", "in person and online"),
}
ROLES = {
    "chair": lambda: pgettext("protocol", "Chair"),
    "secretary": lambda: pgettext("protocol", "Secretary"),
    "member": lambda: pgettext("protocol", "Member"),
    "guest": lambda: pgettext("protocol", "Invited"),
}


def unfolded(manifest: dict) -> dict:
    """A manifest with its people in their places, instead of their keys."""
    people = manifest["people"]
    nobody = {"name": "", "short": "", "position": {}}

    def someone(one: dict) -> dict:
        return {**people.get(one["who"], nobody), **one}

    return manifest | {
        "chair": people.get(manifest["chair"]),
        "secretary": people.get(manifest["secretary"]),
        **{
            name: [someone(one) for one in manifest[name]]
            for name in ("present", "absent", "invited", "signers")
        },
        "items": [
            item
            | {
                "speaker": people.get(item["speaker"], {}).get("name") or item["speaker_name"],
                "recused": [someone(one) for one in item["recused"]],
                "decisions": [
                    point | {"who": [people[key]["name"] for key in point["who"]]}
                    for point in item["decisions"]
                ],
            }
            for item in manifest["items"]
        ],
    }


def protocol_words(frozen: dict, language: str, dissents=(), sheets: dict | None = None) -> dict:
    """All the words of a protocol; the language of the paper is the active one. ``sheets``: how
    many each attached file has, by its fingerprint, where that is known.
    """
    present = [present_words(one, language) for one in frozen["present"]]
    is_short = frozen["layout"] == "short"
    return heading(frozen, language) | {
        "is_short": is_short,
        "times": times(frozen),
        "present": present if len(present) <= MANY else [],
        "listed": present if len(present) > MANY else [],
        "absent": before_stop(absent_words(one, language) for one in frozen["absent"]),
        "invited": before_stop(person_words(one, language) for one in frozen["invited"]),
        "agenda": [] if is_short else [agenda_line(one, language) for one in frozen["items"]],
        "items": [item_words(one, language, is_short=is_short) for one in frozen["items"]],
        "attachments": attachments(frozen, sheets or {}),
        "dissents": list(dissents),
        "corrects": corrects(frozen),
        "not_held": frozen["not_held"],
    }


def heading(frozen: dict, language: str) -> dict:
    """Items 1 to 8: whose protocol, of which day, its number, who led, who wrote, how many."""
    day = date.fromisoformat(frozen["date"])
    chair, secretary = frozen["chair"], frozen["secretary"]
    return {
        "of": words_in(frozen["of"], language),
        "date": long_date(day, language, short=True),
        "number": frozen["number"],
        "place": words_in(frozen["place"], language),
        "project": frozen["project"],
        "chair": chair and chair["name"],
        "secretary": secretary and secretary["name"],
        "quorum": quorum_words(frozen["quorum"], language),
        "title": title(frozen, language),
        "text_in": text_in(frozen, language),
    }


def title(frozen: dict, language: str) -> str:
    """What the head of every page says: the kind of paper, whose, and its number."""
    of = words_in(frozen["of"], language)
    if not frozen["number"]:
        return pgettext("protocol", "Protocol %(of)s") % {"of": of}
    told = {"of": of, "number": frozen["number"]}
    return whole(pgettext("protocol", "Protocol %(of)s, No. %(number)s") % told)


def attachments(frozen: dict, sheets: dict[str, int]) -> list[str]:
    """What is attached to the protocol, to which of its items, on how many sheets (2.7, row 16)."""
    own = [file["name"] + on_sheets(file, sheets) for file in frozen["files"]]
    of_items = [
        pgettext("protocol", "%(file)s (item %(number)s)")
        % {"file": file["name"], "number": item["number"]}
        + on_sheets(file, sheets)
        for item in frozen["items"]
        for file in item["files"]
    ]
    return own + of_items


def on_sheets(file: dict, sheets: dict[str, int]) -> str:
    """“, 3 sheets”; nothing of a file that is no PDF."""
    count = sheets.get(file.get("sha256", ""))
    if not count:
        return ""
    words = npgettext("protocol", "%(count)s sheet", "%(count)s sheets", count)
    return f", {words % {'count': count}}"


def times(frozen: dict) -> str:
    """When it began and ended, where, and whether people sat in one room."""
    hours = {"start": frozen["starts"], "end": frozen["ends"]}
    words = ""
    if all(hours.values()):
        words = pgettext("protocol", "Began at %(start)s, ended at %(end)s") % hours
    elif hours["start"]:
        words = pgettext("protocol", "Began at %(start)s") % hours
    form = FORMS[frozen["form"]]() if frozen["form"] in FORMS else ""
    return "; ".join(filter(None, (words, form, frozen["where"])))


def corrects(frozen: dict) -> dict | None:
    """Which protocol this one corrects, and in what; one of a meeting that was not held corrects
    nothing.
    """
    old = None if frozen["not_held"] else frozen["corrects"]
    return old and {**old, "date": numeric(date.fromisoformat(old["date"]))}


def agenda_line(item: dict, language: str) -> dict:
    """An item as the agenda names it, with who speaks to it."""
    return {
        "number": item["number"],
        "title": words_in(item["title"], language).rstrip(". "),
        "speaker": words_in(item["speaker"], language),
        "speaks": words_in(item["speaker"], language).rstrip("."),  # a full stop follows
    }


def before_stop(names: Iterable[str]) -> list[str]:
    """Names in a row that ends in a full stop: the last may end in one of its own."""
    found = list(names)
    return [*found[:-1], found[-1].rstrip(".")] if found else found


def item_words(item: dict, language: str, *, is_short: bool = False) -> dict:
    """One item: heard, spoke, resolved with its points, the vote, who did not take part."""
    said = () if is_short else (item["heard"], item["spoke"])
    found = (*said, item["resolved"], item["decisions"], item["earlier"])
    return agenda_line(item, language) | {
        "heard": "" if is_short else item["heard"],
        "spoke": "" if is_short else item["spoke"],
        "resolved": item["resolved"],
        "says_nothing": not any(found),
        "votes": vote_words(item["votes"]),
        "recused": before_stop(
            f"{one['name']} ({one['reason']})" if one["reason"] else one["name"]
            for one in item["recused"]
        ),
        "is_withdrawn": item["withdrawn"],
        "earlier": [earlier_words(one) for one in item["earlier"]],
        "decisions": [decision_words(one, language) for one in item["decisions"]],
    }


def decision_words(decision: dict, language: str) -> dict:
    """A point of what was resolved: what, who answers, until when."""
    due = decision["due"] and date.fromisoformat(decision["due"])
    return {
        "number": decision["number"],
        "text": decision["text"],
        "who": ", ".join(words_in(one, language) for one in decision["who"]).rstrip("."),
        "due": long_date(due, language, short=True).rstrip(".") if due else "",
    }


def earlier_words(one: dict) -> str:
    """An earlier decision as the next protocol lists it: of which, what, how it stands."""
    told = {
        "protocol": one["protocol"],
        "date": numeric(date.fromisoformat(one["date"])),
        "number": one["number"],
        "text": one["text"].rstrip(". "),
        "state": STATES[one["state"]](),
    }
    words = pgettext(
        "protocol", "Protocol No. %(protocol)s of %(date)s, point %(number)s: %(text)s – %(state)s"
    )
    return words % told


def waiting_hands(frozen: dict, language: str) -> list[dict]:
    """Who is to sign, each with a line for the hand, before anybody did."""
    return [
        {
            "who": one["who"],
            "role": role_words(one),
            "name": one["name"],
            "position": words_in(one["position"], language),
            "has_line": True,
            "mark": [],
        }
        for one in frozen["signers"]
    ]


def role_words(signer: dict) -> str:
    """Chair, secretary, member, or who was invited."""
    return ROLES[signer["role"]]() if signer["role"] in ROLES else ""
