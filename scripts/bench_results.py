"""Measure the results of 160,000 marks in the database of the environment; started by bench.py.

2,000 people, 20 indicators, 4 members. Beside it the barest thing that gives a weighted mean: one
NumPy pass over the same marks. Once both from memory, once both with the marks read from the
database. What is counted beyond the scores (places, agreement, stability, frozen rows) is ours.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import uuid
from datetime import date
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
INDICATORS, MEMBERS = 20, 4


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=2000)
    parser.add_argument("--pairs", type=int, default=5)
    options = parser.parse_args()
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qms.settings")
    import django

    django.setup()
    campaign = fill(options.people)
    from monitoring.counting import count, figures
    from monitoring.counting_inputs import Cube, read, thawed
    from monitoring.scoring_rules import ScoringRules

    inputs = read(campaign)
    inputs["before"] = None
    rules = campaign.scoring.data()
    marks = thawed(inputs).astype(float)
    weights = [one["weight"] for one in inputs["indicators"]]

    def scored():
        fresh = Cube(inputs, ScoringRules.of(rules))
        return fresh.scores.values

    def bare():
        for _time in range(100):
            marks.mean(axis=2) @ weights

    for goal, limit, ours, other, times in (
        ("G9 results: scores alone, from memory", 50, scored, bare, 100),
        ("G9 results: everything, from memory", 0, lambda: figures(inputs, rules), bare, 100),
        ("G9 results: everything, both with reading", 50, lambda: count(campaign), reading, 1),
    ):
        tell(goal, limit, ours, other, times, options, campaign)


def reading() -> None:
    """The marks read as plainly as can be, and the weighted mean of each person."""
    import numpy as np

    from monitoring.models import Indicator, Mark

    rows = Mark.objects.order_by().values_list("participant", "indicator", "value")
    found = np.fromiter((cell for row in rows for cell in row), np.int64).reshape(-1, 3)
    weights = dict(Indicator.objects.values_list("pk", "weight"))
    people, at = np.unique(found[:, 0], return_inverse=True)
    own = np.array([weights[key] for key in found[:, 1].tolist()])
    np.bincount(at, found[:, 2] * own) / np.bincount(at, own)


def tell(goal, limit, ours, other, times, options, campaign) -> None:
    """One line of JSON; ``times`` is how often the bare thing is done in one go."""
    ours(), other()
    found = [(cpu(ours), cpu(other) / times) for _pair in range(options.pairs)]
    ratios = sorted(a / b for a, b in found)
    line = {
        "goal": goal,
        "limit": limit,
        "ratio": round(median(ratios), 1),
        "pairs": options.pairs,
        "spread": [round(ratios[0], 1), round(ratios[-1], 1)],
        "ours": round(median(a for a, _b in found) * 1000, 1),
        "other": round(median(b for _a, b in found) * 1000, 2),
        "unit": "ms CPU",
        "marks": options.people * INDICATORS * MEMBERS,
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)


def cpu(work) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def fill(people: int, *, is_open: bool = False):
    """A campaign with all its marks, made for this measurement alone; or its sheets still open."""
    import random

    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone

    from documents.models import Route
    from monitoring.models import (
        AssessmentKind,
        Campaign,
        CriteriaSet,
        Criterion,
        Indicator,
        Mark,
        Member,
        Participant,
        Sheet,
    )
    from monitoring.scoring_rules import ScoringRules
    from people.models import Person, User

    said = {"ky": "Ченөө", "ru": "Замер", "en": "Measurement"}
    dice = random.Random(7)  # noqa: S311 -- made-up data
    route = Route.objects.get_or_create(code="bench_results", defaults={"name": said})[0]
    rules = ScoringRules(tie_break=("weightiest", "outsider", "highest", "lowest")).data()
    kind = AssessmentKind.objects.create(
        code=f"bench-{uuid.uuid4().hex[:8]}", name=said, subject="employee", criteria_route=route
    )
    author = Person.objects.create(surname="Үсөнов", given="Бакыт")
    user = User.objects.create_user(f"bench-{kind.code}", person=author)
    criteria = CriteriaSet.objects.create(kind=kind, year=2026, author=author)
    for number in range(5):
        head = Criterion.objects.create(criteria=criteria, title=said, order=number)
        for order in range(INDICATORS // 5):
            Indicator.objects.create(criterion=head, title=said, weight=50, order=order)
    day = date(2026, 6, 1)
    campaign = Campaign.objects.create(
        kind=kind,
        year=2026,
        title=said,
        criteria=criteria,
        rules=rules,
        round=1,
        state="scoring" if is_open else "preparation",
        starts_on=day,
        scoring_until=day,
        results_on=day,
        computed_by=user,
    )
    subject = ContentType.objects.get_for_model(Person)
    rows = Participant.objects.bulk_create(
        Participant(
            campaign=campaign, number=n, subject_type=subject, subject_id=n, name=said, folded=""
        )
        for n in range(1, people + 1)
    )
    levels = [dice.gauss(3.8, 0.6) for _row in rows]
    columns = list(criteria.indicators())
    for number in range(MEMBERS):
        person = Person.objects.create(surname=f"Мүчө{number}", given="Өмүр")
        member = Member.objects.create(
            campaign=campaign,
            person=person,
            is_external=number == 0,
            declared_at=timezone.now(),
            since=day,
        )
        signed = {"state": "signed", "signed_at": timezone.now(), "digest": "0" * 64}
        sheet = Sheet.objects.create(member=member, round=1, **({} if is_open else signed))
        Mark.objects.bulk_create(
            (
                Mark(
                    sheet=sheet,
                    participant=row,
                    indicator=column,
                    value=max(1, min(5, round(level + dice.gauss(0, 0.7)))),
                    uid=uuid.uuid4(),
                    at=timezone.now(),
                )
                for row, level in zip(rows, levels, strict=True)
                for column in columns
            ),
            batch_size=2000,
        )
    return campaign


if __name__ == "__main__":
    main()
