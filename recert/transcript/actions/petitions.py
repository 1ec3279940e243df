"""Petitions: a person asks whether an activity counts, and the body's reviewer decides."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime
from fractions import Fraction

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from recert.credentials.queries import certification_for
from recert.journal.actions import write
from recert.lib.days import local_day
from recert.lib.refusals import NotFound, Refusal, Refused, refuse_all
from recert.people.actions import id_of
from recert.people.impartiality import keep_apart, refuse_apart
from recert.people.models import Person
from recert.people.queries import Duty
from recert.people.telling import tell
from recert.people.telling_many import tell_colleagues
from recert.rules.amounts import NotWholeGrains, to_grains
from recert.transcript.models import OPEN_PETITIONS, Evidence, Petition, PetitionState
from recert.transcript.queries import (
    activity_for,
    evidence_with,
    petition_for,
    petition_for_staff,
)


@transaction.atomic
def open_petition(
    *,
    by: Person,
    at: datetime,
    activity_id: str,
    certification_id: str,
    question: str,
    asked: Fraction | None = None,
) -> Petition:
    """Ask a body whether an activity counts for a certification, and send it at once."""
    petition = write_petition(
        by=by,
        at=at,
        activity_id=activity_id,
        certification_id=certification_id,
        question=question,
        asked=asked,
    )
    send_petition(by=by, at=at, petition=petition)
    return petition


@transaction.atomic
def write_petition(
    *,
    by: Person,
    at: datetime,
    activity_id: str,
    certification_id: str,
    question: str,
    asked: Fraction | None = None,
) -> Petition:
    """Write a petition that is sent later, once what it costs is paid (`send_petition`)."""
    activity = activity_for(by, activity_id)
    certification = certification_for(by, certification_id)
    if not activity.is_standing:
        raise Refused(_("This entry has been replaced or withdrawn since. Open the newest one."))
    if not question.strip():
        raise Refused(_("Say why you think that it counts."), "question")
    try:
        with transaction.atomic():
            petition = Petition.objects.create(
                activity=activity,
                certification=certification,
                question=question.strip(),
                asked_grains=None if asked is None else to_grains(asked),
                state=PetitionState.TO_PAY,
                submitted_at=at,
            )
    except IntegrityError:
        raise Refused(_("You have asked this already. The body has not answered yet.")) from None
    _journal(at, by, "transcript.petition-opened", petition)
    return petition


@transaction.atomic
def send_petition(*, by: Person | None, at: datetime, petition: Petition) -> None:
    """Send what was written to the body's reviewers; twice is once. The caller fetched it."""
    sent = Petition.objects.filter(pk=petition.pk, state=PetitionState.TO_PAY).update(
        state=PetitionState.SUBMITTED, submitted_at=at
    )
    petition.refresh_from_db()
    if not sent:
        return
    _journal(at, by, "transcript.petition-sent", petition)
    certification = petition.certification
    tell_colleagues(
        at=at,
        body=certification.body,
        duty=Duty.REVIEW,
        letter=lambda: (
            _("A petition waits for a decision"),
            _("Somebody asks whether an activity counts. Sign in to decide."),
        ),
        key=f"petition:{petition.public_id}:opened",
        but=certification.person_id,
    )


@transaction.atomic
def answer_petition(*, by: Person, at: datetime, public_id: str, question: str) -> Petition:
    """Send a returned petition back with what was missing; the body's days begin anew."""
    petition = petition_for(by, public_id)
    if not question.strip():
        raise Refused(_("Answer what the reviewer asked."), "question")
    _move(
        petition,
        (PetitionState.RETURNED,),
        PetitionState.SUBMITTED,
        question=question.strip(),
        submitted_at=at,
    )
    _journal(at, by, "transcript.petition-answered", petition)
    return petition


@transaction.atomic
def withdraw_petition(*, by: Person, at: datetime, public_id: str) -> Petition:
    """Take a petition back before it is decided."""
    petition = petition_for(by, public_id)
    _move(petition, OPEN_PETITIONS, PetitionState.WITHDRAWN)
    _journal(at, by, "transcript.petition-withdrawn", petition)
    return petition


@transaction.atomic
def return_petition(
    *, by: Person, at: datetime, body_slug: str, public_id: str, reason: str
) -> Petition:
    """Ask the person for what is missing, without deciding."""
    petition = petition_for_staff(by, body_slug, public_id)
    _refuse_own(by, petition)
    if not reason.strip():
        raise Refused(_("Say what is missing and how to send it."), "reason")
    _move(petition, (PetitionState.SUBMITTED,), PetitionState.RETURNED, reason=reason.strip())
    _journal(at, by, "transcript.petition-returned", petition)
    _tell(
        at,
        petition,
        "petition-returned",
        lambda: _("Your petition came back to you"),
        f"returned:{at}",
    )
    return petition


@transaction.atomic
def decide_petition(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    public_id: str,
    accept: bool,
    reason: str,
    clause: str = "",
    amount: Fraction | None = None,
    categories: Collection[str] = (),
) -> Petition:
    """Accept the activity (for `amount`, in `categories`, or as it stands) or do not."""
    petition = petition_for_staff(by, body_slug, public_id)
    _refuse_own(by, petition)
    refuse_all(_decision_refusals(accept, reason, amount))
    _move(
        petition,
        (PetitionState.SUBMITTED,),
        PetitionState.ACCEPTED if accept else PetitionState.REJECTED,
        reason=reason.strip(),
        clause=clause,
        amount_grains=None if amount is None else to_grains(amount),
        categories=sorted(categories),
        decided_by=by,
        decided_at=at,
        decided_on=local_day(at, petition.certification.body.zone),
    )
    _journal(at, by, f"transcript.petition-{petition.state}", petition)
    _tell(at, petition, "petition-decided", lambda: _("Your petition was decided"), "decided")
    return petition


@transaction.atomic
def reopen_petition(
    *, by: Person, at: datetime, petition: Petition, apart: Collection[str]
) -> Petition:
    """Open a decided or returned petition again after an appeal, for somebody else to decide.

    The caller has checked who. `apart` are the public ids of those who decided before. What was
    decided speaks no more; the journal and the letters keep it. The body's days begin anew.
    """
    certification, subject = petition.certification, f"petition:{petition.public_id}"
    decided = (PetitionState.RETURNED, PetitionState.ACCEPTED, PetitionState.REJECTED)
    try:
        with transaction.atomic():
            _move(
                petition,
                decided,
                PetitionState.SUBMITTED,
                submitted_at=at,
                reason="",
                clause="",
                amount_grains=None,
                categories=[],
                decided_by=None,
                decided_at=None,
                decided_on=None,
            )
    except IntegrityError:
        raise Refused(_("The same was asked again since, and waits. Decide that one.")) from None
    keep_apart(at=at, body=certification.body, staff_ids=apart, subject=subject)
    _journal(at, by, "transcript.petition-reopened", petition)
    return petition


@transaction.atomic
def open_petition_evidence(
    *, by: Person, at: datetime, body_slug: str, public_id: str, evidence_id: str
) -> Evidence:
    """A reviewer opens a file that proves what is asked about; the journal says so."""
    petition = petition_for_staff(by, body_slug, public_id)
    refuse_apart(by, person=petition.activity.person, subject=f"petition:{petition.public_id}")
    evidence = evidence_with(petition).filter(public_id=evidence_id).first()
    if evidence is None:
        raise NotFound
    _journal(at, by, "transcript.petition-evidence-opened", petition)
    return evidence


def _decision_refusals(accept: bool, reason: str, amount: Fraction | None) -> list[Refusal]:
    found = []
    if not reason.strip():
        found.append(Refusal(_("Give the reason. The person reads it."), "reason"))
    if amount is None:
        return found
    if not accept:
        found.append(Refusal(_("What is not accepted has no amount. Leave it empty."), "amount"))
    if amount < 0:
        found.append(Refusal(_("An amount cannot be negative."), "amount"))
    try:
        to_grains(amount)
    except NotWholeGrains:
        found.append(Refusal(_("Write at most three decimals."), "amount"))
    return found


def _move(petition: Petition, was: Collection[str], now: PetitionState, **columns: object) -> None:
    """Change the state if it is still what was seen; otherwise say that it is not."""
    moved = Petition.objects.filter(pk=petition.pk, state__in=was).update(state=now, **columns)
    petition.refresh_from_db()
    if not moved:
        raise Refused(
            _("This petition has moved on: %(state)s. Nothing was changed.")
            % {"state": petition.get_state_display().lower()}
        )


def _refuse_own(by: Person, petition: Petition) -> None:
    if petition.activity.person_id == by.pk:
        raise Refused(_("Ask a colleague: nobody decides a petition of their own."))
    refuse_apart(by, person=petition.activity.person, subject=f"petition:{petition.public_id}")


def _journal(at: datetime, by: Person | None, code: str, petition: Petition) -> None:
    write(
        at=at,
        by=id_of(by),
        code=code,
        subject=f"petition:{petition.public_id}",
        body=petition.certification.body.slug,
        person=petition.activity.person.public_id,
        detail={"activity": petition.activity.public_id, "clause": petition.clause},
    )


def _tell(
    at: datetime, petition: Petition, kind: str, subject: Callable[[], str], what: str
) -> None:
    tell(
        at=at,
        person=petition.activity.person,
        kind=kind,
        letter=lambda: (subject(), f"{petition.activity.title}\n\n{petition.reason}"),
        body_slug=petition.certification.body.slug,
        key=f"petition:{petition.public_id}:{what}",
        values={"activity": petition.activity.title},
    )
