"""A process that begins to keep the year and stops in the middle, to be killed there.

Run as ``python tests/planning/dying.py WHERE MARKER`` by test_workers.py.
"""

import sys
import time
from pathlib import Path

import django

WHERE = ("before the to-dos", "before the journal", "before the commit", "in the second obligation")


def stop(*arguments, **details):
    Path(sys.argv[2]).touch()
    time.sleep(300)


def main() -> None:
    django.setup()
    from common.models import Notice, journal
    from common.models.todo import TodoQuerySet
    from planning import opening
    from planning.models.duty_rows import DutyQuerySet

    where = sys.argv[1]
    if where == "before the to-dos":
        TodoQuerySet.ask_each = stop
    elif where == "before the journal":
        journal._chain = stop
    elif where == "before the commit":
        Notice.keep_for = stop
    elif where == "in the second obligation":
        whole, calls = DutyQuerySet.put_forward, []

        def put_forward(self, *arguments, **details):
            calls.append(1)
            if len(calls) > 1:
                TodoQuerySet.ask_each = stop
            return whole(self, *arguments, **details)

        DutyQuerySet.put_forward = put_forward
    opening.keep_the_year()


if __name__ == "__main__":
    main()
