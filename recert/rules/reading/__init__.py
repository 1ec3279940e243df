"""Reading files strictly: rulebooks, facts, cases. Every mistake has a line and a mend."""

from recert.rules.reading.problems import Problem
from recert.rules.reading.rulebooks import read_rulebook

__all__ = ["Problem", "read_rulebook"]
