"""A case laid out: what is asked of each activity, what is there, how the cycle stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from recert.audits.days import today_at
from recert.audits.models import Ask, Audit, AuditItem, Judged, Message
from recert.audits.standing import as_audited, as_replaced, rulebook_of
from recert.audits.terms import Terms, from_plain
from recert.rules.amounts import NotAnAmount, from_grains, parse
from recert.rules.auditing import Proving, proof_for
from recert.rules.facts import Facts
from recert.rules.findings import ActivityFinding, Standing
from recert.rules.rulebook import Rulebook
from recert.standing.gathering import facts_of
from recert.transcript.models import Activity, Evidence
from recert.transcript.records import activity_fact


@dataclass(frozen=True, slots=True)
class Line:
    """One activity of a case: what is asked for it and what is there.

    `proof` is None where the policy does not say what proves it; `finding` is what the law
    makes of the entry in the cycle under audit, None where it makes nothing of it.
    """

    item: AuditItem
    activity: Activity
    proof: Proving | None
    evidence: tuple[Evidence, ...]
    finding: ActivityFinding | None

    @property
    def claimed(self) -> Fraction:
        """What it counted for when the case was opened, or when it was listed."""
        return from_grains(self.item.claimed_grains)

    @property
    def kept(self) -> Fraction:
        """What is left of it by what the reviewer found so far."""
        if self.item.judged == Judged.REJECT:
            return Fraction(0)
        if self.item.amount_grains is not None:
            return from_grains(self.item.amount_grains)
        return self.claimed

    @property
    def has_answer(self) -> bool:
        """Whether there is a proof, or a note that says why there is none."""
        return bool(self.evidence or self.item.note)


@dataclass(frozen=True, slots=True)
class Declared:
    """A total as it was declared, and what the entries come to."""

    clause: str
    declared: str
    itemised: Fraction

    @property
    def agrees(self) -> bool:
        """Whether the entries come to at least what was declared."""
        try:
            return self.itemised >= parse(self.declared)
        except NotAnAmount:
            return False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A case on one sheet. `days_left` is negative once the day is over, None where none runs."""

    audit: Audit
    terms: Terms
    rulebook: Rulebook | None
    standing: Standing
    lines: tuple[Line, ...]
    declared: tuple[Declared, ...]
    messages: tuple[Message, ...]
    asks: tuple[Ask, ...]
    today: date

    @property
    def days_left(self) -> int | None:
        """Days until the holder's next act is due."""
        return None if self.audit.due is None else (self.audit.due - self.today).days

    @property
    def first(self) -> tuple[Line, ...]:
        """The activities the cycle rests on."""
        return tuple(line for line in self.lines if not line.item.is_replacement)

    @property
    def replacements(self) -> tuple[Line, ...]:
        """The activities offered in place of what was not accepted."""
        return tuple(line for line in self.lines if line.item.is_replacement)

    @property
    def owed(self) -> Fraction:
        """Replacement credit due in all."""
        return from_grains(self.audit.owed_grains or 0)

    @property
    def offered(self) -> Fraction:
        """Replacement credit offered so far, as it counts today."""
        return sum((line.claimed for line in self.replacements), Fraction(0))


def sheet_of(audit: Audit, at: datetime, facts: Facts | None = None) -> Sheet:
    """A case laid out, in a constant number of queries; the caller has fetched it.

    `facts` spare gathering them again.
    """
    facts = facts or facts_of(audit.certification.person)
    standing = as_audited(audit.certification, audit.renewal, audit.cycle_end, at, facts)
    rulebook = rulebook_of(audit, standing)
    day = today_at(audit.certification.body, audit.notified_at)
    items = audit.items.select_related("activity__person", "judged_by").prefetch_related(
        "activity__awards", "activity__evidence"
    )
    findings = {each.activity: each for each in standing.activities}
    if added := {item.activity.public_id for item in items if item.is_replacement}:
        replaced = as_replaced(audit, at, added, facts).activities
        findings |= {each.activity: each for each in replaced if each.activity in added}
    return Sheet(
        audit=audit,
        terms=from_plain(audit.terms),
        rulebook=rulebook,
        standing=standing,
        lines=tuple(_line(item, rulebook, findings, day) for item in items),
        declared=_declared(audit, standing),
        messages=tuple(audit.messages.select_related("by")),
        asks=tuple(audit.asks.select_related("decided_by")),
        today=today_at(audit.certification.body, at),
    )


def _line(
    item: AuditItem, rulebook: Rulebook | None, findings: dict[str, ActivityFinding], day: date
) -> Line:
    activity = item.activity
    return Line(
        item=item,
        activity=activity,
        proof=proof_for(rulebook, activity_fact(activity), day) if rulebook else None,
        evidence=tuple(activity.evidence.all()),
        finding=findings.get(activity.public_id),
    )


def _declared(audit: Audit, standing: Standing) -> tuple[Declared, ...]:
    """What was declared in totals, beside what the entries come to today."""
    if audit.renewal is None:
        return ()
    counted = {each.clause: each.counted for each in standing.requirements}
    return tuple(
        Declared(clause, said, counted.get(clause, Fraction(0)))
        for clause, said in audit.renewal.declared.items()
    )
