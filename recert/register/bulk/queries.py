"""What may be asked about bulk acts."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from recert.lib.refusals import NotFound
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff
from recert.register.models import BulkAct, BulkLine, LineState


def bulk_acts_of(body: Body) -> QuerySet[BulkAct]:
    """Every bulk act of a body, the newest first; the caller has checked who asks."""
    return BulkAct.objects.filter(body=body).select_related("body", "asked_by")


def bulk_act_for_staff(staff: Person, body_slug: str, public_id: str) -> BulkAct:
    """A bulk act of the staff member's body."""
    body = body_for_staff(staff, body_slug, Duty.REGISTER)
    found = (
        bulk_acts_of(body)
        .filter(public_id=public_id)
        .select_related("confirmed_by", "undone_by")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def counts_of(act: BulkAct) -> dict[str, int]:
    """How many lines of its list are in each state."""
    rows = act.lines.order_by("state").values_list("state").annotate(many=Count("pk"))
    found = dict(rows)
    return {state.value: found.get(state, 0) for state in LineState}


def why_counts_of(act: BulkAct) -> dict[str, int]:
    """How many are left out, or were left alone, for each reason."""
    rows = act.lines.exclude(why="").order_by("why").values_list("why")
    return dict(rows.annotate(many=Count("pk")))


def lines_of(act: BulkAct) -> QuerySet[BulkLine]:
    """The list itself, in order of entry."""
    return act.lines.select_related("certification__person", "certification__body")
