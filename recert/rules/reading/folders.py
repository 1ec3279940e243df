"""Reading a folder of rulebooks: `<body>/<edition>.yaml`, its cases beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from recert.rules.cases import Case, Expected
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
    is_whole = not problems  # else what a case names may stand in what could not be read
    for file in files:
        if file.name.endswith(CASES):
            edition = file.name.removesuffix(CASES)
            cases[edition], found = read_cases(
                file.read_bytes(), name=_name(file), body=folder.name
            )
            problems += found
            if is_whole:
                problems += astray(cases[edition], rulebooks, _name(file))
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


def astray(cases: Sequence[Case], rulebooks: Sequence[Rulebook], name: str) -> Iterator[Problem]:
    """Names in cases that nothing bears; compared, they would only be "expected, found nothing"."""
    sources = {source.key for book in rulebooks for source in book.sources}
    clauses = {clause.id for book in rulebooks for clause in book.clauses}
    credentials = {credential.id for book in rulebooks for credential in book.credentials}
    editions = {book.edition for book in rulebooks}
    for case in cases:
        body = name.partition("/")[0]
        granted = {each.credential for each in case.person.holdings if each.body == body}
        for key, named, known, who in (
            ("source", {case.source}, sources, "no edition names the source"),
            ("under", {case.under} - {""}, editions, "there is no edition"),
            ("person.holdings", granted, credentials, "no edition has the credential"),
            ("expect", _clauses_of(case.expect), clauses, "no edition has a clause"),
        ):
            for word in sorted(named - known):
                message = f'{who} "{word}"; {suggest(word, known)}'
                yield Problem(name, case.line, 0, key, message)


def _clauses_of(expect: Expected) -> set[str]:
    return {
        *expect.needs, *expect.required, *expect.short, *expect.routes,
        *expect.silent, *expect.because,
    }  # fmt: skip
