"""Decisions: what may be appealed, who took part in it, and how it is opened again.

Each kind of decision is found by its holder alone, is read from the room that keeps it, and is
opened again by that room's own action.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from recert.appeals.models import Matter, Practice
from recert.audits.actions import reopen_case
from recert.audits.models import Audit, AuditState
from recert.audits.queries import determination_for
from recert.completions.effects import effects_of, reopen_effect
from recert.completions.models import Effect, EffectState
from recert.credentials.actions import close_ruling, reconsider_certification
from recert.credentials.models import Certification, Register, Ruling
from recert.credentials.words import AGAINST, RULED, ruling_against
from recert.journal.models import Line
from recert.journal.queries import lines_about
from recert.lib.days import local_day
from recert.lib.refusals import NotFound, Refused
from recert.payments.actions import undo_moot
from recert.people.impartiality import keep_apart
from recert.people.models import Person
from recert.renewals.actions import reopen_leave, reopen_renewal
from recert.renewals.leaves import leave_for
from recert.renewals.models import LeaveRequest, LeaveState, Renewal
from recert.renewals.models import State as RenewalState
from recert.renewals.queries import renewal_for
from recert.transcript.actions import reopen_petition
from recert.transcript.models import Petition, PetitionState
from recert.transcript.queries import petition_for


@dataclass(frozen=True, slots=True)
class Decision:
    """Something a body decided against somebody, that may be appealed.

    `deciders` are the public ids of everybody who took part, by the record; `appeal_by` is the
    last day, None where neither the policy nor the body gives one.
    """

    subject: str
    certification: Certification
    says: str
    reason: str
    on: date
    deciders: frozenset[str]
    appeal_by: date | None


def decision_for(person: Person, kind: str, public_id: str) -> Decision:
    """A decision about the person themselves; `kind` is a key of `KINDS`."""
    if kind not in KINDS:
        raise NotFound
    return KINDS[kind].find(person, public_id)


def reopen_decision(*, by: Person, at: datetime, matter: Matter) -> None:
    """Open again what was appealed, for others to decide. Refuses what has moved on since."""
    kind, _colon, public_id = matter.against.partition(":")
    KINDS[kind].reopen(by, at, matter, public_id)


def took_part(subject: str, holder: Person, codes: Iterable[str] = ()) -> frozenset[str]:
    """Who of the staff did something to a matter, by the journal; by `codes` those alone."""
    lines: Iterable[Line] = lines_about(subject)
    wanted = set(codes)
    return frozenset(
        line.actor_id
        for line in lines
        if line.actor_id not in ("", holder.public_id) and (not wanted or line.code in wanted)
    )


def _named(*people: Person | None) -> frozenset[str]:
    return frozenset(each.public_id for each in people if each is not None)


def _last_day(certification: Certification, on: date) -> date | None:
    """The last day by what the body says of all its decisions."""
    practice = Practice.objects.filter(body=certification.body).first()
    if practice is None or practice.appeal_days is None:
        return None
    return on + timedelta(days=practice.appeal_days)


# ---------------------------------------------------------------- applications


def _find_renewal(person: Person, public_id: str) -> Decision:
    renewal = renewal_for(person, public_id)
    certification = renewal.certification
    if renewal.state == RenewalState.REFUSED:
        says, at = _("Your application to renew was refused"), renewal.decided_at
    elif renewal.state == RenewalState.RETURNED:
        says, at = _("Your application to renew was returned"), renewal.clock_stopped_at
    else:
        raise NotFound
    assert at is not None  # it is written with the state
    on = local_day(at, certification.body.zone)
    items = renewal.items.filter(resolved_at=None).values_list("note", flat=True)
    return Decision(
        subject=renewal.subject,
        certification=certification,
        says=says,
        reason=renewal.reason or "\n".join(items),
        on=on,
        deciders=took_part(renewal.subject, person) | _named(renewal.decided_by),
        appeal_by=_last_day(certification, on),
    )


def _reopen_renewal(by: Person, at: datetime, matter: Matter, public_id: str) -> None:
    renewal = Renewal.objects.select_related("certification__body", "certification__person").get(
        public_id=public_id
    )
    reopen_renewal(by=by, at=at, renewal=renewal, apart=matter.deciders)


# ---------------------------------------------------------------- petitions


def _find_petition(person: Person, public_id: str) -> Decision:
    petition = petition_for(person, public_id)
    certification = petition.certification
    decided = (PetitionState.REJECTED, PetitionState.ACCEPTED)
    if petition.state not in decided or petition.decided_on is None:
        raise NotFound
    title = {"title": petition.activity.title}
    is_rejected = petition.state == PetitionState.REJECTED
    return Decision(
        subject=f"petition:{petition.public_id}",
        certification=certification,
        says=_("“%(title)s” was not accepted") % title
        if is_rejected
        else _("What “%(title)s” counts for was decided") % title,
        reason=petition.reason,
        on=petition.decided_on,
        deciders=took_part(f"petition:{petition.public_id}", person) | _named(petition.decided_by),
        appeal_by=_last_day(certification, petition.decided_on),
    )


def _reopen_petition(by: Person, at: datetime, matter: Matter, public_id: str) -> None:
    petition = Petition.objects.select_related(
        "certification__body", "certification__person", "activity__person"
    ).get(public_id=public_id)
    reopen_petition(by=by, at=at, petition=petition, apart=matter.deciders)
    undo_moot(at=at, subject=f"petition:{public_id}")


# ---------------------------------------------------------------- audits


def _find_audit(person: Person, public_id: str) -> Decision:
    found = determination_for(person, public_id)
    audit, certification = found.audit, found.audit.certification
    if found.outcome not in (AuditState.FAILED, AuditState.REPLACING, AuditState.PASSED):
        raise NotFound
    assert audit.determined_at is not None  # there is a determination
    on = local_day(audit.determined_at, certification.body.zone)
    return Decision(
        subject=audit.subject,
        certification=certification,
        says=_("How your audit was decided: %(outcome)s")
        % {"outcome": audit.get_state_display().lower()},
        reason=found.reason,
        on=on,
        deciders=took_part(audit.subject, person) | _named(found.by, found.reviewed_by),
        appeal_by=found.appeal_by or _last_day(certification, on),
    )


def _reopen_audit(by: Person, at: datetime, matter: Matter, public_id: str) -> None:
    audit = Audit.objects.select_related("certification__body", "certification__person").get(
        public_id=public_id
    )
    reopen_case(by=by, at=at, audit=audit, reason=matter.reason)


# ---------------------------------------------------------------- rulings


def _find_ruling(person: Person, public_id: str) -> Decision:
    ruling = (
        Ruling.objects.filter(
            public_id=public_id, certification__person=person, kind__in=AGAINST, ended_on=None
        )
        .select_related("certification__body", "certification__person", "decided_by")
        .first()
    )
    if ruling is None:
        raise NotFound
    audited = Audit.objects.filter(ruling_id=ruling.public_id).first()
    return Decision(
        subject=f"ruling:{ruling.public_id}",
        certification=ruling.certification,
        says=str(RULED[ruling.kind]),
        reason=ruling.reason,
        on=ruling.decided_on,
        deciders=_named(ruling.decided_by)
        | (took_part(audited.subject, person) if audited else frozenset()),
        appeal_by=_last_day(ruling.certification, ruling.decided_on),
    )


def _reopen_ruling(by: Person, at: datetime, matter: Matter, public_id: str) -> None:
    ruling = Ruling.objects.select_related("certification__body", "certification__person").get(
        public_id=public_id
    )
    if ruling.ended_on is not None:
        raise Refused(_("This decision has ended already. Nothing was changed."))
    close_ruling(by=by, at=at, ruling=ruling)
    keep_apart(
        at=at,
        body=ruling.certification.body,
        staff_ids=matter.deciders,
        subject=ruling_against(ruling.certification),
    )


# ---------------------------------------------------------------- the register


def _find_rejection(person: Person, public_id: str) -> Decision:
    certification = (
        Certification.objects.filter(public_id=public_id, person=person, register=Register.REJECTED)
        .select_related("body", "person")
        .first()
    )
    if certification is None:
        raise NotFound
    subject, code = f"certification:{public_id}", "credentials.rejected"
    lines = lines_about(subject).filter(code=code)
    line = lines.order_by("-at", "-id").first()
    if line is None:
        raise NotFound
    on = local_day(line.at, certification.body.zone)
    return Decision(
        subject=subject,
        certification=certification,
        says=_("Your certification was not found in the register"),
        reason="",
        on=on,
        deciders=took_part(subject, person, (code,)),
        appeal_by=_last_day(certification, on),
    )


def _reopen_rejection(by: Person, at: datetime, matter: Matter, public_id: str) -> None:
    certification = Certification.objects.select_related("body", "person").get(public_id=public_id)
    reconsider_certification(by=by, at=at, certification=certification, apart=matter.deciders)


# ---------------------------------------------------------------- leave


def _find_leave(person: Person, public_id: str) -> Decision:
    request = leave_for(person, public_id)
    certification = request.certification
    if request.state != LeaveState.DENIED or request.decided_at is None:
        raise NotFound
    on = local_day(request.decided_at, certification.body.zone)
    return Decision(
        subject=request.subject,
        certification=certification,
        says=_("Your request for leave was not granted"),
        reason=request.reason,
        on=on,
        deciders=took_part(request.subject, person) | _named(request.decided_by),
        appeal_by=_last_day(certification, on),
    )


def _reopen_leave(by: Person, at: datetime, matter: Matter, public_id: str) -> None:
    request = LeaveRequest.objects.select_related(
        "certification__body", "certification__person"
    ).get(public_id=public_id)
    reopen_leave(by=by, at=at, request=request, apart=matter.deciders)


# ---------------------------------------------------------------- what a correction changed


def _find_effect(person: Person, public_id: str) -> Decision:
    effect = effects_of(person).filter(public_id=public_id, state=EffectState.OWED).first()
    if effect is None or effect.decided_at is None:
        raise NotFound
    certification = effect.certification
    on = local_day(effect.decided_at, certification.body.zone)
    return Decision(
        subject=effect.subject,
        certification=certification,
        says=_("Credit is asked for again, after a correction"),
        reason=effect.reason,
        on=on,
        deciders=took_part(effect.subject, person) | _named(effect.decided_by),
        appeal_by=_last_day(certification, on),
    )


def _reopen_effect(by: Person, at: datetime, matter: Matter, public_id: str) -> None:
    effect = Effect.objects.select_related("certification__body", "certification__person").get(
        public_id=public_id
    )
    reopen_effect(by=by, at=at, effect=effect, apart=matter.deciders)


@dataclass(frozen=True, slots=True)
class Appealable:
    """How one kind of decision is found by its holder, and opened again."""

    find: Callable[[Person, str], Decision]
    reopen: Callable[[Person, datetime, Matter, str], None]


KINDS: dict[str, Appealable] = {
    "renewal": Appealable(_find_renewal, _reopen_renewal),
    "petition": Appealable(_find_petition, _reopen_petition),
    "audit": Appealable(_find_audit, _reopen_audit),
    "ruling": Appealable(_find_ruling, _reopen_ruling),
    "leave": Appealable(_find_leave, _reopen_leave),
    "certification": Appealable(_find_rejection, _reopen_rejection),
    "effect": Appealable(_find_effect, _reopen_effect),
}
"""By the word before the colon of a decision's subject."""
