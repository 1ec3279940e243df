"""The numbers of a clause as labels and values, one function for each kind of clause."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.rules import rulebook as r
from recert.standing.words import amount_words, either, join
from recert.standing.words.vocabulary import word, words_of
from recert.web.components import audit_facts, fee_facts, leave_facts
from recert.web.components import credit_facts as credit
from recert.web.components.clause_words import AMONG, LAPSED, NEXT
from recert.web.components.conditions import (
    category_words,
    lateness_words,
    length_words,
    what_words,
    who_words,
)
from recert.web.components.credit_facts import Facts, yes_no
from recert.web.components.lists import Row


def clause_facts(book: r.Rulebook, clause: r.Clause) -> tuple[Row, ...]:
    """What a clause says in numbers, ready for a summary list."""
    said = list(_said(book, clause))
    who = who_words(book, clause.who)
    if who:
        said.append((_("For"), who))
    return tuple(Row(label=label, value=value) for label, value in said)


def _said(book: r.Rulebook, clause: r.Clause) -> Facts:
    if clause.silent:  # what stands in a silent rule besides its condition is only a default
        match clause.rule:
            case r.Measure(what=what):
                return (_("About"), what_words(book, what)), (_("Worth"), yes_no(None))
            case r.Lapse(stage=stage):
                return (_("When"), lateness_words(stage)), (_("What you may do"), yes_no(None))
    write = _WRITERS.get(type(clause.rule))
    return write(book, clause.rule) if write else ()


def _gate(book: r.Rulebook, rule: r.Gate) -> Facts:
    if rule.documents:
        yield _("You hold"), join(word(kind) for kind in rule.documents)
        yield _("Current"), _when_current(rule)
        kinds = either(words_of(rule.skills)) if rule.skills else yes_no(None)
        yield _("How it was taught"), kinds
    if rule.done is not None:
        yield _("You have done"), what_words(book, rule.done)
        yield from _how_often(rule)
    if rule.holds:
        named = either(each.replace(":", " ").upper() for each in rule.holds)
        yield _("You hold, in force"), named
    if rule.issued_within:
        yield _("Issued within"), length_words(rule.issued_within)
    if rule.attests:
        yield _("You affirm"), rule.attests.replace("-", " ")
    if rule.totals:
        yield _("Enough to file"), _("your totals; each activity only in an audit")
    if rule.membership:
        yield _("You are"), _("a member")
    if rule.asks:
        yield _("A reviewer asks"), rule.asks


def _how_often(rule: r.Gate) -> Facts:
    if rule.lasting:
        yield _("Lasting"), _("%(time)s in all") % {"time": length_words(rule.lasting)}
    if rule.times > 1:
        yield _("How often"), _("%(n)s times") % {"n": rule.times}
    if rule.ever:
        yield _("When"), _("at any time")
    elif rule.within:
        yield (
            _("When"),
            _("within %(time)s of your last day") % {"time": length_words(rule.within)},
        )


def _when_current(rule: r.Gate) -> str:
    if rule.current == r.Current.THROUGHOUT:
        return _("on every day of the cycle")
    if rule.days_beyond:
        return _("on the day you file and %(n)s days beyond") % {"n": rule.days_beyond}
    return _("on the day you file")


def _route(_book: r.Rulebook, rule: r.Route) -> Facts:
    yield _("Way"), _("by examination") if rule.examination else _("by credits")
    if rule.needs:
        yield _("Made of"), join(category_words(id) for id in rule.needs)
    yield _("Open"), yes_no(rule.open)
    if rule.waives:
        yield _("Spares you"), join(category_words(id) for id in rule.waives)
    if rule.subjects:
        yield (
            _("Examination"),
            either(subject.replace(":", " ").upper() for subject in rule.subjects),
        )
    if rule.at_test_centre is not None:
        yield _("At a test centre"), yes_no(rule.at_test_centre)
    if rule.examination and rule.open:
        yield _("An application is needed"), yes_no(rule.application)
    if rule.to_level:
        yield _("You move up to"), rule.to_level
    if rule.extends:
        start = {"pass": _("from the day you pass"), "expiry": _("from your last day")}
        said = start.get(rule.extends_from, _("the policy does not say from when"))
        yield _("Valid for a further"), f"{length_words(rule.extends)}, {said}"


def _lapse(_book: r.Rulebook, rule: r.Lapse) -> Facts:
    yield _("When"), lateness_words(rule.stage)
    yield _("Your certification is"), LAPSED[rule.status] if rule.status else yes_no(None)
    yield _("You may still renew"), yes_no(rule.name is not r.Stage.CLOSED)
    yield _("New credits may be used"), yes_no(rule.may_earn)
    if rule.next_cycle:
        yield _("The next cycle runs"), NEXT[rule.next_cycle]
    if rule.gap is not None:
        yield _("The public record shows the gap"), yes_no(rule.gap)


def _several(book: r.Rulebook, rule: r.Several) -> Facts:
    if rule.needs:
        yield _("Credits"), AMONG[rule.needs]
    if rule.fee:
        yield _("Fees"), AMONG[rule.fee]
    if rule.each_extra:
        yield _("For each further one"), amount_words(rule.each_extra, book.unit.name)
    if rule.at_most is not None:
        yield _("In all, at most"), amount_words(rule.at_most, book.unit.name)


_WRITERS: dict[type, Callable[[r.Rulebook, Any], Facts]] = {
    r.Cycle: credit.cycle,
    r.Window: credit.window,
    r.Admit: credit.what(lazy("Counts")),
    r.Refuse: credit.what(lazy("Does not count")),
    r.Category: credit.what(lazy("Holds")),
    r.Judgement: credit.judgement,
    r.Once: credit.once,
    r.Measure: credit.measure,
    r.Need: credit.need,
    r.Limit: credit.limit,
    r.Breadth: credit.breadth,
    r.Gate: _gate,
    r.Route: _route,
    r.Fee: fee_facts.fee,
    r.Lapse: _lapse,
    r.Carry: credit.carry,
    r.Several: _several,
    r.Leave: leave_facts.leave,
    r.Audit: audit_facts.audit,
    r.Proof: audit_facts.proof,
}
