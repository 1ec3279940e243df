"""Matching: who was not found yet is found later, without anything being typed again.

By itself, when a number, an address or a birthday appears that agrees; by the body whose number
it is, whose staff may know better; by the provider, who corrects what it typed (`correcting`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from recert.catalogue.models import Provider
from recert.completions.hooks.queueing import tell_hooks
from recert.completions.identifying import identify_many
from recert.completions.lines import Named, line_of
from recert.completions.mending import hold_provider, locked
from recert.completions.models import Completion, CompletionState, HookEvent
from recert.completions.receiving.posting import key_of
from recert.completions.receiving.weighing import Scales
from recert.completions.settling import settle_reported
from recert.completions.telling import tell_accepted
from recert.credentials.models import Certification
from recert.credentials.queries import certification_for_staff
from recert.journal.actions import write
from recert.lib.refusals import NotFound, Refused
from recert.people.actions import id_of
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff
from recert.transcript.actions import ToPost, post_reported

S = CompletionState

LOOK_AGAIN = timedelta(hours=1)
"""So long after nobody was found somebody is looked for again."""

AT_A_TIME = 500

_WITH = ("provider", "course", "edition", "course_class", "report")


def waiting_for(body: Body) -> QuerySet[Completion]:
    """What waits for somebody with a number of this body, the oldest first.

    The caller has checked who asks. Only a number shows whose it is to mind.
    """
    return (
        Completion.objects.filter(state=S.UNMATCHED, by_number__startswith=f"{body.slug}:")
        .select_related(*_WITH)
        .order_by("reported_at", "id")
    )


def waiting_for_staff(
    staff: Person, slug: str, public_id: str, duty: Duty = Duty.REGISTER
) -> Completion:
    """One that waits for a number of the staff member's body."""
    found = waiting_for(body_for_staff(staff, slug, duty)).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def match(
    *, by: Person, at: datetime, body_slug: str, completion_id: str, certification_id: str
) -> Completion:
    """The body says whose number was meant; the credit goes there. Twice is once.

    For those who keep its register, and not about themselves.
    """
    certification = certification_for_staff(by, body_slug, certification_id, Duty.REGISTER)
    body = certification.body
    done = Completion.objects.filter(
        public_id=completion_id,
        person=certification.person,
        state=S.ACCEPTED,
        by_number__startswith=f"{body.slug}:",
    ).first()
    if done is not None:
        return done
    completion = waiting_for_staff(by, body_slug, completion_id)
    if certification.person_id == by.pk:
        raise Refused(_("Ask a colleague: nobody gives credit to themselves."))
    completion = locked(completion)
    if completion.state == S.ACCEPTED and completion.person == certification.person:
        return completion  # a colleague was quicker
    if completion.state != S.UNMATCHED:
        raise NotFound
    return _post(completion, certification.person, by, at)


def advance_matching(*, at: datetime) -> int:
    """Look for those who wait longest since they were last looked for; returns how many."""
    due = Completion.objects.filter(
        Q(looked_at=None) | Q(looked_at__lte=at - LOOK_AGAIN), state=S.UNMATCHED
    ).order_by(F("looked_at").asc(nulls_first=True), "id")
    return _look(list(due.values_list("pk", flat=True)[:AT_A_TIME]), at)


def look_for(person: Person, *, at: datetime) -> int:
    """Look whether anything waits for somebody whose numbers, address or birthday changed."""
    addresses = EmailAddress.objects.filter(user=person, verified=True)
    numbers = Certification.objects.filter(person=person).exclude(number="")
    keys = [f"{slug}:{number.upper()}" for slug, number in numbers.values_list(
        "body__slug", "number")]  # fmt: skip
    emails = [email.lower() for email in addresses.values_list("email", flat=True)]
    waiting = Completion.objects.filter(
        Q(by_number__in=keys) | Q(by_email__in=emails), state=S.UNMATCHED
    )
    return _look(list(waiting.values_list("pk", flat=True)[:AT_A_TIME]), at)


@transaction.atomic
def _look(ids: Sequence[int], at: datetime) -> int:
    """Look for the persons of these; the same few questions for five hundred as for one."""
    whose = Completion.objects.filter(pk__in=ids, state=S.UNMATCHED).order_by()
    hold_provider(*whose.values_list("provider", flat=True).distinct())
    rows = list(
        Completion.objects.filter(pk__in=ids, state=S.UNMATCHED)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related(*_WITH)
        .order_by("id")
    )
    Completion.objects.filter(pk__in=[row.pk for row in rows]).update(looked_at=at)
    providers: dict[int, tuple[Provider, list[Completion]]] = {}
    for row in rows:
        providers.setdefault(row.provider_id, (row.provider, []))[1].append(row)
    for provider, waiting in providers.values():
        persons = identify_many([Named(**row.named) for row in waiting], provider)
        for row, person in zip(waiting, persons, strict=True):
            if person is not None:
                _post(row, person, None, at)
    return len(rows)


def _post(row: Completion, person: Person, by: Person | None, at: datetime) -> Completion:
    """Put what waited where it belongs; the caller holds the transaction."""
    row.person = person
    scales = Scales(
        provider=row.provider, at=at, by=by, course_class=row.course_class, source=None,
        mending=row,
    )  # fmt: skip
    weighed = scales.weigh((line_of(row),))[0]
    row.state, row.same_as = weighed.row.state, weighed.row.same_as
    row.problems = weighed.row.problems
    row.settled_at, row.settled_by = at, by
    if weighed.fact is not None:
        post = ToPost(
            person=person,
            activity=weighed.fact,
            provider_name=row.provider.name,
            key=key_of(row),
            own=weighed.own,
        )
        row.activity = post_reported(by=by, at=at, posts=(post,))[0]
    row.save()
    write(
        at=at,
        by=id_of(by),
        code="completions.matched",
        subject=key_of(row),
        person=person.public_id,
        detail={"provider": row.provider.slug, "state": row.state},
    )
    if row.state == S.ACCEPTED:
        tell_hooks(HookEvent.ACCEPTED, [row], at=at)
        settle_reported([row], at=at)
        tell_accepted([row], at=at)
    return row
