"""Above: what rooms that stand on this one know of a person, for export and for forgetting.

They enter it when the house opens (`apps.py`); this room cannot look upward.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from recert.lib.refusals import Refusal

if TYPE_CHECKING:  # read while the house opens, before there are models
    from django.db.models import QuerySet

    from recert.credentials.models import Certification
    from recert.people.models import Body, Person


@dataclass(frozen=True, slots=True)
class RoomAbove:
    """What one room answers about a person who asks for their data, or to be forgotten."""

    rows: Callable[[Person], dict[str, QuerySet[Any]]]
    """Everything it recorded about them, by the name it has in the export."""
    open_matters: Callable[[Person], list[Refusal]]
    """What must be closed first, each with how."""
    forget: Callable[[Person], None]
    """Empties what nobody needs any more."""
    kept_entries: Callable[[Person], Iterable[int]]
    """Rows of activities its decisions speak of."""
    empty: Callable[[QuerySet[Certification], datetime], list[int]]
    """Empties closed cases older than that; says of which certifications."""
    is_audited: Callable[[Certification, date], bool] | None = None
    """Whether an audit of the cycle that ends then has begun."""
    empty_at: Callable[[Body, datetime], int] | None = None
    """Empties closed cases at a body that are about no certification; says how many."""


ROOMS: list[RoomAbove] = []


def enter(room: RoomAbove) -> None:
    """Add a room, once."""
    if room not in ROOMS:
        ROOMS.append(room)
