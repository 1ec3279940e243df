"""Each file in bad/ has one mistake; its first line says where, and some of the words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from recert.rules.reading import read_rulebook

BAD = sorted((Path(__file__).parent / "bad").glob("*.yaml"))
EXPECTED = re.compile(r"# expect: (\d+): (.+)")


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_one_mistake_is_told_once_with_its_line_and_how_to_mend_it(path: Path) -> None:
    said = EXPECTED.fullmatch(path.read_text().splitlines()[0])
    assert said
    rulebook, problems = read_rulebook(path, name=path.name)
    assert rulebook is None
    assert len(problems) == 1, [str(problem) for problem in problems]
    (problem,) = problems
    assert problem.file == path.name
    assert problem.line == int(said[1])
    assert said[2] in problem.message


def test_the_folder_holds_many_kinds_of_mistake() -> None:
    assert len(BAD) >= 60
