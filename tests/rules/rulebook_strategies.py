"""Hypothesis strategies for rulebooks that are lawful by construction.

`rulebooks()` gives an edition that the strict reader accepts: every reference leads
somewhere, every source is cited, no two clauses answer the same question at once.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache
from itertools import count

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from recert.rules import facts as f
from recert.rules import rulebook as b
from recert.rules.amounts import Rounding
from recert.rules.vocabulary import Profession
from tests.rules.audit_strategies import audits, proofs
from tests.rules.condition_strategies import (
    ASKS,
    CURRENCY,
    grids,
    lengths,
    person,
    prices,
    tables,
    what,
    who,
)
from tests.rules.leave_strategies import leaves, left
from tests.rules.strategies import (
    BODIES,
    CREDENTIALS,
    LEVELS,
    amounts,
    bodies,
    days,
    maybe,
    odd_amounts,
    sets,
    slugs,
    spans,
    truths,
    words,
)
from tests.rules.time_strategies import cycles, onces, prorations, windows

_shares = st.sampled_from([Fraction(1, 2), Fraction(1, 3), Fraction(3, 4)])
_each = st.sampled_from(b.Each)

# ---------------------------------------------------------------- rules about activities


@st.composite
def measures(draw: st.DrawFn) -> b.Measure:
    """What an activity is worth, in each way of saying it."""
    by = draw(st.sampled_from(b.By))
    awarded, timed = by is b.By.AWARD, by is b.By.HOURS
    worth = amounts(least="0.1", most="10") | odd_amounts()
    about = draw(sets(st.sampled_from(f.Topic)))
    preparation = draw(maybe(amounts(least="1", most="3"))) if timed else None
    return b.Measure(
        by=by,
        what=draw(what()),
        worth=Fraction(1) if by is b.By.NOTHING else draw(worth),
        awarders=tuple(sorted(draw(sets(bodies)))) if awarded else (),
        units=draw(sets(st.sampled_from(f.Unit))) if awarded else frozenset(),
        minutes=draw(st.integers(1, 120)) if timed else 60,
        rounding=draw(maybe(grids())),
        at_least=draw(maybe(amounts(least="0.1", most="1"))),
        at_most=draw(maybe(amounts(least="1", most="9"))),
        about=about,
        share_at_least=draw(maybe(_shares)) if about else None,
        preparation=preparation,
        prepared_once=preparation is not None and draw(truths),
    )


@cache
def about_activities() -> SearchStrategy[b.Rule]:
    """One rule on which activities count, and for how much."""
    return st.one_of(
        measures(),
        windows(),
        st.builds(b.Admit, what=what()),
        st.builds(b.Refuse, what=what()),
        st.builds(b.Judgement, what=what(), asks=words(), provisional=truths),
        onces(),
    )


@cache
def categories() -> SearchStrategy[b.Category]:
    """A named set of activities."""
    return st.builds(b.Category, what=what(), scheme=st.sampled_from(("", "letters")))


# ---------------------------------------------------------------- rules about people


@st.composite
def needs(draw: st.DrawFn, of: str, named: list[str], group: str = "") -> b.Need:
    """At least so much of one category, or of everything."""
    looks_back = draw(st.sampled_from((None, "ever", "within")))
    in_one = of != b.EVERYTHING and len(named) > 1 and draw(truths)
    accepted = st.dictionaries(st.sampled_from(named), amounts(least="0.1"), max_size=2)
    return b.Need(
        of=(of, next(other for other in named if other != of)) if in_one else (of,),
        amount=draw(tables()),
        per=b.Per.CYCLE if looks_back else draw(st.sampled_from(b.Per)),
        exclusive=group,
        ever=looks_back == "ever",
        within=draw(lengths()) if looks_back == "within" else None,
        in_one=in_one,
        prorated=None if looks_back else draw(maybe(prorations())),
        accepts=draw(accepted) if named else {},
        beyond_limits=draw(truths),
    )


@st.composite
def limits(draw: st.DrawFn, of: str) -> b.Limit:
    """At most so much, or such a share of all."""
    per = draw(st.sampled_from(b.Per))
    if draw(truths):
        return b.Limit(of=(of,), share=draw(_shares), base=draw(st.sampled_from(b.Base)), per=per)
    return b.Limit(of=(of,), amount=draw(tables()), per=per, each=draw(maybe(_each)))


@cache
def gates() -> SearchStrategy[b.Gate]:
    """One condition beside credits."""
    papers = st.lists(st.sampled_from(f.DocumentKind), min_size=1, max_size=2, unique=True)
    return st.one_of(
        st.builds(
            b.Gate,
            documents=papers.map(tuple),
            current=st.sampled_from(b.Current),
            days_beyond=st.integers(0, 60),
            issued_within=maybe(lengths()),
            skills=sets(st.sampled_from(f.Skills)),
        ),
        st.builds(b.Gate, attests=slugs, totals=truths),
        st.builds(b.Gate, asks=words()),
        st.builds(b.Gate, done=what(), times=st.integers(1, 3), within=maybe(lengths())),
        st.builds(b.Gate, done=what(), ever=truths),
        st.builds(b.Gate, done=what(), within=maybe(lengths()), lasting=lengths()),
        st.builds(b.Gate, holds=st.just(("ace", "nsca:cscs"))),
        st.just(b.Gate(membership=True)),
    )


@st.composite
def routes(draw: st.DrawFn, waivable: list[str]) -> b.Route:
    """Renewing by examination, open or refused."""
    extends = draw(maybe(lengths()))
    return b.Route(
        examination=True,
        subjects=draw(sets(st.sampled_from(("ace:cpt", "nsca:cscs")))),
        at_test_centre=draw(maybe(truths)),
        waives=tuple(sorted(draw(sets(st.sampled_from(waivable))))) if waivable else (),
        application=draw(truths),
        to_level=draw(st.sampled_from(("", *LEVELS))),
        extends=extends,
        extends_from=draw(st.sampled_from(("", "pass", "expiry"))) if extends else "",
        open=draw(truths),
    )


@st.composite
def fees(draw: st.DrawFn, for_: b.For) -> b.Fee:
    """Money due for one thing."""
    after = draw(lengths())
    longer = b.Length(years=after.years + 1, months=after.months, days=after.days)
    if for_ is b.For.TAX:
        percent = draw(st.sampled_from((Fraction(5), Fraction("9.975"), Fraction(13))))
        way = draw(st.sampled_from(Rounding))
        of = draw(sets(st.sampled_from(b.APART)))
        return b.Fee(for_=for_, percent=percent, included=draw(truths), rounding=way, of=of)
    parts = b.Parts(number=3, every=b.Length(months=1), missed=draw(st.sampled_from(b.Missed)))
    return b.Fee(
        for_=for_,
        prices=draw(prices()),
        parts=draw(maybe(st.just(parts))) if for_ is b.For.RENEWAL else None,
        extends=draw(maybe(st.just(b.Length(days=60)))) if for_ is b.For.EXTENSION else None,
        late=draw(maybe(st.just(b.Lateness(after=after, until=longer)))),
        filed=draw(maybe(spans().filter(lambda span: span != b.Span()))),
        instead=draw(truths),
        per_credit=draw(truths) if for_ is b.For.PETITION else False,
    )


@cache
def lapses() -> SearchStrategy[list[b.Lapse]]:
    """A stage of some months after the end, and one that follows it."""

    def stage(after: b.Length, until: b.Length | None) -> SearchStrategy[b.Lapse]:
        return st.builds(
            b.Lapse,
            stage=st.just(b.Lateness(after=after, until=until)),
            name=st.sampled_from(b.Stage),
            status=maybe(st.sampled_from(b.LapseStatus)),
            may_earn=maybe(truths),
            gap=maybe(truths),
            next_cycle=maybe(st.sampled_from(b.NextCycle)),
        )

    grace = b.Length(months=6)
    both = st.tuples(stage(b.Length(), grace), stage(grace, None)).map(list)
    return st.just([]) | both


@st.composite
def carries(draw: st.DrawFn, named: list[str], barred: list[str]) -> b.Carry:
    """What passes into the next cycle, and what may be owed to it."""
    owes = draw(maybe(amounts(least="1", most="9")))
    return b.Carry(
        at_most=draw(tables()),
        of=(draw(st.sampled_from([b.EVERYTHING, *named])),),
        earned_within=draw(maybe(lengths())),
        barred=tuple(sorted(draw(sets(st.sampled_from(barred))))) if barred else (),
        relabel=draw(st.sampled_from(("", *named))),
        periods=draw(st.integers(1, 3)),
        forfeits=draw(truths),
        owes=owes,
        owes_again=draw(maybe(truths)) if owes else None,
    )


@st.composite
def severals(draw: st.DrawFn) -> b.Several:
    """Holding more than one certification."""
    extra = draw(amounts())
    return b.Several(
        needs=draw(st.sampled_from(b.Among)),
        fee=draw(maybe(st.sampled_from(b.Among))),
        each_extra=extra,
        at_most=draw(maybe(amounts(least="1"))) if extra else None,
    )


@st.composite
def others(draw: st.DrawFn, named: list[str], barred: list[str]) -> list[b.Rule]:
    """What is left: carrying over, several certifications, leave, audits, notes."""
    strategies: list[SearchStrategy[b.Rule]] = [
        carries(named, barred),
        severals(),
        leaves(barred),
        *([left(barred)] if barred else []),
        audits(),
        proofs(),
        st.builds(b.Note),
    ]
    return [draw(strategy) for strategy in strategies if draw(truths)]


# ---------------------------------------------------------------- the edition


@st.composite
def rules(draw: st.DrawFn) -> list[tuple[str, b.Rule]]:
    """The rules of an edition with the ids of their clauses, none contradicting another."""
    found: list[tuple[str, b.Rule]] = [("period", draw(cycles()))]
    found += [
        (f"category-{n}", rule) for n, rule in enumerate(draw(st.lists(categories(), max_size=3)))
    ]
    named = [id for id, _ in found[1:]]
    grouped = draw(truths) and len(named) > 1
    found.append(("total", draw(needs(b.EVERYTHING, named))))
    for category in named:
        if draw(truths):
            found.append((f"most-{category}", draw(limits(category))))
    for category in named if grouped else ():
        found.append((f"least-{category}", draw(needs(category, named, "topics"))))
    if draw(truths) and named:
        least = draw(st.integers(1, len(named)))
        found.append(("breadth", b.Breadth(at_least=least, among=tuple(named))))
    number = count(1)
    found += [
        (f"activity-{next(number)}", rule)
        for rule in draw(st.lists(about_activities(), max_size=4))
    ]
    found += [(f"gate-{next(number)}", rule) for rule in draw(st.lists(gates(), max_size=2))]
    asked = [id for id, rule in found if isinstance(rule, b.Need | b.Gate | b.Breadth)]
    found += [(f"route-{next(number)}", rule) for rule in draw(st.lists(routes(asked), max_size=2))]
    found += [
        (f"fee-{for_}", draw(fees(for_))) for for_ in sorted(draw(sets(st.sampled_from(b.For))))
    ]
    found += [(f"lapse-{next(number)}", rule) for rule in draw(lapses())]
    least_ids = [id for id, rule in found if isinstance(rule, b.Need)]
    found += [(f"other-{next(number)}", rule) for rule in draw(others(named, least_ids))]
    return found


@st.composite
def clauses(draw: st.DrawFn, sources: list[str]) -> list[b.Clause]:
    """Every rule as a clause; together they cite every source."""
    found = []
    for index, (id, rule) in enumerate(draw(rules())):
        by = draw(st.sampled_from([c for c in b.Chooser if c is not b.Chooser.ACTIVITY]))
        found.append(
            b.Clause(
                id=id,
                rule=rule,
                says=draw(words(most=240)),
                source=sources[index % len(sources)],
                place=draw(st.just("") | words(most=20)),
                span=draw(spans()),
                chosen_by=by,
                who=draw(person() if isinstance(rule, b.Cycle) else who()),
                silent=draw(truths),
            )
        )
    return found


@st.composite
def rulebooks(draw: st.DrawFn) -> b.Rulebook:
    """One edition of one body's policy, whole and lawful."""
    keys = draw(
        st.lists(
            st.from_regex(r"[A-Z]{2}[1-9]", fullmatch=True), min_size=1, max_size=2, unique=True
        )
    )
    sources = [
        b.Source(
            key=key,
            title=draw(words()),
            address=draw(st.sampled_from(("https://example.org/a?b=c#d", "http://example.org"))),
            read=draw(days),
            standing=draw(st.sampled_from(("official", "history", "mirror", "third-party"))),
        )
        for key in keys
    ]
    since = draw(days)
    return b.Rulebook(
        body=draw(bodies),
        name=draw(words()),
        edition=draw(st.sampled_from(("2024-2026", "2025", "v2.3"))),
        in_force=b.Span(since, draw(maybe(st.dates(since, date(2031, 1, 1))))),
        chosen_by=draw(st.sampled_from([c for c in b.Chooser if c is not b.Chooser.ACTIVITY])),
        unit=b.CreditUnit(name=draw(words(most=8)), per_hour=draw(maybe(odd_amounts()))),
        zone=draw(st.sampled_from(("America/New_York", "Pacific/Auckland", "UTC"))),
        currency=CURRENCY,
        profession=draw(maybe(st.sampled_from(Profession))),
        asks=ASKS,
        purpose=draw(st.just("") | words(most=200)),
        zone_said=draw(truths),
        own=draw(sets(st.sampled_from(BODIES))),
        credentials=tuple(
            b.Credential(
                id=id, name=draw(words()), letters=draw(st.just("") | words(most=6)), levels=LEVELS
            )
            for id in CREDENTIALS
        ),
        sources=tuple(sources),
        clauses=tuple(draw(clauses(keys))),
    )
