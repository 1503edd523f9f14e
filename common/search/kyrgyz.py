"""Kyrgyz words without their endings, so that one form of a word finds the others.

The rules are light and of our own. They work on folded text (common/text.py), where ө ү ң are
о у н, and cut endings of nouns one after another: cases, possession, plural; then one ending of a
verb at most. What counts is not that the rest is the true stem, but that all forms of one word
come to the same rest, and forms of different words do not. So a final н after a vowel goes too:
"планы" may be план + ы or пла + ны, and nothing but the meaning tells which.
"""

from functools import lru_cache

VOWELS = frozenset("аеиоуыэюя")
VOICELESS = frozenset("пткфхцчшщс")
VOICED = frozenset("бвгджзйлмнр")
SHORTEST = 3
#: Words of two letters that are met every day with endings.
SHORT_WORDS = frozenset(("иш", "эл", "ат", "ай", "уй", "ой", "оз"))

#: Endings of verbs that are told for sure, the passive with them: бекитилген, бекитилет.
_PASSIVE = tuple(
    f"{passive}{ending}"
    for passive, endings in {
        "ыл": ("ган", "ат", "ды", "уу", "са", "бай", "ып", "ышы"),
        "ил": ("ген", "ет", "ди", "уу", "се", "бей", "ип", "иши"),
        "ул": ("ган", "гон", "ат", "от", "ду", "уу", "са", "со", "бай", "бой", "уп", "ушу"),
    }.items()
    for ending in endings
)
_PARTICIPLES = ("ган", "ген", "гон", "кан", "кен", "кон")
_VERBAL_NOUN = "уу"

#: Endings of nouns and what must stand before them: a vowel (v), a consonant (c), a voiced (d) or
#: a voiceless one (t), a vowel or a voiced consonant (g), an ending of possession (p), a vowel or
#: р й (l). The longest that fits is cut.
_NOUNS = {
    # cases after any word
    **dict.fromkeys(("дан", "ден", "дон", "да", "де", "до", "га", "ге", "го"), "g"),
    **dict.fromkeys(("тан", "тен", "тон", "та", "те", "то", "ка", "ке", "ко"), "t"),
    **dict.fromkeys(("дын", "дин", "дун", "ды", "ди", "ду"), "d"),
    **dict.fromkeys(("тын", "тин", "тун", "ты", "ти", "ту"), "t"),
    **dict.fromkeys(("нын", "нин", "нун", "ны", "ни", "ну"), "v"),
    **dict.fromkeys(("дагы", "деги", "догу"), "g"),
    **dict.fromkeys(("тагы", "теги", "тогу"), "t"),
    # cases after possession
    **dict.fromkeys(("нан", "нен", "нон", "на", "не", "но", "нда", "нде", "ндо"), "p"),
    **dict.fromkeys(("ндагы", "ндеги", "ндогу"), "p"),
    # possession
    **dict.fromkeys(("сы", "си", "су", "сын", "син", "сун"), "v"),
    **dict.fromkeys(("ы", "и", "у", "ын", "ин", "ун"), "c"),
    **dict.fromkeys(("быз", "биз", "буз"), "v"),
    **dict.fromkeys(("ыбыз", "ибиз", "убуз", "ыныз", "иниз", "унуз"), "c"),
    # plural
    **dict.fromkeys(("лар", "лер", "лор"), "l"),
    **dict.fromkeys(("дар", "дер", "дор"), "d"),
    **dict.fromkeys(("тар", "тер", "тор"), "t"),
    # what is left of "планын" beside "пла": see above
    "н": "v",
}
_BEFORE = {
    "v": VOWELS,
    "d": VOICED,
    "t": VOICELESS,
    "c": VOICED | VOICELESS,
    "g": VOWELS | VOICED,
    "p": frozenset("ыиу"),
    "l": VOWELS | frozenset("рй"),
}
_LONGEST = max(map(len, _NOUNS))
_AT_THE_END = {"б": "п", "г": "к"}


@lru_cache(200_000)
def stem(word: str) -> str:
    """What is left of a folded Kyrgyz word without its endings."""
    rest = word
    while True:
        if told := _without(rest, _PASSIVE):
            rest = told
            break
        shorter = _without_noun_ending(rest)
        if shorter == rest:
            rest = _without(rest, _PARTICIPLES) or _without(rest, (_VERBAL_NOUN,)) or rest
            break
        rest = shorter
    return rest[:-1] + _AT_THE_END.get(rest[-1:], rest[-1:])


def _without(word: str, endings: tuple[str, ...]) -> str:
    """The word without one of the endings, or nothing where none fits."""
    for ending in endings:
        left = word[: -len(ending)]
        if word.endswith(ending) and len(left) >= SHORTEST:
            return left
    return ""


def _without_noun_ending(word: str) -> str:
    for length in range(min(_LONGEST, len(word) - 1), 0, -1):
        left, before = word[:-length], _NOUNS.get(word[-length:])
        if before and _is_word(left) and _fits(left, before):
            return left
    return word


def _is_word(left: str) -> bool:
    return left in SHORT_WORDS or (len(left) >= SHORTEST and not VOWELS.isdisjoint(left))


def _fits(left: str, before: str) -> bool:
    return left[-1] in _BEFORE[before]
