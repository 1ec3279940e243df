"""Deciding: what a body's reviewers do. Nobody decides an application of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.credentials.actions import close_term, record_carried, record_ruling
from recert.lib.days import local_day
from recert.lib.refusals import Refusal, Refused, refuse_all
from recert.payments.actions import end_offers_of_time, show_cents
from recert.payments.models import Moot
from recert.payments.queries import agreement_about
from recert.people.impartiality import refuse_apart
from recert.people.models import Person
from recert.people.queries import Duty
from recert.renewals.actions.ending import settle_fee
from recert.renewals.actions.filing import BARRED, ask_for_fee
from recert.renewals.actions.moving import journal, move, tell_of
from recert.renewals.models import Renewal, ReturnItem, State
from recert.renewals.queries import evidence_in, renewal_for_staff
from recert.renewals.tasks import Tasks, fee_by_policy, tasks_of
from recert.rules.carrying import carried_on
from recert.rules.facts import DecisionKind
from recert.rules.findings import Standing, Verdict
from recert.rules.lapsing import lapse_of
from recert.rules.rulebook import NextCycle
from recert.standing.gathering import facts_of
from recert.standing.words import day_words, status_words
from recert.transcript.models import Evidence


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing a reviewer names as missing: a clause, perhaps an entry, and what to do."""

    note: str
    clause: str = ""
    activity_id: str = ""


def _application(by: Person, body_slug: str, public_id: str) -> Renewal:
    renewal = renewal_for_staff(by, body_slug, public_id)
    if renewal.certification.person_id == by.pk:
        raise Refused(_("Ask a colleague: nobody decides an application of their own."))
    refuse_apart(by, person=renewal.certification.person, subject=renewal.subject)
    return renewal


@transaction.atomic
def return_renewal(
    *, by: Person, at: datetime, body_slug: str, public_id: str, items: Sequence[Missing]
) -> Renewal:
    """Send an application back with what is missing, by name. The clock stops."""
    renewal = _application(by, body_slug, public_id)
    named = [item for item in items if item.note.strip()]
    if not named:
        raise Refused(_("Name at least one thing that is missing and how to mend it."), "note")
    move(renewal, (State.SUBMITTED,), State.RETURNED, clock_stopped_at=at)
    ReturnItem.objects.bulk_create(
        ReturnItem(
            renewal=renewal,
            clause=item.clause,
            activity_id=item.activity_id,
            note=item.note.strip(),
            returned_at=at,
        )
        for item in named
    )
    journal(at, by, "returned", renewal, {"items": len(named)})
    tell_of(
        at,
        renewal.certification.person,
        renewal,
        "renewal-returned",
        lambda: (
            _("Your application came back to you"),
            _("The day you sent it still counts, and there is nothing to pay twice. Missing:\n\n%s")
            % "\n".join(f"- {item.note.strip()}" for item in named),
        ),
        f"returned:{at.isoformat()}",
    )
    return renewal


@transaction.atomic
def set_fee(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    public_id: str,
    cents: int,
    reason: str,
    overrule: bool = False,
) -> Renewal:
    """Say what renewing costs where the policy does not, or forgo it, with a reason.

    Where the policy says another sum, `overrule` says that this is meant; the journal keeps
    both. The invoice goes out at once, so that the applicant can pay while the application
    waits.
    """
    renewal = renewal_for_staff(by, body_slug, public_id, Duty.MONEY)
    if renewal.certification.person_id == by.pk:
        raise Refused(_("Ask a colleague: nobody sets a fee of their own."))
    found = []
    if cents < 0:
        found.append(Refusal(_("A fee cannot be less than nothing."), "cents"))
    if not reason.strip():
        found.append(Refusal(_("Give the reason. The applicant reads it."), "reason"))
    if agreement_about(renewal.subject) is not None:
        sentence = _("It is paid in parts as agreed, and an agreement is kept. Nothing changed.")
        found.append(Refusal(sentence))
    stated = fee_by_policy(renewal, at)
    if stated is not None and stated != cents and not overrule:
        found.append(
            Refusal(
                _("The policy says %(sum)s. Say that you overrule it, or leave it at that.")
                % {"sum": show_cents(stated)},
                "overrule",
            )
        )
    refuse_all(found)
    said = {"fee_cents": cents, "fee_reason": reason.strip()}
    waiting = Renewal.objects.filter(pk=renewal.pk, state__in=(State.SUBMITTED, State.RETURNED))
    moved = waiting.exclude(**said).update(**said)
    renewal.refresh_from_db()
    if not moved:
        if (renewal.fee_cents, renewal.fee_reason) == (cents, reason.strip()):
            return renewal  # said already
        raise Refused(_("This application is decided. Nothing was changed."))
    if stated is not None and stated != cents:
        journal(at, by, "fee-overruled", renewal, {"cents": cents, "policy": stated})
    else:
        journal(at, by, "fee-set", renewal, {"cents": cents})
    ask_for_fee(by=by, at=at, renewal=renewal, found=tasks_of(renewal, at))
    tell_of(
        at,
        renewal.certification.person,
        renewal,
        "fee-set",
        lambda: (_("The fee for your renewal"), reason.strip()),
        f"fee:{at.isoformat()}",
    )
    return renewal


@transaction.atomic
def approve(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    public_id: str,
    reason: str = "",
    next_end: date | None = None,
) -> Renewal:
    """Renew the certification: the next cycle opens as the policy says.

    Where the policy does not say until when, the reviewer gives `next_end` and a reason;
    so does one who approves what only a person can judge.
    """
    renewal = _application(by, body_slug, public_id)
    if _is_decided_so(renewal, State.APPROVED, by, reason):
        return renewal
    found = tasks_of(renewal, at)
    end = _next_end(found.standing, next_end)
    refuse_all(_hindrances(renewal, found, reason, end, next_end))
    assert end is not None  # a hindrance otherwise
    move(
        renewal,
        (State.SUBMITTED,),
        State.APPROVED,
        decided_by=by,
        decided_at=at,
        reason=reason.strip(),
    )
    passing = carried_on(found.standing, facts_of(renewal.certification.person))
    close_term(
        by=by,
        at=at,
        certification=renewal.certification,
        start=renewal.cycle_start,
        end=renewal.cycle_end,
        next_end=end,
        closed_on=found.standing.as_of,
        renewal_id=renewal.public_id,
        reason=reason.strip(),
    )
    _begin_anew(by, at, renewal, found, end)
    end_offers_of_time(at=at, certification=renewal.certification)
    record_carried(
        at=at,
        certification=renewal.certification,
        carried=passing,
        renewal_id=renewal.public_id,
    )
    journal(at, by, "approved", renewal, {"next-end": end.isoformat()})
    _tell_decided(at, renewal, lambda: _("Your certification is renewed"), "approved")
    return renewal


def _is_decided_so(renewal: Renewal, state: State, by: Person, reason: str) -> bool:
    """Whether this very decision stands: the click came twice. Refuses what comes too late."""
    if renewal.state not in (State.APPROVED, State.REFUSED):
        return False
    if (renewal.state, renewal.decided_by, renewal.reason) == (state, by, reason.strip()):
        return True
    raise Refused(
        _("It was decided already, by %(name)s: %(state)s. Nothing was changed.")
        % {
            "name": renewal.decided_by or _("the system"),
            "state": renewal.get_state_display().lower(),
        }
    )


def _begin_anew(by: Person, at: datetime, renewal: Renewal, found: Tasks, end: date) -> None:
    """Where lateness moves the cycle, note from which day the new one runs, and by which clause."""
    clause_id = found.standing.next_cycle_clause
    lapse = None if found.rulebook is None else lapse_of(found.rulebook, clause_id)
    if lapse is None or lapse.next_cycle in (None, NextCycle.ORIGINAL):
        return
    filed = lapse.next_cycle is NextCycle.FILING
    day = found.standing.as_of if filed else local_day(at, renewal.certification.body.zone)
    if day > end:
        raise Refused(
            _("The new cycle runs from %(day)s, so its last day must lie after it.")
            % {"day": day_words(day)},
            "next_end",
        )
    record_ruling(
        by=by,
        at=at,
        certification=renewal.certification,
        kind=DecisionKind.REINSTATE,
        clause=clause_id,
        reason=renewal.reason,
        on=day,
        tells=False,  # the letter about the application says it
    )


def _next_end(standing: Standing, entered: date | None) -> date | None:
    return standing.next_cycle[1] if standing.next_cycle else entered


def _hindrances(
    renewal: Renewal, found: Tasks, reason: str, end: date | None, entered: date | None
) -> list[Refusal]:
    """Everything that keeps an application from being approved."""
    standing, problems = found.standing, []
    if standing.cycle is not None and standing.cycle.start > renewal.cycle_end:
        return [
            Refusal(
                _(
                    "The cycle applied for was closed meanwhile: there is nothing left to renew. "
                    "Refuse the application, or ask the applicant to take it back."
                )
            )
        ]
    if not renewal.certification.is_confirmed:
        problems.append(
            Refusal(_("The register does not confirm this certification. Confirm it first."))
        )
    if standing.status in BARRED:
        problems.append(
            Refusal(
                _("A decision of the body stands in the way: %(status)s. End it first.")
                % {"status": status_words(standing.status).lower()}
            )
        )
    is_short = standing.verdict is Verdict.SHORT and bool(found.unmet)
    if is_short or standing.verdict in (Verdict.CLOSED, Verdict.NOT_COVERED):
        problems.append(
            Refusal(
                _("A requirement is not met. Return the application, or waive it with a reason.")
            )
        )
    if renewal.held_for.startswith("audit:"):
        problems.append(
            Refusal(_("This application is being audited. Close the audit, then decide it."))
        )
    elif renewal.held_for:
        problems.append(
            Refusal(
                _("It is not drawn yet whether this application is audited. That takes a minute.")
            )
        )
    judged = standing.verdict in (Verdict.NEEDS_PERSON, Verdict.SILENT)
    if (judged or entered is not None) and not reason.strip():
        problems.append(
            Refusal(_("Give your reason: the policy leaves this to your judgement."), "reason")
        )
    if found.money.due_cents is None:
        problems.append(
            Refusal(_("The policy does not say what this costs. Set the fee first."), "fee")
        )
    elif found.money.paid_cents + found.money.promised_cents < found.money.due_cents:
        problems.append(Refusal(_("The fee has not arrived yet."), "fee"))
    if end is None:
        problems.append(
            Refusal(
                _("The policy does not say until when. Enter the new last day and your reason."),
                "next_end",
            )
        )
    elif end <= renewal.cycle_end:
        problems.append(
            Refusal(_("The new last day must lie after the one that ends now."), "next_end")
        )
    return problems


def hindrances_to(renewal: Renewal, found: Tasks) -> list[Refusal]:
    """What would keep an application from being approved, whatever the reviewer writes."""
    end = _next_end(found.standing, date.max)
    return _hindrances(renewal, found, "whatever the reviewer writes", end, None)


@transaction.atomic
def refuse(
    *, by: Person, at: datetime, body_slug: str, public_id: str, reason: str, clause: str
) -> Renewal:
    """Refuse an application for good, with the clause and the reason."""
    renewal = _application(by, body_slug, public_id)
    if _is_decided_so(renewal, State.REFUSED, by, reason) and renewal.clause == clause:
        return renewal
    found = tasks_of(renewal, at)
    problems = []
    if not reason.strip():
        problems.append(Refusal(_("Give the reason. The applicant reads it."), "reason"))
    known = {each.id for each in found.rulebook.clauses} if found.rulebook else set()
    if clause not in known:
        problems.append(Refusal(_("Choose the clause the refusal rests on."), "clause"))
    refuse_all(problems)
    move(
        renewal,
        (State.SUBMITTED,),
        State.REFUSED,
        decided_by=by,
        decided_at=at,
        reason=reason.strip(),
        clause=clause,
    )
    journal(at, by, "refused", renewal, {"clause": clause})
    settle_fee(at=at, renewal=renewal, why=Moot.REFUSED)
    _tell_decided(at, renewal, lambda: _("Your application was refused"), "refused")
    return renewal


def _tell_decided(at: datetime, renewal: Renewal, subject: Callable[[], str], key: str) -> None:
    def letter() -> tuple[str, str]:
        text = _("%(body)s has decided your application. Sign in to read it.") % {
            "body": renewal.certification.body.name
        }
        return subject(), f"{text}\n\n{renewal.reason}".strip()

    tell_of(at, renewal.certification.person, renewal, "renewal-decided", letter, key)


@transaction.atomic
def open_evidence(
    *, by: Person, at: datetime, body_slug: str, public_id: str, evidence_id: str
) -> Evidence:
    """A reviewer opens a file that an application rests on; the journal says so."""
    renewal = renewal_for_staff(by, body_slug, public_id)
    refuse_apart(by, person=renewal.certification.person, subject=renewal.subject)
    evidence = evidence_in(renewal, evidence_id)
    journal(at, by, "evidence-opened", renewal, {"evidence": evidence.public_id})
    return evidence
