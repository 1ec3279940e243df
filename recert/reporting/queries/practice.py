"""What a body has said about its own desk."""

from __future__ import annotations

from recert.people.models import Body
from recert.reporting.models import ClockSwitch, Promise


def promise_of(body: Body) -> Promise:
    """In how many days the body means to decide; an unsaved row of nothing where it says none."""
    return Promise.objects.filter(body=body).first() or Promise(body=body)


def clock_may_move(body: Body) -> bool:
    """Whether the owner lets this body's desk be seen as of another day on real data."""
    return ClockSwitch.objects.filter(body=body, on=True).exists()
