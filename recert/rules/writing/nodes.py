"""Writing a text from its nodes: also one that does not read as a rulebook yet."""

from __future__ import annotations

import json
import re

from recert.rules.reading.nodes import Listing, Node, Table, Text
from recert.rules.writing.lines import Tree, entry, sentence, text_of

_BARE = re.compile(r"[A-Za-z0-9][\w.+/-]*( [\w.+/-]+)*", re.ASCII)
_SECTIONS = ("asks", "credentials", "sources", "clauses")


def bare(text: str) -> str:
    """A number, a day, a length, a word: without quotes, unless it would break the file."""
    return text if _BARE.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def tree_of_node(node: Node) -> Tree:
    """The value of a node as it is written."""
    match node:
        case Text():
            return text_of(node.text) if node.quoted else bare(node.text)
        case Listing():
            return [tree_of_node(item) for item in node.items]
        case Table():
            return {key: tree_of_node(value) for key, value in node.entries.items()}


def write_tree(top: dict[str, Tree]) -> str:
    """The whole text: each section and each of its entries set apart."""
    lines: list[str] = []
    for key, tree in top.items():
        if key in _SECTIONS and isinstance(tree, dict) and tree:
            lines += ["", f"{key}:"]
            for id, inner in tree.items():
                lines += _entry_of_section(key, id, inner)
        else:
            lines += entry(key, tree, 0)
    return "\n".join(lines).strip("\n") + "\n"


def _entry_of_section(section: str, id: str, tree: Tree) -> list[str]:
    if section != "clauses" or not isinstance(tree, dict) or not tree:
        return entry(id, tree, 2)
    inner = [line for key, value in tree.items() for line in _line_of_clause(key, value)]
    return [f"  {text_of(id)}:", *inner, ""]


def _line_of_clause(key: str, tree: Tree) -> list[str]:
    """A key of a clause; long words are folded."""
    if isinstance(tree, str) and key in ("says", "place"):
        return sentence(key, json.loads(tree) if tree.startswith('"') else tree, 4)
    return entry(key, tree, 4)
