"""Writing the cases that stand beside an edition."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from recert.rules.cases import Case
from recert.rules.facts import Facts
from recert.rules.writing.lines import Tree, block, text_of
from recert.rules.writing.trees import fields_of

_NUMBERED = {"holdings": "holding", "activities": "activity", "documents": "document"}
_OF_A_BODY = ("holdings", "memberships", "decisions")


def write_cases(cases: Iterable[Case], *, body: str) -> str:
    """The cases as canonical YAML; what may be left out beside this body's edition is."""
    return "\n".join(write_case_tree(_case(case, body)) for case in cases)


def write_case_tree(tree: dict[str, Tree]) -> str:
    """One case of a file, also one that does not read yet."""
    first, *rest = block(tree, 2)
    return "\n".join([f"- {first.lstrip()}", *rest]) + "\n"


def _case(case: Case, body: str) -> dict[str, Tree]:
    tree: dict[str, Tree] = {"case": text_of(case.case)}
    tree |= {"id": text_of(case.id)} if case.id else {}
    tree |= {"basis": case.basis.value, "source": text_of(case.source)}
    tree["person"] = _person(case.person, body)
    if case.of != case.person.holdings[0].id:
        tree["of"] = text_of(case.of)
    tree["as-of"] = (
        f'"{case.as_of.isoformat()}"' if isinstance(case.as_of, datetime) else str(case.as_of)
    )
    tree |= {"under": text_of(case.under)} if case.under else {}
    tree["expect"] = fields_of(case.expect)
    return tree


def _person(facts: Facts, body: str) -> dict[str, Tree]:
    """The person without the ids and bodies that the reader fills in itself."""
    tree = fields_of(facts, set() if facts.person else {"person"})
    for section, noun in _NUMBERED.items():
        for number, entry in enumerate(_entries(tree, section), start=1):
            if entry.get("id") == f"{noun}-{number}":
                del entry["id"]
    for section in _OF_A_BODY:
        for entry in _entries(tree, section):
            if entry.get("body") == text_of(body):
                del entry["body"]
    for entry in _entries(tree, "attestations"):
        if entry.get("holding") == text_of(facts.holdings[0].id):
            del entry["holding"]
    return tree


def _entries(tree: dict[str, Tree], section: str) -> list[dict[str, Tree]]:
    entries = tree.get(section, [])
    return [each for each in entries if isinstance(each, dict)]
