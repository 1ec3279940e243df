"""The forms and the file are two ways into one text: what is shown is what is sent back."""

from __future__ import annotations

from dataclasses import is_dataclass
from pathlib import Path

import pytest
from django.http import QueryDict

from recert.rules import facts
from recert.rules import rulebook as book
from recert.rules.amounts import Grid
from recert.rules.cases import Case, Expected
from recert.rules.reading import read_rulebook
from recert.rules.reading.forms import KINDS
from recert.rules.reading.nodes import Table
from recert.rules.writing import write_rulebook
from recert.web.staff.studio.clauses import clause_form, clause_tree, sent_clause
from recert.web.staff.studio.head import head_form, head_of, head_trees, sent_head
from recert.web.staff.studio.inputs import Input, everything_in, inputs_of, place_problems
from recert.web.staff.studio.labels import FIELDS, KIND_WORDS
from recert.web.staff.studio.outline import (
    clause_in,
    kind_of,
    offers_of,
    rewritten,
    section,
    top_of,
    with_clause,
    with_clause_moved,
    without_clause,
)
from recert.web.staff.studio.sending import Plain, change_rows, plain_of
from recert.web.staff.studio.shapes import Sort, shapes_of
from tests.cast import RULEBOOKS
from tests.web.staff.studio.filling import sent_as_shown

EDITIONS = sorted(
    path for path in RULEBOOKS.glob("*/*.yaml") if not path.name.endswith(".cases.yaml")
)


def canonical(path: Path) -> str:
    rulebook, _problems = read_rulebook(path)
    assert rulebook is not None
    return write_rulebook(rulebook)


def sent_back(text: str, id: str) -> str:
    """The text after the form of a clause was sent as it was shown."""
    top = top_of(text)
    assert top is not None
    table = clause_in(top, id)
    assert table is not None
    kind, plain = kind_of(table), {key: plain_of(node) for key, node in table.entries.items()}
    form = clause_form(kind, id, plain, offers_of(top))
    data = sent_as_shown([each for part in form for each in part])
    return with_clause(text, id, clause_tree(kind, sent_clause(kind, id, data)))


@pytest.mark.slow
@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_clause_sent_as_it_is_shown_stays_as_it_is(path: Path) -> None:
    text = canonical(path)
    top = top_of(text)
    assert top is not None
    changed = [id for id in section(top, "clauses") if sent_back(text, id) != text]
    assert changed == []


@pytest.mark.parametrize("path", EDITIONS, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_every_head_sent_as_it_is_shown_stays_as_it_is(path: Path) -> None:
    text = canonical(path)
    top = top_of(text)
    assert top is not None
    data = sent_as_shown(head_form(head_of(top)))
    trees = head_trees(sent_head(data))
    assert rewritten(text, lambda entries: entries.update(trees)) == text


def test_every_field_has_words() -> None:
    seen: set[type] = set()

    def walk(kind: type) -> None:
        if kind in seen or kind is Expected or not is_dataclass(kind):
            return
        seen.add(kind)
        for shape in shapes_of(kind):
            if shape.sort in (Sort.RECORD, Sort.RECORDS, Sort.TABLE, Sort.PAIRS):
                walk(shape.of)

    for kind in (*KINDS.values(), book.Rulebook, book.Who, Grid, Case, facts.Facts):
        walk(kind)
    ours = {
        "Facts.person",
        "Rulebook.body",
        "Rulebook.in_force",
        "Rulebook.chosen_by",
        "Rulebook.clauses",
    }
    silent = {book.Clause, Case, Expected}  # their fields are chosen one by one
    named = {f"{kind.__name__}.{each.field}" for kind in seen - silent for each in shapes_of(kind)}
    assert named - set(FIELDS) - ours == set()
    assert set(KIND_WORDS) == set(KINDS)


TEXT = canonical(RULEBOOKS / "acsm" / "2025.yaml")


def fill(id: str, **sent: str) -> str:
    """The text after a clause's form was sent with some other answers."""
    top = top_of(TEXT)
    assert top is not None
    table = clause_in(top, id)
    assert table is not None
    kind, plain = kind_of(table), {key: plain_of(node) for key, node in table.entries.items()}
    form = clause_form(kind, id, plain, offers_of(top))
    data = sent_as_shown([each for part in form for each in part])
    for name, value in sent.items():
        data[f"clauses.{id}.{name.replace('__', '.')}"] = value
    return with_clause(TEXT, id, clause_tree(kind, sent_clause(kind, id, data)))


def test_a_mistake_stands_beside_its_field_in_the_readers_words() -> None:
    text = fill("total", need__amount__0__is="forty")
    _none, problems = read_rulebook(text)
    top = top_of(text)
    assert top is not None
    table = clause_in(top, "total")
    assert isinstance(table, Table)
    plain = {key: plain_of(node) for key, node in table.entries.items()}
    form = [each for part in clause_form("need", "total", plain, offers_of(top)) for each in part]
    assert place_problems(form, problems) == []
    (wrong,) = [each for each in everything_in(form) if each.errors]
    assert wrong.name == "clauses.total.need.amount.0.is"
    assert "not an exact amount" in wrong.errors[0]
    assert wrong.value == "forty"


def test_a_typed_text_cannot_break_the_file() -> None:
    for nasty in ('": [', "a: b\nc: {", "# no", "- x", "'", '"', "{", "*a", "é\u2028"):
        text = fill("total", says=f"Words {nasty} words", place=nasty, since=nasty)
        assert top_of(text) is not None
        assert set(section(top_of(text) or Table(0, 0), "clauses")) == set(
            section(top_of(TEXT) or Table(0, 0), "clauses")
        )


def test_rows_are_added_moved_and_taken_out() -> None:
    plain: Plain = {"need": {"amount": [{"is": "1"}, {"is": "2"}]}}
    change_rows(plain, ("need", "amount", 2), "add")
    change_rows(plain, ("need", "amount", 1), "up")
    change_rows(plain, ("need", "amount", 1), "remove")
    assert plain == {"need": {"amount": [{"is": "2"}, {}]}}
    change_rows(plain, ("need", "accepts", 0), "add")
    change_rows(plain, ("nowhere", 9, "deep", 3), "remove")


def test_clauses_move_and_go() -> None:
    ids = list(section(top_of(TEXT) or Table(0, 0), "clauses"))
    moved = with_clause_moved(TEXT, ids[1], -1)
    assert list(section(top_of(moved) or Table(0, 0), "clauses"))[:2] == [ids[1], ids[0]]
    assert with_clause_moved(TEXT, ids[0], -1) == TEXT
    assert ids[0] not in section(top_of(without_clause(TEXT, ids[0])) or Table(0, 0), "clauses")


def test_an_exception_inside_an_exception_is_offered_once() -> None:
    inputs: list[Input] = inputs_of(book.What, ("what",), {}, offers_of(Table(0, 0)))
    names = [each.name for each in everything_in(inputs)]
    assert "what.not.kinds" in names
    assert not any("not.not" in name for name in names)
    assert sent_clause("note", "x", QueryDict("")) == {"note": {}}
