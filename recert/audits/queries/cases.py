"""What may be asked about cases: one's own, and those of a body."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from recert.audits.models import (
    CLOSED_CASES,
    WITH_BODY,
    Ask,
    AskState,
    Audit,
    AuditState,
    Candidate,
    DrawState,
    Judged,
    Message,
)
from recert.credentials.models import Certification
from recert.lib.refusals import NotFound
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff
from recert.renewals.models import Renewal
from recert.rules.rulebook import Failing
from recert.transcript.models import Evidence

UNTIL_CURED = (Failing.INACTIVE, Failing.SUSPENDED)
"""What lasts until a failing is put right, so that the time for it runs meanwhile."""

_WITH = (
    "candidate__draw__body",
    "certification__body",
    "certification__person",
    "renewal__answer",
    "renewal__certification__body",
    "renewal__certification__person",
    "reviewer",
    "recommended_by",
    "determined_by",
)


_OPEN = ~Q(state__in=CLOSED_CASES)
_CURABLE = Q(state=AuditState.FAILED, cured_at=None, cure_by__isnull=False)


def audits_of(person: Person) -> QuerySet[Audit]:
    """A person's cases, the newest first."""
    return (
        Audit.objects.filter(certification__person=person)
        .select_related(*_WITH)
        .order_by("-notified_at", "-id")
    )


def open_audits_of(person: Person) -> QuerySet[Audit]:
    """Those of a person's cases with something to do: not closed, or failed and not yet cured."""
    return audits_of(person).filter(_OPEN | _CURABLE).order_by("due", "id")


def audit_for(person: Person, public_id: str) -> Audit:
    """The person's own case."""
    found = audits_of(person).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def audits_about(renewal: Renewal) -> QuerySet[Audit]:
    """The cases in which an application was looked at; the caller has fetched it."""
    return Audit.objects.filter(renewal=renewal).order_by("-notified_at", "-id")


def lots_of(person: Person) -> QuerySet[Candidate]:
    """Every line of a published list that is the person's, drawn or not, the newest first."""
    return (
        Candidate.objects.filter(certification__person=person, draw__named_at__isnull=False)
        .exclude(draw__state=DrawState.PREPARED)
        .select_related("draw__body", "certification__body", "audit")
        .order_by("-draw__prepared_at", "id")
    )


def lot_for(person: Person, draw_id: str) -> tuple[Candidate, ...]:
    """The person's own lines of one draw; there may be one for each certification."""
    found = tuple(lots_of(person).filter(draw__public_id=draw_id))
    if not found:
        raise NotFound
    return found


# ---------------------------------------------------------------- a body's


def cases_of(body: Body) -> QuerySet[Audit]:
    """All cases of a body; the caller has checked who asks."""
    own = Certification.objects.filter(pk=OuterRef("certification"), body=body)
    # Asked of each case whose it is: the other way round everybody on the register is gone through.
    return Audit.objects.filter(Exists(own)).select_related(*_WITH)


def queue_of(body: Body) -> QuerySet[Audit]:
    """The cases that are open: those overdue first, then by the day they are due."""
    return (
        cases_of(body)
        .exclude(state__in=CLOSED_CASES)
        .order_by(F("overdue_at").asc(nulls_last=True), F("due").asc(nulls_last=True), "id")
    )


def waiting_of(body: Body) -> QuerySet[Audit]:
    """The cases in which the body has to act, the oldest answer first.

    They are answered, something is asked for, or the holder of one not settled wrote last.
    """
    asked = Ask.objects.filter(audit=OuterRef("pk"), state=AskState.ASKED)
    last = Message.objects.filter(audit=OuterRef("pk")).order_by("-at", "-id")
    wrote_last = (_OPEN | _CURABLE) & Q(from_body=False)
    return (
        cases_of(body)
        .annotate(from_body=Subquery(last.values("is_from_body")[:1]))
        .filter(Q(state__in=WITH_BODY) | Exists(asked) | wrote_last)
        .order_by(F("answered_at").asc(nulls_first=True), "id")
    )


def counts_of(body: Body) -> dict[str, int]:
    """How many of a body's cases are in each state."""
    rows = Audit.objects.filter(certification__body=body).order_by().values_list("state")
    found = dict(rows.annotate(many=Count("pk")))
    return {state.value: found.get(state, 0) for state in AuditState}


def audit_for_staff(
    staff: Person, body_slug: str, public_id: str, duty: Duty = Duty.REVIEW
) -> Audit:
    """A case of the staff member's body."""
    found = cases_of(body_for_staff(staff, body_slug, duty)).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def reviewers_of(body: Body) -> tuple[Person, ...]:
    """Who has taken up a case of this body, by name."""
    ids = Audit.objects.filter(certification__body=body, reviewer__isnull=False)
    return tuple(Person.objects.filter(pk__in=ids.values("reviewer")).order_by("name"))


def consequences_due(body: Body, on: date) -> QuerySet[Audit]:
    """The failed cases of which it is time to say what follows, once the days to appeal are over.

    What is not in force until it is cured begins at once; all else only when nothing was cured.
    """
    at_once = Q(terms__failing__in=[each.value for each in UNTIL_CURED])
    return (
        cases_of(body)
        .filter(state=AuditState.FAILED, consequence="")
        .filter(Q(appeal_by=None) | Q(appeal_by__lt=on))
        .filter(at_once | Q(cure_by=None) | Q(cure_by__lt=on))
        .order_by("determined_at")
    )


def evidence_in(audit: Audit, public_id: str) -> Evidence:
    """A file that proves something a case asks about."""
    found = (
        Evidence.objects.filter(
            public_id=public_id,
            person=audit.certification.person,
            activities__in=audit.items.values("activity"),
        )
        .distinct()
        .first()
    )
    if found is None:
        raise NotFound
    return found


# ---------------------------------------------------------------- for appeals


@dataclass(frozen=True, slots=True)
class Determination:
    """How a case was decided: what may be appealed, against whom, by which day.

    `by` and `reviewed_by` may not decide the appeal.
    """

    audit: Audit
    outcome: AuditState
    by: Person | None
    reviewed_by: Person | None
    on: date
    reason: str
    clause: str
    appeal_by: date | None  # None: the policy gives no day
    against: tuple[str, ...]  # activities not accepted, or for less, by public id


def determination_for(person: Person, public_id: str) -> Determination:
    """How one's own case was decided; there is none such before it is."""
    audit = audit_for(person, public_id)
    if audit.determined_at is None:
        raise NotFound
    against = audit.items.filter(judged__in=(Judged.REJECT, Judged.REDUCE))
    return Determination(
        audit=audit,
        outcome=AuditState(audit.state),
        by=audit.determined_by,
        reviewed_by=audit.recommended_by,
        on=audit.determined_at.date(),
        reason=audit.reason,
        clause=audit.clause,
        appeal_by=audit.appeal_by,
        against=tuple(against.values_list("activity__public_id", flat=True)),
    )
