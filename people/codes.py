"""Codes of units and positions: made from the name, in Latin letters, as profiles write them."""

import re

from .usernames import latin

LONGEST = 60


def propose(model, name: dict) -> str:
    """The English name, else the Kyrgyz one; with a number where that is taken."""
    words = re.split(r"[\W_]+", name.get("en") or name.get("ky") or "")
    stem = "_".join(filter(None, map(latin, words)))[: LONGEST - 4].strip("_")
    stem = code = stem or model._meta.model_name
    taken, number = set(model.objects.values_list("code", flat=True)), 1
    while code in taken:
        number += 1
        code = f"{stem}_{number}"
    return code
