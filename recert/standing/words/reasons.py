"""Reasons in words: why an activity counted as it did, and how to mend it."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.rules.findings import ActivityFinding, Code, Reason
from recert.rules.rulebook import Judgement, Rulebook
from recert.standing.words.plainly import amount_words, id_words


def reason_sentence(reason: Reason, rulebook: Rulebook) -> str:
    """One reason, as a sentence to whoever did the activity."""
    amount = "" if reason.amount is None else amount_words(reason.amount, rulebook.unit.name)
    words = {
        "amount": amount,
        "why": reason.about.get("reason", ""),
        "done": reason.about.get("done", "0"),
        "times": reason.about.get("times", "1"),
        "days": reason.about.get("days", "0"),
        "due": reason.about.get("due", "1"),
        "asks": _asks(reason, rulebook),
    }
    if reason.code is Code.NOT_MEASURED and reason.clause:
        return _("The policy does not say what it is worth.")
    return (str(_SENTENCES[reason.code]) % words).strip()


def _asks(reason: Reason, rulebook: Rulebook) -> str:
    """The question that a reviewer has to answer, where a clause asks one."""
    for clause, rule in rulebook.of_kind(Judgement):
        if clause.id == reason.clause:
            return rule.asks
    return ""


_SENTENCES: dict[Code, Promise] = {
    Code.OUT_OF_WINDOW: lazy("It was completed before this cycle began."),
    Code.BEFORE_CERTIFICATION: lazy("It was done, or begun, before you were certified."),
    Code.AFTER_DEADLINE: lazy(
        "It was completed after the last day; it may count in the next cycle."
    ),
    Code.NOT_YET: lazy("It lies after the day looked at. It counts once it is completed."),
    Code.TOO_OLD: lazy("It was completed too long ago for this body."),
    Code.NOT_ADMITTED: lazy(
        "This body does not admit activities of this kind. Add who awarded the credit, if anyone "
        "did, or ask the body by a petition."
    ),
    Code.REFUSED: lazy("The policy refuses activities of this kind."),
    Code.REPEATED: lazy("You have taken this course before; it counts once."),
    Code.TOO_MANY: lazy("Only so many of these count, and others count already."),
    Code.NOT_PASSED: lazy("It was not passed. If you passed, correct the entry."),
    Code.REJECTED: lazy("The body did not accept it: %(why)s"),
    Code.NEEDS_PERSON: lazy("Somebody at the body has to judge it. %(asks)s"),
    Code.NOT_MEASURED: lazy(
        "Nothing says what it is worth. Add the amount and unit the certificate prints, or how "
        "long it lasted."
    ),
    Code.TOO_SHORT: lazy("It is too short: less than %(amount)s earns nothing."),
    Code.WORTH_NOTHING: lazy("It earns no credit under this policy."),
    Code.CAPPED_ITEM: lazy("One activity of this kind earns %(amount)s at most."),
    Code.CLIPPED: lazy("Only the part inside this cycle counts."),
    Code.OVER_LIMIT: lazy("No more than %(amount)s of this kind count, and that is reached."),
    Code.COUNTED: lazy("It is worth %(amount)s."),
    Code.CARRIED: lazy("%(amount)s pass into the next cycle."),
    Code.NEEDS_FACT: lazy("It depends on something about you that is not on record."),
    Code.NOT_DONE: lazy("Times this has to be done: %(times)s; done so far: %(done)s."),
    Code.NOT_SO_LONG: lazy("Days this has to last in all: %(due)s; so far: %(days)s."),
    Code.SURPLUS: lazy("What is left is more than is due, and than may pass into the next cycle."),
    Code.CARRIED_IN: lazy("It was carried in from the cycle before."),
    Code.LOOKED_BACK: lazy(
        "It was completed before this cycle began, and serves only what looks back so far."
    ),
    Code.BEST_CATEGORY: lazy("One category has to reach it alone; the best one has %(amount)s."),
    Code.OWED: lazy("Still owed, and due on top in the next cycle: %(amount)s."),
    Code.SILENT: lazy("The policy does not say how it counts."),
    Code.ON_LEAVE: lazy("Your leave counts here."),
    Code.DECIDED: lazy("The body accepted it for %(amount)s."),
}
"""A sentence for every code."""


def verdict_of_activity(finding: ActivityFinding, rulebook: Rulebook) -> str:
    """What an activity came to, in one sentence, such as: Counts for 6 CECs, as ethics."""
    unit = rulebook.unit.name
    if finding.counted > 0:
        counted = amount_words(finding.counted, unit)
        if finding.counted < finding.claimed:
            claimed = amount_words(finding.claimed, unit)
            return _("Counts for %(counted)s of %(claimed)s.") % {
                "counted": counted,
                "claimed": claimed,
            }
        names = ", ".join(id_words(each) for each in finding.categories)
        if names:
            return _("Counts for %(counted)s, as %(names)s.") % {"counted": counted, "names": names}
        return _("Counts for %(counted)s.") % {"counted": counted}
    if any(reason.code is Code.NEEDS_PERSON for reason in finding.reasons):
        return _("Counts once the body has accepted it.")
    if finding.carried > 0:
        return _("Passes into the next cycle: %(amount)s.") % {
            "amount": amount_words(finding.carried, unit)
        }
    return _("Does not count.")
