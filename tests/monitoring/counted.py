"""Campaigns with known marks, from their first day to their frozen result."""

from monitoring import tasks
from monitoring.models import Result
from tests.factories import employee
from tests.monitoring import campaigns

ONE = ((1000,),)


def named(runner, marks, weights, *, code="contest", others=(), **rules):
    """A campaign in which these participants alone are scored, and its sheets filled and signed.

    ``marks`` by the name of a participant: for each indicator a mark of each of four members, or
    the name of a gap. Gives the campaign, its members and the participants by name.
    """
    kind = campaigns.kind(
        code, takes_all=False, collects_material=False, rules=rules, **dict(others)
    )
    criteria = campaigns.criteria_of(kind, runner.person, weights=weights)
    campaign = campaigns.begin(runner, kind, criteria=criteria)
    people = {name: employee(f"post-{name}", person__surname=name) for name in marks}
    campaign.name_participants([user.person for user in people.values()], by=runner)
    users = campaigns.form(campaign, runner)
    campaigns.declare(campaign)
    campaign.begin_scoring(by=runner)
    found = {one.person_id: one for one in campaign.participants.all()}
    named = {name: found[user.person_id] for name, user in people.items()}
    score(campaign, users, {named[name].pk: rows for name, rows in marks.items()})
    return campaign, users, named


def score(campaign, users, marks, sign=True):
    """Fill in the sheets of the round that runs: marks by the key of a participant."""
    columns = list(campaign.criteria.indicators())
    for j, user in enumerate(users):
        sheet = campaigns.sheet_of(campaign, user)
        there = {(m.participant_id, m.indicator_id): m.revision for m in sheet.marks.all()}
        items = [
            _item(one, column, marks[one.pk][c][j], there.get((one.pk, column.pk), 0))
            for one in sheet.participants()
            for c, column in enumerate(columns)
        ]
        for start in range(0, len(items), 100):
            told = sheet.put(items[start : start + 100])
            assert {row["status"] for row in told} == {"saved"}, told
        if sign:
            sheet.sign(by=user)


def _item(participant, indicator, mark, base):
    if isinstance(mark, str):
        return campaigns.item(participant, indicator, base=base, gap=mark, note="Себеби бар")
    return campaigns.item(participant, indicator, mark, base=base)


def explain(campaign):
    """Every sentence that is asked where marks lie far apart."""
    for sheet in campaign.sheets():
        notes = {note.pk: "Материал жок" for note in sheet.spread_notes.filter(text="")}
        if notes:
            sheet.explain(notes, by=sheet.member.person.user)


def computed(campaign, chair) -> Result:
    """The result, as the worker freezes it."""
    explain(campaign)
    campaign.compute(by=chair, late_reason="Сыноо")
    tasks.count_results()
    campaign.refresh_from_db()
    assert campaign.state == "computed", campaign.state
    return campaign.results.get(superseded_at=None)


def rows(result, named):
    """The row of each, by name."""
    found = {row.participant_id: row for row in result.rows.all()}
    return {name: found[one.pk] for name, one in named.items()}


def letters(words: str) -> list[list[int]]:
    """Marks written closely, as scoring.md writes them: "5454 / 4454"."""
    return [[int(sign) for sign in word] for word in words.split(" / ")]


D1 = {
    "A": letters("5454 / 4454 / 5555 / 4443 / 5545"),
    "B": letters("4455 / 5545 / 4444 / 5555 / 4554"),
    "C": letters("5555 / 3443 / 5455 / 4444 / 4434"),
    "D": letters("5454 / 4454 / 5555 / 4443 / 5554"),
}
D1_WEIGHTS = ((300,), (250,), (200,), (150,), (100,))
C1 = {
    f"S{n}": [row]
    for n, row in enumerate(
        ([9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]), 1
    )
}
TEN = {"highest": 10, "spread": 0}
