"""The pages of the documentation that are made from the rulebooks: coverage and shapes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from recert.rules.cases import Case
from recert.rules.checking import answer
from recert.rules.covering import Covered, coverage
from recert.rules.findings import Standing
from recert.rules.reading.folders import BodyFolder, read_folder
from recert.rules.rulebook import Span
from recert.rules.shapes import CATALOGUE, LEFT_TO_PEOPLE, Proof, proofs

SHOWN = 4
"""So many clauses of a shape are named; the rest are counted."""


def pages(root: Path) -> dict[str, str]:
    """Each page by the name of its file."""
    folders = tuple(read_folder(root))
    return {"coverage.md": _coverage_page(folders), "shapes.md": _shapes_page(folders)}


def _coverage_page(folders: Sequence[BodyFolder]) -> str:
    books = [book for folder in folders for book in folder.rulebooks]
    cases = {
        (folder.body, edition): len(found)
        for folder in folders
        for edition, found in folder.cases.items()
    }
    lines = coverage(books, cases)
    bodies = {each.body for each in lines}
    total = sum(each.cases for each in lines)
    return "\n".join(
        [
            "# What the rulebooks cover",
            "",
            f"{len(lines)} editions of {len(bodies)} bodies, {total} cases. Made from the",
            "rulebooks by `recert rulebooks pages`; nothing here is compliance advice.",
            "",
            "*Confirmed* clauses rest on the body's own text (its page, its handbook, a copy of",
            "them); *reported* ones on somebody else's page, which the clause names; *silent* ones",
            "say where the policy seen does not tell. *Read* is the day a source was last read.",
            *_tables(lines),
            "",
        ]
    )


def _tables(lines: Sequence[Covered]) -> Iterator[str]:
    fields: dict[str, list[Covered]] = defaultdict(list)
    for each in lines:
        fields[each.profession or "other"].append(each)
    for field, members in fields.items():
        yield from ("", f"## {field.replace('-', ' ').capitalize()}", "")
        yield "| body | edition | in force | credentials | clauses | confirmed | reported | silent | cases | read |"  # noqa: E501  (one row of a table)
        yield "|---|---|---|---|--:|--:|--:|--:|--:|---|"
        for each in members:
            yield (
                f"| {each.name} | [{each.edition}](../rulebooks/{each.body}/{each.edition}.yaml) "
                f"| {_days(each.in_force)} | {', '.join(each.credentials)} | {each.clauses} "
                f"| {each.confirmed} | {each.reported} | {each.silent} | {each.cases} "
                f"| {each.read} |"
            )


def _days(span: Span) -> str:
    since, until = span.since, span.until
    if until is None:
        return f"from {since}"
    return f"{since} to {until}"


def _shapes_page(folders: Sequence[BodyFolder]) -> str:
    books = [book for folder in folders for book in folder.rulebooks]
    found = proofs(CATALOGUE, books, {each.body: _answered(each) for each in folders})
    return "\n".join(
        [
            "# Shapes of rules",
            "",
            "Every form of rule that the collected policies take, and the clauses that carry it.",
            "Made from the rulebooks and their cases by `recert rulebooks pages`: a clause has a",
            "shape by what is written in it, and is *proven* when the cases beside it have seen it",
            "decide one way and another. How each is written is told in",
            "[rulebook-format.md](rulebook-format.md).",
            "",
            "| shape | rows of the tables | clauses | proven | where, for example |",
            "|---|---|--:|--:|---|",
            *map(_row, found),
            "",
            "## Left to people",
            "",
            "| row | what | why no clause decides it |",
            "|---|---|---|",
            *(f"| {each.rows} | {each.said} | {each.why} |" for each in LEFT_TO_PEOPLE),
            "",
        ]
    )


def _answered(folder: BodyFolder) -> list[tuple[Case, Standing]]:
    return [
        (case, answer(folder.rulebooks, case)) for cases in folder.cases.values() for case in cases
    ]


def _row(proof: Proof) -> str:
    named = proof.proven[:SHOWN] or proof.clauses[:SHOWN]
    where = ", ".join(f"{each.body} {each.edition} `{each.clause}`" for each in named)
    return (
        f"| {proof.shape.said} | {proof.shape.rows} | {len(proof.clauses)} | {len(proof.proven)} "
        f"| {where} |"
    )
