"""What the paper of a commission's protocol says, out of what is or will be signed alone."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from common.dates import decimal_comma, long_date, numeric
from common.models import TranslatedText
from monitoring.result_words import brackets_words, decided_words, points_words
from monitoring.rules_in_words import in_words
from monitoring.scoring_rules import PRIZES, Ground, ScoringRules


def words_in(text: Any, language: str) -> str:
    """A text of data in the language of the paper, or the next there is."""
    return TranslatedText(text or {}).in_language(language)


def protocol_words(frozen: dict[str, Any], language: str) -> dict[str, Any]:
    """All the words of the protocol; the language of the paper is the active one."""
    people, day = frozen["people"], date.fromisoformat(frozen["date"])
    is_contest = frozen["contest"]
    counted = [one for one in frozen["rows"] if _counts(one, frozen, is_contest=is_contest)]
    if not is_contest:
        counted.sort(key=lambda one: (-Decimal(one["shown"]), one["no"]))
    placed = [_row(one, language) for one in counted]
    return {
        "of": words_in(frozen["title"], language),
        "brackets": brackets_words() if any("(" in one["points"] for one in placed) else "",
        "date": long_date(day, language, short=True),
        "number": frozen["number"],
        "place": frozen["place"],
        "order_words": _order(frozen["order"]),
        "members": [_member(one, people, language) for one in frozen["members"]],
        "present": [_person(people[key], language) for key in frozen["present"]],
        "heard": frozen["heard"],
        "late": frozen["late"],
        "rounds": [
            _("Round %(number)s: %(because)s") % {"number": one["round"], "because": one["because"]}
            for one in frozen["rounds"]
            if one["because"]
        ],
        "is_contest": is_contest,
        "winners": [one for one in placed if is_contest and one["place"] <= PRIZES],
        "placed": placed,
        "out": list(_out(frozen, language)),
        "nominations": [_nomination(one, frozen, language) for one in frozen["nominations"]],
        "proposals": [_proposal(one, frozen, language) for one in frozen["proposals"]],
        "recusals": [_recusal(one, people, language) for one in frozen["recusals"]],
        "spread": _spread(frozen["spread"], language),
        "votes": [_vote(one, language) for one in frozen.get("votes", [])],
        "left_out": [_left_out(one, language) for one in frozen.get("left_out", [])],
        "rules": in_words(ScoringRules.of(frozen["rules"]), is_contest=is_contest),
        "digest": frozen["result"]["digest"],
        "files": [one["name"] for one in frozen["files"]],
    }


def _counts(one: dict, frozen: dict, *, is_contest: bool) -> bool:
    """Whether a row has a place, or in an evaluation without places a score that counts."""
    if is_contest:
        return bool(one["place"])
    return one["score"] is not None and all(one["no"] != out["no"] for out in frozen["out"])


def _order(order: dict | None) -> str:
    if not order or not order["number"]:
        return ""
    day = order["date"] and numeric(date.fromisoformat(order["date"]))
    return _("formed by order No. %(number)s of %(date)s") % {
        "number": order["number"],
        "date": day,
    }


def _person(one: dict, language: str) -> str:
    """Initials and surname, and the post where there is one."""
    told = [one["name"], words_in(one["position"], language) or one["organisation"]]
    return ", ".join(part for part in told if part)


def _member(one: dict, people: dict, language: str) -> str:
    role = _("external expert") if one["outside"] else _("member")
    role = _("chair") if one["chair"] else role
    return f"{_person(people[one['who']], language)} – {role}"


def _row(one: dict, language: str) -> dict[str, Any]:
    post = words_in(one["post"], language)
    return {
        "no": one["no"],
        "name": words_in(one["name"], language),
        "post": post,
        "place": one["place"],
        "is_shared": one["shared"],
        "shown": shown_words(one["shown"]),
        "points": points_words(one["points"], one.get("total")),
        "decided": decided_words(one["by"]),
    }


def shown_words(shown: str | None) -> str:
    """A score as papers write it: 4,25."""
    return decimal_comma(Decimal(shown), 2) if shown is not None else "—"


def _out(frozen: dict, language: str) -> Iterable[dict[str, Any]]:
    reasons = {one["no"]: one["reason"] for one in frozen["out"]}
    for one in frozen["rows"]:
        if not _counts(one, frozen, is_contest=frozen["contest"]):
            reason = reasons.get(one["no"], "") or _("nothing could be scored")
            yield _row(one, language) | {"reason": reason}


def _nomination(one: dict, frozen: dict, language: str) -> dict[str, Any]:
    return {
        "title": words_in(one["title"], language),
        "direction": words_in(frozen["directions"].get(one["direction"]), language),
        "to": ", ".join(words_in(each["name"], language) for each in one["to"]),
        "ground": one["ground"],
    }


def _proposal(one: dict, frozen: dict, language: str) -> dict[str, Any]:
    return {
        "no": one["no"],
        "text": one["text"].rstrip(". "),
        "direction": words_in(frozen["directions"].get(one["direction"]), language),
    }


def _recusal(one: dict, people: dict, language: str) -> str:
    why = one["reason"] or (
        str(Ground(one["ground"]).label) if one["ground"] in Ground.values else ""
    )
    if one["ground"] == Ground.SELF and not one["reason"]:
        told = {"member": people[one["who"]]["name"]}
        return _("%(member)s did not score themselves") % told
    return _("%(member)s did not score %(name)s: %(why)s") % {
        "member": people[one["who"]]["name"],
        "name": words_in(one["name"], language),
        "why": why[:1].lower() + why[1:],
    }


def _vote(one: dict, language: str) -> str:
    told = (f"{words_in(each['name'], language)} – {each['votes']}" for each in one["among"])
    return f"{', '.join(told)}. {one['words'].rstrip('. ')}"


def _left_out(one: dict, language: str) -> str:
    return _("%(name)s: “%(indicator)s” does not apply – %(why)s (decided by %(by)s)") % {
        "name": words_in(one["name"], language),
        "indicator": words_in(one["indicator"], language),
        "why": one["reason"].rstrip(". "),
        "by": one["by"],
    }


def _spread(rows: list[dict], language: str) -> list[dict[str, Any]]:
    """Each cell by its number, with the sentences of both ends under it."""
    found: dict[int, dict[str, Any]] = {}
    for one in rows:
        head = {
            "case": one["case"],
            "indicator": words_in(one["indicator"], language),
            "lowest": one["lowest"],
            "highest": one["highest"],
            "said": [],
        }
        said = {"value": one["value"], "text": one["text"]}
        found.setdefault(one["case"], head)["said"].append(said)
    return list(found.values())


def hands_of(frozen: dict, language: str) -> list[dict[str, Any]]:
    """Who signs, the chair first on the paper, each with a line for the hand."""
    found = []
    for one in frozen["members"]:
        person = frozen["people"][one["who"]]
        role = _("Chair of the commission") if one["chair"] else _("Member of the commission")
        found.append(
            {
                "who": one["who"],
                "role": _("External expert") if one["outside"] and not one["chair"] else role,
                "name": person["name"],
                "position": words_in(person["position"], language) or person["organisation"],
                "has_line": True,
                "mark": [],
            }
        )
    return found
