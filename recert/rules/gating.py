"""Gating: conditions beside credits. Documents held, things affirmed, membership."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from recert.rules.admitting import decisions_on
from recert.rules.amounts import ZERO
from recert.rules.cycles import ONE_DAY, subtract
from recert.rules.facts import Activity, DecisionKind, Document
from recert.rules.findings import Code, Reason, RequirementFinding, State
from recert.rules.matching import Matter, in_force, is_member, what_matches
from recert.rules.recalling import looking_back
from recert.rules.rulebook import Clause, Current, Gate, Length, What

_RANK = (State.SHORT, State.NEEDS_PERSON, State.MET)
"""From worst to best: of several documents the best stands, of several kinds the worst."""


def gates(
    matter: Matter, waived: frozenset[str], left_out: frozenset[str] = frozenset()
) -> tuple[RequirementFinding, ...]:
    """How every gate that applies, or may apply, stands on the day."""
    found = []
    for clause, gate in matter.rulebook.of_kind(Gate):
        if clause.id in left_out:
            continue
        if in_force(clause, matter):
            found.append(_finding(clause, *_judged(clause, gate, matter, waived)))
        elif not matter.facts.country and in_force(_anywhere(clause), matter):
            found.append(_finding(clause, *_if_it_applies(clause, gate, matter, waived)))
    return tuple(found)


def _anywhere(clause: Clause) -> Clause:
    return replace(clause, who=replace(clause.who, countries=frozenset()))


def _if_it_applies(
    clause: Clause, gate: Gate, matter: Matter, waived: frozenset[str]
) -> tuple[State, tuple[Reason, ...]]:
    """A gate of some countries, for a person whose country is not known: ask, never assume."""
    state, reasons = _judged(clause, gate, matter, waived)
    if state is not State.SHORT:
        return state, reasons
    why = {"why": "country-unsaid"}
    about = [{"document": str(kind), **why} for kind in gate.documents] or [why]
    return State.NEEDS_PERSON, tuple(
        Reason(code=Code.NEEDS_PERSON, clause=clause.id, about=each) for each in about
    )


def _finding(clause: Clause, state: State, reasons: tuple[Reason, ...]) -> RequirementFinding:
    short = Fraction(1) if state is State.SHORT else ZERO
    return RequirementFinding(
        clause=clause.id,
        kind=clause.kind,
        state=state,
        need=Fraction(1),
        counted=Fraction(1) if state is State.MET else ZERO,
        short=short,
        reasons=reasons,
    )


def _judged(
    clause: Clause, gate: Gate, matter: Matter, waived: frozenset[str]
) -> tuple[State, tuple[Reason, ...]]:
    if clause.id in waived:
        return State.WAIVED, ()
    if clause.silent:
        return State.SILENT, (Reason(code=Code.SILENT, clause=clause.id),)
    if gate.documents:
        return _documents(clause, gate, matter)
    if gate.membership:
        held = is_member(matter.facts, matter.holding.body, matter.as_of)
        return (State.MET if held else State.SHORT), ()
    if gate.attests:
        return (State.MET if _attested(gate.attests, matter) else State.LATER), ()
    if gate.done is not None:
        return _done(clause, gate.done, gate, matter)
    if gate.holds:
        return (State.MET if _holds(gate.holds, matter) else State.SHORT), ()
    return _asked(clause, matter)


def _done(
    clause: Clause, what: What, gate: Gate, matter: Matter
) -> tuple[State, tuple[Reason, ...]]:
    """Something done so many times: whatever it is worth, and rejected by nobody."""
    since, until = days_of(gate, matter)
    rejected = _rejected(matter)
    fitting = [
        activity
        for activity in matter.facts.activities
        if activity.passed is not False
        and activity.id not in rejected
        and what_matches(what, activity, matter.rulebook)
    ]
    if gate.lasting is not None:
        return _lasted(clause, _days_on_which(fitting, since, until), _in_days(gate.lasting))
    found = [activity for activity in fitting if since <= activity.completed <= until]
    if len(found) >= gate.times:
        return State.MET, ()
    about = {"done": str(len(found)), "times": str(gate.times)}
    return State.SHORT, (Reason(code=Code.NOT_DONE, clause=clause.id, about=about),)


def _lasted(clause: Clause, days: int, due: int) -> tuple[State, tuple[Reason, ...]]:
    if days >= due:
        return State.MET, ()
    about = {"days": str(days), "due": str(due)}
    return State.SHORT, (Reason(code=Code.NOT_SO_LONG, clause=clause.id, about=about),)


def _in_days(length: Length) -> int:
    """A length of work in days; nobody is a day short because of a leap year."""
    years, months = divmod(length.years * 12 + length.months, 12)
    return years * 365 + months * 30 + length.days


def _days_on_which(activities: Iterable[Activity], since: date, until: date) -> int:
    """Days on which any of them ran; two at once are one."""
    days, following = 0, since
    for activity in sorted(activities, key=lambda each: each.started or each.completed):
        first = max(activity.started or activity.completed, following)
        last = min(activity.completed, until)
        if first <= last:
            days += (last - first).days + 1
            following = last + ONE_DAY
    return days


def days_of(gate: Gate, matter: Matter) -> tuple[date, date]:
    """The days that count; in a late stage, up to the day asked about."""
    until = matter.as_of
    if gate.ever:
        return date.min, until
    end = max(matter.cycle.end, until)
    if gate.within is not None:
        return looking_back(matter.cycle.end, gate.within), min(end, until)
    return matter.cycle.start, min(end, until)


def _rejected(matter: Matter) -> frozenset[str]:
    """Activities that the body decided, and has not decided otherwise since, do not count."""
    return frozenset(
        activity
        for activity, decision in decisions_on(matter).items()
        if decision.kind is DecisionKind.REJECT
    )


def _holds(names: tuple[str, ...], matter: Matter) -> bool:
    """Whether any of these certifications, of any body, is in force on the day."""
    return any(
        name in (other.body, f"{other.body}:{other.credential}")
        and other.certified <= matter.as_of
        and (other.expires is None or matter.as_of <= other.expires)
        for name in names
        for other in matter.facts.holdings
        if other.id != matter.holding.id
    )


def _attested(to: str, matter: Matter) -> bool:
    """Affirmed for this holding, in this cycle or while renewing it."""
    return any(
        attestation.to == to
        and attestation.holding == matter.holding.id
        and matter.cycle.start <= attestation.on <= matter.as_of
        for attestation in matter.facts.attestations
    )


def _asked(clause: Clause, matter: Matter) -> tuple[State, tuple[Reason, ...]]:
    """Only a person can judge it; met once the body has decided so in this cycle."""
    decided = any(
        decision.kind is DecisionKind.ACCEPT
        and decision.clause == clause.id
        and not decision.activity
        and matter.cycle.start <= decision.on
        for decision in matter.decided()
    )
    if decided:
        return State.MET, ()
    return State.NEEDS_PERSON, (Reason(code=Code.NEEDS_PERSON, clause=clause.id),)


def _documents(clause: Clause, gate: Gate, matter: Matter) -> tuple[State, tuple[Reason, ...]]:
    """Every kind of document asked for, each by the best one held."""
    worst, reasons = State.MET, []
    for kind in gate.documents:
        held = [document for document in matter.facts.documents if document.kind is kind]
        state, why = _best(held, gate, matter)
        if state is not State.MET:
            code = Code.NEEDS_PERSON if state is State.NEEDS_PERSON else Code.NOT_ADMITTED
            about = {"document": str(kind), "why": why}
            reasons.append(Reason(code=code, clause=clause.id, about=about))
        worst = min(worst, state, key=_RANK.index)
    return worst, tuple(reasons)


def _best(held: Iterable[Document], gate: Gate, matter: Matter) -> tuple[State, str]:
    """The best state any document reaches, and what is wrong with it otherwise.

    Of equally good ones the one that lasts longest speaks, whatever order they came in.
    """
    documents = sorted(held, key=_lasting, reverse=True)
    if not documents:
        return State.SHORT, "none-held"
    if gate.current is Current.THROUGHOUT:
        documents = [document for document in documents if skilled(document, gate) != State.SHORT]
        gap = gap_in(documents, matter.cycle.start, min(matter.as_of, matter.cycle.end))
        return (State.MET, "") if gap is None else (State.SHORT, f"gap-from:{gap.isoformat()}")
    found = [judged_alone(document, gate, matter) for document in documents]
    return max(found, key=lambda each: _RANK.index(each[0]))


def _lasting(document: Document) -> tuple[date, date, str]:
    return (document.expires or date.max, document.issued, document.id)


def judged_alone(document: Document, gate: Gate, matter: Matter) -> tuple[State, str]:
    """How far one document opens a gate on the day, and what is wrong with it otherwise."""
    day = matter.as_of + timedelta(days=gate.days_beyond)
    if document.issued > matter.as_of:
        return State.SHORT, "not-yet-issued"
    if document.expires is not None and document.expires < day:
        return State.SHORT, "expired" if document.expires < matter.as_of else "expires-too-soon"
    if gate.issued_within and document.issued < subtract(matter.as_of, gate.issued_within):
        return State.SHORT, "issued-too-long-ago"
    if skilled(document, gate) is State.SHORT:
        return State.SHORT, "wrong-kind"
    if document.expires is None and gate.issued_within is None:
        return State.NEEDS_PERSON, "no-expiry-date"
    if skilled(document, gate) is State.NEEDS_PERSON:
        return State.NEEDS_PERSON, "kind-unsaid"
    return State.MET, ""


def skilled(document: Document, gate: Gate) -> State:
    """Whether the practical part was done as the policy asks, as far as is known."""
    if not gate.skills:
        return State.MET
    if document.skills is None:
        return State.NEEDS_PERSON
    return State.MET if document.skills in gate.skills else State.SHORT


def gap_in(documents: list[Document], since: date, until: date) -> date | None:
    """The first day from `since` through `until` that no document covers."""
    day = since
    for document in sorted(documents, key=lambda document: document.issued):
        if document.issued > day:
            break
        if document.expires is None or document.expires >= until:
            return None
        day = max(day, document.expires + ONE_DAY)
    return None if day > until else day
