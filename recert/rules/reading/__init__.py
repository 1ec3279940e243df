"""Reading files strictly: rulebooks, facts, cases. Every mistake has a line and a mend."""

from recert.rules.reading.activities_csv import read_activities_csv
from recert.rules.reading.cases import read_cases
from recert.rules.reading.people import read_facts
from recert.rules.reading.problems import Problem
from recert.rules.reading.rulebooks import read_rulebook

__all__ = ["Problem", "read_activities_csv", "read_cases", "read_facts", "read_rulebook"]
