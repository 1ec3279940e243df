"""The text of a draft taken apart and put together again, whether it reads or not."""

from __future__ import annotations

from collections.abc import Callable

from recert.rulebooks.drafts import RULEBOOK_FILE
from recert.rulebooks.queries import read_once
from recert.rules.reading.files import as_bytes, read_nodes
from recert.rules.reading.forms import KINDS
from recert.rules.reading.nodes import Node, Table, Text
from recert.rules.writing import write_rulebook
from recert.rules.writing.lines import Tree
from recert.rules.writing.nodes import tree_of_node, write_tree
from recert.web.staff.studio.inputs import Offers

Entries = dict[str, Tree]


def top_of(text: str) -> Table | None:
    """The text as keys with values; None where it is not even that."""
    top, _problems = read_nodes(as_bytes(text), RULEBOOK_FILE)
    return top if isinstance(top, Table) else None


def section(top: Table, name: str) -> dict[str, Node]:
    """The entries of a section; none where there is no such section."""
    node = top.entries.get(name)
    return node.entries if isinstance(node, Table) else {}


def clause_in(top: Table, id: str) -> Table | None:
    """A clause as it is written."""
    node = section(top, "clauses").get(id)
    return node if isinstance(node, Table) else None


def kind_of(clause: Table) -> str:
    """The kind of a clause; empty where it has none that is known."""
    return next((key for key in clause.entries if key in KINDS), "")


def words_of(clause: Node, key: str) -> str:
    """A text of a clause, such as what it says."""
    node = clause.entries.get(key) if isinstance(clause, Table) else None
    return node.text.strip() if isinstance(node, Text) else ""


def offers_of(top: Table) -> Offers:
    """What a draft's own fields may name."""
    clauses: dict[str, tuple[str, ...]] = {}
    for id, node in section(top, "clauses").items():
        kind = kind_of(node) if isinstance(node, Table) else ""
        clauses[kind] = (*clauses.get(kind, ()), id)
    credentials = section(top, "credentials")
    levels = [
        level
        for node in credentials.values()
        if isinstance(node, Table) and "levels" in node.entries
        for level in _words(node.entries["levels"])
    ]
    return Offers(
        credentials=tuple((id, words_of(node, "name") or id) for id, node in credentials.items()),
        levels=tuple((level, level) for level in levels),
        sources=tuple(
            (key, f"{key}: {words_of(node, 'title')}")
            for key, node in section(top, "sources").items()
        ),
        asks=tuple(section(top, "asks")),
        clauses=clauses,
    )


def _words(node: Node) -> list[str]:
    tree = tree_of_node(node)
    return [str(each) for each in tree] if isinstance(tree, list) else [str(tree)]


def rewritten(text: str, change: Callable[[Entries], None], section: str = "") -> str:
    """The text with its keys, or those of a section, changed; canonical where it reads."""
    top = top_of(text)
    if top is None:
        return text
    trees = {key: tree_of_node(node) for key, node in top.entries.items()}
    inner = trees.setdefault(section, {}) if section else trees
    if isinstance(inner, dict):
        change(inner)
    return tidied(write_tree(trees))


def tidied(text: str) -> str:
    """The one canonical text, where it reads; else as it is."""
    rulebook, _problems = read_once(text, RULEBOOK_FILE)
    return write_rulebook(rulebook) if rulebook is not None else text


def with_clause(text: str, id: str, tree: Tree) -> str:
    """The text with a clause instead of the one of its name, or added at the end."""
    return rewritten(text, lambda clauses: clauses.update({id: tree}), "clauses")


def without_clause(text: str, id: str) -> str:
    """The text without a clause."""

    def take_out(clauses: Entries) -> None:
        clauses.pop(id, None)

    return rewritten(text, take_out, "clauses")


def with_clause_moved(text: str, id: str, by: int) -> str:
    """The text with a clause one place up (-1) or down (1)."""

    def move(clauses: Entries) -> None:
        items = list(clauses.items())
        here = next(place for place, item in enumerate(items) if item[0] == id)
        there = min(max(here + by, 0), len(items) - 1)
        items.insert(there, items.pop(here))
        clauses.clear()
        clauses.update(items)

    return rewritten(text, move, "clauses")
