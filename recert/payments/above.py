"""Above: what rooms that stand on this one do once a bill of theirs is paid, or paid back.

They enter it when the house opens (`apps.py`), by the word a bill's subject begins with; this
room cannot look upward. Each act runs in the transaction that books the money, and must let
the same bill come twice.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.module_loading import import_string

if TYPE_CHECKING:  # read while the house opens, before there are models
    from recert.payments.models import Invoice

Act = Callable[["Invoice", datetime], None]


@dataclass(frozen=True, slots=True)
class PaidFor:
    """What happens to the thing a bill is about, whose subject is `<word>:<public id>`."""

    paid: Act
    returned: Act | None = None  # all of it went back
    late: Act | None = None  # money came when nothing was asked for any more; it is too much


_KNOWN: dict[str, str] = {}


def enter(word: str, where: str) -> None:
    """Say what bills with this word are for: the dotted name of a `PaidFor`, read when needed."""
    _KNOWN[word] = where


def paid_for(invoice: Invoice) -> PaidFor | None:
    """What a bill is for, where a room above has something to do about it."""
    where = _KNOWN.get(invoice.subject.partition(":")[0])
    found: PaidFor | None = import_string(where) if where else None
    return found
