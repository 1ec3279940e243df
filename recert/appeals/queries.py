"""What may be asked about appeals and complaints."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from recert.appeals.models import OPEN, Matter, Practice
from recert.lib.refusals import NotFound
from recert.people.impartiality import apart_from
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff, colleagues, duties_of

_WITH = (
    "body",
    "person",
    "certification__body",
    "certification__person",
    "assigned_to",
    "assigned_by",
    "decided_by",
)


def practice_of(body: Body) -> Practice:
    """What a body says of appeals and complaints; nothing but its name where it never did."""
    return Practice.objects.filter(body=body).first() or Practice(body=body)


def matters_of(person: Person) -> QuerySet[Matter]:
    """What the person appealed or complained of, newest first."""
    return Matter.objects.filter(person=person).select_related(*_WITH).order_by("-sent_at", "-id")


def matter_for(person: Person, public_id: str) -> Matter:
    """The person's own appeal or complaint."""
    found = matters_of(person).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def matters_without_account() -> QuerySet[Matter]:
    """What people without an account sent; the caller has their letter."""
    return Matter.objects.filter(person=None).select_related(*_WITH)


def open_appeal_about(person: Person, subject: str) -> Matter | None:
    """The person's open appeal against a decision (`renewal:<public id>`), if there is one."""
    return matters_of(person).filter(against=subject, state__in=OPEN).first()


# ---------------------------------------------------------------- a body's


def matters_to(body: Body) -> QuerySet[Matter]:
    """All that was sent to a body, the oldest first; the caller has checked who asks."""
    return Matter.objects.filter(body=body).select_related(*_WITH)


def open_matters_to(body: Body) -> QuerySet[Matter]:
    """What a body has still to decide, the oldest first; the caller has checked who asks."""
    return matters_to(body).filter(state__in=OPEN)


def matters_for_staff(staff: Person, body_slug: str, duty: Duty = Duty.REVIEW) -> QuerySet[Matter]:
    """What this member of staff may read: officers all, others what they are asked to decide.

    Never what they sent themselves.
    """
    body = body_for_staff(staff, body_slug, duty)
    found = matters_to(body).filter(Q(person=None) | ~Q(person=staff))
    if Duty.DRAW in duties_of(staff, body):
        return found
    return found.filter(Q(assigned_to=staff) | Q(decided_by=staff))


def matter_for_staff(
    staff: Person, body_slug: str, public_id: str, duty: Duty = Duty.REVIEW
) -> Matter:
    """An appeal or a complaint this member of staff may read."""
    found = matters_for_staff(staff, body_slug, duty).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def may_decide(matter: Matter) -> tuple[Person, ...]:
    """Who can decide it: reviews at the body, sent it not, took no part, declared no conflict."""
    apart = apart_from(person=matter.person, subject=matter.subject)
    return tuple(
        each
        for each in colleagues(matter.body, Duty.REVIEW).order_by("name", "email")
        if each.pk != matter.person_id
        and each.pk not in apart
        and each.public_id not in matter.deciders
    )
