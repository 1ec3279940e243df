"""Everybody in columns gets exactly the numbers of `judge`, under every edition that ships."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pyarrow as pa
import pytest

from recert.rules.facts import Facts
from recert.rules.findings import Standing
from recert.rules.judging import judge
from recert.rules.population import ANSWERS, Tiers, judge_batches, judging, to_columns
from recert.rules.population.answers import answer_row
from recert.rules.rulebook import Rulebook
from tests.rules.people import a_day_of, shipped
from tests.rules.population.random_people import Dice

PEOPLE = 2_000

EDITIONS = [book for books in shipped().values() for book in books]


class Law:
    """`judge`, which judges nobody anew who comes out of the columns as they went in.

    Whom no closed form settles is judged by `judge` itself: what is tried of them is the way
    into the columns and back, and the law, a function, says the same of the same.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[object, Standing]] = {}

    def __call__(
        self, books: Sequence[Rulebook], facts: Facts, holding: str, day: date
    ) -> Standing:
        asked = id(books), facts, holding, day
        known = self._known.get(facts.person)
        if known is None or known[0] != asked:
            known = self._known[facts.person] = asked, judge(books, facts, holding, day)
        return known[1]


def one_by_one(
    books: Sequence[Rulebook],
    people: Sequence[tuple[Facts, str]],
    day: date,
    law: Callable[..., Standing] = judge,
) -> list[dict[str, object]]:
    """The answers of `judge`, as columns would hold them."""
    rows = [answer_row(law(books, facts, holding, day)) for facts, holding in people]
    found: list[dict[str, object]] = pa.RecordBatch.from_pylist(rows, ANSWERS).to_pylist()
    return found


def together(
    books: Sequence[Rulebook],
    people: Sequence[tuple[Facts, str]],
    day: date,
    tiers: Tiers | None = None,
) -> list[dict[str, object]]:
    batches = to_columns(people).to_batches()
    found = pa.Table.from_batches(judge_batches(books, batches, day, tiers=tiers), ANSWERS)
    rows: list[dict[str, object]] = found.to_pylist()
    return rows


@pytest.mark.slow
@pytest.mark.parametrize("book", EDITIONS, ids=lambda book: f"{book.body} {book.edition}")
def test_random_people_get_the_numbers_of_the_law(
    book: Rulebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    books = shipped()[book.body]
    for half, days in enumerate((0, 260)):
        day, law = a_day_of(book) + timedelta(days=days), Law()
        monkeypatch.setattr(judging, "judge", law)
        dice = Dice(book, day, half)
        people = [dice.person(number) for number in range(PEOPLE // 2)]
        expected, found = one_by_one(books, people, day, law), together(books, people, day)
        for (facts, _), one, other in zip(people, expected, found, strict=True):
            assert other == one, facts


@pytest.mark.parametrize("body", ["nsca", "acsm", "pmi", "npcp"])
def test_nearly_everybody_is_settled_by_closed_forms(body: str) -> None:
    books = shipped()[body]
    day, tiers = a_day_of(books[-1]), Tiers()
    dice = Dice(books[-1], day, 3)
    drawn = (dice.person(number)[0] for number in range(1_000))
    plain = [
        (
            replace(
                facts,
                decisions=(),
                carried=(),
                activities=tuple(
                    each for each in facts.activities if not each.parts and len(each.awards) < 3
                ),
            ),
            "h",
        )
        for facts in drawn
    ]
    together(books, plain, day, tiers)
    assert tiers.people == 1_000
    assert tiers.whole_law < 50


def test_the_order_of_rows_and_of_what_was_done_means_nothing() -> None:
    books = shipped()["pmi"]
    day = a_day_of(books[-1])
    dice = Dice(books[-1], day, 4)
    people = [dice.person(number) for number in range(300)]
    turned = [
        (
            replace(
                facts,
                activities=facts.activities[::-1],
                documents=facts.documents[::-1],
                holdings=facts.holdings[::-1],
            ),
            holding,
        )
        for facts, holding in reversed(people)
    ]
    assert together(books, turned, day) == together(books, people, day)[::-1]


def test_bodies_and_editions_may_be_mixed_in_one_file() -> None:
    books = [book for body in ("nsca", "pmi", "acsm") for book in shipped()[body]]
    day = date(2026, 11, 1)
    people = []
    for book in books:
        dice = Dice(book, day, 5)
        people += [dice.person(number) for number in range(60)]
    assert together(books, people, day) == one_by_one(books, people, day)


def test_somebody_who_did_ten_thousand_things() -> None:
    books = shipped()["npcp"]
    day = a_day_of(books[-1])
    dice = Dice(books[-1], day, 6)
    facts, holding = dice.person(0)
    many = tuple(
        replace(dice.pool[number % len(dice.pool)], id=f"many-{number}", parts=())
        for number in range(10_000)
    )
    people = [(replace(facts, activities=many, decisions=(), carried=()), holding)]
    assert together(books, people, day) == one_by_one(books, people, day)


def test_nobody_at_all() -> None:
    assert together(shipped()["nsca"], [], date(2026, 1, 1)) == []


def test_threads_change_nothing() -> None:
    books = shipped()["acsm"]
    day = a_day_of(books[-1])
    dice = Dice(books[-1], day, 7)
    table = to_columns([dice.person(number) for number in range(600)])
    batches = table.to_batches(max_chunksize=50)
    one = pa.Table.from_batches(judge_batches(books, batches, day), ANSWERS)
    two = pa.Table.from_batches(judge_batches(books, batches, day, threads=3), ANSWERS)
    assert two.to_pylist() == one.to_pylist()
