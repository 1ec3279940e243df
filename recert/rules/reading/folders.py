"""Reading a folder of rulebooks: `<body>/<edition>.yaml`, its cases beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from recert.rules.cases import Case
from recert.rules.reading.cases import read_cases
from recert.rules.reading.problems import Problem, suggest
from recert.rules.reading.rulebooks import read_rulebook
from recert.rules.rulebook import Rulebook

CASES = ".cases.yaml"


@dataclass(frozen=True, slots=True)
class BodyFolder:
    """The editions of one body that read well, oldest first, and all their cases.

    `cases` is keyed by the edition they stand beside. Where there are `problems` the
    editions are not all there, and nobody should judge by them.
    """

    body: str
    rulebooks: tuple[Rulebook, ...]
    cases: dict[str, tuple[Case, ...]]
    problems: tuple[Problem, ...]


def read_folder(root: Path) -> Iterator[BodyFolder]:
    """Every body's folder below `root`, by name."""
    for folder in sorted(path for path in root.iterdir() if path.is_dir()):
        yield read_body(folder)


def read_body(folder: Path) -> BodyFolder:
    """The editions and cases of one body."""
    rulebooks, cases = [], {}
    problems: list[Problem] = []
    files = sorted(folder.glob("*.yaml"))
    for file in files:
        if file.name.endswith(CASES):
            continue
        rulebook, found = read_rulebook(file, name=_name(file))
        problems += found
        if rulebook is not None:
            rulebooks.append(rulebook)
            problems += _misplaced(rulebook, file)
    for file in files:
        if file.name.endswith(CASES):
            edition = file.name.removesuffix(CASES)
            cases[edition], found = read_cases(
                file.read_bytes(), name=_name(file), body=folder.name
            )
            problems += [*found, *_unsourced(cases[edition], rulebooks, _name(file))]
    ordered = sorted(rulebooks, key=lambda book: (str(book.in_force.since), book.edition))
    return BodyFolder(folder.name, tuple(ordered), cases, tuple(problems))


def _name(file: Path) -> str:
    """What problems call a file: its folder and its own name."""
    return f"{file.parent.name}/{file.name}"


def _misplaced(rulebook: Rulebook, file: Path) -> Iterator[Problem]:
    for key, said, place in (
        ("body", rulebook.body, file.parent.name),
        ("edition", rulebook.edition, file.stem),
    ):
        if said != place:
            message = f'the file lies at "{place}" but says "{said}"; rename one of them.'
            yield Problem(_name(file), 1, 0, key, message)


def _unsourced(cases: tuple[Case, ...], rulebooks: list[Rulebook], name: str) -> Iterator[Problem]:
    known = {source.key for rulebook in rulebooks for source in rulebook.sources}
    for case in cases:
        if case.source not in known:
            message = f'no edition names the source "{case.source}"; {suggest(case.source, known)}'
            yield Problem(name, case.line, 0, "source", message)
