"""Two policies over the same columns: what one by one gives, given all at once."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pyarrow as pa

from recert.rules.judging import judge
from recert.rules.population import judge_batches
from recert.rules.population.comparing import compare, differing, numbers_in
from recert.rules.rulebook import Need, Rulebook
from recert.rules.whatif import Summary, numbers_of, sum_up
from tests.rules.population.registers import AS_OF, columns, nsca, person

PEOPLE = range(60)


def stricter(book: Rulebook) -> Rulebook:
    """The same policy, asking for half a credit more."""
    clauses = []
    for clause in book.clauses:
        rule = clause.rule
        if clause.id == "total" and isinstance(rule, Need):
            amounts = tuple(replace(row, amount=row.amount + Fraction(1, 2)) for row in rule.amount)
            clause = replace(clause, rule=replace(rule, amount=amounts))  # noqa: PLW2901
        clauses.append(clause)
    return replace(book, clauses=tuple(clauses))


def answers(books: tuple[Rulebook, ...]) -> pa.RecordBatch:
    (found,) = judge_batches(books, people().to_batches(), AS_OF)
    return found


def people() -> pa.Table:
    return columns(PEOPLE).combine_chunks()


def test_numbers_are_those_of_the_single_judgement() -> None:
    (batch,) = people().to_batches()
    found = numbers_in(batch, answers(nsca()))
    for number, numbers in zip(PEOPLE, found, strict=True):
        facts, holding = person(number)
        assert numbers == numbers_of(judge(nsca(), facts, holding, AS_OF))


def test_a_what_if_in_columns_is_the_what_if_one_by_one() -> None:
    old = nsca()
    new = tuple(stricter(book) for book in old)
    (batch,) = people().to_batches()
    summary = Summary()
    found = list(compare(summary, batch, answers(old), answers(new)))
    pairs = []
    for number in PEOPLE:
        facts, holding = person(number)
        pairs.append(tuple(numbers_of(judge(books, facts, holding, AS_OF)) for books in (old, new)))
    expected, differences = sum_up(pairs)  # type: ignore[arg-type]  # pairs of two
    assert summary == expected
    assert found == list(differences)
    assert summary.turned_short or summary.clauses["total more"]
    assert summary.missing["total"] > 0


def test_nobody_differs_from_themselves() -> None:
    same = answers(nsca())
    assert not differing(same, same).any()


def test_a_summary_is_read_back_as_it_was_kept() -> None:
    summary = Summary(judged=3, missing={"total": Fraction(7, 3)})
    summary.clauses["total short"] += 1
    assert Summary.from_plain(summary.to_plain()) == summary
    assert Summary.from_plain({}) == Summary()
