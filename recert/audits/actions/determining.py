"""Determining: how a case ends, by whom and why, and that the law counts by it from then on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from recert.audits.actions.letting_go import let_go
from recert.audits.actions.moving import journal, move, tell_of
from recert.audits.actions.reviewing import declared
from recert.audits.days import today_at
from recert.audits.models import Audit, AuditState, Judged
from recert.audits.standing import as_audited, as_found, ruled
from recert.audits.terms import Terms, from_plain, last_day
from recert.lib.refusals import Refusal, refuse_all
from recert.people.models import Person
from recert.rules.amounts import from_grains, show, to_grains
from recert.rules.findings import Standing
from recert.rules.findings import State as Met
from recert.standing.words import day_words
from recert.transcript.actions import rule_entries

OUTCOMES = (AuditState.PASSED, AuditState.REPLACING, AuditState.FAILED)
REVIEWED = (AuditState.ANSWERED, AuditState.RECOMMENDED, AuditState.REPLACED)
SILENT = (AuditState.NOTIFIED, AuditState.RETURNED, AuditState.DEFERRED, AuditState.REPLACING)


@transaction.atomic
def recommend(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    public_id: str,
    outcome: AuditState,
    reason: str = "",
) -> Audit:
    """Hand a reviewed case on, with what the reviewer recommends, for somebody to determine."""
    audit = declared(by, body_slug, public_id)
    if audit.state == AuditState.RECOMMENDED and audit.recommended_by_id == by.pk:
        return audit
    refuse_all([*_outcome_refusals(outcome, reason), *_left_open(audit)])
    if outcome is AuditState.PASSED:
        refuse_all(_short_by(audit, as_found(audit, at)))
    move(
        audit,
        (AuditState.ANSWERED,),
        AuditState.RECOMMENDED,
        recommended_outcome=outcome.value,
        recommendation=reason.strip(),
        recommended_by=by,
    )
    journal(at, by, "recommended", audit, {"outcome": outcome.value})
    return audit


def _outcome_refusals(outcome: AuditState, reason: str) -> Iterator[Refusal]:
    if outcome not in OUTCOMES:
        yield Refusal(_("Choose one of the outcomes offered."), "outcome")
    if outcome is not AuditState.PASSED and not reason.strip():
        yield Refusal(_("Give the reason. The holder reads it."), "reason")


def _left_open(audit: Audit) -> Iterator[Refusal]:
    """What is not judged yet, and what was asked for again without being sent back."""
    is_replacement = audit.state == AuditState.REPLACED
    items = audit.items.filter(is_replacement=is_replacement, judged__in=("", Judged.AGAIN))
    for item in items.select_related("activity"):
        yield Refusal(
            _("“%(title)s” is not judged yet. Judge it, or send the answer back.")
            % {"title": item.activity.title},
            item.public_id,
        )


@transaction.atomic
def determine(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    public_id: str,
    outcome: AuditState,
    reason: str = "",
    clause: str = "",
    owed: Fraction | None = None,
    due: date | None = None,
) -> Audit:
    """Decide a case: passed, replacement credit due, or failed.

    What was found about each activity counts from now on; the holder is told with clauses
    and the day to appeal. A case nobody answered in time can only be failed. `owed` is the
    replacement credit, `due` its day where the policy gives none.
    """
    audit = declared(by, body_slug, public_id)
    if audit.state == outcome and audit.determined_by_id == by.pk:
        return audit
    terms, was = from_plain(audit.terms), AuditState(audit.state)
    today = today_at(audit.certification.body, at)
    if due is None:
        due = last_day(today, terms.replace_within)
    refuse_all(
        [
            *_outcome_refusals(outcome, reason),
            *_turn_refusals(by, audit, terms, outcome),
            *_replacement_refusals(terms, outcome, owed, due, today),
        ]
    )
    move(
        audit,
        (was,),
        outcome,
        determined_by=by,
        determined_at=at,
        reason=reason.strip(),
        clause=clause,
        owed_grains=to_grains(owed)
        if outcome is AuditState.REPLACING and owed
        else audit.owed_grains,
        due=due if outcome is AuditState.REPLACING else None,
        overdue_at=None,
        review_by=None,
        appeal_by=last_day(today, terms.appeal),
        cure_by=last_day(today, terms.cure) if outcome is AuditState.FAILED else None,
        closed_at=None if outcome is AuditState.REPLACING else at,
    )
    _keep_found(by, at, today, audit)
    if outcome is AuditState.PASSED:
        refuse_all(_short_without(audit, at, was))
    if outcome is AuditState.PASSED or (outcome is AuditState.FAILED and not terms.waits):
        let_go(by=by, at=at, audit=audit)
    journal(at, by, "determined", audit, {"outcome": outcome.value, "clause": clause})
    _tell(at, audit, due)
    return audit


def _turn_refusals(
    by: Person, audit: Audit, terms: Terms, outcome: AuditState
) -> Iterator[Refusal]:
    """Whether it is this person's turn to decide, and whether the case is ripe."""
    if audit.state in SILENT:
        if audit.overdue_at is None:
            yield Refusal(_("The day to answer is not over. Nothing can be decided yet."))
        elif outcome is not AuditState.FAILED:
            yield Refusal(_("No answer came. It can only be failed, or be given more time."))
        return
    if audit.state not in REVIEWED:
        return  # moving says what it is by now
    yield from _left_open(audit)
    if terms.second and audit.state == AuditState.ANSWERED:
        yield Refusal(_("Recommend an outcome; here somebody else decides."))
    if terms.second and audit.recommended_by_id == by.pk:
        yield Refusal(_("You reviewed this case. Somebody else has to decide it."))


def _replacement_refusals(
    terms: Terms, outcome: AuditState, owed: Fraction | None, due: date | None, today: date
) -> Iterator[Refusal]:
    if outcome is not AuditState.REPLACING:
        return
    if not terms.replace:
        yield Refusal(_("The policy lets nobody replace what was not accepted."), "outcome")
    if owed is None or owed <= 0:
        yield Refusal(_("Say how much replacement credit is due."), "owed")
    if due is None:
        yield Refusal(_("Say by which day; the policy gives none."), "due")
    elif due <= today:
        yield Refusal(_("Give a day that lies ahead."), "due")


def _keep_found(by: Person, at: datetime, today: date, audit: Audit) -> None:
    """What was found about each activity becomes a fact the law counts by."""
    rule_entries(
        by=by,
        at=at,
        on=today,
        certification=audit.certification,
        subject=audit.subject,
        found=ruled(audit),
    )


def replaced_grains(audit: Audit) -> int:
    """How much replacement credit was accepted, in grains."""
    accepted = audit.items.filter(is_replacement=True, judged__in=(Judged.ACCEPT, Judged.REDUCE))
    return sum(
        item.claimed_grains if item.amount_grains is None else item.amount_grains
        for item in accepted
    )


def _short_without(audit: Audit, at: datetime, was: AuditState) -> Iterator[Refusal]:
    """Why it cannot pass: what was not accepted is missing, and nothing replaces it."""
    if was is AuditState.REPLACED:
        missing = (audit.owed_grains or 0) - replaced_grains(audit)
        if missing > 0:
            yield Refusal(
                _("%(amount)s of the replacement credit is still missing.")
                % {"amount": show(from_grains(missing))},
                "outcome",
            )
        return
    yield from _short_by(audit, as_audited(audit.certification, audit.renewal, audit.cycle_end, at))


def _short_by(audit: Audit, standing: Standing) -> Iterator[Refusal]:
    """What the cycle lacks without what was not accepted; nothing where all was."""
    not_whole = audit.items.filter(judged__in=(Judged.REJECT, Judged.REDUCE))
    if audit.renewal is None or not not_whole.exists():
        return
    short = [each for each in standing.requirements if each.kind != "gate"]
    for each in short:
        if each.state is Met.SHORT:
            yield Refusal(
                _("Without what was not accepted, %(short)s is missing under “%(clause)s”.")
                % {"short": show(each.short), "clause": each.clause.replace("-", " ")},
                "outcome",
            )


def _tell(at: datetime, audit: Audit, due: date | None) -> None:
    def letter() -> tuple[str, str]:
        subjects = {
            AuditState.PASSED: _("You passed the audit"),
            AuditState.REPLACING: _("Part of your audit is to be replaced"),
            AuditState.FAILED: _("You did not pass the audit"),
        }
        lines = [audit.reason]
        if audit.state == AuditState.REPLACING and due is not None:
            lines.append(
                _("Replacement credit of %(amount)s is due by %(day)s.")
                % {"amount": show(from_grains(audit.owed_grains or 0)), "day": day_words(due)}
            )
        if audit.cure_by is not None:
            lines.append(
                _("You can still put it right until %(day)s.") % {"day": day_words(audit.cure_by)}
            )
        if audit.appeal_by is not None and audit.state != AuditState.PASSED:
            lines.append(_("You may appeal until %(day)s.") % {"day": day_words(audit.appeal_by)})
        lines.append(_("Sign in to read what was found about each activity."))
        return subjects[AuditState(audit.state)], "\n\n".join(line for line in lines if line)

    tell_of(
        at,
        audit.certification.person,
        audit,
        "audit-decided",
        letter,
        f"determined:{at.isoformat()}",
    )


def may_determine(reader: Person, audit: Audit) -> tuple[AuditState, ...]:
    """The outcomes this person can still give the case, the order they are offered in."""
    terms = from_plain(audit.terms)
    if audit.state in SILENT:
        return (AuditState.FAILED,) if audit.overdue_at else ()
    if audit.state not in REVIEWED:
        return ()
    if terms.second and (
        audit.state == AuditState.ANSWERED or audit.recommended_by_id == reader.pk
    ):
        return ()
    return OUTCOMES if terms.replace else (AuditState.PASSED, AuditState.FAILED)
