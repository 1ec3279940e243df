"""What clauses on audits and on proof can get wrong.

Each check yields the path to where a mistake stands, and a sentence that mends it.
"""

from __future__ import annotations

from collections.abc import Iterator

from recert.rules import rulebook as book
from recert.rules.reading.forms import key_of
from recert.rules.reading.problems import Path
from recert.rules.rulebook import Length, Selection
from recert.rules.vocabulary import Evidence

Faults = Iterator[tuple[Path, str]]

_PERCENTAGES = ("percent", "percent_at_least", "percent_at_most")
_SHARE = (*_PERCENTAGES, "number")


def audit_faults(rule: book.Audit) -> Faults:
    """What the fields of an audit cannot mean, each alone and together."""
    yield from _share_faults(rule)
    yield from _case_faults(rule)
    if rule.keep is not None:
        yield from _keep_faults(rule.keep)


def _share_faults(rule: book.Audit) -> Faults:
    said = [name for name in _SHARE if getattr(rule, name) is not None]
    for name in _PERCENTAGES:
        share = getattr(rule, name)
        if share is not None and not 0 < share <= 100:
            mend = 'a percentage lies between 0 and 100; a tenth of all is "10".'
            yield (key_of(book.Audit, name),), mend
    if rule.number == 0:
        yield ("number",), "nobody is drawn; write 1 or more, or leave number out."
    for name in ("percent", "number"):
        if name in said and len(said) > 1:
            others = " and ".join(key_of(book.Audit, each) for each in said if each != name)
            yield (name,), f"it says how many, and so does {others}; keep one way to say it."
            break
    least, most = rule.percent_at_least, rule.percent_at_most
    if least is not None and most is not None and least > most:
        yield ("percent-at-most",), "percent-at-most is below percent-at-least; correct one."
    if said and rule.drawn in (Selection.EVERYONE, Selection.TARGETED):
        key = key_of(book.Audit, said[0])
        yield (key,), f"drawn: {rule.drawn} leaves no share to draw; delete {key}."
    if rule.drawn is Selection.TARGETED and not rule.taken:
        yield ("drawn",), "whom? Add taken: with failed-before, late or conditional."
    if rule.light is not None and not 0 < rule.light < 1:
        yield ("light",), 'a weight that lowers the chance lies between 0 and 1; half is "0.5".'
    if rule.spared_cycles == 0:
        yield ("spared-cycles",), "nobody is spared; write 1 or more, or leave it out."


def _case_faults(rule: book.Audit) -> Faults:
    if rule.working_days and rule.answer is None:
        yield ("working-days",), "days of what? Add answer: 30 days."
    if rule.working_days and rule.answer and not rule.answer.days:
        yield ("working-days",), "only days can be working days; write answer in days."
    if rule.replace_within is not None and rule.replace is False:
        yield ("replace-within",), "nothing may be replaced; delete one of the two."
    if rule.waits and rule.moment is book.Moment.AFTER:
        yield ("waits",), "after the renewal there is nothing left to wait; correct one of the two."
    if rule.look_back is not None and rule.moment is book.Moment.BEFORE:
        yield ("look-back",), "it ends after the renewal, and the audit comes before; delete one."
    if rule.notice is not None and rule.moment is book.Moment.AFTER:
        yield ("notice",), "it comes before the renewal, and the audit after; delete one."
    for name in ("answer", "review", "replace_within", "cure", "appeal"):
        if getattr(rule, name) == Length():
            yield (key_of(book.Audit, name),), "this is no time at all; write it, or leave it out."


def _keep_faults(keep: book.Keep) -> Faults:
    if (keep.at_least is None) == (keep.cycles is None):
        yield ("keep",), "how long? Add at-least: 4 years, or cycles: 2, one of them."
    if keep.cycles == 0:
        yield ("keep", "cycles"), "no cycles is no time; write 1 or more."
    if keep.cycles is not None and keep.since is not None:
        yield ("keep", "from"), "cycles are counted from the activity's own; delete from."


def proof_faults(rule: book.Proof) -> Faults:
    """What proves an activity, and what never does, cannot be the same."""
    for each in sorted(rule.accepted & rule.refused):
        yield ("refused",), f"{each} is accepted and refused; keep it in one list."
    if Evidence.OWN_LOG in rule.accepted:
        message = "one's own list proves nothing to anybody else; delete it, or refuse it."
        yield ("accepted",), message
