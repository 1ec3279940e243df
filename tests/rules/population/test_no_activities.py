"""A register in which nobody has any activity yet."""

from __future__ import annotations

from fractions import Fraction

from recert.rules.facts import Facts, Kind
from recert.rules.findings import State
from recert.rules.judging import judge
from recert.rules.population import judge_batches, to_columns
from recert.rules.rulebook import EVERYTHING, Gate, Need, Once, What, Window
from tests.rules.judged import CYCLE, WORTH, so_much
from tests.rules.small import HELD, TODAY, book, clause


def test_people_who_have_done_nothing_are_judged_too() -> None:
    law = book(
        CYCLE,
        WORTH,
        clause("total", Need(of=(EVERYTHING,), amount=so_much(10))),
        clause("window", Window(late_counts=True)),
        clause("once", Once(same_course=True)),
        clause("lesson", Gate(done=What(kinds=frozenset({Kind.COURSE})))),
    )
    person = Facts(person="p", holdings=(HELD,))
    table = to_columns([(person, HELD.id)])
    (batch,) = judge_batches([law], table.to_batches(), TODAY)
    (row,) = batch.to_pylist()
    standing = judge([law], person, HELD.id, TODAY)
    assert standing.requirement("total").state is State.SHORT
    assert standing.counted == Fraction(row["counted"])
    assert row["verdict"] == standing.verdict.value
