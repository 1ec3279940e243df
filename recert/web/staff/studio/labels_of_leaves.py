"""What the fields of clauses on leave are called on a form."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

_OPEN = lazy("Empty: the policy does not say, and whoever decides chooses.")

LEAVES: dict[str, tuple[Promise | str, Promise | str]] = {
    "Leave.gives": (lazy("What it gives"), _OPEN),
    "Leave.grounds": (lazy("For which reasons"), lazy("Nothing chosen means any reason.")),
    "Leave.asked": (lazy("Asked for on these days"), lazy("Such as 1 February to 15 March after the cycle.")),
    "Leave.opens": (lazy("Asked for from so long before the last day"), lazy("Such as 60 days.")),
    "Leave.closes": (lazy("Asked for until so long before the last day"), lazy("0 days: on the last day still.")),
    "Leave.late": (lazy("Asked for after the last day"), ""),
    "Leave.lasts": (lazy("The last day is later by"), lazy("Of a later last day: such as 60 days.")),
    "Leave.to": (lazy("Or the last day is then"), ""),
    "Leave.at_least": (lazy("It lasts at least"), lazy("Counted in the cycle: such as 121 days.")),
    "Leave.at_most": (lazy("It lasts at most"), lazy("Such as 1 year.")),
    "Leave.lessens": (lazy("In proportion to the months away"), lazy("Of less to do: how months are counted.")),
    "Leave.of": (lazy("Which requirements are less"), ""),
    "Leave.leaves": (lazy("What is left at most"), lazy("The requirement’s name, and how much stays due.")),
    "Leave.waives": (lazy("It spares"), lazy("Beside a proportion: what falls away where nothing is due.")),
    "Leave.fee": (lazy("Fee, once it is granted"), lazy("A fee for more time; it takes effect when that is paid.")),
    "Leave.per_cycle": (lazy("How often in a cycle"), lazy("Empty: the policy does not say.")),
    "Leave.again_after": (lazy("Again after"), lazy("So long after the last one ended: such as 1 year.")),
    "Leave.unless_extended": (lazy("Not where the last day was moved already"), ""),
    "Leave.unless_audited": (lazy("Not once an audit has begun"), ""),
    "Leave.papers": (lazy("Something must come with the request"), ""),
    "Leave.shows": (lazy("What it must show"), lazy("In words: a letter with the days.")),
    "Leave.decided_by": (lazy("Who decides"), lazy("In the policy’s words.")),
    "Leave.answer": (lazy("Time to decide"), lazy("Yours: such as 30 days.")),
    "Leave.unanswered": (lazy("Without an answer in that time"), lazy("It happens by itself; the holder is told.")),
}  # fmt: skip
