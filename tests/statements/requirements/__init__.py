"""What the standard asks of a statement, case by case, in our own words.

The numbers are those of the public list of requirements for learning record stores (XAPI-...),
which ADL's suite follows; so whoever runs that suite finds the same place here.
"""

from tests.statements.requirements.activities import ACTIVITIES
from tests.statements.requirements.persons import PERSONS
from tests.statements.requirements.saying import Case
from tests.statements.requirements.wholes import WHOLES

CASES: tuple[Case, ...] = (*PERSONS, *ACTIVITIES, *WHOLES)

__all__ = ["CASES", "Case"]
