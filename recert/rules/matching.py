"""Matching: whether a clause speaks of this person, this activity, this day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from recert.rules.facts import Activity, Decision, DecisionKind, Facts, Holding
from recert.rules.findings import CycleFinding
from recert.rules.granting import Granted
from recert.rules.rulebook import (
    ANYONE,
    ANYTHING,
    Category,
    Chooser,
    Clause,
    Lateness,
    Rulebook,
    What,
    Who,
)
from recert.rules.schedules import ONE_DAY, add

GRADES = ("A+", "A", "A-", "B+", "B", "B-", "C+", "C", "C-", "D+", "D", "D-", "F")


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What is being judged: one holding of one person under one edition on one day."""

    rulebook: Rulebook
    facts: Facts
    holding: Holding
    as_of: date
    cycle: CycleFinding
    previous_end: date | None = None  # last day of the cycle before, where there was one
    leaves: tuple[Granted, ...] = ()
    all_own: bool | None = None  # known only after counting

    def decided(self) -> tuple[Decision, ...]:
        """What the body has decided about this certification, as known on the day."""
        return tuple(
            decision
            for decision in self.facts.decisions
            if decision.body == self.holding.body
            and decision.holding in ("", self.holding.id)
            and decision.on <= self.as_of
            and (decision.ended is None or self.as_of < decision.ended)
        )

    def ruled(self, *kinds: DecisionKind) -> tuple[Decision, ...]:
        """Those of these kinds whose own last day is not over either."""
        return tuple(
            decision
            for decision in self.decided()
            if decision.kind in kinds and (decision.until is None or self.as_of <= decision.until)
        )

    def held(self) -> tuple[Holding, ...]:
        """This certification and the body's others that run beside it, each credential once.

        After the last day those still run that ended no sooner: they are renewed together.
        """
        day = min(self.as_of, self.cycle.end)
        return _held(self.facts, self.holding, self.as_of, day)


def _held(facts: Facts, holding: Holding, as_of: date, day: date) -> tuple[Holding, ...]:
    running = {
        other.credential: other
        for other in facts.holdings
        if other.body == holding.body
        and other.certified <= as_of
        and (other.expires is None or other.expires >= day)
    }
    return tuple((running | {holding.credential: holding}).values())


def attributes_of(facts: Facts, body: str) -> dict[str, str]:
    """What is known of the person where this body asks.

    Names are either plain, or written `body:name` where bodies ask different things alike.
    """
    plain = {name: value for name, value in facts.attributes.items() if ":" not in name}
    own = f"{body}:"
    return plain | {
        name.removeprefix(own): value
        for name, value in facts.attributes.items()
        if name.startswith(own)
    }


def assuming(rulebook: Rulebook, facts: Facts) -> Facts:
    """The facts with the answers that a rulebook takes until others are given."""
    assumed = {name: asked.assumed for name, asked in rulebook.asks.items() if asked.assumed}
    return replace(facts, attributes=assumed | dict(facts.attributes)) if assumed else facts


def in_force(clause: Clause, matter: Matter, activity: Activity | None = None) -> bool:
    """Whether the clause applies to this person on the date that chooses it."""
    match clause.chosen_by:
        case Chooser.ACTIVITY:
            day = activity.completed if activity else matter.as_of
        case Chooser.CYCLE_START:
            day = matter.cycle.start
        case Chooser.CYCLE_END:
            day = matter.cycle.end
        case Chooser.FILING:
            day = matter.as_of
    return clause.span.holds(day) and who_holds(clause.who, matter)


def who_holds(who: Who, matter: Matter) -> bool:
    """Whether every condition set on the person holds."""
    if who is ANYONE:
        return True
    day = min(matter.as_of, matter.cycle.end)
    return (
        person_fits(who, matter.facts, matter.holding, matter.as_of, day)
        and _cycle_fits(who, matter)
        and (who.closed_late is None or who.closed_late == closed_late(matter))
        and (who.all_own is None or who.all_own == matter.all_own)
    )


def person_fits(who: Who, facts: Facts, holding: Holding, as_of: date, day: date) -> bool:
    """Whether what needs no cycle to be told holds; other certifications run on `day`."""
    if who.credentials and holding.credential not in who.credentials:
        return False
    if who.levels and holding.level not in who.levels:
        return False
    if who.certified is not None and not who.certified.holds(holding.certified):
        return False
    if who.member is not None and who.member != is_member(facts, holding.body, as_of):
        return False
    if who.countries and facts.country not in who.countries:
        return False
    if any(facts.attributes.get(name) != value for name, value in who.attributes.items()):
        return False
    return _holdings_fit(who, _held(facts, holding, as_of, day))


def _holdings_fit(who: Who, held: tuple[Holding, ...]) -> bool:
    return (
        (who.holds_at_least is None or len(held) >= who.holds_at_least)
        and (who.holds_at_most is None or len(held) <= who.holds_at_most)
        and (not who.holds or any(each.credential in who.holds for each in held))
    )


def _cycle_fits(who: Who, matter: Matter) -> bool:
    """Whether the cycle has the number asked for, and the filing its lateness."""
    cycle, number = matter.cycle, matter.cycle.number
    since = matter.holding.certified
    return (
        (who.first_cycle is None or who.first_cycle == cycle.first)
        and (who.cycle_at_least is None or number >= who.cycle_at_least)
        and (who.cycle_at_most is None or number <= who.cycle_at_most)
        and (who.every_nth_cycle is None or number % who.every_nth_cycle == 0)
        and (who.certified_for is None or add(since, who.certified_for) - ONE_DAY <= cycle.end)
        and (who.late is None or _is_late(who.late, matter))
    )


def _is_late(late: Lateness, matter: Matter) -> bool:
    """Whether the day asked about is later than `after` the last day, and not too late."""
    if matter.as_of <= add(matter.cycle.end, late.after):
        return False
    return late.until is None or matter.as_of <= add(matter.cycle.end, late.until)


def is_member(facts: Facts, body: str, day: date) -> bool:
    """Whether the person is a member of the body on the day."""
    return any(
        membership.body == body
        and membership.since <= day
        and (membership.until is None or day <= membership.until)
        for membership in facts.memberships
    )


def closed_late(matter: Matter) -> bool:
    """Whether the previous cycle was closed after its last day."""
    closed, end = matter.holding.previous_closed, matter.previous_end
    return closed is not None and end is not None and closed > end


def what_matches(what: What, activity: Activity, rulebook: Rulebook) -> bool:
    """Whether every condition set on the activity holds."""
    if what is ANYTHING:
        return True
    return (
        _among(what, activity)
        and _awards_match(what, activity)
        and _exactly(what, activity)
        and (what.own is None or what.own == is_own(activity, rulebook))
        and (not what.grade_at_least or grade_reaches(activity.grade, what.grade_at_least))
        and (what.completed is None or what.completed.holds(activity.completed))
        and (what.not_ is None or not what_matches(what.not_, activity, rulebook))
    )


def _among(what: What, activity: Activity) -> bool:
    """The lists: each that is set names the activity's word, or one of its words."""
    return (
        (not what.kinds or activity.kind in what.kinds)
        and (not what.deliveries or activity.delivery in what.deliveries)
        and (not what.providers or activity.provider in what.providers)
        and (not what.subjects or activity.subject in what.subjects)
        and (not what.reported_by or activity.reported_by in what.reported_by)
        and (not what.topics or bool(what.topics & activity.topics))
        and (not what.cards or bool(what.cards & activity.cards))
        and (not what.accredited_by or bool(what.accredited_by & activity.accredited_by))
    )


def _awards_match(what: What, activity: Activity) -> bool:
    awards = activity.awards
    return (
        (what.awarded is None or what.awarded == bool(awards))
        and (not what.awarded_by or any(award.by in what.awarded_by for award in awards))
        and (not what.units or any(award.unit in what.units for award in awards))
    )


def _exactly(what: What, activity: Activity) -> bool:
    """The facts that must be known and be so; an unknown one does not match."""
    return (
        (what.assessed is None or what.assessed == activity.assessed)
        and (what.ordered is None or what.ordered == activity.ordered)
        and (what.passed is None or what.passed == activity.passed)
        and (what.at_test_centre is None or what.at_test_centre == activity.at_test_centre)
        and (what.card_months is None or what.card_months == activity.card_months)
    )


def is_own(activity: Activity, rulebook: Rulebook) -> bool:
    """Whether the body (or a partner it counts as its own) taught the activity.

    Who taught decides; only where no provider is recorded does the awarding body.
    """
    if activity.provider:
        return activity.provider in rulebook.own
    return any(award.by in rulebook.own for award in activity.awards)


def course_of(activity: Activity) -> str:
    """What makes two activities the same course: its identity, else who and what."""
    return activity.course.casefold() or f"{activity.provider}/{activity.title}".casefold()


def grade_reaches(grade: str, least: str) -> bool:
    """Whether a letter grade is as good as `least`; an unknown grade is not."""
    grade = grade.strip().upper().replace("\N{MINUS SIGN}", "-")
    return grade in GRADES and GRADES.index(grade) <= GRADES.index(least)


def categories_of(activity: Activity, matter: Matter) -> tuple[str, ...]:
    """Ids of the categories the activity belongs to, in file order."""
    found: list[str] = []
    schemes: set[str] = set()
    for clause, category in matter.rulebook.of_kind(Category):
        if category.scheme in schemes:
            continue
        if in_force(clause, matter, activity) and what_matches(
            category.what, activity, matter.rulebook
        ):
            found.append(clause.id)
            if category.scheme:
                schemes.add(category.scheme)
    return tuple(found)
