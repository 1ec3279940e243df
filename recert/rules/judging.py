"""Judging: where one certification stands on one day, and what stands behind it.

The pipeline, each step a module: which edition and cycle (`cycles`), what may count
(`admitting`, `measuring`), the best lawful assignment (`requiring`, `counting`), other
conditions (`gating`, `routing`), lateness and money (`lapsing`, `pricing`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from recert.rules.accounting import account
from recert.rules.admitting import Admitted, admit
from recert.rules.amounts import ZERO
from recert.rules.carrying import turned_away
from recert.rules.cycles import Period, choose, reckoned, unanswered
from recert.rules.facts import DecisionKind, Facts, Holding
from recert.rules.findings import (
    ActivityFinding,
    Code,
    FeeLine,
    Missing,
    RequirementFinding,
    RouteFinding,
    StageFinding,
    Standing,
    State,
    Status,
    Verdict,
)
from recert.rules.granting import granted
from recert.rules.lapsing import next_cycle, stage_on, stages_of, status_of
from recert.rules.leaving import asking, found_leaves, spared
from recert.rules.matching import Matter, assuming, attributes_of, in_force, is_own, who_holds
from recert.rules.pricing import ladder, other_fees, step_on
from recert.rules.requiring import Tally
from recert.rules.routing import renewed_through, routes_of, taken
from recert.rules.rulebook import (
    EVERYTHING,
    Cycle,
    Fee,
    For,
    Need,
    Route,
    Rulebook,
    Who,
    conditions_of,
)
from recert.rules.weighing import weigh


def judge(rulebooks: Sequence[Rulebook], facts: Facts, holding: str, as_of: date) -> Standing:
    """Where the holding with this id stands on `as_of`, under the edition that governs it.

    Never raises for what a person has or has not done; where no edition covers the day
    the verdict is `not-covered`, with the `questions` whose answer would open a cycle.
    Raises `KeyError` for a holding the person has not.
    """
    as_of = reckoned(as_of)
    opened = opened_for(rulebooks, facts, holding, as_of)
    if opened is None:
        return _not_covered(rulebooks, facts, holding, as_of)
    matter, period = opened
    rulebook, held = matter.rulebook, matter.holding
    stages = stages_of(matter)
    stage = stage_on(stages, as_of)
    routes = routes_of(matter)
    route = taken(matter, routes)
    renewed = renewed_through(matter, route)
    by_itself = renewed is not None and as_of <= max(period.cycle.end, renewed)
    waived = waived_for(matter, route)
    admitted, dropped = admit(matter, earn_until(matter, stage))
    weighed = weigh(matter, admitted, waived)
    counted, requirements = weighed.tally, weighed.requirements
    routes += weighed.routes
    matter = replace(matter, all_own=_all_own(matter, admitted, counted))
    findings = sorted(
        (*account(admitted, counted), *dropped, *turned_away(matter)),
        key=lambda each: each.activity,
    )
    verdict = verdict_on(matter, stage, requirements, by_itself)
    if verdict is Verdict.READY and any(each.provisional for each in admitted):
        sure = weigh(matter, [each for each in admitted if not each.provisional], waived)
        verdict = verdict_on(matter, stage, sure.requirements, by_itself)
        verdict = Verdict.READY if verdict is Verdict.READY else Verdict.NEEDS_PERSON
    questions = _questions(matter)
    if verdict is Verdict.READY and (questions or lacks_a_fact(matter)):
        verdict = Verdict.NEEDS_PERSON
    following, following_clause = next_cycle(matter, period, stage)
    return Standing(
        person=facts.person,
        holding=held.id,
        body=held.body,
        credential=held.credential,
        edition=rulebook.edition,
        edition_sha256=rulebook.sha256,
        unit=rulebook.unit.name,
        as_of=as_of,
        verdict=verdict,
        status=status_of(matter, stage, renewed),
        cycle=period.cycle,
        requirements=requirements,
        limits=counted.limits,
        activities=tuple(findings),
        missing=_missing(matter, requirements),
        routes=routes,
        stages=stages,
        fee_today=step_on(matter, stages, as_of, waived),
        fees=ladder(matter, stages, waived),
        other_fees=other_fees(matter, _petitioned(admitted), waived),
        leaves=found_leaves(matter),
        may_ask=asking(matter),
        questions=questions,
        next_cycle=following,
        next_cycle_clause=following_clause,
        claimed=_sum(findings, "claimed"),
        counted=_sum(findings, "counted"),
        over_limit=_sum(findings, "over_limit"),
        carried=_sum(findings, "carried"),
        not_eligible=_sum(findings, "not_eligible"),
        silences=_silences(matter, requirements, routes),
    )


def opened_for(
    rulebooks: Sequence[Rulebook], facts: Facts, holding: str, as_of: date
) -> tuple[Matter, Period] | None:
    """What is to be judged, and the cycle that is open; None where no edition covers the day."""
    held, facts = _read(facts, holding)
    chosen = choose(rulebooks, facts, held, as_of)
    if chosen is None:
        return None
    rulebook, period = chosen
    matter = Matter(
        rulebook=rulebook,
        facts=assuming(rulebook, facts),
        holding=held,
        as_of=as_of,
        cycle=period.cycle,
        previous_end=period.previous_end,
        leaves=granted(rulebook, facts, held, as_of),
    )
    return matter, period


def _read(facts: Facts, holding: str) -> tuple[Holding, Facts]:
    """The holding with its days reckoned, and the facts with what its body asks."""
    held = _reckoned(facts.holding(holding))
    return held, replace(facts, attributes=attributes_of(facts, held.body))


def _reckoned(held: Holding) -> Holding:
    expires = None if held.expires is None else reckoned(held.expires)
    return replace(held, certified=reckoned(held.certified), expires=expires)


def _not_covered(
    rulebooks: Sequence[Rulebook], facts: Facts, holding: str, as_of: date
) -> Standing:
    held, facts = _read(facts, holding)
    return Standing(
        person=facts.person,
        holding=held.id,
        body=held.body,
        credential=held.credential,
        edition="",
        edition_sha256="",
        unit="",
        as_of=as_of,
        verdict=Verdict.NOT_COVERED,
        status=Status.SILENT,
        questions=unanswered(rulebooks, facts, held, as_of),
    )


def _questions(matter: Matter) -> tuple[str, ...]:
    """What the rulebook asks about this person and nobody has answered."""
    known = matter.facts.attributes
    unknown = matter.rulebook.asks.keys() - known.keys()
    if not unknown:
        return ()
    printed = _is_told_by_the_certificate(matter)
    turned_on = {
        name
        for clause in matter.rulebook.clauses
        if not (printed and isinstance(clause.rule, Cycle))
        for who in conditions_of(clause)
        if _may_speak(who, matter)
        for name in who.attributes
    }
    return tuple(sorted(unknown & turned_on))


def _is_told_by_the_certificate(matter: Matter) -> bool:
    """Whether a last day is printed and the cycles there may be differ in nothing else."""
    laws = {
        replace(law, ends_on=None)
        for clause, law in matter.rulebook.of_kind(Cycle)
        if _may_speak(clause.who, matter)
    }
    return matter.holding.expires is not None and len(laws) == 1


def _may_speak(who: Who, matter: Matter) -> bool:
    """Whether a condition holds but for what is not known."""
    return who_holds(replace(who, attributes={}), matter)


def lacks_a_fact(matter: Matter) -> bool:
    """Whether the cycle itself turns on something that is not known."""
    return any(reason.code is Code.NEEDS_FACT for reason in matter.cycle.reasons)


def petition_fees(
    rulebooks: Sequence[Rulebook], facts: Facts, holding: str, as_of: date, credit: Fraction
) -> tuple[FeeLine, ...]:
    """What asking for so much credit by a petition costs on a day; empty where it is free.

    A line without money is a fee whose amount the policy does not say.
    """
    opened = opened_for(rulebooks, facts, holding, reckoned(as_of))
    if opened is None:
        return ()
    matter, _period = opened
    petitions = {
        clause.id for clause, fee in matter.rulebook.of_kind(Fee) if fee.for_ is For.PETITION
    }
    lines = other_fees(matter, credit, _waived(matter))
    return tuple(line for line in lines if line.clause in petitions)


def _petitioned(admitted: Sequence[Admitted]) -> Fraction:
    """Credit that counts until a reviewer has looked: what a petition would ask for."""
    return sum((each.worth.value for each in admitted if each.provisional), ZERO)


def _sum(findings: Sequence[ActivityFinding], name: str) -> Fraction:
    return sum((getattr(finding, name) for finding in findings), ZERO)


def waived_for(matter: Matter, route: Route | None = None) -> frozenset[str]:
    """Clauses that bind this person not: waived by the body, or by the route they took."""
    route = route or taken(matter, routes_of(matter))
    return _waived(matter) | frozenset(route.waives if route else ())


def _waived(matter: Matter) -> frozenset[str]:
    """Clauses the body has waived for this person, or a leave spares, as known on the day."""
    return frozenset((*(each.clause for each in matter.ruled(DecisionKind.WAIVE)), *spared(matter)))


def earn_until(matter: Matter, stage: StageFinding | None) -> date:
    """The last day on which credit may be earned: later in a stage that allows it."""
    if stage is not None and stage.may_earn:
        return max(matter.cycle.credit_until, stage.until or matter.as_of)
    return matter.cycle.credit_until


def _all_own(matter: Matter, admitted: Sequence[Admitted], counted: Tally) -> bool | None:
    """Whether all that counts is the body's own; not known while nothing counts yet."""
    counts = {each.item.activity for each in counted.count.items if each.counted}
    if not counts:
        return None
    return all(
        is_own(each.activity, matter.rulebook) for each in admitted if each.activity.id in counts
    )


def verdict_on(
    matter: Matter,
    stage: StageFinding | None,
    requirements: Sequence[RequirementFinding],
    renewed: bool,
) -> Verdict:
    """The verdict, once every requirement is found; `renewed` by itself, if so."""
    if matter.as_of > matter.cycle.end and not renewed:
        if stage is None:
            return Verdict.SILENT
        if not stage.may_renew:
            return Verdict.CLOSED
    states = {requirement.state for requirement in requirements}
    if State.SHORT in states:
        return Verdict.SHORT
    if State.SILENT in states:
        return Verdict.SILENT
    return Verdict.NEEDS_PERSON if State.NEEDS_PERSON in states else Verdict.READY


def _missing(matter: Matter, requirements: Sequence[RequirementFinding]) -> tuple[Missing, ...]:
    """What is still to do: the total first, what must be part of it, then conditions."""
    short = [each for each in requirements if each.state is State.SHORT]
    total = next(
        (
            each
            for each in short
            if isinstance(rule := matter.rulebook.clause(each.clause).rule, Need)
            and rule.of == (EVERYTHING,)
            and not rule.exclusive
        ),
        None,
    )
    apart = {each.clause for each in short if _exclusive(matter, each)}
    fits = total is not None and _short_of(short, apart) <= total.short
    found = []
    for each in sorted(short, key=lambda each: (each is not total, each.kind != "need")):
        inside = (
            total is not None
            and each is not total
            and isinstance(matter.rulebook.clause(each.clause).rule, Need)
            and (fits or each.clause not in apart)
        )
        found.append(
            Missing(
                clause=each.clause,
                kind=each.kind,
                amount=each.short,
                within=total.clause if total and inside else "",
            )
        )
    return tuple(found)


def _exclusive(matter: Matter, finding: RequirementFinding) -> bool:
    rule = matter.rulebook.clause(finding.clause).rule
    return isinstance(rule, Need) and bool(rule.exclusive)


def _short_of(short: Sequence[RequirementFinding], clauses: set[str]) -> Fraction:
    return sum((each.short for each in short if each.clause in clauses), ZERO)


def _silences(
    matter: Matter,
    requirements: Sequence[RequirementFinding],
    routes: Sequence[RouteFinding],
) -> tuple[str, ...]:
    """Clauses where the policy does not say, that this person's case touches."""
    silent = {
        clause.id
        for clause in matter.rulebook.clauses
        if clause.silent and in_force(clause, matter)
    }
    silent |= {each.clause for each in requirements if each.state is State.SILENT}
    silent |= {
        reason.clause
        for each in routes
        for reason in each.reasons
        if reason.code is Code.SILENT and each.taken
    }
    silent |= {reason.clause for reason in matter.cycle.reasons if reason.code is Code.SILENT}
    return tuple(sorted(silent))
