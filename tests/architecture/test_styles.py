"""Style sheets of papers: one missing brace silently takes away all the rules after it."""

from pathlib import Path

import pytest
import tinycss2

ROOT = Path(__file__).resolve().parents[2]
SHEETS = sorted(ROOT.glob("static/print/*.css"))


def faults(css: str) -> list[str]:
    """What a reader of this sheet would pass over, line by line."""
    found = []
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "error":
            found.append(f"{rule.source_line}: {rule.message}")
        elif rule.type == "qualified-rule":
            for part in tinycss2.parse_blocks_contents(rule.content, skip_whitespace=True):
                if part.type == "error" or part.type == "at-rule" and part.content is None:
                    found.append(f"{part.source_line}: {part.type}")
                elif part.type == "qualified-rule" or part.type == "at-rule":
                    found.append(f"{part.source_line}: a rule within a rule")
        elif rule.content is not None and rule.lower_at_keyword in {"media", "supports"}:
            found += faults(tinycss2.serialize(rule.content))
    return found


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_rule_of_a_sheet_is_read(sheet):
    assert not faults(sheet.read_text(encoding="utf-8"))


def test_a_missing_brace_is_found():
    assert faults(".a {\n  color: red;\n\n.b {\n  color: blue;\n}\n")
