"""What the fields of clauses on audits and on proof are called on a form."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

_OPEN = lazy("Empty: the policy does not say, and you decide when you draw.")

AUDITS: dict[str, tuple[Promise | str, Promise | str]] = {
    "Audit.drawn": (lazy("How they are drawn"), ""),
    "Audit.percent": (lazy("Exactly so many percent"), _OPEN),
    "Audit.percent_at_least": (lazy("At least so many percent"), lazy("You decide on the figure when you draw.")),
    "Audit.percent_at_most": (lazy("At most so many percent"), lazy("You decide on the figure when you draw.")),
    "Audit.number": (lazy("So many people"), _OPEN),
    "Audit.strata": (lazy("Drawn within"), lazy("The share is taken of each part by itself.")),
    "Audit.per": (lazy("How often"), ""),
    "Audit.taken": (lazy("Audited in any case"), lazy("Beside those drawn by lot.")),
    "Audit.spared_cycles": (lazy("Spared after an audit, so many cycles"), ""),
    "Audit.light": (lazy("Weight where providers reported everything"), lazy("Such as 0.5: half the chance.")),
    "Audit.moment": (lazy("When"), ""),
    "Audit.waits": (lazy("The renewal waits until the audit is closed"), ""),
    "Audit.notice": (lazy("Told so long before the renewal"), lazy("Such as 90 days.")),
    "Audit.look_back": (lazy("Up to so long after the renewal"), lazy("Such as 1 year.")),
    "Audit.answer": (lazy("Time to answer"), lazy("Such as 30 days.")),
    "Audit.working_days": (lazy("Those are working days"), lazy("Your days off and public holidays are left out.")),
    "Audit.stops_clock": (lazy("The clock stops when something is asked for again"), ""),
    "Audit.extend": (lazy("More time, at most"), lazy("Such as 30 days.")),
    "Audit.defer": (lazy("Put off, at most"), lazy("Such as 3 months.")),
    "Audit.review": (lazy("Time to review"), lazy("Yours, from the answer: such as 14 days.")),
    "Audit.second": (lazy("One person reviews, another decides"), ""),
    "Audit.replace": (lazy("Credit not accepted may be replaced"), ""),
    "Audit.replace_within": (lazy("Replaced within"), lazy("Such as 60 days.")),
    "Audit.failing": (lazy("Whoever fails is"), ""),
    "Audit.cure": (lazy("Time to put it right after failing"), lazy("Such as 1 year.")),
    "Audit.appeal": (lazy("Time to appeal"), lazy("Such as 20 days.")),
    "Audit.keep": (lazy("How long proof is kept"), lazy("By the holder.")),
    "Keep.at_least": (lazy("At least"), lazy("Such as 4 years.")),
    "Keep.since": (lazy("Counted from"), ""),
    "Keep.cycles": (lazy("Or so many cycles"), ""),
    "Proof.what": (lazy("Which activities"), lazy("Nothing chosen means any activity.")),
    "Proof.accepted": (lazy("One of these is enough"), ""),
    "Proof.refused": (lazy("Never accepted"), ""),
    "Proof.shows": (lazy("What it must show"), lazy("In words: the dates, the hours, your name.")),
}  # fmt: skip
