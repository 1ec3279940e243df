"""What must hold for every rulebook that ships and anybody judged under it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recert.rules.facts import Activity, Facts, Holding
from recert.rules.findings import Code, Standing, State, Verdict, to_plain
from recert.rules.judging import judge
from recert.rules.rulebook import Breadth, Lapse, Limit, Need, Rulebook, Span, Window
from tests.rules.fitting import fitting
from tests.rules.people import a_day_of, activities, people, shipped

EDITIONS = [
    pytest.param(book, id=f"{book.body} {book.edition}")
    for books in shipped().values()
    for book in books
]
LESS = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("book", EDITIONS)
@LESS
@given(st.data())
def test_credit_is_conserved_and_no_limit_exceeded(book: Rulebook, data: st.DataObject) -> None:
    facts, holding, as_of = data.draw(people(book))
    standing = judge(shipped()[book.body], facts, holding, as_of)
    if standing.verdict is Verdict.NOT_COVERED:
        return
    assert len(standing.activities) == len(facts.activities)
    for each in standing.activities:
        parts = (each.counted, each.over_limit, each.carried, each.not_eligible)
        assert min(parts) >= 0
        assert sum(parts, Fraction(0)) == each.claimed
        assert each.reasons
    assert (
        standing.counted + standing.over_limit + standing.carried + standing.not_eligible
        == standing.claimed
    )
    for limit in standing.limits:
        assert limit.counted <= limit.at_most


@pytest.mark.parametrize("book", EDITIONS)
@LESS
@given(st.data())
def test_order_of_entry_changes_nothing(book: Rulebook, data: st.DataObject) -> None:
    facts, holding, as_of = data.draw(people(book))
    order = list(facts.activities)
    data.draw(st.randoms(use_true_random=False)).shuffle(order)
    shuffled = replace(facts, activities=tuple(order), documents=tuple(reversed(facts.documents)))
    books = shipped()[book.body]
    one = judge(books, facts, holding, as_of)
    other = judge(tuple(reversed(books)), shuffled, holding, as_of)
    assert to_plain(one) == to_plain(other)


@pytest.mark.parametrize("book", EDITIONS)
@LESS
@given(st.data())
def test_one_more_activity_never_lowers_a_total(book: Rulebook, data: st.DataObject) -> None:
    facts, holding, as_of = data.draw(people(book))
    more = replace(data.draw(activities(book, 99)), course="one more")  # no repeat of another
    books = shipped()[book.body]
    before = judge(books, facts, holding, as_of)
    after = judge(books, replace(facts, activities=(*facts.activities, more)), holding, as_of)
    assert _short(after) <= _short(before)
    if _short(after) == _short(before):
        assert after.counted >= before.counted


def _short(standing: Standing) -> Fraction:
    """How much credit is short in all, conditions beside credit left out."""
    return sum((each.short for each in standing.requirements if each.kind == "need"), Fraction(0))


@pytest.mark.parametrize("book", EDITIONS)
@LESS
@given(st.data())
def test_every_finding_names_a_clause_that_exists(book: Rulebook, data: st.DataObject) -> None:
    facts, holding, as_of = data.draw(people(book))
    standing = judge(shipped()[book.body], facts, holding, as_of)
    if standing.verdict is Verdict.NOT_COVERED:
        return
    edition = next(b for b in shipped()[book.body] if b.edition == standing.edition)
    known = {clause.id for clause in edition.clauses}
    named = {each.clause for each in standing.requirements}
    named |= {limit.clause for limit in standing.limits}
    named |= {serves.clause for each in standing.activities for serves in each.serves}
    named |= {r.clause for each in standing.activities for r in each.reasons if r.clause}
    named |= {line.clause for step in standing.fees for line in step.lines}
    named |= set(standing.silences) | {missing.clause for missing in standing.missing}
    assert named <= known
    for each in standing.requirements:
        assert isinstance(edition.clause(each.clause).rule, Need | Breadth) or each.kind == "gate"
        assert (each.short > 0) == (each.state is State.SHORT)
    assert all(isinstance(edition.clause(limit.clause).rule, Limit) for limit in standing.limits)


BORN = {"birth-month": "5", "birth-year": "odd"}
OUTSIDE = {Code.OUT_OF_WINDOW, Code.BEFORE_CERTIFICATION, Code.AFTER_DEADLINE, Code.NOT_YET}
ELSEWHERE = OUTSIDE | {Code.LOOKED_BACK}  # for a need that reaches behind the cycle


@pytest.mark.parametrize("book", EDITIONS)
def test_first_and_last_day_are_inside_and_their_neighbours_are_not(book: Rulebook) -> None:
    middle = a_day_of(book)
    book = replace(book, in_force=Span())  # the cycle's edges are tested, not the edition's
    held = _holding(book, middle - timedelta(days=1500))
    known = {name: asked.answers[0] for name, asked in book.asks.items()} | BORN
    facts = Facts(person="p", holdings=(held,), attributes=known)
    opened = judge([book], facts, "held", middle).cycle
    assert opened is not None
    held = replace(held, expires=opened.end)

    def codes(sample: Activity, day: date) -> set[Code]:
        did = replace(sample, completed=day, started=None)
        person = replace(facts, holdings=(held,), activities=(did,))
        standing = judge([book], person, "held", max(day, opened.end))
        return {reason.code for reason in standing.activity("edge").reasons}

    narrowed = list(book.of_kind(Window))
    dice = Random(book.body)  # noqa: S311  (seeded, so that a failure comes again)
    for sample in islice(fitting(book, middle, dice), 20):
        last = codes(sample, opened.credit_until)
        if Code.NOT_MEASURED in last:
            continue
        before = codes(sample, opened.credit_since - timedelta(days=1))
        after = codes(sample, opened.credit_until + timedelta(days=1))
        assert before & ELSEWHERE
        assert after & ELSEWHERE or narrowed or _earns_late(book)
        assert narrowed or not (last | codes(sample, opened.credit_since)) & OUTSIDE


def _holding(book: Rulebook, certified: date) -> Holding:
    credential = book.credentials[0]
    level = credential.levels[0] if credential.levels else ""
    return Holding(
        id="held", body=book.body, credential=credential.id, certified=certified, level=level
    )


def _earns_late(book: Rulebook) -> bool:
    """Whether what is done after the last day may still count."""
    return any(lapse.may_earn for _, lapse in book.of_kind(Lapse))
