"""What is not compiled is known by construction: a new field can be slow, never wrong."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, fields, make_dataclass, replace
from fractions import Fraction
from typing import Any, get_args

import pytest

from recert.rules.population.understanding import (
    _ASIDE,
    _RULES,
    gaps,
    is_aside,
    looks_of,
)
from recert.rules.rulebook import Limit, Measure, Need, Note, Rule, What, Who, Window
from tests.rules.people import shipped
from tests.rules.small import book, clause


@dataclass(frozen=True, slots=True, kw_only=True)
class Grown(Note):
    """A clause that got a field after this was compiled."""

    novelty: int = 0


@pytest.mark.parametrize("kind", get_args(Rule))
def test_every_field_that_is_listed_is_there(kind: type) -> None:
    known = _RULES[kind] | _ASIDE.get(kind, frozenset())
    assert known <= {each.name for each in fields(kind)}


def test_a_new_kind_of_clause_is_not_understood() -> None:
    grown: Any = Grown(novelty=1)
    assert gaps(book(clause("new", grown))) == (
        "new: grown is a kind of clause that is not compiled",
    )


@pytest.mark.parametrize("name", ["who", "what"])
def test_a_new_condition_is_not_understood(name: str) -> None:
    base = Who if name == "who" else What
    grown = make_dataclass("Grown", [("novelty", int, 0)], bases=(base,), frozen=True)
    if name == "who":
        odd = clause("odd", Note(), who=grown(novelty=1))
    else:
        odd = clause("odd", Window(what=grown(novelty=1)))
    assert gaps(book(odd)) == (f"odd: {name}.novelty",)
    assert gaps(book(replace(odd, who=Who()) if name == "who" else clause("odd", Window()))) == ()


def test_a_new_field_is_not_understood_once_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(_RULES, Measure, _RULES[Measure] - {"at_least"})
    measures = {is_set: Measure(by="each", at_least=is_set) for is_set in (None, Fraction(1))}  # type: ignore[arg-type]  # as read
    assert gaps(book(clause("m", measures[None]))) == ()
    assert gaps(book(clause("m", measures[Fraction(1)]))) == ("m: measure.at_least",)


def test_known_fields_that_are_not_compiled_put_their_clause_aside() -> None:
    assert is_aside(clause("one", Need(of=("a",), amount=(), exclusive="group")))
    assert is_aside(clause("each", Limit(of=("a",), each="provider")))  # type: ignore[arg-type]  # as read
    assert not is_aside(clause("plain", Need(of=("a",), amount=())))


def test_of_the_editions_that_ship_most_are_compiled_throughout() -> None:
    books = [each for editions in shipped().values() for each in editions]
    whole = [
        each
        for each in books
        if not gaps(each) and not any(is_aside(part) for part in each.clauses)
    ]
    assert len(whole) / len(books) > Fraction(2, 3)


def test_an_edition_looks_only_at_what_its_clauses_name() -> None:
    looks = looks_of(shipped()["nsca"][-1])
    assert set(looks.columns) >= {"kind", "passed", "topics", "provider", "awards", "minutes"}
    assert "cards" not in looks.columns
    assert not looks.country


def test_the_rest_of_the_law_loads_nothing_of_columns() -> None:
    say = "import sys, recert.rules.checking; print(' '.join(sys.modules))"
    said = subprocess.run([sys.executable, "-c", say], capture_output=True, text=True, check=True)
    assert not {"numpy", "pyarrow"} & set(said.stdout.split())
