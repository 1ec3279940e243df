"""The topics a rulebook speaks of, wherever in a clause they stand."""

from __future__ import annotations

from recert.rules.facts import Topic
from recert.rules.rulebook import By, Category, Gate, Measure, Refuse, What
from recert.rules.subjects import topics_of
from tests.rules.small import book, clause


def about(*topics: Topic) -> What:
    return What(topics=frozenset(topics))


def test_topics_are_found_in_every_clause_that_names_some() -> None:
    rulebook = book(
        clause("a", Category(what=about(Topic.LAW))),
        clause("b", Refuse(what=What(not_=about(Topic.TAX)))),
        clause("c", Measure(by=By.HOURS, about=frozenset({Topic.FRAUD}))),
        clause("d", Gate(done=about(Topic.ETHICS))),
    )
    assert topics_of(rulebook) == {Topic.LAW, Topic.TAX, Topic.FRAUD, Topic.ETHICS}


def test_a_rulebook_that_names_none_speaks_of_none() -> None:
    assert topics_of(book(clause("a", Category(what=What())))) == frozenset()
