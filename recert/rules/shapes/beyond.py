"""Shapes beyond credit: conditions, petitions, money, lateness, other routes."""

from __future__ import annotations

from recert.rules.facts import DocumentKind, Kind
from recert.rules.rulebook import (
    Admit,
    Among,
    Clause,
    Current,
    Fee,
    For,
    Gate,
    Lapse,
    LapseStatus,
    Measure,
    NextCycle,
    Note,
    Refuse,
    Route,
    Rulebook,
    Several,
    Stage,
)
from recert.rules.shapes.shape import Shape
from recert.rules.shapes.signs import beside, both, either, free, head, rule, what, who

RECORD = frozenset({DocumentKind.INSURANCE, DocumentKind.BACKGROUND_CHECK, DocumentKind.LICENCE})


def _silent(book: Rulebook, clause: Clause) -> bool:  # noqa: ARG001  (a sign)
    return clause.silent


def _bounded_gap(book: Rulebook, clause: Clause) -> bool:  # noqa: ARG001  (a sign)
    """A late fee in tiers: not from the first day, or not to the last."""
    late = getattr(clause.rule, "late", None)
    return isinstance(clause.rule, Fee) and late is not None and late.until is not None


def _ends(book: Rulebook, clause: Clause) -> bool:  # noqa: ARG001  (a sign)
    money = isinstance(clause.rule, Fee | Lapse | Route | Gate)
    return money and clause.span.until is not None


def _changed(book: Rulebook, clause: Clause) -> bool:  # noqa: ARG001  (a sign)
    dated = clause.span.since is not None or clause.span.until is not None
    return isinstance(clause.rule, Fee) and dated


def _examined_when_late(book: Rulebook, clause: Clause) -> bool:  # noqa: ARG001  (a sign)
    gate = clause.rule
    examined = isinstance(gate, Gate) and gate.done and Kind.EXAMINATION in gate.done.kinds
    return bool(examined) and clause.who.late is not None


_GATE_ON_LIFE_SUPPORT = rule(Gate, lambda g: bool(set(g.documents) - RECORD))
_LIFE_SUPPORT_EARNS = what(Measure, lambda w: Kind.LIFE_SUPPORT in w.kinds or bool(w.cards))
_LIFE_SUPPORT_REFUSED = what(Refuse, lambda w: Kind.LIFE_SUPPORT in w.kinds)


SHAPES = (
    Shape("gate-at-filing", "fitness G1", "a card that is valid when filing",
          rule(Gate, lambda g: bool(g.documents) and g.current is Current.AT_FILING)),
    Shape("gate-throughout", "fitness G2", "a card that is valid on every day of the cycle",
          rule(Gate, lambda g: g.current is Current.THROUGHOUT)),
    Shape("gate-beyond", "fitness G3", "a card that is valid some days beyond filing",
          rule(Gate, lambda g: g.days_beyond > 0)),
    Shape("gate-young", "fitness G4", "a card issued lately",
          rule(Gate, lambda g: g.issued_within is not None)),
    Shape("gate-skills", "fitness G5", "skills shown in person",
          rule(Gate, lambda g: bool(g.skills))),
    Shape("gate-for-some", "fitness G6", "a condition for some countries, credentials or people",
          who(Gate, lambda w: bool(w.countries or w.credentials or w.levels or w.attributes))),
    Shape("gate-that-earns", "fitness G7", "a condition that earns credit as well",
          beside(_LIFE_SUPPORT_EARNS, _GATE_ON_LIFE_SUPPORT)),
    Shape("gate-that-earns-nothing", "fitness G8", "a condition that earns nothing",
          beside(_LIFE_SUPPORT_REFUSED, _GATE_ON_LIFE_SUPPORT)),
    Shape("gate-membership", "fitness G9, T20", "membership of the body",
          rule(Gate, lambda g: g.membership)),
    Shape("gate-record", "fitness G10", "insurance, licence, or a check of the record",
          rule(Gate, lambda g: bool(set(g.documents) & RECORD))),
    Shape("gate-attests", "fitness G11, professions S4", "something affirmed",
          rule(Gate, lambda g: bool(g.attests))),
    Shape("declared-totals", "fitness A6", "totals declared first, activities listed when audited",
          rule(Gate, lambda g: g.totals)),
    Shape("gate-asks", "fitness G10", "a condition only a person can judge",
          rule(Gate, lambda g: bool(g.asks))),
    Shape("gate-elsewhere", "fitness G12", "a certification of another body, in force",
          rule(Gate, lambda g: bool(g.holds))),
    Shape("gate-done", "fitness M11, professions C11, A9, semantics 7",
          "something done, whatever it is worth",
          rule(Gate, lambda g: g.done is not None)),
    Shape("gate-lasting", "professions A9", "work that lasted so long in all",
          rule(Gate, lambda g: g.lasting is not None)),
    Shape("practical-examination", "fitness L6",
          "once late, an examination to pass, and the days stay as they were",
          beside(rule(Lapse, lambda s: s.next_cycle is NextCycle.ORIGINAL), _examined_when_late)),
    Shape("converted", "fitness L12", "something done only by those an answer points out",
          both(rule(Gate, lambda g: g.done is not None), who(Gate, lambda w: bool(w.attributes)))),
    Shape("gate-in-a-route", "professions A9", "conditions and hours together make a way to renew",
          beside(rule(Gate), rule(Route, lambda r: bool(r.needs)))),
    Shape("petition-fee", "fitness P4", "a fee for asking whether something counts",
          rule(Fee, lambda f: f.for_ is For.PETITION)),
    Shape("petition-by-credit", "fitness P4", "a petition that costs by the credit",
          rule(Fee, lambda f: f.per_credit)),
    Shape("reported-by-provider", "fitness P9", "what the body's own system reports",
          either(what(Admit, lambda w: bool(w.reported_by)),
                 what(Measure, lambda w: w.own is True))),
    Shape("fee", "fitness F1", "a fee for renewing", rule(Fee, lambda f: f.for_ is For.RENEWAL)),
    Shape("fee-by-person", "fitness F1, F2, professions S1", "a fee by level, date or membership",
          who(Fee, lambda w: bool(w.credentials or w.levels or w.certified)
              or w.member is not None)),
    Shape("fee-for-several", "fitness F3, professions S1", "a fee by the number of certifications",
          either(rule(Fee, lambda f: f.for_ is For.EXTRA_CREDENTIAL),
                 who(Fee, lambda w: w.holds_at_least is not None),
                 rule(Several, lambda s: s.fee is Among.HIGHEST))),
    Shape("fee-waived-for-own", "fitness F4", "no fee where all credit is the body's own",
          who(Fee, lambda w: w.all_own is not None)),
    Shape("early-discount", "fitness F5", "less for filing early",
          rule(Fee, lambda f: f.for_ is For.DISCOUNT)),
    Shape("late-tiers", "fitness F6", "late fees in tiers, with gaps where the policy leaves them",
          _bounded_gap),
    Shape("fee-versions", "fitness F7", "a fee that changed on a day", _changed),
    Shape("pay-once", "fitness F8", "pay once, renew for life",
          rule(Fee, lambda f: f.for_ is For.PLAN)),
    Shape("yearly-fee", "professions S1", "a fee every year inside the cycle",
          rule(Fee, lambda f: f.for_ is For.ANNUAL)),
    Shape("bought-extension", "fitness F10", "more time for money",
          rule(Fee, lambda f: f.for_ is For.EXTENSION)),
    Shape("amnesty", "fitness F11, T18", "a term that ends on a day", _ends),
    Shape("no-fee", "fitness F12", "no fee for some", free),
    Shape("currency", "fitness F13", "another currency than dollars of the United States",
          head(lambda b: b.currency != "USD", rule(Fee))),
    Shape("shown-inactive", "fitness L1, professions S2", "not active while it may be renewed",
          rule(Lapse, lambda s: s.name in (Stage.GRACE, Stage.LATE) and s.status is not None)),
    Shape("grace", "fitness L2, professions S2", "so long to renew after the last day",
          rule(Lapse, lambda s: s.stage.until is not None)),
    Shape("original-schedule", "fitness L3", "a late renewal does not move the next cycle",
          rule(Lapse, lambda s: s.next_cycle is NextCycle.ORIGINAL)),
    Shape("moved-schedule", "fitness L3", "the next cycle runs from filing or approval",
          rule(Lapse, lambda s: s.next_cycle in (NextCycle.FILING, NextCycle.APPROVAL))),
    Shape("late-earning", "fitness L4, professions R7", "late work fills the cycle that is past",
          rule(Lapse, lambda s: s.may_earn is True)),
    Shape("no-late-earning", "fitness L4", "late work does not help the cycle that is past",
          rule(Lapse, lambda s: s.may_earn is False)),
    Shape("visible-gap", "fitness L5", "the public record shows the time it was not active",
          rule(Lapse, lambda s: s.gap is True)),
    Shape("named-status", "professions S2", "inactive, expired or lapsed, as the body calls it",
          rule(Lapse, lambda s: s.status in tuple(LapseStatus))),
    Shape("closed", "fitness L7", "no way back but from the start",
          rule(Lapse, lambda s: s.name is Stage.CLOSED)),
    Shape("reinstatement", "fitness L3", "brought back by a rule of its own",
          rule(Lapse, lambda s: s.name is Stage.REINSTATEMENT)),
    Shape("examination", "fitness L8, L10, professions A8", "an examination instead of credit",
          rule(Route, lambda r: r.examination and r.open)),
    Shape("examination-refused", "fitness L9", "the same examination does not renew",
          rule(Route, lambda r: r.examination and not r.open)),
    Shape("upgrade", "fitness L9", "an examination that leads to a higher level",
          rule(Route, lambda r: bool(r.to_level))),
    Shape("silence", "fitness L15", "a hole in the policy: it does not say", _silent),
    Shape("said-only", "fitness A6, F9", "said by the policy, deciding nothing",
          rule(Note)),
)  # fmt: skip
