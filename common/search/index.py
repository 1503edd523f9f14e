"""The index kept in step: titles and codes at once, texts in the background, all of it anew.

What is read is read outside the transaction that writes it. Before it is written its rows are
locked, and whatever was asked for meanwhile is left to the next round: nothing older ever takes
the place of something newer, and nobody who saves waits for a reader.
"""

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator

from django.db import transaction
from django.utils import timezone

from common.models import SearchEntry, SearchTask
from common.models.translated import TranslatedText

from .kinds import Card, Kind, all_kinds
from .words import code_key, joined, tokens, without_unseen

AT_ONCE = 50
LONGEST_TEXT = 1_000_000
#: Another number lets everything be indexed anew: the rules of words are others.
RULES = 1
BETWEEN_TEXTS = "\x1e"
UNWRITTEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_CARD = ("page_id", "title", "code", "code_key", "head")
_WHOLE = (
    *_CARD,
    *("state", "stage", "when", "languages", "body", "text", "parts", "digest", "indexed_at"),
)


# In the transaction that saves -----------------------------------------------------------------


def note(kind: Kind, thing) -> None:
    """A record was saved: its title and code are found from now on, its texts soon."""
    card = kind.card(thing)
    if card is None:
        forget(kind, thing.pk)
        return
    entry = _entry(kind, thing.pk, card)
    values = {name: getattr(entry, name) for name in _CARD} | {"digest": ""}
    rows = SearchEntry.objects.filter(kind=kind.name, object_id=thing.pk)
    if not rows.update(**values):
        SearchEntry.objects.bulk_create([entry], ignore_conflicts=True)
    ask_for([(kind.name, thing.pk)])


def forget(kind: Kind, key: int) -> None:
    """A record is gone, or is not to be found any more."""
    SearchEntry.objects.filter(kind=kind.name, object_id=key).delete()


def ask_for(whose: Iterable[tuple[str, int]]) -> None:
    """Let these records be read anew; the transaction that asks brings what is new."""
    SearchTask.objects.bulk_create(
        [SearchTask(kind=kind, object_id=key) for kind, key in dict.fromkeys(whose) if key]
    )


# In the background -----------------------------------------------------------------------------


def catch_up(most: int = 100_000) -> int:
    """Read anew whatever was asked for, and what was never read; how many records that was."""
    done = 0
    for kind in all_kinds().values():
        while done < most and (keys := _asked(kind)):
            taken = read_in(kind, keys)
            done += taken
            if not taken:
                break  # somebody is just saving these: the next round has them
        while done < most and (keys := _never_read(kind)):
            taken = read_in(kind, keys)
            done += taken
            if not taken:
                break
    SearchTask.objects.exclude(kind__in=all_kinds()).delete()
    return done


def waiting() -> int:
    """How many records wait to be read."""
    return SearchTask.objects.values("kind", "object_id").distinct().count()


def _asked(kind: Kind) -> list[int]:
    rows = SearchTask.objects.filter(kind=kind.name).order_by("pk")
    return list(dict.fromkeys(rows.values_list("object_id", flat=True)[: AT_ONCE * 4]))[:AT_ONCE]


def _never_read(kind: Kind) -> list[int]:
    """Records written past their saves, as lists of many are."""
    there = SearchEntry.objects.filter(kind=kind.name).values("object_id")
    rows = kind.things().exclude(pk__in=there).order_by("pk")
    missing = list(rows.values_list("pk", flat=True)[:AT_ONCE])
    known = kind.cards(missing) if missing else {}
    return [key for key in missing if key in known]


def read_in(kind: Kind, keys: list[int], *, all_anew: bool = False) -> int:
    """Read these records and write their entries; how many were dealt with."""
    mine = SearchTask.objects.filter(kind=kind.name, object_id__in=keys)
    seen = set(mine.values_list("pk", flat=True))
    cards = kind.cards(keys)
    rows = SearchEntry.objects.filter(kind=kind.name, object_id__in=keys)
    known = dict(rows.values_list("object_id", "digest"))
    fresh = {}
    for key, card in cards.items():
        digest = digest_of(card)
        if all_anew or known.get(key) != digest:
            fresh[key] = entry = _entry(kind, key, card, whole=True)
            entry.digest, entry.indexed_at = digest, timezone.now()
    with transaction.atomic():
        free = set(rows.select_for_update(skip_locked=True).values_list("object_id", flat=True))
        free |= set(keys) - set(known)
        free -= set(mine.exclude(pk__in=seen).values_list("object_id", flat=True))
        written = [entry for key, entry in fresh.items() if key in free]
        SearchEntry.objects.bulk_create(
            written,
            update_conflicts=True,
            unique_fields=["kind", "object_id"],
            update_fields=list(_WHOLE),
        )
        rows.filter(object_id__in=free - cards.keys()).delete()
        SearchTask.objects.filter(pk__in=seen, object_id__in=free).delete()
    return len(free)


def rebuild(
    tell: Callable[[int], None] = lambda done: None, *, all_anew: bool = True
) -> tuple[int, int]:
    """Read every record anew, while people go on searching in what is there.

    Each entry is replaced by its new one from one moment to the next; at the end those go whose
    record is no more. Gives how many were read, and how many entries differed from their record.
    """
    done = strange = 0
    for kind in all_kinds().values():
        for keys in _pieces(kind):
            before = _digests(kind, keys)
            done += read_in(kind, keys, all_anew=all_anew)
            after = _digests(kind, keys)
            strange += sum(before.get(key) != after.get(key) for key in {*before, *after})
            tell(done)
        there = kind.things().order_by().values("pk")
        gone = SearchEntry.objects.filter(kind=kind.name).exclude(object_id__in=there)
        strange += gone.delete()[0]
    SearchEntry.objects.exclude(kind__in=all_kinds()).delete()
    return done, strange


def _digests(kind: Kind, keys: list[int]) -> dict[int, str]:
    rows = SearchEntry.objects.filter(kind=kind.name, object_id__in=keys)
    return dict(rows.values_list("object_id", "digest"))


def _pieces(kind: Kind) -> Iterator[list[int]]:
    last = 0
    while True:
        rows = kind.things().filter(pk__gt=last).order_by("pk")
        keys = list(rows.values_list("pk", flat=True)[:AT_ONCE])
        if not keys:
            return
        yield keys
        last = keys[-1]


# Entries ---------------------------------------------------------------------------------------


def digest_of(card: Card) -> str:
    """What tells whether an entry is still that of its record."""
    told = [RULES, dict(_titles(card)), card.code, sorted(card.also), card.state, card.stage]
    told += [str(card.when or ""), card.page]
    sha = hashlib.sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode())
    for text in card.texts:
        sha.update(f"\0{text.language}\0{text.file}\0{text.words}".encode(errors="replace"))
    return sha.hexdigest()


def _titles(card: Card) -> TranslatedText:
    title = card.title
    return title if isinstance(title, TranslatedText) else TranslatedText(ky=str(title))


def _entry(kind: Kind, key: int, card: Card, *, whole: bool = False) -> SearchEntry:
    titles = _titles(card)
    in_one_language = not isinstance(card.title, TranslatedText)
    head: set[str] = tokens(" \n".join([card.code, *card.also]))
    for language, title in titles.items():
        head |= tokens(title or "", "" if in_one_language else language)
    entry = SearchEntry(
        kind=kind.name,
        object_id=key,
        page_id=card.page or key,
        title=titles,
        code=card.code[:100],
        code_key=code_key(card.code),
        head=f" {joined(head)} ",
    )
    if whole:
        _fill(entry, card, head)
    return entry


def _fill(entry: SearchEntry, card: Card, head: set[str]) -> None:
    room, texts, body = LONGEST_TEXT, [], set()
    for text in card.texts:
        words = UNWRITTEN.sub(" ", without_unseen(text.words))[:room]
        room -= len(words)
        texts.append(words)
        body |= tokens(words, text.language)
    entry.state, entry.stage, entry.when = card.state[:20], card.stage, card.when
    entry.languages = ",".join(sorted({t.language for t in card.texts if t.language}))
    entry.body = joined(body - head)
    entry.text = BETWEEN_TEXTS.join(texts)
    entry.parts = [{"language": text.language, "file": text.file} for text in card.texts]
