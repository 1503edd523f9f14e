"""The menu as its readers see it."""

import pytest

from common.navigation import entries_for

pytestmark = pytest.mark.django_db


def test_the_parts_of_a_chapter_stand_right_after_its_head(manager):
    heads = [entry for entry in entries_for(manager) if not entry.under]
    assert [head.order for head in heads] == sorted(head.order for head in heads)
    seen, above = {head.address for head in heads}, ""
    for entry in entries_for(manager):
        if not entry.under:
            above = entry.address
        elif entry.under in seen:
            assert entry.under == above, entry.address
