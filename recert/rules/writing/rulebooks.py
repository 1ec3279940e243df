"""Writing an edition: one canonical text for each, which reads back the same."""

from __future__ import annotations

from recert.rules.rulebook import ANYONE, Chooser, Clause, Rulebook
from recert.rules.writing.lines import Tree, entry, sentence, text_of
from recert.rules.writing.trees import fields_of


def write_rulebook(rulebook: Rulebook) -> str:
    """The edition as canonical YAML. Raises `ValueError` for amounts that have no text."""
    lines: list[str] = []
    for key, tree in _header(rulebook).items():
        lines += entry(key, tree, 0)
    for section, trees in _sections(rulebook).items():
        lines += ["", f"{section}:"]
        for key, tree in trees.items():
            lines += entry(key, tree, 2)
    for number, clause in enumerate(rulebook.clauses):
        lines += ["", *_clause(clause)] if number else ["", "clauses:", *_clause(clause)]
    return "\n".join(lines) + "\n"


def _header(rulebook: Rulebook) -> dict[str, Tree]:
    hidden = {"credentials", "sources", "clauses", "chosen_by"}
    trees = fields_of(rulebook, hidden)
    in_force = fields_of(rulebook.in_force)
    in_force["by"] = rulebook.chosen_by.value
    trees["in-force"] = in_force
    return trees


def _sections(rulebook: Rulebook) -> dict[str, dict[str, Tree]]:
    return {
        "credentials": {each.id: fields_of(each, {"id"}) for each in rulebook.credentials},
        "sources": {each.key: fields_of(each, {"key"}) for each in rulebook.sources},
    }


def _clause(clause: Clause) -> list[str]:
    """A clause over several lines, its words folded where they are long."""
    rule = fields_of(clause.rule)
    lines = [f"  {clause.id}:", *entry(clause.kind, rule, 4)]
    lines += sentence("says", clause.says, 4)
    lines += entry("source", text_of(clause.source), 4)
    if clause.place:
        lines += sentence("place", clause.place, 4)
    for key, day in (("since", clause.span.since), ("until", clause.span.until)):
        lines += [f"    {key}: {day}"] if day else []
    if clause.chosen_by is not Chooser.FILING:
        lines.append(f"    by: {clause.chosen_by}")
    if clause.who != ANYONE:
        lines += entry("who", fields_of(clause.who), 4)
    return lines + (["    silent: true"] if clause.silent else [])
