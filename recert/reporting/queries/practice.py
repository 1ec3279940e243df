"""What a body has said about its own desk."""

from __future__ import annotations

from collections.abc import Collection

from recert.people.models import Body
from recert.reporting.models import ClockSwitch, Promise


def promise_of(body: Body) -> Promise:
    """In how many days the body means to decide; an unsaved row of nothing where it says none."""
    return promises_of([body])[body.pk]


def promises_of(bodies: Collection[Body]) -> dict[int, Promise]:
    """The same of several bodies, by the body's row; one query."""
    said = {each.body_id: each for each in Promise.objects.filter(body__in=bodies)}
    return {body.pk: said.get(body.pk) or Promise(body=body) for body in bodies}


def clock_may_move(body: Body) -> bool:
    """Whether the owner lets this body's desk be seen as of another day on real data."""
    return ClockSwitch.objects.filter(body=body, on=True).exists()
