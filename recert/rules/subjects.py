"""Subjects: which topics a rulebook speaks of, so that people are asked about those first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from recert.rules.facts import Topic
from recert.rules.rulebook import Measure, Rulebook, What


def topics_of(rulebook: Rulebook) -> frozenset[Topic]:
    """Every topic that a clause of the rulebook turns on."""
    found: set[Topic] = set()
    for clause in rulebook.clauses:
        for each in fields(clause.rule):
            value = getattr(clause.rule, each.name)
            if isinstance(value, What):
                found.update(_in(value))
        if isinstance(clause.rule, Measure):
            found |= clause.rule.about
    return frozenset(found)


def _in(what: What) -> Iterator[Topic]:
    yield from what.topics
    if what.not_ is not None:
        yield from _in(what.not_)
