"""What clauses on leave say: who may ask, when, what it gives, on what terms."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from recert.rules import rulebook as r
from recert.rules.findings import May
from recert.rules.rulebook import Length
from recert.standing.words import amount_words, join
from recert.standing.words.vocabulary import words_of
from recert.web.components.conditions import (
    category_words,
    grid_words,
    lateness_words,
    length_words,
)
from recert.web.components.credit_facts import Facts, yes_no
from recert.web.components.words import day, day_range

GIVES: dict[r.Gives, Promise] = {
    r.Gives.EXTEND: lazy("a later last day"),
    r.Gives.PAUSE: lazy("a pause: inactive meanwhile, and the last day moves by as many days"),
    r.Gives.LESSEN: lazy("less to do"),
    r.Gives.WAIVE: lazy("requirements are spared"),
    r.Gives.INACTIVE: lazy("inactive meanwhile; the dates stay"),
}
MONTHS_AWAY: dict[r.Months, Promise] = {
    r.Months.WHOLE: lazy("complete months"),
    r.Months.BEGUN: lazy("a month begun is a month"),
    r.Months.CALENDAR: lazy("every calendar month touched"),
}
UNANSWERED: dict[r.Unanswered, Promise] = {
    r.Unanswered.GRANTED: lazy("it is granted"),
    r.Unanswered.DENIED: lazy("it is not granted"),
}
MAY: dict[May, Promise] = {
    May.OPEN: lazy("possible"),
    May.LATER: lazy("not yet"),
    May.OVER: lazy("over"),
    May.TAKEN: lazy("granted as often as the policy gives it"),
    May.EXTENDED: lazy("not where the last day has been moved already"),
}


def leave(book: r.Rulebook, rule: r.Leave) -> Facts:
    """The whole of a clause on leave."""
    if rule.grounds:
        yield _("For"), join(words_of(rule.grounds))
    yield _("You get"), GIVES[rule.gives] if rule.gives else _("what whoever decides sees fit")
    yield from _gift(book, rule)
    yield from _asking(rule)
    yield from _terms(book, rule)


def _gift(book: r.Rulebook, rule: r.Leave) -> Facts:
    if rule.lasts:
        yield _("How much later"), length_words(rule.lasts)
    if rule.to:
        yield _("The last day is then"), day(rule.to)
    if rule.of:
        yield _("Of"), join(category_words(id) for id in rule.of)
    if rule.lessens:
        yield _("In proportion to the months away"), MONTHS_AWAY[rule.lessens.months]
        if rule.lessens.rounding:
            yield _("Rounded"), grid_words(rule.lessens.rounding)
        if rule.lessens.nothing_below:
            months = ngettext("%(n)s month", "%(n)s months", rule.lessens.nothing_below)
            yield _("Nothing is due for less than"), months % {"n": rule.lessens.nothing_below}
    for need, amount in rule.leaves.items():
        left = amount_words(amount, book.unit.name)
        yield _("What is left of %(need)s") % {"need": category_words(need)}, left
    if rule.waives:
        yield _("Spares you"), join(category_words(id) for id in rule.waives)
    if rule.at_least:
        yield _("At least"), length_words(rule.at_least)
    if rule.at_most:
        yield _("At most"), length_words(rule.at_most)


def _asking(rule: r.Leave) -> Facts:
    if rule.asked:
        yield _("You may ask"), day_range(rule.asked.since, rule.asked.until)
    if rule.opens:
        words = {"time": length_words(rule.opens)}
        yield _("You may ask from"), _("%(time)s before your last day") % words
    if rule.closes is not None:
        yield _("You may ask until"), before_words(rule.closes)
    if rule.late:
        yield _("You may ask") if not rule.opens else _("until"), lateness_words(rule.late)
    if rule.per_cycle:
        yield _("How often in a cycle"), str(rule.per_cycle)
    if rule.again_after:
        words = {"time": length_words(rule.again_after)}
        yield _("Again"), _("%(time)s after the last one ended") % words
    if rule.unless_extended:
        yield _("Not"), _("where your last day has been moved already")
    if rule.unless_audited:
        yield _("Not"), _("once you are being audited")


def before_words(length: Length) -> str:
    """So long before the last day, or that day."""
    if length == Length():
        return _("your last day")
    return _("%(time)s before your last day") % {"time": length_words(length)}


def _terms(book: r.Rulebook, rule: r.Leave) -> Facts:
    if rule.papers is not None:
        yield _("Papers are asked for"), yes_no(rule.papers)
    if rule.shows:
        yield _("They show"), rule.shows
    if rule.fee:
        yield _("Fee, once it is granted"), book.clause(rule.fee).says
    if rule.decided_by:
        yield _("Decided by"), rule.decided_by
    if rule.answer:
        yield _("You have an answer within"), length_words(rule.answer)
    if rule.unanswered:
        yield _("Without an answer"), UNANSWERED[rule.unanswered]
