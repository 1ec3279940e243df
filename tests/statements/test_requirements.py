"""Every case of what xAPI asks of a statement: taken, or refused."""

from __future__ import annotations

from recert.statements.checking import Fault, check_statement
from tests.statements.requirements import CASES, Case


def is_taken(case: Case) -> bool:
    try:
        check_statement(case.statement)
    except Fault:
        return False
    return True


def test_each_case_is_taken_or_refused_as_the_standard_asks() -> None:
    assert [f"{c.number}: {c.words}" for c in CASES if is_taken(c) != c.taken] == []
    assert len({c.words for c in CASES}) > 1000  # a list that lost its middle would prove nothing
