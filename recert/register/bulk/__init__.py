"""Bulk acts: chosen, shown before they are done, done in parts, undone as a whole."""

from recert.register.bulk.advancing import advance_bulk_act, waiting_bulk_acts
from recert.register.bulk.asking import (
    ask_bulk_act,
    confirm_bulk_act,
    discard_bulk_act,
    undo_bulk_act,
)
from recert.register.bulk.choosing import ENDS, Choice
from recert.register.bulk.queries import (
    bulk_act_for_staff,
    bulk_acts_of,
    counts_of,
    lines_of,
    why_counts_of,
)

__all__ = [
    "ENDS",
    "Choice",
    "advance_bulk_act",
    "ask_bulk_act",
    "bulk_act_for_staff",
    "bulk_acts_of",
    "confirm_bulk_act",
    "counts_of",
    "discard_bulk_act",
    "lines_of",
    "undo_bulk_act",
    "waiting_bulk_acts",
    "why_counts_of",
]
