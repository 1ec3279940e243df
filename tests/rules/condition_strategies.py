"""Hypothesis strategies for what rules are made of: conditions, tables, lengths, money."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from recert.rules import facts as f
from recert.rules import rulebook as b
from recert.rules.amounts import Grid, Money, Rounding
from tests.rules.strategies import (
    CREDENTIALS,
    LEVELS,
    amounts,
    bodies,
    maybe,
    sets,
    spans,
    truths,
)

CURRENCY = "USD"
ASKS = {
    "supervises": b.Asked(says="Did you supervise?", answers=("yes", "no")),
    "tier": b.Asked(says="Which standard?", answers=("usual", "high"), assumed="usual"),
}
"""What every edition drawn here asks of people."""

_ANSWERS = [(name, answer) for name, asked in ASKS.items() for answer in asked.answers]
_ANSWERS += [("birth-month", "5"), ("birth-year", "odd")]

any_amount = amounts()


@cache
def closed_spans() -> SearchStrategy[b.Span]:
    """One to four whole years: a fixed cycle."""
    return st.builds(
        lambda year, years: b.Span(date(year, 1, 1), date(year + years - 1, 12, 31)),
        st.integers(2015, 2027),
        st.integers(1, 4),
    )


@cache
def lengths() -> SearchStrategy[b.Length]:
    """Some years, some months, or some days."""
    return st.one_of(
        st.integers(1, 5).map(lambda n: b.Length(years=n)),
        st.integers(1, 18).map(lambda n: b.Length(months=n)),
        st.integers(1, 400).map(lambda n: b.Length(days=n)),
        st.builds(b.Length, years=st.integers(1, 3), months=st.integers(1, 11)),
    )


@cache
def grids() -> SearchStrategy[Grid]:
    """Rounding to a step."""
    return st.builds(Grid, amounts(least="0.1", most="1"), st.sampled_from(Rounding))


@cache
def money() -> SearchStrategy[Money]:
    """Up to a thousand dollars."""
    return st.integers(0, 100_000).map(lambda cents: Money(cents, CURRENCY))


# ---------------------------------------------------------------- conditions and tables


@cache
def person() -> SearchStrategy[b.Who]:
    """A condition on people that needs no cycle to be told, often none."""
    return st.just(b.ANYONE) | st.builds(
        b.Who,
        credentials=sets(st.sampled_from(CREDENTIALS)),
        levels=sets(st.sampled_from(LEVELS)),
        certified=maybe(spans()),
        member=maybe(truths),
        countries=sets(st.sampled_from(("US", "CA"))),
        holds_at_least=maybe(st.integers(1, 2)),
        holds_at_most=maybe(st.integers(2, 4)),
        holds=sets(st.sampled_from(CREDENTIALS)),
        attributes=st.lists(st.sampled_from(_ANSWERS), max_size=2).map(dict),
    )


@cache
def lateness() -> SearchStrategy[b.Lateness]:
    """Some months of lateness, or any."""
    return st.builds(
        lambda after, more: b.Lateness(
            after=b.Length(months=after), until=b.Length(months=after + more) if more else None
        ),
        st.integers(0, 6),
        st.integers(0, 6),
    )


@cache
def who() -> SearchStrategy[b.Who]:
    """A condition on people and their cycle, often none."""
    return person() | st.builds(
        replace,
        person(),
        certified_for=maybe(lengths()),
        first_cycle=maybe(truths),
        cycle_at_least=maybe(st.integers(1, 3)),
        cycle_at_most=maybe(st.integers(3, 6)),
        every_nth_cycle=maybe(st.integers(2, 4)),
        late=maybe(lateness()),
        closed_late=maybe(truths),
        all_own=maybe(truths),
    )


@cache
def what(*, deep: bool = True) -> SearchStrategy[b.What]:
    """A condition on activities that asks for at least something."""
    built = st.builds(
        b.What,
        kinds=sets(st.sampled_from(f.Kind)),
        deliveries=sets(st.sampled_from(f.Delivery)),
        topics=sets(st.sampled_from(f.Topic)),
        providers=sets(bodies),
        own=maybe(truths),
        awarded=maybe(truths),
        awarded_by=sets(bodies),
        units=sets(st.sampled_from(f.Unit)),
        subjects=sets(st.sampled_from(("ace:cpt", "nsca:cscs"))),
        accredited_by=sets(st.just("ncca")),
        assessed=maybe(truths),
        passed=maybe(truths),
        ordered=maybe(truths),
        reported_by=sets(st.sampled_from(f.Reporter)),
        at_test_centre=maybe(truths),
        grade_at_least=st.sampled_from(("", "C", "B-")),
        cards=sets(st.sampled_from(f.DocumentKind)),
        card_months=maybe(st.sampled_from((12, 24))),
        completed=maybe(spans()),
        not_=maybe(what(deep=False)) if deep else st.none(),
    )
    return built.filter(lambda drawn: drawn != b.ANYTHING)


@st.composite
def _people(draw: st.DrawFn) -> list[b.Who]:
    """Whom the rows of a table are for: one line for anyone, or some, then the others."""
    some = draw(st.lists(_somebody, max_size=2, unique_by=repr))
    return [*some, b.ANYONE] if not some or draw(truths) else some


_somebody = who().filter(lambda drawn: drawn != b.ANYONE)
_tables = _people()


@st.composite
def tables(draw: st.DrawFn, amount: SearchStrategy[Fraction] = any_amount) -> b.Amounts:
    """An amount table, mostly with a row for everybody else last."""
    return tuple(b.Row(who, draw(amount)) for who in draw(_tables))


@st.composite
def prices(draw: st.DrawFn) -> tuple[b.Price, ...]:
    """A fee table."""
    return tuple(b.Price(who, draw(money())) for who in draw(_tables))
