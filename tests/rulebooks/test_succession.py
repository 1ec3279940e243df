"""What ends when an edition begins: nobody falls between two, and nobody has two."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest

from recert.rulebooks.succession import ended, predecessors, with_successor
from recert.rules.cycles import choose
from recert.rules.facts import Facts, Holding
from recert.rules.reading import read_rulebook
from recert.rules.rulebook import Chooser, Rulebook, Span
from tests.cast import RULEBOOKS

FIRST = date(2027, 1, 1)
LAST = FIRST - timedelta(days=1)


def edition(name: str) -> Rulebook:
    rulebook, _problems = read_rulebook(RULEBOOKS / "acsm" / f"{name}.yaml")
    assert rulebook is not None
    return rulebook


OLD, EARLIER = edition("2025"), edition("2019")
NEW = replace(OLD, edition="2027", in_force=Span(since=FIRST))


def test_the_edition_that_would_run_on_ends_the_day_before() -> None:
    assert predecessors((EARLIER, OLD), NEW) == (OLD,)
    earlier, old, new = with_successor((EARLIER, OLD), NEW)
    assert (earlier, new) == (EARLIER, NEW)
    assert old.in_force == Span(OLD.in_force.since, LAST)
    assert replace(old, in_force=OLD.in_force) == OLD


def test_an_edition_that_ends_earlier_keeps_its_end() -> None:
    sooner = replace(OLD, in_force=Span(OLD.in_force.since, date(2026, 6, 30)))
    assert ended(sooner, FIRST) == sooner
    assert ended(sooner, None) == sooner
    assert predecessors((sooner,), NEW) == ()


def test_what_the_new_edition_does_not_grant_runs_on() -> None:
    only_trainers = replace(NEW, credentials=NEW.credentials[:1])
    assert predecessors((OLD,), only_trainers) == ()


@pytest.mark.parametrize(("before", "after"), list(product(Chooser, Chooser)))
def test_whatever_dates_decide_nobody_falls_between(before: Chooser, after: Chooser) -> None:
    """Everybody the old edition covered is covered still, on every day around the change."""
    long = Span(since=date(2020, 1, 1))
    old, new = replace(OLD, chosen_by=before, in_force=long), replace(NEW, chosen_by=after)
    books = with_successor((old,), new)
    for ends, days in product((2026, 2027, 2028), range(-40, 400, 20)):
        held = Holding(id="h", body="acsm", credential="cpt", certified=date(2020, 6, 15),
                       expires=date(ends, 12, 31))  # fmt: skip
        facts = Facts(person="p", holdings=(held,))
        as_of = FIRST + timedelta(days=days)
        assert choose(books, facts, held, as_of) is not None


def test_where_both_would_govern_the_newer_does() -> None:
    held = Holding(id="h", body="acsm", credential="cpt", certified=date(2020, 6, 15),
                   expires=date(2027, 12, 31))  # fmt: skip
    facts = Facts(person="p", holdings=(held,))
    new = replace(NEW, chosen_by=Chooser.CYCLE_END)
    for books in ((OLD, new), (new, OLD)):
        found = choose(books, facts, held, date(2026, 12, 1))
        assert found is not None
        assert found[0].edition == "2027"
