"""Hypothesis strategies for amounts, days, and the facts of one person.

`facts()` gives a person with holdings, activities, documents and the rest, as the reader
would accept them. The rulebooks to judge them by are in `rulebook_strategies`, which
draws from the same small world of bodies and credentials.
"""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from typing import TypeVar

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from recert.rules import facts as f
from recert.rules import rulebook as b

T = TypeVar("T")

BODIES = ("ace", "nsca", "reps-nz")
CREDENTIALS = ("cpt", "cscs", "gei")
LEVELS = ("certificate", "certification")
FIRST_DAY, LAST_DAY = date(2015, 1, 1), date(2030, 12, 31)

bodies = st.sampled_from(BODIES)
slugs = st.from_regex(r"[a-z][a-z0-9]{0,5}(-[a-z0-9]{1,5}){0,2}", fullmatch=True)
truths = st.booleans()
days = st.dates(FIRST_DAY, LAST_DAY)


def maybe(strategy: SearchStrategy[T]) -> SearchStrategy[T | None]:
    """The strategy's values, or None."""
    return st.none() | strategy


def sets(strategy: SearchStrategy[T], *, most: int = 3) -> SearchStrategy[frozenset[T]]:
    """Small sets, often empty."""
    return st.frozensets(strategy, max_size=most)


def words(*, most: int = 60) -> SearchStrategy[str]:
    """Text of any script as a person may type it: no controls, no space at the ends."""
    letters = st.characters(
        exclude_categories=("Cs", "Cc", "Cn", "Zl", "Zp"), exclude_characters="\ufeff"
    )
    return st.text(letters, min_size=1, max_size=most).map(str.strip).filter(bool)


def amounts(*, least: str = "0", most: str = "60") -> SearchStrategy[Fraction]:
    """Credits as bodies count them: whole, in tenths, quarters and hundredths."""
    low, high = Fraction(least), Fraction(most)
    steps = [Fraction(1), Fraction(1, 10), Fraction(1, 4), Fraction(1, 100)]
    return st.one_of([_multiples(step, low, high) for step in steps if step <= high])


def _multiples(step: Fraction, low: Fraction, high: Fraction) -> SearchStrategy[Fraction]:
    return st.integers(-(-low // step), high // step).map(lambda number: number * step)


def odd_amounts() -> SearchStrategy[Fraction]:
    """Exact numbers for which there may be no decimal: a third, two sevenths."""
    return st.fractions(0, 100, max_denominator=999).filter(bool)


@st.composite
def spans(draw: st.DrawFn) -> b.Span:
    """Days from and to, either end open."""
    since, lasts = draw(maybe(days)), draw(maybe(st.integers(0, 1_500)))
    if since is None:
        return b.Span(None, draw(maybe(days)))
    return b.Span(since, None if lasts is None else since + timedelta(days=lasts))


# ---------------------------------------------------------------- facts


@cache
def awards() -> SearchStrategy[f.Award]:
    """Credit as certificates print it."""
    return st.builds(
        f.Award,
        amount=amounts(least="0.1", most="20"),
        unit=st.sampled_from(f.Unit),
        by=st.sampled_from(("", *BODIES)),
        number=st.just("") | words(most=12),
    )


@st.composite
def activities(draw: st.DrawFn, id: str = "a1") -> f.Activity:
    """Something done, of any kind, with or without an amount awarded."""
    completed = draw(days)
    started = draw(maybe(st.integers(0, 400)))
    halves = st.lists(
        st.builds(
            f.Part,
            share=amounts(least="0.1", most="0.5"),
            topics=st.frozensets(st.sampled_from(f.Topic), min_size=1, max_size=2),
        ),
        max_size=2,
    )
    return f.Activity(
        id=id,
        title=draw(words()),
        kind=draw(st.sampled_from(f.Kind)),
        completed=completed,
        started=None if started is None else completed - timedelta(days=started),
        delivery=draw(maybe(st.sampled_from(f.Delivery))),
        provider=draw(st.sampled_from(("", *BODIES, "college"))),
        awards=tuple(draw(st.lists(awards(), max_size=2))),
        minutes=draw(maybe(st.integers(0, 2_400))),
        topics=draw(sets(st.sampled_from(f.Topic))),
        parts=tuple(draw(halves)),
        assessed=draw(maybe(truths)),
        passed=draw(maybe(truths)),
        grade=draw(st.sampled_from(("", "A", "C+", "D"))),
        course=draw(st.sampled_from(("", "yoga-1", "ethics-2"))),
        subject=draw(st.sampled_from(("", "ace:cpt", "nsca:cscs"))),
        accredited_by=draw(sets(st.just("ncca"))),
        at_test_centre=draw(maybe(truths)),
        cards=draw(sets(st.sampled_from(f.DocumentKind))),
        card_months=draw(maybe(st.sampled_from((12, 24)))),
        reported_by=draw(st.sampled_from(f.Reporter)),
        evidence=draw(truths),
    )


@st.composite
def _documents(draw: st.DrawFn, id: str) -> f.Document:
    issued = draw(days)
    valid = draw(maybe(st.integers(0, 1_500)))
    return f.Document(
        id=id,
        kind=draw(st.sampled_from(f.DocumentKind)),
        issued=issued,
        expires=None if valid is None else issued + timedelta(days=valid),
        skills=draw(maybe(st.sampled_from(f.Skills))),
        issuer=draw(st.just("") | words(most=20)),
    )


@st.composite
def _holdings(draw: st.DrawFn, id: str) -> f.Holding:
    certified = draw(days)
    valid = draw(maybe(st.integers(0, 1_500)))
    return f.Holding(
        id=id,
        body=draw(bodies),
        credential=draw(st.sampled_from(CREDENTIALS)),
        certified=certified,
        expires=None if valid is None else certified + timedelta(days=valid),
        level=draw(st.sampled_from(("", *LEVELS))),
        number=draw(st.just("") | words(most=12)),
        previous_closed=draw(maybe(days)),
    )


@st.composite
def _members(draw: st.DrawFn) -> f.Member:
    since, lasts = draw(days), draw(maybe(st.integers(0, 900)))
    until = None if lasts is None else since + timedelta(days=lasts)
    return f.Member(body=draw(bodies), since=since, until=until)


@st.composite
def facts(draw: st.DrawFn, *, holdings: int = 2, activities_at_most: int = 6) -> f.Facts:
    """One person: one or more holdings, and what they did and hold."""
    held = [draw(_holdings(f"h{n}")) for n in range(draw(st.integers(1, holdings)))]
    done = [draw(activities(f"a{n}")) for n in range(draw(st.integers(0, activities_at_most)))]
    papers = [draw(_documents(f"d{n}")) for n in range(draw(st.integers(0, 2)))]
    named = st.sampled_from([holding.id for holding in held])
    decisions = st.builds(
        f.Decision,
        kind=st.sampled_from(f.DecisionKind),
        body=bodies,
        on=days,
        reason=words(),
        holding=st.just("") | named,
        activity=st.sampled_from(["", *(activity.id for activity in done)]),
        amount=maybe(amounts()),
        categories=sets(slugs),
        until=maybe(days),
    )
    attestations = st.builds(
        f.Attestation, holding=named, to=st.sampled_from(("code-of-ethics", "truthful")), on=days
    )
    return f.Facts(
        person=draw(words(most=20)),
        holdings=tuple(held),
        activities=tuple(done),
        documents=tuple(papers),
        memberships=tuple(draw(st.lists(_members(), max_size=2))),
        attestations=tuple(draw(st.lists(attestations, max_size=2))),
        decisions=tuple(draw(st.lists(decisions, max_size=2))),
        country=draw(st.sampled_from(("", "US", "CA", "NZ"))),
        attributes=draw(st.dictionaries(slugs, words(most=12), max_size=2)),
    )
