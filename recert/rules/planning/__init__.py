"""Planning: the cheapest set of things still to do, across all certifications held.

`offers` are sorts of learning, as neutral activities; a `ledger` is one certification laid
open; `choosing` finds the fewest hours for all of them at once; `drafting` rounds them to
what can be taken, `proving` has the law judge them, and `timing` says by when.
"""

from recert.rules.planning.drafting import plan
from recert.rules.planning.plans import Apart, Line, Plan, Service, Why

__all__ = ["Apart", "Line", "Plan", "Service", "Why", "plan"]
