"""How wide a chart is: for a desk and for paper, and for a phone (decision 36)."""

from dataclasses import dataclass

TOP = 26


@dataclass(frozen=True)
class Frame:
    """How wide a chart is, and whether the words stand before a row or, on a phone, over it."""

    width: int
    left: int
    right: int
    line: int
    letters: int  # of a line of a label
    is_over: bool = False

    def middle(self, n: int) -> float:
        """The height of what is drawn in a row."""
        return TOP + (n + 1) * self.line - (12 if self.is_over else self.line / 2)


WIDE = Frame(720, 250, 60, 30, 34)
NARROW = Frame(340, 8, 46, 56, 46, is_over=True)
