"""The kinds of clause, all together."""

from recert.rules.rulebook.audits import Audit, Proof
from recert.rules.rulebook.credits import (
    Admit,
    Breadth,
    Carry,
    Category,
    Cycle,
    Judgement,
    Limit,
    Measure,
    Need,
    Once,
    Refuse,
    Window,
)
from recert.rules.rulebook.fees import Fee
from recert.rules.rulebook.leaves import Leave
from recert.rules.rulebook.outcomes import (
    Gate,
    Lapse,
    Note,
    Route,
    Several,
)

Rule = (
    Cycle
    | Window
    | Admit
    | Refuse
    | Judgement
    | Once
    | Measure
    | Category
    | Need
    | Limit
    | Breadth
    | Gate
    | Route
    | Fee
    | Lapse
    | Carry
    | Several
    | Leave
    | Audit
    | Proof
    | Note
)
