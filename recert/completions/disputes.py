"""What may be asked of disputes: by who opened them, by the provider, and by bodies in time."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from recert.catalogue.models import APPROVED, CourseApproval, Provider
from recert.catalogue.queries import ProviderDuty, provider_for_staff
from recert.completions.models import Dispute, DisputeState
from recert.credentials.models import Certification, Register
from recert.credentials.queries import IN_REGISTER
from recert.lib.refusals import NotFound
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff

D = DisputeState

_WITH = (
    "person", "provider", "course", "course_class", "completion", "provisional", "answered_by",
)  # fmt: skip


def disputes_of(person: Person) -> QuerySet[Dispute]:
    """What a person asked providers to put right, those still open first."""
    return Dispute.objects.filter(person=person).select_related(*_WITH).order_by("closed_at", "-id")


def dispute_for(person: Person, public_id: str) -> Dispute:
    """The person's own dispute."""
    found = disputes_of(person).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def disputes_with(provider: Provider) -> QuerySet[Dispute]:
    """What was asked of a provider, those due first; whoever asks was let in."""
    return Dispute.objects.filter(provider=provider).select_related(*_WITH)


def dispute_for_provider(
    person: Person, slug: str, public_id: str, duty: ProviderDuty = ProviderDuty.REPORT
) -> Dispute:
    """A dispute with the provider the person works for."""
    provider = provider_for_staff(person, slug, duty)
    found = disputes_with(provider).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def disputes_before(body: Body, today: date) -> QuerySet[Dispute]:
    """What a body should see: overdue or declined, by its holders, about courses it approved.

    The caller has checked who asks.
    """
    holds = Certification.objects.filter(IN_REGISTER, body=body, person=OuterRef("person"))
    approved = CourseApproval.objects.filter(
        body=body, state=APPROVED, edition__course=OuterRef("course")
    )
    return (
        Dispute.objects.filter(
            Q(state=D.WAITING, due_on__lt=today) | Q(state=D.DECLINED),
            Exists(holds.exclude(register=Register.REJECTED)),
            Exists(approved),
        )
        .select_related(*_WITH)
        .order_by("due_on", "id")
    )


def disputes_overdue(body: Body, today: date) -> QuerySet[Dispute]:
    """Those among them that nobody answered in time."""
    return disputes_before(body, today).filter(state=D.WAITING)


def dispute_for_staff(
    staff: Person, slug: str, public_id: str, today: date, duty: Duty = Duty.REVIEW
) -> Dispute:
    """A dispute the staff member's body should see."""
    body = body_for_staff(staff, slug, duty)
    found = disputes_before(body, today).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found
