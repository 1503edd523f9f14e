"""User names: proposed from the person's names, in letters that every keyboard has."""

import re

from people.models import User

LONGEST = 50
LETTERS = {
    **dict(zip("абвгдеёзийклмнңоөпрстуүфхъыьэ", "abvgdeeziiklmnnooprstuufh y e", strict=True)),
    "ж": "j",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "sch",
    "ю": "yu",
    "я": "ya",
}


def is_taken(name: str) -> bool:
    """Whether an account has or had this name: accounts are never deleted."""
    return User.objects.filter(username=name).exists()


def latin(words: str) -> str:
    """Kyrgyz and Russian letters in Latin ones; anything else goes."""
    written = "".join(LETTERS.get(sign, sign) for sign in words.casefold())
    return re.sub(r"[^a-z0-9]", "", written)


def propose(person) -> str:
    """The surname, with an initial where it is taken, with a number where that is taken too."""
    surname, given = latin(person.surname or person.patronymic), latin(person.given)
    stem = (surname or given or "user")[:LONGEST]
    for name in (stem, f"{given[:1]}.{stem}" if given else stem):
        if not is_taken(name):
            return name
    n = 2
    while is_taken(f"{stem}{n}"):
        n += 1
    return f"{stem}{n}"
