"""Hypothesis strategies for clauses on audits and on proof, lawful by construction."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from recert.rules import rulebook as b
from recert.rules.vocabulary import Evidence
from tests.rules.condition_strategies import lengths, what
from tests.rules.strategies import maybe, sets, truths


@st.composite
def audits(draw: st.DrawFn) -> b.Audit:
    """Who is audited and how; something is always said."""
    share: dict[str, object] = draw(
        st.sampled_from(
            (
                {"percent": Fraction(10)},
                {"number": 7},
                {"percent_at_least": Fraction(3)},
                {"percent_at_least": Fraction(8), "percent_at_most": Fraction(10)},
                {},
            )
        )
    )
    return b.Audit(
        drawn=b.Selection.RANDOM,
        **share,  # type: ignore[arg-type]  # one of those above
        strata=draw(maybe(st.sampled_from(b.Strata))),
        per=draw(maybe(st.sampled_from(b.Occasion))),
        taken=draw(sets(st.sampled_from(b.Target))),
        spared_cycles=draw(maybe(st.integers(1, 5))),
        light=draw(maybe(st.just(Fraction(1, 2)))),
        answer=b.Length(days=draw(st.integers(1, 90))),
        working_days=draw(maybe(truths)),
        stops_clock=draw(maybe(truths)),
        defer=draw(maybe(lengths())),
        failing=draw(maybe(st.sampled_from(b.Failing))),
        keep=draw(maybe(keeps())),
    )


def keeps() -> SearchStrategy[b.Keep]:
    """How long proof is kept: so long from some day, or so many cycles."""
    since = maybe(st.sampled_from(b.KeptFrom))
    return st.builds(b.Keep, at_least=lengths(), since=since) | st.builds(
        b.Keep, cycles=st.integers(1, 4)
    )


@st.composite
def proofs(draw: st.DrawFn) -> b.Proof:
    """What proves an activity: nothing is both accepted and refused."""
    accepted = draw(sets(st.sampled_from(sorted(set(Evidence) - {Evidence.OWN_LOG}))))
    refused = draw(sets(st.sampled_from(Evidence))) | {Evidence.OWN_LOG}
    return b.Proof(what=draw(what()), accepted=accepted, refused=refused - accepted)
