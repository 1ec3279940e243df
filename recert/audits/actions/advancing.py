"""Advancing: what audits need done within the minute, in one call for the worker."""

from __future__ import annotations

from datetime import datetime

from recert.audits.actions.opening import open_drawn
from recert.audits.actions.rolling import look_at_held


def advance_audits(*, at: datetime) -> int:
    """Look at applications that wait, then open cases of the drawn. Returns how much was done."""
    looked = look_at_held(at=at)
    return looked + open_drawn(at=at)
