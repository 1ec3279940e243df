"""What may be asked about requests for leave."""

from __future__ import annotations

from django.db.models import QuerySet

from recert.lib.refusals import NotFound
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff
from recert.renewals.models import LeaveRequest, LeaveState

_WITH = ("certification__body", "certification__person", "decided_by")


def leaves_of(person: Person) -> QuerySet[LeaveRequest]:
    """What a person asked for, newest first."""
    return LeaveRequest.objects.filter(certification__person=person).select_related(*_WITH)


def leave_for(person: Person, public_id: str) -> LeaveRequest:
    """The person's own request."""
    found = leaves_of(person).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def leaves_to(body: Body) -> QuerySet[LeaveRequest]:
    """What a body was asked for, newest first; the caller has checked who asks.

    What was taken back before it was decided is the body's business no more.
    """
    asked = LeaveRequest.objects.filter(certification__body=body).select_related(*_WITH)
    return asked.exclude(state=LeaveState.WITHDRAWN)


def leaves_waiting(body: Body) -> QuerySet[LeaveRequest]:
    """Those that wait for a decision, the oldest first."""
    return leaves_to(body).filter(state=LeaveState.ASKED).order_by("asked_at", "id")


def leave_for_staff(staff: Person, body_slug: str, public_id: str) -> LeaveRequest:
    """A request to the staff member's body; for those who keep its register."""
    body = body_for_staff(staff, body_slug, Duty.REGISTER)
    found = leaves_to(body).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found
