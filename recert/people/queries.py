"""What may be asked about persons, bodies and roles."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from django.db.models import Q, QuerySet

from recert.lib.folding import fold
from recert.lib.refusals import NotFound
from recert.notices.models import Notice, Wording
from recert.notices.queries import letters_of_body, versions_of_wording, wordings_of
from recert.people.models import Body, BodyMember, Invitation, Logo, Person, Role, StaffRole


class Duty(StrEnum):
    """Something a body's staff does. Which roles may do it is in `MAY`."""

    ENTER = "enter"  # the staff desk at all
    REVIEW = "review"  # applications, petitions, audits
    DRAW = "draw"  # who is audited; appeals and complaints are assigned
    REGISTER = "register"  # who holds what
    MONEY = "money"  # invoices and payments
    POLICY = "policy"  # editions of the rulebook; letters, appearance, holidays
    REPORTS = "reports"  # figures about the whole register
    STAFF = "staff"  # who works here


MAY: dict[Duty, frozenset[str]] = {
    Duty.ENTER: frozenset(Role.values),
    Duty.REVIEW: frozenset({Role.REVIEWER, Role.OFFICER, Role.OWNER}),
    Duty.DRAW: frozenset({Role.OFFICER, Role.OWNER}),
    Duty.REGISTER: frozenset({Role.OFFICER, Role.OWNER}),
    Duty.MONEY: frozenset({Role.FINANCE, Role.OWNER}),
    Duty.POLICY: frozenset({Role.OFFICER, Role.OWNER}),
    Duty.REPORTS: frozenset({Role.OFFICER, Role.FINANCE, Role.OWNER}),
    Duty.STAFF: frozenset({Role.OWNER}),
}


def bodies() -> QuerySet[Body]:
    """Every body, by name."""
    return Body.objects.all()


def body_named(slug: str) -> Body:
    """The body with this slug, which anybody may see."""
    try:
        return Body.objects.get(slug=slug)
    except Body.DoesNotExist:
        raise NotFound from None


def body_for_staff(person: Person, slug: str, duty: Duty = Duty.ENTER) -> Body:
    """The body, for somebody whose role there allows the duty; else there is none such."""
    found = Body.objects.filter(
        slug=slug, staff_roles__person=person, staff_roles__role__in=MAY[duty]
    ).first()
    if found is None or not person.is_active:
        raise NotFound
    return found


def roles_of(person: Person) -> tuple[StaffRole, ...]:
    """The person's roles with their bodies, in one query, by body and role."""
    return tuple(
        StaffRole.objects.filter(person=person)
        .select_related("body")
        .order_by("body__name", "role")
    )


def duties_of(person: Person, body: Body) -> frozenset[Duty]:
    """What the person may do at this body."""
    roles = set(StaffRole.objects.filter(person=person, body=body).values_list("role", flat=True))
    return frozenset(duty for duty, allowed in MAY.items() if roles & allowed)


def staff_of(person: Person, slug: str) -> QuerySet[StaffRole]:
    """Who works at a body; for those who work there."""
    body = body_for_staff(person, slug)
    return StaffRole.objects.filter(body=body).select_related("person").order_by("person__name")


def colleagues(body: Body, duty: Duty) -> QuerySet[Person]:
    """The persons whose role at the body allows the duty (whom to notify)."""
    return Person.objects.filter(
        is_active=True, staff_roles__body=body, staff_roles__role__in=MAY[duty]
    ).distinct()


def person_by_email(email: str) -> Person | None:
    """The person with this address, however it is capitalised."""
    return Person.objects.filter(email=email.lower(), erased_at=None).first()


def words_in(words: str, person: str, *numbers: str) -> Q:
    """A condition: every word stands in the person's name or address, or in one of the numbers.

    `person` and `numbers` are paths from the rows asked about (`certification__person`).
    Among some hundreds waiting at one desk; a whole register is `register.finding`'s.
    """
    condition = Q()
    for word in fold(words).split():
        somewhere = Q(**{f"{person}__folded__contains": word})
        for number in numbers:
            somewhere |= Q(**{f"{number}__icontains": word})
        condition &= somewhere
    return condition


def names_of(public_ids: Iterable[str]) -> dict[str, str]:
    """The names of these persons by public id, in one query; the erased have none."""
    rows = Person.objects.filter(public_id__in=set(public_ids), erased_at=None)
    return {row.public_id: str(row) for row in rows}


def members_of(staff: Person, slug: str) -> QuerySet[BodyMember]:
    """Who is a member of a body, by name; for the staff who keep its register."""
    body = body_for_staff(staff, slug, Duty.REGISTER)
    return (
        BodyMember.objects.filter(body=body)
        .select_related("person", "body")
        .order_by("person__name", "id")
    )


def memberships_of(person_ids: Iterable[int]) -> QuerySet[BodyMember]:
    """The memberships of these persons with their bodies."""
    return BodyMember.objects.filter(person_id__in=person_ids).select_related("body")


def invitations_of(staff: Person, slug: str) -> QuerySet[Invitation]:
    """Who is invited to work at a body and has not come yet; for its owners."""
    body = body_for_staff(staff, slug, Duty.STAFF)
    return Invitation.objects.filter(body=body).select_related("invited_by")


def logo_of(body: Body) -> Logo | None:
    """A body's logo, which anybody may see."""
    return Logo.objects.filter(body=body).first()


# ---------------------------------------------------------------- letters

MOST_NAMED = 200
"""So many persons a name is looked up for; whoever finds more writes more of the name."""


def letters_of(staff: Person, slug: str, about: str = "") -> QuerySet[Notice]:
    """What a body told whom, newest first; for those who keep its register.

    `about` is part of an address, of a subject or of a name.
    """
    body = body_for_staff(staff, slug, Duty.REGISTER)
    found = letters_of_body(body.slug)
    if not about:
        return found
    named = Person.objects.filter(name__icontains=about).values_list("public_id", flat=True)
    return found.filter(
        Q(email__icontains=about)
        | Q(subject__icontains=about)
        | Q(recipient_id__in=list(named[:MOST_NAMED]))
    )


def letter_for_staff(staff: Person, slug: str, public_id: str) -> Notice:
    """One letter of a body's, as it went out."""
    letter = letters_of(staff, slug).filter(public_id=public_id).first()
    if letter is None:
        raise NotFound
    return letter


def letters_to(staff: Person, slug: str, person_id: str) -> QuerySet[Notice]:
    """What a body told one person, newest first."""
    return letters_of(staff, slug).filter(recipient_id=person_id)


def wordings_for_staff(staff: Person, slug: str) -> dict[tuple[str, str], Wording]:
    """A body's own words by kind and language; for those who keep its policy."""
    return wordings_of(body_for_staff(staff, slug, Duty.POLICY).slug)


def wording_versions_for_staff(
    staff: Person, slug: str, kind: str, language: str
) -> QuerySet[Wording]:
    """Every version of a body's words for one letter, newest first."""
    body = body_for_staff(staff, slug, Duty.POLICY)
    return versions_of_wording(body.slug, kind, language)
