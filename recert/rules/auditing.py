"""What a policy says of audits, asked by whoever draws and reviews them.

Where it is silent the answer is None or empty, and a person decides, with a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from recert.rules.facts import Activity
from recert.rules.matching import what_matches
from recert.rules.rulebook import (
    ANYONE,
    Audit,
    Clause,
    Proof,
    Rulebook,
    Selection,
    Strata,
)
from recert.rules.sampling.frame import Stratum
from recert.rules.vocabulary import Evidence

Ordered = tuple[Clause, Audit]
"""A clause that orders an audit, with its rule."""

ALL_TOGETHER = "all"
"""The one stratum of a draw that is not divided."""


def audits_on(rulebook: Rulebook, day: date) -> tuple[Ordered, ...]:
    """The clauses on audits in force on a day, whomever they speak of: for preparing a draw.

    A silent one is left out: it stands where the policy has a hole.
    """
    return tuple(
        (clause, rule)
        for clause, rule in rulebook.of_kind(Audit)
        if clause.span.holds(day) and not clause.silent
    )


def orders_a_draw(rule: Audit) -> bool:
    """Whether the clause says whom to audit; others say only how it goes, or what to keep."""
    said = (rule.drawn, rule.percent, rule.percent_at_least, rule.percent_at_most, rule.number)
    return any(each is not None for each in said) or bool(rule.taken)


def draws_on(rulebook: Rulebook, day: date) -> tuple[Ordered, ...]:
    """Those of the clauses in force on a day that say whom to audit."""
    return tuple(each for each in audits_on(rulebook, day) if orders_a_draw(each[1]))


def beside(rulebook: Rulebook, clause: Clause, day: date) -> tuple[Ordered, ...]:
    """The clauses that complete one that draws: they draw nobody, and speak of the same people.

    Or of everybody. Policies tend to say in one place who is drawn and in another what follows.
    """
    return tuple(
        (other, rule)
        for other, rule in audits_on(rulebook, day)
        if not orders_a_draw(rule) and other.who in (ANYONE, clause.who)
    )


# ---------------------------------------------------------------- how many


class Objection(StrEnum):
    """Why a figure entered by a person does not agree with the clause."""

    TOO_FEW = "too-few"
    TOO_MANY = "too-many"
    OTHER = "other"  # the clause gives a figure, and it is another
    NOT_A_SHARE = "not-a-share"  # the clause draws nobody by lot


def share_said(rule: Audit) -> tuple[Fraction | None, int | None]:
    """The percentage and the number a clause fixes; both None where a person must decide."""
    if rule.drawn is Selection.EVERYONE:
        return Fraction(100), None
    if rule.drawn is Selection.TARGETED:
        return None, 0
    return rule.percent, rule.number


def objection_to(
    rule: Audit, *, percent: Fraction | None = None, number: int | None = None
) -> Objection | None:
    """What the clause has against drawing so many; None where it leaves that open, or says it.

    A number is no objection to a range of percentages: what share it comes to shows only when
    the list is frozen.
    """
    said_percent, said_number = share_said(rule)
    if rule.drawn is Selection.TARGETED:
        return Objection.NOT_A_SHARE if percent or number else None
    if said_percent is not None or said_number is not None:
        same = (percent, number) == (said_percent, said_number)
        return None if same else Objection.OTHER
    if percent is None:
        return None
    if rule.percent_at_least is not None and percent < rule.percent_at_least:
        return Objection.TOO_FEW
    if rule.percent_at_most is not None and percent > rule.percent_at_most:
        return Objection.TOO_MANY
    return None


def stratum_name(strata: Strata | None, credential: str, level: str) -> str:
    """The stratum in which a certification is drawn; each level by itself where nobody says."""
    match strata:
        case Strata.TOGETHER:
            return ALL_TOGETHER
        case Strata.CREDENTIAL:
            return credential
        case _:
            return f"{credential}/{level}" if level else credential


def strata_of(
    rulebook: Rulebook,
    ordered: Ordered,
    *,
    percent: Fraction | None = None,
    number: int | None = None,
) -> tuple[Stratum, ...]:
    """The strata a clause draws from, with its own share, else the one a person decided on.

    Only credentials and levels its `who` speaks of. Raises `ValueError` where neither the
    clause nor the person says how many.
    """
    clause, rule = ordered
    said_percent, said_number = share_said(rule)
    if said_percent is not None or said_number is not None:
        percent, number = said_percent, said_number
    if (percent is None) == (number is None):
        raise ValueError("How many are drawn? The clause does not say; give percent or number.")
    named = dict(_parts(rulebook, clause, rule.strata))
    return tuple(
        Stratum(name=name, says=says, percent=percent, number=number)
        for name, says in named.items()
    )


def _parts(rulebook: Rulebook, clause: Clause, strata: Strata | None) -> Iterator[tuple[str, str]]:
    """Every stratum with what it is called in the rulebook."""
    who = clause.who
    for credential in rulebook.credentials:
        if who.credentials and credential.id not in who.credentials:
            continue
        for level in credential.levels or ("",):
            if who.levels and level not in who.levels:
                continue
            name = stratum_name(strata, credential.id, level)
            yield name, _called(rulebook, credential.name, level, strata)


def _called(rulebook: Rulebook, credential: str, level: str, strata: Strata | None) -> str:
    if strata is Strata.TOGETHER:
        return rulebook.name
    return f"{credential}, {level}" if level and strata is not Strata.CREDENTIAL else credential


# ---------------------------------------------------------------- proof


@dataclass(frozen=True, slots=True)
class Proving:
    """What proves an activity: one of `accepted` (empty: the policy does not say).

    `refused` never does, whatever clause says so; `shows` is what it must say, in words.
    `clauses` are the ids of those that speak of it, the one that accepts first.
    """

    accepted: frozenset[Evidence]
    refused: frozenset[Evidence]
    shows: str
    clauses: tuple[str, ...]


def proof_for(rulebook: Rulebook, activity: Activity, day: date) -> Proving | None:
    """What is asked for an activity audited on `day`; None where the policy is silent.

    The first clause that speaks of the activity and accepts something says what is accepted;
    what any of them refuses is refused. Conditions on the person are not asked here: a clause
    on proof speaks of activities.
    """
    speaking = [
        (clause, rule)
        for clause, rule in rulebook.of_kind(Proof)
        if clause.span.holds(day) and what_matches(rule.what, activity, rulebook)
    ]
    if not speaking:
        return None
    accepting = next(((c, r) for c, r in speaking if r.accepted or r.shows), None)
    refusing = [(clause, rule) for clause, rule in speaking if rule.refused]
    refused = frozenset(each for _, rule in refusing for each in rule.refused)
    ids = [clause.id for clause, _ in ([accepting] if accepting else []) + refusing]
    return Proving(
        accepted=accepting[1].accepted - refused if accepting else frozenset(),
        refused=refused,
        shows=accepting[1].shows if accepting else "",
        clauses=tuple(dict.fromkeys(ids)),
    )
