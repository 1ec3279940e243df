"""Hypothesis strategies for rules about time: cycles, windows, repeats, proration."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from functools import cache

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from recert.rules import rulebook as b
from tests.rules.condition_strategies import closed_spans, grids, lengths, what
from tests.rules.strategies import days, maybe, truths


@cache
def cycles() -> SearchStrategy[b.Cycle]:
    """By anniversary, on common days, or the same days for everybody, once."""
    yearly = (b.Ends.YEAR_END, b.Ends.BIRTH_MONTH, b.Ends.BEFORE_BIRTH_MONTH)
    years = st.integers(1, 5).map(lambda n: b.Length(years=n))
    even = st.integers(1, 2).map(lambda n: b.Length(years=2 * n))
    parity, at_least = maybe(st.sampled_from(b.Parity)), maybe(lengths())
    credit = st.builds(b.CreditPeriod, length=years, ends=st.sampled_from(("12-31", "06-30")))
    drawn = st.builds(
        replace,
        st.one_of(
            st.builds(b.Cycle, length=years, ends=st.sampled_from(b.Ends)),
            st.builds(
                b.Cycle,
                length=even,
                ends=st.sampled_from(yearly),
                parity=parity,
                first_at_least=at_least,
            ),
            st.builds(b.Cycle, length=even, ends_on=days, parity=parity, first_at_least=at_least),
            st.builds(
                b.Cycle,
                length=even,
                ends_yearly=st.sampled_from(("05-31", "06-30")),
                parity=parity,
                first_at_least=at_least,
            ),
            st.builds(b.Cycle, fixed=closed_spans(), starts_after_late=maybe(days)),
        ),
        cutoff=maybe(st.sampled_from((time(23, 59), time(17, 0)))),
        opens=maybe(st.integers(60, 90).map(lambda n: b.Length(days=n))),
        closes=maybe(st.integers(0, 60).map(lambda n: b.Length(days=n))),
    )
    return st.one_of(
        drawn,
        st.builds(replace, drawn, credit=credit),
        st.builds(replace, drawn, from_month=st.just(value=True)),
    )


@cache
def windows() -> SearchStrategy[b.Window]:
    """The cycle narrowed, or so long before filing in place of it."""
    narrowed = st.builds(
        b.Window,
        what=what(),
        started_after_certification=truths,
        within=lengths(),
        late_counts=maybe(truths),
    )
    return narrowed | st.builds(b.Window, what=what(), instead=lengths())


@cache
def onces() -> SearchStrategy[b.Once]:
    """So many in a cycle, ever, or in any stretch of so long."""
    return st.builds(
        replace,
        st.builds(b.Once, ever=truths) | st.builds(b.Once, within=lengths()),
        what=what(),
        same_course=truths,
        times=st.integers(1, 3),
    )


@cache
def prorations() -> SearchStrategy[b.Prorated]:
    """An amount in proportion to the months held."""
    return st.builds(
        b.Prorated,
        months=st.sampled_from(b.Months),
        rounding=maybe(grids()),
        nothing_below=st.integers(0, 6),
    )
