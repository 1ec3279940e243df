"""What clauses about credit say in numbers: one function for each kind of clause."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from django.utils.dateformat import time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recert.rules import rulebook as r
from recert.rules.amounts import show
from recert.standing.words import amount_words, capital, either, join
from recert.standing.words.vocabulary import words_of
from recert.web.components.clause_words import EACH, ENDS, MONTHS, PARITY, PER
from recert.web.components.conditions import (
    category_words,
    grid_words,
    length_words,
    month_day_words,
    what_words,
    who_words,
)
from recert.web.components.words import day, day_range

Facts = Iterable[tuple[str, object]]


def yes_no(value: bool | None) -> str:
    """Yes, no, or that the policy does not say."""
    if value is None:
        return _("the policy does not say")
    return _("yes") if value else _("no")


def _of(ids: Iterable[str]) -> str:
    """Categories by what they hold: their ids alone would mean nothing to a reader."""
    return join(category_words(id) for id in ids)


def _amounts(book: r.Rulebook, rows: r.Amounts, label: str) -> Facts:
    for row in rows:
        yield capital(who_words(book, row.who)) or label, amount_words(row.amount, book.unit.name)


def cycle(book: r.Rulebook, rule: r.Cycle) -> Facts:
    """Which days it runs, when credit is earned, when filing is possible."""
    if rule.length:
        yield _("Length"), length_words(rule.length)
        yield _("Ends on"), _last_day(rule)
    if rule.first_at_least:
        yield (
            _("A first cycle shorter than"),
            _("%(time)s runs on to the end after") % {"time": length_words(rule.first_at_least)},
        )
    if rule.parity:
        yield _("In"), PARITY[rule.parity]
    if rule.fixed:
        yield _("The cycle"), day_range(rule.fixed.since, rule.fixed.until)
    if rule.cutoff:
        yield _("Until"), f"{time_format(rule.cutoff, 'H:i')} ({book.zone.replace('_', ' ')})"
    if rule.starts_after_late:
        yield _("After a late renewal it begins"), day(rule.starts_after_late)
    if rule.credit:
        yield (
            _("Credit is earned in"),
            _("the %(time)s up to %(end)s")
            % {
                "time": length_words(rule.credit.length),
                "end": month_day_words(rule.credit.ends),
            },
        )
    if rule.from_month:
        yield _("Credit is earned from"), _("the first day of the month you are certified in")
    if rule.opens:
        yield _("You can file from"), _before_the_last_day(rule.opens)
    if rule.closes:
        yield _("You can file until"), _before_the_last_day(rule.closes)


def _last_day(rule: r.Cycle) -> str:
    """How the last day is found, or the day of the year, and in which years."""
    if rule.ends_yearly:
        on = month_day_words(rule.ends_yearly)
        return _("%(day)s, in years of your own") % {"day": on}
    if rule.ends_on is None:
        return str(ENDS[rule.ends])
    on = month_day_words(f"{rule.ends_on:%m-%d}")
    if rule.length == r.Length(years=1):
        return on
    return _("%(day)s, as in %(year)s") % {"day": on, "year": rule.ends_on.year}


def _before_the_last_day(length: r.Length) -> str:
    return _("%(time)s before your last day") % {"time": length_words(length)}


def window(book: r.Rulebook, rule: r.Window) -> Facts:
    """When it must have been done."""
    yield _("About"), what_words(book, rule.what)
    if rule.within:
        yield (
            _("Completed within"),
            _("%(time)s before filing") % {"time": length_words(rule.within)},
        )
    if rule.instead:
        yield (
            _("In place of the cycle"),
            _("the %(time)s before filing") % {"time": length_words(rule.instead)},
        )
    if rule.started_after_certification:
        yield _("Started"), _("after you were certified")
    if rule.late_counts is not None:
        yield _("Work done after your last day counts"), yes_no(rule.late_counts)


def what(label: str | Promise) -> Callable[[r.Rulebook, Any], Facts]:
    """What it is about, under a label of the kind."""

    def rows(book: r.Rulebook, rule: r.Admit | r.Refuse | r.Category) -> Facts:
        yield str(label), what_words(book, rule.what)

    return rows


def judgement(book: r.Rulebook, rule: r.Judgement) -> Facts:
    """What somebody has to judge, and what holds until then."""
    yield _("About"), what_words(book, rule.what)
    yield _("A reviewer asks"), rule.asks
    yield _("Until then"), _("it counts") if rule.provisional else _("it does not count")


def once(book: r.Rulebook, rule: r.Once) -> Facts:
    """How many of these count."""
    about = _("the same course") if rule.same_course else what_words(book, rule.what)
    yield _("About"), about
    times = ngettext("once", "%(n)s times", rule.times) % {"n": rule.times}
    if rule.ever:
        times = _("%(times)s, ever") % {"times": times}
    elif rule.within:
        times = _("%(times)s in any %(time)s") % {
            "times": times,
            "time": length_words(rule.within),
        }
    yield _("Counts"), times


def measure(book: r.Rulebook, rule: r.Measure) -> Facts:
    """What an activity is worth."""
    yield _("About"), what_words(book, rule.what)
    yield _worth(book, rule)
    if rule.awarders:
        yield _("Awarded by"), either(slug.upper() for slug in rule.awarders)
    if rule.units:
        yield _("Stated in"), either(words_of(rule.units))
    if rule.rounding:
        yield _("Rounded"), grid_words(rule.rounding)
    if rule.at_least is not None:
        yield _("At least"), amount_words(rule.at_least, book.unit.name)
    if rule.at_most is not None:
        yield _("At most, for one"), amount_words(rule.at_most, book.unit.name)
    if rule.about:
        topics = either(words_of(rule.about))
        if rule.share_at_least is None:
            yield _("Counts"), _("only the part about %(topics)s") % {"topics": topics}
        else:
            yield (
                _("Counts"),
                _("the whole of it, if at least %(share)s is about %(topics)s; else nothing")
                % {"share": _share(rule.share_at_least), "topics": topics},
            )
    if rule.preparation is not None:
        yield (
            _("Preparing counts too"),
            _("at most %(times)s times the time taught") % {"times": show(rule.preparation)},
        )
    if rule.prepared_once:
        yield _("Given again"), _("only the teaching counts")


def _worth(book: r.Rulebook, rule: r.Measure) -> tuple[str, str]:
    worth = amount_words(rule.worth, book.unit.name)
    match rule.by:
        case r.By.AWARD:
            return _("Each one awarded is"), worth
        case r.By.HOURS:
            return _("Every %(n)s minutes") % {"n": rule.minutes}, worth
        case r.By.EACH:
            return _("Each is"), worth
        case r.By.DAY:
            return _("Every day"), worth
        case r.By.WEEK:
            return _("Every week"), worth
        case r.By.YEAR:
            return _("Every year"), worth
        case r.By.NOTHING:
            return _("Worth"), _("nothing")


def need(book: r.Rulebook, rule: r.Need) -> Facts:
    """How much is needed, of what, over which days."""
    yield from _amounts(book, rule.amount, _("At least"))
    if rule.of != (r.EVERYTHING,):
        yield _("Of"), _of(rule.of)
    if rule.per != r.Per.CYCLE:
        yield _("Measured"), PER[rule.per]
    if rule.within:
        yield (
            _("Looking back"),
            _("%(time)s from your last day, whatever the cycle")
            % {"time": length_words(rule.within)},
        )
    if rule.ever:
        yield _("Looking back"), _("as far as your record goes")
    if rule.in_one:
        yield _("Reached"), _("in one of these alone")
    if rule.prorated:
        yield from _prorated(rule.prorated)
    if rule.beyond_limits:
        yield _("What is over a limit"), _("still serves it")
    if rule.exclusive:
        yield _("An hour used here"), _("cannot be used for its sister requirement as well")
    for category, most in rule.accepts.items():
        yield (
            _("At most, of %(category)s") % {"category": category.replace("-", " ")},
            amount_words(most, book.unit.name),
        )


def _prorated(rule: r.Prorated) -> Facts:
    yield _("In a cycle that began later"), MONTHS[rule.months]
    if rule.rounding:
        yield _("Rounded"), grid_words(rule.rounding)
    if rule.nothing_below:
        months = ngettext("%(n)s month", "%(n)s months", rule.nothing_below)
        yield _("Nothing is due for less than"), months % {"n": rule.nothing_below}


def limit(book: r.Rulebook, rule: r.Limit) -> Facts:
    """How much counts at most."""
    yield from _amounts(book, rule.amount, _("At most"))
    if rule.share is not None:
        words = {"share": _share(rule.share)}
        if rule.base is r.Base.REQUIRED:
            yield _("At most"), _("%(share)s of the total due") % words
        else:
            yield _("At most"), _("%(share)s of all that counts") % words
    if rule.each:
        yield _("This holds"), EACH[rule.each]
    yield _("Of"), _of(rule.of)
    if rule.per != r.Per.CYCLE:
        yield _("Measured"), PER[rule.per]


def _share(share: Fraction) -> str:
    percent = share * 100
    return f"{show(percent)}%" if percent.denominator == 1 else show(share)


def breadth(_book: r.Rulebook, rule: r.Breadth) -> Facts:
    """Over how many categories it must be spread."""
    yield _("At least"), _("%(n)s of these categories") % {"n": rule.at_least}
    yield _("Among"), _of(rule.among)


def carry(book: r.Rulebook, rule: r.Carry) -> Facts:
    """What passes into the next cycle, and what may be owed there."""
    yield from _amounts(book, rule.at_most, _("At most"))
    if rule.of != (r.EVERYTHING,):
        yield _("Of"), _of(rule.of)
    if rule.earned_within:
        yield _("Earned in the last"), length_words(rule.earned_within)
    if rule.barred:
        yield _("Cannot serve"), _of(rule.barred)
    if rule.relabel:
        yield _("There it stands as"), category_words(rule.relabel)
    if rule.periods > 1:
        cycles = ngettext("%(n)s cycle", "%(n)s cycles", rule.periods) % {"n": rule.periods}
        yield _("It lasts"), cycles
    if rule.forfeits:
        yield _("If you need what came in"), _("nothing passes on")
    if rule.owes is not None:
        yield (
            _("You may be short by"),
            _("%(amount)s, due on top in the next cycle")
            % {"amount": amount_words(rule.owes, book.unit.name)},
        )
        yield _("A debt may pass on once more"), yes_no(rule.owes_again)
