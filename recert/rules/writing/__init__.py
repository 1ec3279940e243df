"""Writing rulebooks, facts and cases: one canonical text for each, which reads back the same.

Fields stand in the order of their dataclass, what is left at its default is left out,
sets are sorted, and short values stay on one line. So two texts of one policy differ
only where the policies do.
"""

from recert.rules.writing.cases import write_cases
from recert.rules.writing.people import write_facts
from recert.rules.writing.rulebooks import write_rulebook

__all__ = ["write_cases", "write_facts", "write_rulebook"]
