"""What waits at a provider's desk: one function for each kind of work, in order of urgency."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from recert.catalogue.models import Provider
from recert.catalogue.queries import ProviderDuty
from recert.web.components.lists import Task

Pile = Callable[[Provider, datetime], Iterable[Task]]

PILES: tuple[tuple[ProviderDuty, Pile], ...] = (
    # Courses sent back, classes to report, the tray, disputes: entered by whose pages they are.
)
"""Whose duty it is, and what makes its tasks: a constant number of queries each."""


def waiting_at(provider: Provider, duties: frozenset[ProviderDuty], at: datetime) -> list[Task]:
    """Everything that waits for somebody with these duties."""
    return [task for duty, pile in PILES if duty in duties for task in pile(provider, at)]
