from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pyarrow as pa
import pytest
from hypothesis import given, settings

from recert.rules.facts import Activity, Award, Facts, Kind, Unit
from recert.rules.population import (
    ANSWERS,
    SCHEMA,
    NotInColumns,
    Unreadable,
    judge_batches,
    to_columns,
    to_facts,
)
from recert.rules.population.rows import spelt_out
from tests.rules import strategies as s
from tests.rules.people import shipped
from tests.rules.small import HELD

DAY = date(2026, 6, 1)


@settings(max_examples=60)
@given(s.facts())
def test_facts_come_back_from_columns_as_they_went_in(facts: Facts) -> None:
    judged = facts.holdings[-1]
    batch = to_columns([(facts, judged.id)]).to_batches()[0]
    back, holding = to_facts(spelt_out(batch, [0])[0])
    assert holding == judged.id
    assert set(back.holdings) == set(facts.holdings)
    assert replace(back, holdings=()) == replace(facts, holdings=())


def test_what_a_column_cannot_hold_is_said_with_whose_it_is() -> None:
    award = Award(amount=Fraction(1, 7), unit=Unit.CEU)
    done = Activity(id="a1", title="A", kind=Kind.COURSE, completed=DAY, awards=(award,))
    with pytest.raises(NotInColumns, match="somebody, activity a1: an award of 1/7"):
        to_columns([(Facts(person="somebody", holdings=(HELD,), activities=(done,)), "h")])


def test_columns_that_are_missing_or_empty_are_unknown() -> None:
    rows = [{"person": "p", "holding": "h", "body": "nsca", "credential": "cscs",
             "certified": date(2020, 1, 1)}]  # fmt: skip
    whole = pa.RecordBatch.from_pylist(rows, SCHEMA)
    few = whole.select(["certified", "credential", "body", "holding", "person"])
    answers = [
        next(judge_batches(shipped()["nsca"], [batch], DAY)).to_pylist() for batch in (whole, few)
    ]
    assert answers[0] == answers[1]
    assert answers[0][0]["verdict"] == "short"


def test_plain_words_are_read_as_encoded_ones_are() -> None:
    rows = [{"person": "p", "holding": "h", "body": "nsca", "credential": "cscs",
             "certified": date(2020, 1, 1),
             "activities": [{"id": "a", "kind": "course", "completed": date(2026, 1, 1),
                             "minutes": 600, "delivery": "in-person"}]}]  # fmt: skip
    whole = pa.RecordBatch.from_pylist(rows, SCHEMA)
    plain = pa.RecordBatch.from_pylist(rows)
    answers = [
        next(judge_batches(shipped()["nsca"], [batch], DAY)).to_pylist() for batch in (whole, plain)
    ]
    assert answers[0] == answers[1]
    assert answers[0][0]["counted"] == 18_000


def _batch(name: str, values: pa.Array) -> pa.RecordBatch:
    row = {"person": "p", "holding": "h", "body": "nsca", "credential": "cscs", "certified": DAY}
    batch = pa.RecordBatch.from_pylist([row] * len(values), SCHEMA)
    return batch.set_column(batch.schema.get_field_index(name), name, values)


@pytest.mark.parametrize(
    ("batch", "said"),
    [
        (_batch("certified", pa.array(["May", "June"])), "certified: holds string, not date32"),
        (_batch("certified", pa.array([DAY, None])), "row 1, certified: is empty"),
        (_batch("activities", pa.array([1, 2])), "activities: holds int64, not lists"),
        (
            _batch("activities", pa.array([[], [{"kind": "course", "completed": None}]])),
            "row 1, activities.completed: is empty",
        ),
        (
            _batch("activities", pa.array([[{"kind": "corse", "completed": DAY}], []])),
            "activities.kind: holds 'corse', which is no word for it",
        ),
        (
            _batch("documents", pa.array([[{"kind": "cpr", "issued": None}], []])),
            "row 0, documents: one has no kind or no day of issue",
        ),
    ],
)
def test_columns_that_do_not_hold_what_they_should_say_so(batch: pa.RecordBatch, said: str) -> None:
    with pytest.raises(Unreadable) as fault:
        list(judge_batches(shipped()["nsca"], [batch], DAY))
    assert said in str(fault.value)


def test_nobody_is_covered_before_the_first_edition() -> None:
    people = to_columns([(Facts(person="p", holdings=(replace(HELD, body="nsca"),)), "h")])
    answers = next(judge_batches(shipped()["nsca"], people.to_batches(), DAY))
    assert answers.schema == ANSWERS
    assert answers.to_pylist()[0]["verdict"] == "not-covered"
