"""What may be asked about applications to renew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When

from recert.credentials.models import Certification, Term
from recert.lib.days import local_day
from recert.lib.refusals import NotFound
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff
from recert.renewals.models import OPEN, Renewal, State
from recert.rulebooks.queries import rulebook_with, rulebooks_of
from recert.rules.facts import DocumentKind, Facts
from recert.rules.findings import Standing, Verdict
from recert.rules.rulebook import Gate, Rulebook, edition_of
from recert.standing.gathering import facts_of
from recert.standing.queries import body_day, standing_of
from recert.transcript.models import Activity, Document, Evidence

_WITH = (
    "certification__body",
    "certification__person",
    "answer",
    "decided_by",
)


def renewals_of(person: Person) -> QuerySet[Renewal]:
    """The person's applications, newest first."""
    return Renewal.objects.filter(certification__person=person).select_related(*_WITH)


def renewal_for(person: Person, public_id: str) -> Renewal:
    """The person's own application."""
    found = renewals_of(person).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def open_renewal_of(certification: Certification) -> Renewal | None:
    """The application that is open for a certification, if there is one."""
    return (
        Renewal.objects.filter(certification=certification, state__in=OPEN)
        .select_related(*_WITH)
        .first()
    )


def filed_with(renewal: Renewal) -> tuple[Renewal, ...]:
    """The holder's other applications to the same body for cycles that end on the same day.

    Those that ended without renewing anything are among them: what was paid for them may be
    here still.
    """
    held = renewal.certification
    return tuple(
        Renewal.objects.filter(
            certification__person=held.person_id,
            certification__body=held.body_id,
            cycle_end=renewal.cycle_end,
        ).exclude(pk=renewal.pk)
    )


def renewals_to(body: Body) -> QuerySet[Renewal]:
    """All applications a body ever received, newest first; the caller has checked who asks.

    One that was never sent, taken back or not, is nobody's but its writer's.
    """
    return (
        Renewal.objects.filter(certification__body=body, submitted_at__isnull=False)
        .select_related(*_WITH)
        .order_by("-submitted_at", "-id")
    )


def renewal_for_staff(
    staff: Person, body_slug: str, public_id: str, duty: Duty = Duty.REVIEW
) -> Renewal:
    """An application that was sent to the staff member's body."""
    found = renewals_to(body_for_staff(staff, body_slug, duty)).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def queue_of(body: Body) -> QuerySet[Renewal]:
    """The applications that wait for a body: those that need judgement first, then oldest."""
    needs_judgement = Case(
        When(verdict=Verdict.READY, then=Value(1)), default=Value(0), output_field=IntegerField()
    )
    return (
        Renewal.objects.filter(certification__body=body, state=State.SUBMITTED)
        .select_related(*_WITH)
        .annotate(rank=needs_judgement)
        .order_by("rank", "submitted_at", "id")
    )


def fees_to_set(body: Body) -> QuerySet[Renewal]:
    """The applications whose fee neither the policy nor the body has said yet, oldest first."""
    return (
        Renewal.objects.filter(
            certification__body=body,
            state__in=(State.SUBMITTED, State.RETURNED),
            fee_cents=None,
            **{"answer__findings__fee-today__total__cents__isnull": True},
        )
        .select_related(*_WITH)
        .order_by("submitted_at", "id")
    )


def counts_of(body: Body) -> dict[str, int]:
    """How many of the applications a body received are in each state."""
    rows = renewals_to(body).order_by("state").values_list("state").annotate(many=Count("pk"))
    found = dict(rows)
    return {state.value: found.get(state, 0) for state in State if state != State.DRAFT}


# ---------------------------------------------------------------- where it stands


def filing_day(renewal: Renewal, at: datetime) -> date:
    """The day that decides lateness and fees: the first submission, or else today there."""
    if renewal.filed_on is not None:
        return renewal.filed_on
    body = renewal.certification.body
    return body_day(body, rulebooks_of(body.slug), at)


def standing_as_filed(renewal: Renewal, at: datetime, facts: Facts | None = None) -> Standing:
    """Where the certification stands, looked at as of the filing day.

    What the body decided since speaks to the application, so it counts as known then;
    the cycle is the one applied for, even when approving has opened the next. Once it is
    approved, new policy does not touch it. `facts` spare gathering them again.
    """
    day = filing_day(renewal, at)
    facts = facts or facts_of(renewal.certification.person)
    if renewal.state != State.APPROVED:
        return standing_of(renewal.certification, day, _known_then(facts, day))
    facts = _known_then(_before_closing(facts, renewal), day)
    return standing_of(renewal.certification, day, facts, edition_sent_under(renewal))


def _before_closing(facts: Facts, renewal: Renewal) -> Facts:
    """Facts with the certification as it was before this application renewed it.

    What was decided for that cycle alone ended when it was closed, and speaks of it still.
    """
    earlier = (
        Term.objects.filter(certification=renewal.certification, end__lt=renewal.cycle_end)
        .order_by("-end")
        .first()
    )
    since = (
        None
        if renewal.decided_at is None
        else local_day(renewal.decided_at, renewal.certification.body.zone)
    )
    return replace(
        facts,
        decisions=tuple(
            replace(each, ended=None) if since and each.ended and each.ended >= since else each
            for each in facts.decisions
        ),
        holdings=tuple(
            replace(
                each,
                expires=renewal.cycle_end,
                previous_closed=earlier.renewed_on if earlier else None,
            )
            if each.id == renewal.certification.public_id
            else each
            for each in facts.holdings
        ),
    )


def _known_then(facts: Facts, day: date) -> Facts:
    return replace(
        facts,
        decisions=tuple(
            replace(each, on=min(each.on, day), ended=each.ended and min(each.ended, day))
            for each in facts.decisions
        ),
        attestations=tuple(replace(each, on=min(each.on, day)) for each in facts.attestations),
    )


def rulebook_behind(renewal: Renewal, standing: Standing) -> Rulebook | None:
    """The edition a standing was judged under."""
    if renewal.state == State.APPROVED:
        return edition_sent_under(renewal)
    return edition_of(rulebooks_of(renewal.certification.body.slug), standing.edition)


def edition_sent_under(renewal: Renewal) -> Rulebook | None:
    """The edition an application was judged under when it was last sent; None before.

    The very text of that day, whatever has been published or withdrawn since.
    """
    if renewal.answer is None:
        return None
    return rulebook_with(renewal.certification.body.slug, renewal.answer.edition_sha256)


# ---------------------------------------------------------------- what staff may see


def activities_in(renewal: Renewal) -> QuerySet[Activity]:
    """The entries an application rests on: those its kept answer speaks of.

    Once it is taken back they are the body's business no more.
    """
    answer = None if renewal.state == State.WITHDRAWN else renewal.answer
    return (
        Activity.objects.filter(
            person=renewal.certification.person,
            public_id__in=entries_shown(answer.findings) if answer else [],
        )
        .select_related("person", "superseded_by")
        .prefetch_related("awards", "evidence")
    )


def entries_shown(findings: Mapping[str, Any] | None) -> list[str]:
    """The entries a kept answer shows to the body that asked for it, by public id."""
    spoken_of = findings["activities"] if findings else []
    return [each["activity"] for each in spoken_of if _is_shown(each)]


def _is_shown(finding: dict[str, object]) -> bool:
    """Entries of other years are nobody's business here."""
    reasons = finding.get("reasons")
    codes = {each.get("code") for each in reasons} if isinstance(reasons, list) else set()
    return not codes & {"out-of-window", "not-yet", "before-certification"}


def documents_in(renewal: Renewal) -> QuerySet[Document]:
    """The documents an application rests on: of the kinds its policy asks about, no others."""
    if renewal.state == State.WITHDRAWN:
        return Document.objects.none()
    asked = papers_asked_by(edition_sent_under(renewal))
    return Document.objects.filter(
        person=renewal.certification.person, withdrawn_at=None, kind__in=asked
    ).prefetch_related("evidence")


def papers_asked_by(rulebook: Rulebook | None) -> set[DocumentKind]:
    """The kinds of document a policy asks about; the others are none of its body's business."""
    gates = rulebook.of_kind(Gate) if rulebook else ()
    return {kind for _clause, gate in gates for kind in gate.documents}


def evidence_in(renewal: Renewal, public_id: str) -> Evidence:
    """A file that proves something an application rests on."""
    found = Evidence.objects.filter(
        person=renewal.certification.person, public_id=public_id
    ).first()
    if found is None:
        raise NotFound
    proves = (
        found.activities.filter(pk__in=activities_in(renewal).values("pk")).exists()
        or found.documents.filter(pk__in=documents_in(renewal).values("pk")).exists()
    )
    if not proves:
        raise NotFound
    return found
