"""Marks of last year's monitoring of the sample: by person, by indicator, by member (000/2.2).

Most lie within a point of each other. Two people have the same score and are told apart by the
weightiest criterion; one mark lies far from the others; of one the outsider cannot judge.
"""

import uuid

from django.utils import timezone

from monitoring.marking import Item

#: What each did, by the indicators of last year: acts 2, quality 3, people 2, cooperation 2.
WORTH = {
    "lawyer": "554554445",
    "quality": "455455444",
    "project": "454444454",
    "referent": "454444454",
    "training": "344545544",
    "head": "444445444",
    "manager": "454444434",
    "deputy": "444434343",
    "executive": "444443443",
    "staff": "344434333",
    "trainer": "334445534",
    "accountant": "344443322",
    "office": "444543324",
    "admin": "334444322",
    "director": "444444454",
}
#: How strictly each scores: of how many marks one is a point lower, of how many higher.
HAND = {"head": (13, 11), "training": (17, 9), "accountant": (19, 7), "expert": (7, 23)}
#: The same for both but in one indicator each, of the same weight: the sums are equal.
EVEN = ("project", "referent")
SWAPPED = ("head", 0, 4)  # who, and in which indicators: one of acts, one of the weightiest
FAR = {("office", 8): {"head": 2, "training": 3, "accountant": 5, "expert": 3}}
UNSEEN = ("admin", 6, "expert")
WHY_UNSEEN = "Насаатчылык боюнча материал берилген эмес, тышкы эксперт катары баалай албайм."
SENTENCES = {
    "head": "Басылмалардын тизмесинде бир гана макала бар, усулдук колдонмо көрсөтүлгөн эмес.",
    "accountant": "Каттоо боюнча усулдук колдонмону колдонуп жүрөбүз, ошондуктан жогору бааладым.",
}
MOST = 100


def mark(scored: str, column: int, member: str) -> int:
    """What a member gives somebody for an indicator."""
    if (scored, column) in FAR:
        return FAR[scored, column][member]
    base = int(WORTH[scored][column])
    if scored in EVEN:
        who, first, second = SWAPPED
        if member == who and column in (first, second):
            return base + (column == (first if scored == EVEN[0] else second))
        scored = EVEN[0]
    lower, higher = HAND[member]
    turn = 3 * list(WORTH).index(scored) + 5 * column
    return min(5, max(2, base - (turn % lower == 0) + (turn % higher == 0)))


def a_year_later(scored: str, column: int, member: str) -> int:
    """What the same member gives this year: some have grown."""
    grown = (list(WORTH).index(scored) + column) % 4 == 0
    return min(5, mark(scored, column, member) + grown)


def give_marks(sheet, member: str, logins: dict[int, str]) -> None:
    """Fill in a whole sheet; ``logins`` by the key of a person."""
    columns = list(sheet.campaign.criteria.indicators())
    items = [
        _item(one, indicator, logins[one.person_id], column, member)
        for one in sheet.participants()
        for column, indicator in enumerate(columns)
    ]
    for start in range(0, len(items), MOST):
        sheet.put(items[start : start + MOST])


def _item(participant, indicator, scored: str, column: int, member: str) -> Item:
    unseen = (scored, column, member) == UNSEEN
    return Item(
        uid=uuid.uuid4(),
        participant=participant.pk,
        indicator=indicator.pk,
        value=None if unseen else mark(scored, column, member),
        gap="cannot_judge" if unseen else "",
        note=WHY_UNSEEN if unseen else "",
        base=0,
        at=timezone.now(),
    )
