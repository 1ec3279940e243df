"""Writing the facts of one person, as docs/facts.md shows them."""

from __future__ import annotations

from recert.rules.facts import Facts
from recert.rules.writing.lines import entry
from recert.rules.writing.trees import fields_of


def write_facts(facts: Facts) -> str:
    """The facts of one person as canonical YAML."""
    lines: list[str] = []
    for key, tree in fields_of(facts, set() if facts.person else {"person"}).items():
        lines += entry(key, tree, 0)
    return "\n".join(lines) + "\n" if lines else "{}\n"
