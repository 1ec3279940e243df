"""Receiving: the one door for what providers report, whatever the way in."""

from recert.completions.lines import (
    Answer,
    Awarded,
    Line,
    Named,
    PartTaken,
    Problem,
    Received,
    answer_of,
    line_of,
)
from recert.completions.receiving.taking import KeyTaken, finished, receive

__all__ = [
    "Answer",
    "Awarded",
    "KeyTaken",
    "Line",
    "Named",
    "PartTaken",
    "Problem",
    "Received",
    "answer_of",
    "finished",
    "line_of",
    "receive",
]
