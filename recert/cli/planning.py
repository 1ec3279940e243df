"""What `recert standing --plan` adds: the cheapest set of things still to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from recert.rules.findings import Standing
from recert.rules.planning import Plan
from recert.rules.rulebook import Rulebook
from recert.standing.words import name_of_credential
from recert.standing.words.plainly import join
from recert.standing.words.planning import (
    Names,
    apart_sentence,
    examination_sentence,
    plan_sentences,
)

Answers = Sequence[tuple[Standing, Rulebook | None]]


def plan_page(
    plan: Plan, answers: Answers, books: Mapping[str, Sequence[Rulebook]]
) -> Iterator[str]:
    """The plan line by line, each with what it serves, then what learning cannot mend."""
    governing = {standing.holding: (standing, book) for standing, book in answers if book}
    titles = {
        holding: name_of_credential(book, standing.credential)
        for holding, (standing, book) in governing.items()
    }
    names = Names(
        bodies={body: editions[-1].name for body, editions in books.items()},
        rulebooks={holding: book for holding, (_, book) in governing.items()},
    )
    yield "What to do next"
    if not plan.lines and not plan.apart:
        yield "  Nothing is missing."
    for said in plan_sentences(plan, names):
        serves = join(titles[holding] for holding in said.holdings)
        yield f"  {said.sentence} It serves {serves}."
    if plan.apart:
        yield "\n  Beside learning"
    for each in plan.apart:
        standing, book = governing[each.holding]
        sentence = apart_sentence(each, standing, book)
        yield f"    {titles[each.holding]}: {sentence} [{each.clause}]"
    for holding in plan.examinations:
        yield f"    {examination_sentence(titles[holding])}"
