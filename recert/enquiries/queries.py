"""What may be asked about enquiries and feedback."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from recert.enquiries.models import Enquiry, Feedback, State
from recert.lib.refusals import NotFound
from recert.people.models import Body, Person
from recert.people.queries import body_for_staff


def enquiries_of(person: Person) -> QuerySet[Enquiry]:
    """What the person asked, newest first."""
    return Enquiry.objects.filter(person=person).select_related("body").order_by("-asked_at")


def enquiries_to(body: Body) -> QuerySet[Enquiry]:
    """The questions a body has not answered yet, oldest first; the caller checked who asks."""
    return Enquiry.objects.filter(body=body, state=State.OPEN).select_related("body", "person")


def answered_by(body: Body) -> QuerySet[Enquiry]:
    """The questions a body has answered, the latest first; the caller checked who asks."""
    return (
        Enquiry.objects.filter(body=body, state=State.ANSWERED)
        .select_related("body", "person", "answered_by")
        .order_by("-answered_at", "-id")
    )


def enquiry_for_staff(staff: Person, body_slug: str, public_id: str) -> Enquiry:
    """A question to the staff member's body."""
    body = body_for_staff(staff, body_slug)
    found = (
        Enquiry.objects.filter(body=body, public_id=public_id)
        .select_related("body", "person", "answered_by")
        .first()
    )
    if found is None:
        raise NotFound
    return found


def helpfulness() -> dict[str, tuple[int, int]]:
    """How many said yes and how many no, by page."""
    rows = (
        Feedback.objects.values("page")
        .annotate(yes=Count("pk", filter=Q(helpful=True)), no=Count("pk", filter=Q(helpful=False)))
        .order_by("page")
    )
    return {row["page"]: (row["yes"], row["no"]) for row in rows}
