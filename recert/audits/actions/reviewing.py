"""Reviewing: who may, what each activity is found to be, what is asked for again."""

from __future__ import annotations

from datetime import date, datetime
from fractions import Fraction

from django.db import transaction
from django.utils.translation import gettext as _

from recert.audits.actions.answering import keep_message
from recert.audits.actions.moving import journal, move, tell_of
from recert.audits.actions.opening import answer_day
from recert.audits.days import today_at
from recert.audits.models import (
    WITH_BODY,
    Audit,
    AuditItem,
    AuditState,
    Conflict,
    Judged,
    Message,
)
from recert.audits.queries.cases import audit_for_staff, evidence_in
from recert.audits.standing import as_audited, rulebook_of
from recert.audits.terms import from_plain
from recert.lib.refusals import NotFound, Refusal, Refused, refuse_all
from recert.people import impartiality
from recert.people.models import Person
from recert.rules.amounts import NotWholeGrains, to_grains
from recert.standing.words import day_words
from recert.transcript.models import Evidence


def for_review(by: Person, body_slug: str, public_id: str) -> Audit:
    """A case of somebody else's, for a reviewer without a conflict of interest."""
    audit = audit_for_staff(by, body_slug, public_id)
    why_not = bar_to(by, audit)
    if why_not:
        raise Refused(why_not)
    return audit


def bar_to(reader: Person, audit: Audit) -> str:
    """Why this person has no part in a case, in a sentence; empty where nothing bars them."""
    if audit.certification.person_id == reader.pk:
        return _("Ask a colleague: nobody reviews an audit of their own.")
    if audit.conflicts.filter(reviewer=reader, has_conflict=True).exists():
        return _("You declared a conflict of interest in this case. A colleague has to review it.")
    renewal = audit.renewal
    if (
        from_plain(audit.terms).separate
        and renewal is not None
        and renewal.decided_by_id == reader.pk
    ):
        return _("You approved this renewal. A colleague has to review the audit of it.")
    return impartiality.bar_to(reader, person=audit.certification.person, subject=audit.subject)


def declared(by: Person, body_slug: str, public_id: str) -> Audit:
    """The same, once the reviewer has declared that there is no conflict."""
    audit = for_review(by, body_slug, public_id)
    if not audit.conflicts.filter(reviewer=by, has_conflict=False).exists():
        raise Refused(
            _("Declare first whether you have a conflict of interest. The evidence opens then.")
        )
    return audit


@transaction.atomic
def declare_conflict(
    *, by: Person, at: datetime, body_slug: str, public_id: str, has_conflict: bool, says: str = ""
) -> Conflict:
    """Declare whether one has a conflict of interest, before one sees the evidence.

    A conflict that shows later may be declared then; one declared is not taken back.
    """
    audit = audit_for_staff(by, body_slug, public_id)
    if audit.certification.person_id == by.pk:
        raise Refused(_("Ask a colleague: nobody reviews an audit of their own."))
    if has_conflict and not says.strip():
        raise Refused(_("Say what the conflict is; only officers read it."), "says")
    found, is_new = Conflict.objects.get_or_create(
        audit=audit,
        reviewer=by,
        defaults={"has_conflict": has_conflict, "says": says.strip(), "at": at},
    )
    if not is_new and found.has_conflict == has_conflict:
        return found
    if not is_new:
        if found.has_conflict:
            raise Refused(
                _("You declared a conflict of interest, and that stands. A colleague reviews it.")
            )
        found.has_conflict, found.says, found.at = True, says.strip(), at
        found.save(update_fields=["has_conflict", "says", "at"])
    if has_conflict:
        Audit.objects.filter(pk=audit.pk, reviewer=by).update(reviewer=None)
    else:
        Audit.objects.filter(pk=audit.pk, reviewer=None).update(reviewer=by)
    journal(at, by, "conflict" if has_conflict else "no-conflict", audit)
    return found


@transaction.atomic
def open_audit_evidence(
    *, by: Person, at: datetime, body_slug: str, public_id: str, evidence_id: str
) -> Evidence:
    """A reviewer opens a file of a case; the journal says so."""
    audit = declared(by, body_slug, public_id)
    evidence = evidence_in(audit, evidence_id)
    journal(at, by, "evidence-opened", audit, {"evidence": evidence.public_id})
    return evidence


@transaction.atomic
def open_audit_pack(*, by: Person, at: datetime, body_slug: str, public_id: str) -> Audit:
    """A reviewer takes the whole answer with every file; the journal says so."""
    audit = declared(by, body_slug, public_id)
    journal(at, by, "pack-opened", audit)
    return audit


@transaction.atomic
def judge_item(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    public_id: str,
    item_id: str,
    judged: Judged,
    reason: str = "",
    clause: str = "",
    amount: Fraction | None = None,
) -> AuditItem:
    """Say what one activity is found to be: accepted, for less, not accepted, asked for again.

    A recommendation until the case is determined; the last one stands, and said again it is no
    news.
    """
    audit = declared(by, body_slug, public_id)
    if audit.state not in WITH_BODY:
        raise Refused(_("The holder has not answered yet. Nothing was changed."))
    item = audit.items.filter(public_id=item_id).select_related("activity").first()
    if item is None:
        raise NotFound
    refuse_all(_judged_refusals(audit, item, at, judged, reason, clause, amount))
    said = (judged.value, reason.strip(), clause, None if amount is None else to_grains(amount))
    stood = (item.judged, item.reason, item.clause, item.amount_grains)
    if stood == said and item.judged_by_id == by.pk:
        return item
    item.judged, item.reason, item.clause, item.amount_grains = said
    item.judged_by, item.judged_at = by, at
    item.save()
    journal(
        at,
        by,
        "item-judged",
        audit,
        {"item": item.public_id, "judged": judged.value, "clause": clause},
    )
    return item


def _judged_refusals(
    audit: Audit,
    item: AuditItem,
    at: datetime,
    judged: Judged,
    reason: str,
    clause: str,
    amount: Fraction | None,
) -> list[Refusal]:
    found = []
    if judged is not Judged.ACCEPT and not reason.strip():
        found.append(Refusal(_("Give the reason. The holder reads it."), "reason"))
    if judged is Judged.REJECT and clause not in _clauses(audit, at):
        found.append(Refusal(_("Choose the clause it does not meet."), "clause"))
    if judged is Judged.REDUCE and amount is None:
        found.append(Refusal(_("Say for how much it is accepted."), "amount"))
    may_have_amount = judged is Judged.REDUCE or (judged is Judged.ACCEPT and item.is_replacement)
    if amount is not None:
        if not may_have_amount:
            found.append(Refusal(_("Only what is accepted for less has an amount."), "amount"))
        try:
            grains = to_grains(amount)
        except NotWholeGrains:
            found.append(Refusal(_("Write at most three decimals."), "amount"))
        else:
            if judged is Judged.REDUCE and not 0 < grains < max(item.claimed_grains, 1):
                found.append(
                    Refusal(_("Less than it counted for, and more than nothing."), "amount")
                )
    return found


def _clauses(audit: Audit, at: datetime) -> set[str]:
    standing = as_audited(audit.certification, audit.renewal, audit.cycle_end, at)
    rulebook = rulebook_of(audit, standing)
    return {each.id for each in rulebook.clauses} if rulebook else {""}


@transaction.atomic
def return_audit(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    public_id: str,
    note: str = "",
    due: date | None = None,
) -> Audit:
    """Ask for what is missing. Never a silent failure: the holder is told what, and by when.

    Where the policy stops the clock and the reviewer names no day, the days to answer begin
    anew; more time is granted from that day on. After it the case is overdue like any other.
    """
    audit = declared(by, body_slug, public_id)
    terms, today = from_plain(audit.terms), today_at(audit.certification.body, at)
    again = list(audit.items.filter(judged=Judged.AGAIN).select_related("activity"))
    problems = []
    if not again and not note.strip():
        problems.append(Refusal(_("Name what is missing: mark it, or write it."), "note"))
    if due is None and terms.stops_clock:
        due = answer_day(audit.certification.body, terms, at)
    if due is None:
        problems.append(Refusal(_("Say by which day; the policy stops no clock here."), "due"))
    if due is not None and due <= today:
        problems.append(Refusal(_("Give a day that lies ahead."), "due"))
    refuse_all(problems)
    assert due is not None  # else refused above
    was, by_day = AuditState(audit.state), day_words(due)
    move(
        audit,
        (AuditState.ANSWERED, AuditState.REPLACED),
        AuditState.REPLACING if was is AuditState.REPLACED else AuditState.RETURNED,
        due=due,
        first_due=due,
        stopped_on=today if terms.stops_clock else None,
        review_by=None,
    )
    journal(at, by, "returned", audit, {"items": len(again)})
    lines = [f"- {each.activity.title}: {each.reason}" for each in again]
    if note.strip():
        keep_message(by=by, at=at, audit=audit, text=note, key="", from_body=True)
    tell_of(
        at,
        audit.certification.person,
        audit,
        "audit-news",
        lambda: (
            _("Something is missing in your answer"),
            "\n\n".join(
                part
                for part in (
                    note.strip(),
                    "\n".join(lines),
                    _("Send it by %(day)s.") % {"day": by_day},
                )
                if part
            ),
        ),
        f"returned:{at.isoformat()}",
    )
    return audit


@transaction.atomic
def write_to_holder(
    *, by: Person, at: datetime, body_slug: str, public_id: str, text: str, key: str = ""
) -> Message:
    """Write to the holder about the case; the same form sent twice is one message."""
    audit = for_review(by, body_slug, public_id)
    if audit.is_closed and not audit.may_be_cured:
        raise Refused(_("This audit is closed."), "text")
    message, is_new = keep_message(by=by, at=at, audit=audit, text=text, key=key, from_body=True)
    if is_new:
        tell_of(
            at,
            audit.certification.person,
            audit,
            "audit-news",
            lambda: (_("A message about your audit"), message.text),
            f"message:{message.pk}",
        )
    return message
