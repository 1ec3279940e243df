"""How the dataclasses are spelt in a file, where that differs from their own names.

Shared by reading and writing, so that what is written is what is read.
"""

from __future__ import annotations

from recert.rules import rulebook as book
from recert.rules.amounts import Grid

SPELLING: dict[tuple[type, str], str] = {
    (book.Span, "since"): "from",
    (book.Span, "until"): "to",
    (book.Keep, "since"): "from",
    (Grid, "step"): "to",
    (book.Row, "amount"): "is",
    (book.Price, "money"): "is",
    (book.Clause, "chosen_by"): "by",
}

INLINE: dict[type, str] = {book.Row: "who", book.Price: "who"}
"""Dataclasses in which the keys of one field stand directly among their own."""

CONDITIONS: tuple[type, ...] = (book.Who, book.What)
"""Here an empty list would match everybody while it seems to match nobody."""

KINDS: dict[str, type] = {
    kind.__name__.lower(): kind
    for kind in (
        book.Cycle, book.Window, book.Admit, book.Refuse, book.Judgement, book.Once,
        book.Measure, book.Category, book.Need, book.Limit, book.Breadth, book.Gate,
        book.Route, book.Fee, book.Lapse, book.Carry, book.Several, book.Leave, book.Audit,
        book.Proof, book.Note,
    )
}  # fmt: skip


def key_of(kind: type, field: str) -> str:
    """The key under which a field of a dataclass is written."""
    plain = field.rstrip("_").replace("_", "-")
    return SPELLING.get((kind, field), plain)
