"""Plans worked out by hand: so many hours of what, by when, and for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from recert.rules.facts import (
    Activity,
    Award,
    Delivery,
    DocumentKind,
    Facts,
    Kind,
    Topic,
    Unit,
)
from recert.rules.findings import to_plain
from recert.rules.judging import judge
from recert.rules.planning import Plan, Why, plan
from recert.rules.rulebook import (
    EVERYTHING,
    Breadth,
    Category,
    Clause,
    Cycle,
    Gate,
    Length,
    Limit,
    Need,
    Per,
    Route,
    What,
)
from tests.rules.judged import CYCLE, WORTH, delivered, hours, so_much, topic
from tests.rules.planned import figures, held, planned
from tests.rules.small import END, HELD, TODAY, book, clause

LIVE = frozenset({Delivery.IN_PERSON, Delivery.LIVE_ONLINE})
ETHICS, LAW = Topic.ETHICS, Topic.LAW
TOTAL = clause("total", Need(of=(EVERYTHING,), amount=so_much(10)))


def small(*clauses: Clause, done: tuple[Activity, ...] = ()) -> Plan:
    """The plan under a few clauses, for the cycle of 2025 and 2026, in the middle of 2026."""
    rulebook = book(CYCLE, WORTH, *clauses)
    facts = Facts(person="p", holdings=(replace(HELD, expires=None),), activities=done)
    standing = judge([rulebook], facts, "h", TODAY)
    return plan({"body": [rulebook]}, facts, [standing])


def ace(*done: Activity, country: str = "GB") -> Facts:
    holding = held("ace", "cpt", date(2021, 3, 1), date(2027, 3, 31))
    return Facts(person="p", holdings=(holding,), activities=done, country=country)


def worth(amount: str, by: str, unit: Unit = Unit.CEC) -> Activity:
    return Activity(
        id="a", title="Nutrition", kind=Kind.COURSE, completed=date(2026, 3, 1), provider=by,
        topics=frozenset({Topic.NUTRITION}),
        awards=(Award(amount=Fraction(amount), unit=unit, by=by),),
    )  # fmt: skip


# ---------------------------------------------------------------- rulebooks that ship


def test_ace_three_tenths_of_which_one_on_ethics() -> None:
    found, _ = planned(ace(worth("1.7", "ace")), date(2026, 11, 21))
    assert figures(found) == [
        ("2", frozenset(), ("ace",)), ("1", frozenset({ETHICS}), ("ace",)),
    ]  # fmt: skip
    assert {line.approved_by for line in found.lines} == {("ace",)}
    assert {line.by for line in found.lines} == {date(2027, 3, 31)}
    assert [(each.clause, each.why) for each in found.apart] == [("cpr", Why.CONDITION)]
    assert found.proven


def florida(*more: Activity) -> Facts:
    home, room = (
        Activity(
            id=way, title=way, kind=kind, completed=date(2025, 3, 1), delivery=way,
            topics=frozenset({Topic.REHABILITATION}), minutes=minutes,
        )
        for kind, way, minutes in (
            (Kind.SELF_STUDY, Delivery.SELF_PACED, 1000),
            (Kind.WORKSHOP, Delivery.IN_PERSON, 500),
        )
    )  # fmt: skip
    holding = held("fl-pt", "pt", date(2015, 12, 1), date(2025, 11, 30))
    return Facts(person="p", holdings=(holding,), activities=(home, room, *more))


def test_florida_two_live_hours_serve_both_needs_that_are_short() -> None:
    errors = Activity(
        id="errors", title="Errors", kind=Kind.COURSE, completed=date(2025, 4, 1),
        delivery=Delivery.SELF_PACED, topics=frozenset({Topic.MEDICAL_ERRORS}), minutes=100,
    )  # fmt: skip
    found, _ = planned(florida(errors), date(2025, 6, 1))
    (line,) = found.lines
    assert (line.hours, line.deliveries, line.by) == (Fraction(2), LIVE, date(2025, 11, 30))
    assert not line.topics
    assert {(each.clause, each.amount) for each in line.serves} == {
        ("total", Fraction(2)), ("live-hours", Fraction(2)),
    }  # fmt: skip


def test_florida_the_live_hours_are_on_what_is_missing_too() -> None:
    found, _ = planned(florida(), date(2025, 6, 1))
    (line,) = found.lines
    assert (line.hours, line.deliveries, line.topics) == (
        Fraction(2), LIVE, frozenset({Topic.MEDICAL_ERRORS}),
    )  # fmt: skip


def test_pmp_lacks_education_only() -> None:
    def learned(hours: int, topic: Topic) -> Activity:
        return Activity(
            id=topic, title=topic, kind=Kind.COURSE, completed=date(2025, 3, 1),
            topics=frozenset({topic}), minutes=60 * hours,
        )  # fmt: skip

    gave = Activity(
        id="gave", title="Gave", kind=Kind.TEACHING, completed=date(2025, 4, 1), minutes=2400
    )
    sides = (Topic.WAYS_OF_WORKING, 8), (Topic.POWER_SKILLS, 8), (Topic.BUSINESS_ACUMEN, 14)
    facts = Facts(
        person="p", holdings=(held("pmi", "pmp", date(2024, 1, 1)),),
        activities=(*(learned(many, topic) for topic, many in sides), gave),
    )  # fmt: skip
    found, _ = planned(facts, date(2026, 6, 1))
    (line,) = found.lines
    assert line.hours == 5
    assert line.topics >= {topic for topic, _ in sides}
    assert {each.clause for each in line.serves} == {"total", "education-minimum"}


def test_a_body_that_names_no_hour_is_planned_in_its_own_credits() -> None:
    holding = held("action", "cpt", date(2025, 2, 10), date(2027, 2, 10))
    holding = replace(holding, level="certificate")
    facts = Facts(person="p", holdings=(holding,), activities=(worth("1.2", "action"),))
    (line,) = planned(facts, date(2026, 11, 21))[0].lines
    assert (line.hours, line.counted_in) == (Fraction(8, 10), "action")


def test_one_course_serves_three_bodies() -> None:
    facts = Facts(
        person="p", country="US",
        holdings=(
            held("ace", "cpt", date(2025, 3, 1), date(2027, 3, 31)),
            held("acsm", "cpt", date(2022, 6, 1)),
            held("nsca", "cscs", date(2023, 3, 1)),
        ),
    )  # fmt: skip
    found, standings = planned(facts, date(2026, 6, 1))
    assert found.hours == 60  # what NSCA alone asks: the others are served on the way
    assert any(set(line.holdings) == {"ace", "acsm", "nsca"} for line in found.lines)
    ends = {each.holding: each.cycle.end for each in standings if each.cycle}
    assert all(line.by <= min(ends[id] for id in line.holdings) for line in found.lines)
    approved = sum((line.hours for line in found.lines if "ace" in line.approved_by), Fraction(0))
    assert approved == 20  # no more needs ACE's approval than ACE asks for


# ---------------------------------------------------------------- rulebooks made for it


def test_needs_that_share_an_hour_are_met_by_one() -> None:
    needs = [clause(f"{n}-need", Need(of=(n,), amount=so_much(2))) for n in ("ethics", "live")]
    both = (topic("ethics", ETHICS), delivered("live", *LIVE))
    assert [line.hours for line in small(*both, *needs).lines] == [2]


def test_needs_that_compete_for_an_hour_are_not() -> None:
    needs = [
        clause(f"{n}-need", Need(of=(n,), amount=so_much(2), exclusive="one-each"))
        for n in ("ethics", "live")
    ]
    both = (topic("ethics", ETHICS), delivered("live", *LIVE))
    assert sum(line.hours for line in small(*both, *needs).lines) == 4


def test_a_limit_that_is_used_up_sends_the_hours_elsewhere() -> None:
    home = delivered("home", Delivery.SELF_PACED)
    limit = clause("most-home", Limit(of=("home",), amount=so_much(6)))
    done = (hours("a", 6, delivery=Delivery.SELF_PACED),)
    (line,) = small(TOTAL, home, limit, done=done).lines
    assert line.hours == 4
    assert Delivery.SELF_PACED not in line.deliveries
    assert line.deliveries


def test_categories_still_empty_get_a_little_each() -> None:
    spread = clause("spread", Breadth(at_least=2, among=("ethics", "law")))
    found = small(topic("ethics", ETHICS), topic("law", LAW), spread)
    assert found.proven
    assert {topic for line in found.lines for topic in line.topics} == {ETHICS, LAW}
    assert found.hours == Fraction(1, 2)


def test_of_two_ways_the_one_with_fewer_hours() -> None:
    routes = (
        topic("law", LAW),
        clause("long", Need(of=(EVERYTHING,), amount=so_much(12))),
        clause("lawful", Need(of=("law",), amount=so_much(5))),
        clause("by-all", Route(needs=("long",))),
        clause("by-law", Route(needs=("lawful",))),
    )
    (line,) = small(*routes).lines
    assert (line.hours, line.topics) == (Fraction(5), frozenset({LAW}))
    (line,) = small(*routes, done=(hours("a", 9, ETHICS),)).lines
    assert (line.hours, line.topics) == (Fraction(3), frozenset())


def test_a_year_that_is_over_stands_apart_and_one_to_come_has_its_day() -> None:
    yearly = clause("yearly", Need(of=(EVERYTHING,), amount=so_much(4), per=Per.CALENDAR_YEAR))
    found = small(yearly)
    assert [(line.hours, line.by) for line in found.lines] == [(Fraction(4), END)]
    (apart,) = found.apart
    assert (apart.why, apart.until, apart.amount) == (Why.PAST, date(2025, 12, 31), Fraction(4))


def test_only_what_a_year_asks_is_due_with_the_year() -> None:
    holding = held("isaca", "cisa", date(2025, 6, 1))
    found, _ = planned(Facts(person="p", holdings=(holding,)), date(2026, 6, 1))
    assert {(str(line.hours), line.since, line.by) for line in found.lines} == {
        ("20", None, date(2026, 12, 31)),
        ("20", date(2027, 1, 1), date(2027, 12, 31)),
        ("20", date(2028, 1, 1), date(2028, 12, 31)),
        ("60", None, date(2028, 12, 31)),
    }


def test_of_hours_that_serve_two_only_some_are_due_with_the_first() -> None:
    first, later = (
        replace(book(CYCLE, WORTH, clause("total", Need(of=(EVERYTHING,), amount=so_much(n)))),
                body=name)
        for name, n in (("first", 3), ("later", 10))
    )  # fmt: skip
    soon = replace(HELD, id="first", body="first", expires=None)
    facts = Facts(
        person="p",
        holdings=(soon, replace(HELD, id="later", body="later", expires=date(2027, 12, 31))),
    )
    later = replace(later, clauses=(_two_years(), *later.clauses[1:]))
    books = {"first": [first], "later": [later]}
    standings = [judge(books[each.body], facts, each.id, TODAY) for each in facts.holdings]
    found = plan(books, facts, standings)
    assert [(str(line.hours), line.by, set(line.holdings)) for line in found.lines] == [
        ("3", END, {"first", "later"}), ("7", date(2027, 12, 31), {"later"}),
    ]  # fmt: skip


def _two_years() -> Clause:
    return clause("cycle", Cycle(length=Length(years=2)))


def test_what_is_neither_course_nor_card_is_told_apart() -> None:
    served = clause("service", Need(of=("given",), amount=so_much(3)))
    given = clause("given", Category(what=What(kinds=frozenset({Kind.VOLUNTEERING}))))
    card = clause("cpr", Gate(documents=(DocumentKind.CPR,)))
    found = small(served, given, card)
    assert not found.lines
    assert {(each.clause, each.why) for each in found.apart} == {
        ("service", Why.UNPLANNED), ("cpr", Why.CONDITION),
    }  # fmt: skip


def test_nothing_missing_is_an_empty_plan() -> None:
    assert small(TOTAL, done=(hours("a", 10),)) == Plan()


# ---------------------------------------------------------------- what is strange


def test_nobody_holds_anything() -> None:
    assert plan({}, Facts(person="p"), []) == Plan()


def test_a_body_without_rulebooks_has_no_plan() -> None:
    facts = Facts(person="p", holdings=(held("nobody", "cpt", date(2024, 1, 1)),))
    found, _ = planned(facts, TODAY)
    assert found == Plan()


def test_where_the_policy_is_silent_nothing_is_planned() -> None:
    silent = clause("total", Need(of=(EVERYTHING,), amount=()), silent=True)
    assert small(silent) == Plan()


def test_a_plan_has_one_plain_form() -> None:
    found, _ = planned(ace(), date(2026, 11, 21))
    again, _ = planned(ace(), date(2026, 11, 21))
    assert to_plain(found) == to_plain(again)
    assert to_plain(found)["proven"] is True
