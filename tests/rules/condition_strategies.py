"""Hypothesis strategies for what rules are made of: conditions, tables, lengths, money."""

from __future__ import annotations

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
    slugs,
    spans,
    truths,
    words,
)

CURRENCY = "USD"

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
def who() -> SearchStrategy[b.Who]:
    """A condition on people, often none."""
    return st.just(b.ANYONE) | st.builds(
        b.Who,
        credentials=sets(st.sampled_from(CREDENTIALS)),
        levels=sets(st.sampled_from(LEVELS)),
        certified=maybe(spans()),
        first_cycle=maybe(truths),
        member=maybe(truths),
        countries=sets(st.sampled_from(("US", "CA"))),
        holds_at_least=maybe(st.integers(1, 2)),
        holds_at_most=maybe(st.integers(2, 4)),
        closed_late=maybe(truths),
        all_own=maybe(truths),
        attributes=st.dictionaries(slugs, words(most=8), max_size=1),
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
