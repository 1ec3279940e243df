"""Check files from the command line: `python -m recert.rules.reading FILE...`."""

from __future__ import annotations

import sys
from pathlib import Path

from recert.rules.reading import read_rulebook


def main(names: list[str]) -> int:
    """Print the problems of each file; 1 when there are any."""
    found = False
    for name in names:
        _, problems = read_rulebook(Path(name), name=name)
        for problem in problems:
            sys.stdout.write(f"{problem}\n")
        found = found or bool(problems)
        if not problems:
            sys.stdout.write(f"{name}: reads well\n")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
