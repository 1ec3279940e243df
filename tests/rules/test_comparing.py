"""Two editions compared: what was added, removed, changed, moved, with before and after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

from recert.rules.amounts import Money
from recert.rules.comparing import HEAD, Change, Detail, How, compare
from recert.rules.facts import Topic
from recert.rules.reading import read_rulebook
from recert.rules.rulebook import (
    Category,
    Chooser,
    Clause,
    Fee,
    For,
    Need,
    Note,
    Price,
    Row,
    Rulebook,
    Span,
    What,
    Who,
)
from tests.cast import RULEBOOKS


def edition(slug: str, name: str) -> Rulebook:
    rulebook, _problems = read_rulebook(RULEBOOKS / slug / f"{name}.yaml")
    assert rulebook is not None
    return rulebook


BOOK = edition("action", "2020")


def clause(id: str, rule: object, **more: object) -> Clause:
    fields = {"id": id, "rule": rule, "says": "It is so.", "source": "S", **more}
    return Clause(**fields)  # type: ignore[arg-type]


def with_clauses(*clauses: Clause) -> Rulebook:
    return replace(BOOK, clauses=clauses)


def need(*rows: tuple[str, str]) -> Need:
    """A need of so much for each credential named; nobody named is everybody."""
    amount = tuple(
        Row(Who(credentials=frozenset({who} if who else ())), Fraction(much)) for who, much in rows
    )
    return Need(of=("everything",), amount=amount)


def only(changes: tuple[Change, ...]) -> Change:
    (change,) = changes
    return change


def test_the_same_has_no_changes() -> None:
    for path in sorted(RULEBOOKS.glob("*/*.yaml"))[::9]:
        if "cases" not in path.name:
            book = edition(path.parent.name, path.stem)
            assert compare(book, book) == ()


def test_an_amount_that_rises_for_some() -> None:
    old = with_clauses(clause("total", need(("cpt", "2"), ("", "1"))))
    new = with_clauses(clause("total", need(("cpt", "3"), ("", "1"))))
    change = only(compare(old, new))
    cpt = Who(credentials=frozenset({"cpt"}))
    assert (change.how, change.clause) == (How.CHANGED, "total")
    assert change.details == (Detail(("need", "amount"), Fraction(2), Fraction(3), cpt),)


def test_an_amount_for_everybody_names_nobody() -> None:
    old, new = (with_clauses(clause("total", need(("", much)))) for much in ("2", "3"))
    (detail,) = only(compare(old, new)).details
    assert (detail.who, detail.before, detail.after) == (None, Fraction(2), Fraction(3))


def test_rows_that_come_go_and_change_places() -> None:
    old = with_clauses(clause("total", need(("cpt", "2"), ("gfi", "1"))))
    new = with_clauses(clause("total", need(("gfi", "1"), ("hc", "4"))))
    details = only(compare(old, new)).details
    assert [(each.before, each.after) for each in details] == [(None, 4), (2, None)]
    turned = with_clauses(clause("total", need(("gfi", "1"), ("cpt", "2"))))
    (order,) = only(compare(old, turned)).details
    assert (order.path, order.who) == (("need", "amount"), None)


def test_prices_dates_and_conditions() -> None:
    price = Fee(for_=For.RENEWAL, prices=(Price(Who(), Money(6000, "USD")),))
    dearer = replace(price, prices=(Price(Who(), Money(7000, "USD")),))
    old = with_clauses(clause("fee", price))
    new = with_clauses(
        clause("fee", dearer, span=Span(since=date(2027, 1, 1)), who=Who(member=True),
               chosen_by=Chooser.ACTIVITY)
    )  # fmt: skip
    assert {each.path for each in only(compare(old, new)).details} == {
        ("fee", "prices"), ("since",), ("who",), ("by",),
    }  # fmt: skip


def test_added_removed_and_of_another_kind() -> None:
    old = with_clauses(clause("a", Note()), clause("b", Note()))
    new = with_clauses(clause("b", need(("", "1"))), clause("c", Note()))
    assert [(each.how, each.clause) for each in compare(old, new)] == [
        (How.CHANGED, "b"), (How.ADDED, "c"), (How.REMOVED, "a"),
    ]  # fmt: skip
    assert compare(old, new)[0].details == (Detail(("kind",), "note", "need"),)


def test_where_the_first_rules_the_order_says_something() -> None:
    ethics = clause("ethics", Category(what=What(topics=frozenset({Topic.ETHICS}))))
    law = clause("law", Category(what=What(topics=frozenset({Topic.LAW}))))
    first, second = clause("x", Note()), clause("y", Note())
    moved = compare(with_clauses(ethics, law), with_clauses(law, ethics))
    assert {each.how for each in moved} == {How.MOVED}
    assert compare(with_clauses(first, second), with_clauses(second, first)) == ()


def test_the_head_tells_of_days_credentials_and_sources() -> None:
    credential = replace(BOOK.credentials[0], name="Trainer")
    new = replace(
        BOOK, edition="2027", in_force=Span(since=date(2027, 1, 1)), credentials=(credential,),
        sources=(),
    )  # fmt: skip
    change = only(compare(BOOK, new))
    assert change.clause == HEAD
    paths = {each.path for each in change.details}
    assert {("edition",), ("in-force",), ("credentials", credential.id)} <= paths
    gone = [each for each in change.details if each.path[0] == "sources"]
    assert gone
    assert all(each.after is None for each in gone)
