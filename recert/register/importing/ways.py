"""Ways: what differs between a list of people and a list of what they have done."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from recert.lib.days import latest_day
from recert.lib.tables import Table
from recert.register.importing import columns, entering
from recert.register.importing.checking import Checker, raw_keys
from recert.register.importing.clashing import Claims
from recert.register.importing.columns import Column
from recert.register.importing.history import claiming, past, recording
from recert.register.importing.outcomes import Weighed
from recert.register.importing.reading import SKIP, Key, Problem, Reader, Reading
from recert.register.models import Brings, Import
from recert.rulebooks.queries import credentials_of

AnEntry = Any
"""An `Entry` or a `Deed`: each way reads, weighs and enters its own."""


class Claimed(Protocol):
    """What earlier rows of the file have said."""

    def add(self, entry: AnEntry) -> None:
        """Remember a good row."""

    def clash(self, entry: AnEntry) -> Problem | None:
        """What keeps a row from standing beside those."""


@dataclass(frozen=True, slots=True)
class Way:
    """How the rows of one import are read, weighed and entered."""

    days: tuple[Column, ...]
    read: Callable[[Reading, Mapping[Column, date | None]], AnEntry]
    raw_keys: Callable[[Mapping[str, str]], Iterator[Key]]
    claims: Callable[[], Claimed]
    weigh: Callable[[Import, Sequence[AnEntry]], list[Weighed]]
    enter: Callable[[Import, Sequence[AnEntry], datetime], list[Weighed]]

    def reader(self, found: Import, table: Table) -> Reader[AnEntry]:
        """What reads the rows, with the fixes that stand."""
        fixes = {
            (fix.column, fix.value): SKIP if fix.leaves_out else fix.becomes
            for fix in found.fixes.filter(undone_at=None)
        }
        return Reader(
            table,
            found.mapped,
            fixes=fixes,
            orders=found.orders,
            days=self.days,
            read=self.read,
            raw_keys=self.raw_keys,
        )


def way_of(found: Import, at: datetime) -> Way:
    """How this import's rows are read, weighed and entered."""
    today = latest_day(at)
    if found.brings == Brings.HISTORY:
        checker = past.Checker(found.body, today)
        return Way(
            columns.DAYS_OF_HISTORY, checker.read, past.raw_keys, claiming.Claims,
            recording.weigh, recording.enter,
        )  # fmt: skip
    people = Checker(credentials_of(found.body.slug), today)
    return Way(columns.DAYS, people.read, raw_keys, Claims, entering.weigh, entering.enter)
