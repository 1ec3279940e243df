"""Check files from the command line: `python -m recert.rules.reading FILE...`.

Rulebooks, or cases where the name ends in `.cases.yaml`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from recert.rules.reading import Problem, read_cases, read_rulebook
from recert.rules.reading.folders import CASES


def problems_of(name: str) -> tuple[Problem, ...]:
    """What is wrong with one file."""
    path = Path(name)
    if name.endswith(CASES):
        return read_cases(path.read_bytes(), name=name, body=path.absolute().parent.name)[1]
    return read_rulebook(path, name=name)[1]


def main(names: list[str]) -> int:
    """Print the problems of each file; 1 when there are any."""
    found = False
    for name in names:
        problems = problems_of(name)
        found = found or bool(problems)
        lines = [str(problem) for problem in problems] or [f"{name}: reads well"]
        sys.stdout.write("\n".join(lines) + "\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
