"""Hypothesis strategies for clauses on leave, lawful by construction."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import strategies as st

from recert.rules import rulebook as b
from recert.rules.rulebook import Gives, Length
from recert.rules.vocabulary import Ground
from tests.rules.strategies import amounts, maybe, sets, spans, truths
from tests.rules.time_strategies import prorations


@st.composite
def leaves(draw: st.DrawFn, needs: list[str]) -> b.Leave:
    """Who may ask, when, and what it gives: each in one of its ways."""
    when: dict[str, Any] = draw(
        st.sampled_from(
            (
                {},
                {"opens": Length(days=60), "closes": Length()},
                {"opens": Length(days=30), "late": b.Lateness(until=Length(days=30))},
                {"late": b.Lateness(after=Length(months=1), until=Length(days=75))},
            )
        )
    )
    asked = draw(maybe(spans().filter(lambda span: span != b.Span())))
    gives = draw(st.sampled_from((None, *Gives)))
    gift = draw(_gifts(gives, needs))
    complete = bool(gift) or gives in (Gives.PAUSE, Gives.INACTIVE)
    answer = draw(maybe(st.just(Length(days=30))))
    silence = st.sampled_from(b.Unanswered) if complete else st.just(b.Unanswered.DENIED)
    return b.Leave(
        gives=gives,
        grounds=draw(sets(st.sampled_from(Ground))) or frozenset({Ground.OTHER}),
        asked=asked,
        at_least=draw(maybe(st.just(Length(days=10)))),
        per_cycle=draw(maybe(st.integers(1, 3))),
        again_after=draw(maybe(st.just(Length(years=1)))),
        unless_extended=draw(truths),
        unless_audited=draw(truths),
        papers=draw(maybe(truths)),
        decided_by=draw(st.sampled_from(("", "the committee"))),
        answer=answer,
        unanswered=draw(maybe(silence)) if answer else None,
        **when,
        **gift,
    )


@st.composite
def _gifts(draw: st.DrawFn, gives: Gives | None, needs: list[str]) -> dict[str, Any]:
    """What belongs to a gift, or nothing."""
    if not draw(truths):
        return {}
    some = tuple(needs[:1])
    match gives:
        case Gives.EXTEND:
            ways: tuple[dict[str, Any], ...] = (
                {"lasts": Length(days=60)},
                {"to": date(2027, 6, 30)},
            )
            return draw(st.sampled_from(ways))
        case Gives.LESSEN if some:
            return {"of": some, "lessens": draw(prorations())}
        case Gives.WAIVE if some:
            return {"waives": some}
    return {}


def left(needs: list[str]) -> st.SearchStrategy[b.Leave]:
    """So much is left of a need."""
    return st.builds(
        b.Leave,
        gives=st.just(Gives.LESSEN),
        leaves=st.dictionaries(st.sampled_from(needs), amounts(), min_size=1, max_size=2),
    )
