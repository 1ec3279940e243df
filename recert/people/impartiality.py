"""Impartiality: who has no part in a matter, because they declared it or decided it before.

A relation to a person (employer, supervisor, relative, teacher) keeps a member of staff out of
everything about that person, at every body. A conflict keeps them out of one matter. Whoever
decided something stays out of it when an appeal opens it again.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from recert.journal.actions import write
from recert.lib.refusals import NotFound, Refused
from recert.people.models import Apart, Body, KeptApart, Person
from recert.people.queries import body_for_staff


def bar_to(staff: Person, *, person: Person | None, subject: str = "") -> str:
    """Why somebody has no part in a matter about a person, in a sentence; empty: nothing bars."""
    about = Q(pk__in=())
    if person is not None:
        about |= Q(person=person)
    if subject:
        about |= Q(subject=subject)
    found = KeptApart.objects.filter(about, staff=staff, ended_at=None).order_by("why").first()
    if found is None:
        return ""
    return {
        Apart.RELATION: _("You declared a relation to this person. A colleague has to see to it."),
        Apart.CONFLICT: _("You declared a conflict of interest. A colleague has to see to it."),
        Apart.DECIDED: _("You took part in what was appealed. A colleague decides now."),
    }[Apart(found.why)]


def refuse_apart(staff: Person, *, person: Person | None, subject: str = "") -> None:
    """Refuse whoever has no part in a matter."""
    why_not = bar_to(staff, person=person, subject=subject)
    if why_not:
        raise Refused(why_not)


def apart_from(*, person: Person | None, subject: str) -> set[int]:
    """The rows of everybody who has no part in a matter."""
    about = Q(subject=subject) if person is None else Q(subject=subject) | Q(person=person)
    found = KeptApart.objects.filter(about, ended_at=None)
    return set(found.values_list("staff_id", flat=True))


def kept_out(
    staff: Iterable[int], *, persons: Iterable[int], subjects: Iterable[str]
) -> tuple[set[int], set[str]]:
    """Of some persons and matters those in which any of these staff has no part, in one query."""
    about = Q(person__in=set(persons)) | Q(subject__in=set(subjects))
    found = KeptApart.objects.filter(about, staff__in=set(staff), ended_at=None)
    rows = list(found.values_list("person_id", "subject"))
    return {person for person, _said in rows if person}, {said for _person, said in rows if said}


def relations_of(staff: Person, body: Body) -> QuerySet[KeptApart]:
    """The relations somebody declared at a body and that still hold, by name."""
    return (
        KeptApart.objects.filter(staff=staff, body=body, why=Apart.RELATION, ended_at=None)
        .select_related("person")
        .order_by("person__name", "id")
    )


@transaction.atomic
def declare_apart(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    person: Person | None,
    says: str,
    subject: str = "",
) -> KeptApart:
    """Declare a relation to a person, or with `subject` a conflict in that one matter.

    The caller has fetched person or matter for this member of staff. Twice is once.
    """
    body = body_for_staff(by, body_slug)
    if not says.strip():
        raise Refused(_("Say in a few words what it is. Only you and officers read it."), "says")
    if not subject and (person is None or person == by):
        raise NotFound
    about = {"subject": subject} if subject else {"person": person, "body": body}
    found, is_new = KeptApart.objects.get_or_create(
        staff=by,
        ended_at=None,
        **about,
        defaults={
            "body": body,
            "why": Apart.CONFLICT if subject else Apart.RELATION,
            "says": says.strip(),
            "at": at,
        },
    )
    if is_new:
        _journal(at, by, "people.apart-declared", found, person)
    return found


@transaction.atomic
def end_relation(*, by: Person, at: datetime, body_slug: str, person_id: str) -> None:
    """A relation one declared oneself is over; what was declared stays on record. Twice is once."""
    body = body_for_staff(by, body_slug)
    declared = KeptApart.objects.filter(
        staff=by, body=body, why=Apart.RELATION, person__public_id=person_id
    ).select_related("person")
    if not declared:
        raise NotFound
    for found in declared:
        if KeptApart.objects.filter(pk=found.pk, ended_at=None).update(ended_at=at):
            _journal(at, by, "people.apart-ended", found, found.person)


def keep_apart(*, at: datetime, body: Body, staff_ids: Iterable[str], subject: str) -> None:
    """Keep those who decided a matter out of it from now on; `staff_ids` are public ids."""
    for staff in Person.objects.filter(public_id__in=set(staff_ids)):
        KeptApart.objects.get_or_create(
            staff=staff,
            subject=subject,
            ended_at=None,
            defaults={"body": body, "why": Apart.DECIDED, "at": at},
        )


def forget_apart(person: Person) -> None:
    """Empty what was said of a person, and by them (on erasure)."""
    KeptApart.objects.filter(Q(staff=person) | Q(person=person)).update(says="")


def _journal(at: datetime, by: Person, code: str, kept: KeptApart, person: Person | None) -> None:
    write(
        at=at,
        by=by.public_id,
        code=code,
        subject=kept.subject or f"person:{person.public_id if person else ''}",
        body=kept.body.slug,
        person=person.public_id if person else "",
    )
