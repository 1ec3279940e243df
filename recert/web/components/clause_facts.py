"""The numbers of a clause as labels and values, one function for each kind of clause."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.utils.dateformat import time_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from recert.rules import rulebook as r
from recert.rules.amounts import show
from recert.standing.words import amount_words, capital, either, join, money_words
from recert.standing.words.vocabulary import word, words_of
from recert.web.components.conditions import (
    grid_words,
    lateness_words,
    length_words,
    what_words,
    who_words,
)
from recert.web.components.lists import Row
from recert.web.components.words import day, day_range

Facts = Iterable[tuple[str, object]]

ENDS = {
    r.Ends.DAY_BEFORE: lazy("the day before the anniversary"),
    r.Ends.SAME_DAY: lazy("the anniversary itself"),
    r.Ends.MONTH_END: lazy("the end of that month"),
    r.Ends.YEAR_END: lazy("31 December"),
    r.Ends.BIRTH_MONTH: lazy("the last day of the month you were born in"),
    r.Ends.BEFORE_BIRTH_MONTH: lazy("the last day of the month before the one you were born in"),
    r.Ends.UNSAID: lazy("the policy does not say which day"),
}
PER = {
    r.Per.CYCLE: lazy("in each cycle"),
    r.Per.CALENDAR_YEAR: lazy("in each calendar year"),
    r.Per.CYCLE_YEAR: lazy("in each year of the cycle"),
    r.Per.HALF_YEAR: lazy("in each half-year"),
    r.Per.TWO_YEARS: lazy("in each two years of the cycle"),
    r.Per.FIVE_YEARS: lazy("in each five years of the cycle"),
}
FEES = {
    r.For.RENEWAL: lazy("Renewal"),
    r.For.EXTRA_CREDENTIAL: lazy("Each further certification"),
    r.For.LATE: lazy("Late fee"),
    r.For.REINSTATEMENT: lazy("Reinstatement"),
    r.For.DISCOUNT: lazy("Discount"),
    r.For.PETITION: lazy("Petition"),
    r.For.TIER: lazy("Higher tier"),
    r.For.PLAN: lazy("Pay once"),
    r.For.ANNUAL: lazy("Each year"),
    r.For.EXTENSION: lazy("More time"),
}
AMONG = {
    r.Among.EACH: lazy("each on its own"),
    r.Among.SHARED: lazy("the same credits serve all of them"),
    r.Among.HIGHEST: lazy("only the highest is due"),
}
LAPSED = {
    r.LapseStatus.INACTIVE: lazy("not active"),
    r.LapseStatus.EXPIRED: lazy("expired"),
    r.LapseStatus.LAPSED: lazy("lapsed"),
}
NEXT = {
    r.NextCycle.ORIGINAL: lazy("as if you had renewed on time"),
    r.NextCycle.FILING: lazy("from the day of filing"),
    r.NextCycle.APPROVAL: lazy("from the day of approval"),
}


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
                return (_("About"), what_words(book, what)), (_("Worth"), _yes_no(None))
            case r.Lapse(stage=stage):
                return (_("When"), lateness_words(stage)), (_("What you may do"), _yes_no(None))
    write = _WRITERS.get(type(clause.rule))
    return write(book, clause.rule) if write else ()


def _yes_no(value: bool | None) -> str:
    if value is None:
        return _("the policy does not say")
    return _("yes") if value else _("no")


def _of(ids: Iterable[str]) -> str:
    """Categories by what they hold: their ids alone would mean nothing to a reader."""
    said = []
    for id in ids:
        if id == r.EVERYTHING:
            said.append(_("everything that counts"))
        else:
            said.append(id.replace("-", " "))
    return join(said)


def _amounts(book: r.Rulebook, rows: r.Amounts, label: str) -> Facts:
    for row in rows:
        yield capital(who_words(book, row.who)) or label, amount_words(row.amount, book.unit.name)


def _cycle(book: r.Rulebook, rule: r.Cycle) -> Facts:
    if rule.length:
        yield _("Length"), length_words(rule.length)
        yield _("Ends on"), day(rule.ends_on) if rule.ends_on else ENDS[rule.ends]
    if rule.fixed:
        yield _("The cycle"), day_range(rule.fixed.since, rule.fixed.until)
    if rule.cutoff:
        yield _("Until"), f"{time_format(rule.cutoff, 'H:i')} ({book.zone.replace('_', ' ')})"
    if rule.starts_after_late:
        yield _("After a late renewal it begins"), day(rule.starts_after_late)


def _window(book: r.Rulebook, rule: r.Window) -> Facts:
    yield _("About"), what_words(book, rule.what)
    if rule.within:
        yield (
            _("Completed within"),
            _("%(time)s before filing") % {"time": length_words(rule.within)},
        )
    if rule.started_after_certification:
        yield _("Started"), _("after you were certified")
    if rule.late_counts is not None:
        yield _("Work done after your last day counts"), _yes_no(rule.late_counts)


def _what(label: str | Promise) -> Callable[[r.Rulebook, Any], Facts]:
    def rows(book: r.Rulebook, rule: r.Admit | r.Refuse | r.Category) -> Facts:
        yield str(label), what_words(book, rule.what)

    return rows


def _judgement(book: r.Rulebook, rule: r.Judgement) -> Facts:
    yield _("About"), what_words(book, rule.what)
    yield _("A reviewer asks"), rule.asks
    yield _("Until then"), _("it counts") if rule.provisional else _("it does not count")


def _once(book: r.Rulebook, rule: r.Once) -> Facts:
    about = _("the same course") if rule.same_course else what_words(book, rule.what)
    yield _("About"), about
    times = ngettext("once", "%(n)s times", rule.times) % {"n": rule.times}
    yield _("Counts"), _("%(times)s, ever") % {"times": times} if rule.ever else times


def _measure(book: r.Rulebook, rule: r.Measure) -> Facts:
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


def _need(book: r.Rulebook, rule: r.Need) -> Facts:
    yield from _amounts(book, rule.amount, _("At least"))
    if rule.of != (r.EVERYTHING,):
        yield _("Of"), _of(rule.of)
    if rule.per != r.Per.CYCLE:
        yield _("Measured"), PER[rule.per]
    if rule.beyond_limits:
        yield _("What is over a limit"), _("still serves it")
    if rule.exclusive:
        yield _("An hour used here"), _("cannot be used for its sister requirement as well")
    for category, most in rule.accepts.items():
        yield (
            _("At most, of %(category)s") % {"category": category.replace("-", " ")},
            amount_words(most, book.unit.name),
        )


def _limit(book: r.Rulebook, rule: r.Limit) -> Facts:
    yield from _amounts(book, rule.amount, _("At most"))
    if rule.share is not None:
        yield _("At most"), _("%(share)s of all that counts") % {"share": _share(rule.share)}
    yield _("Of"), _of(rule.of)
    if rule.per != r.Per.CYCLE:
        yield _("Measured"), PER[rule.per]


def _share(share: Any) -> str:
    percent = share * 100
    return f"{show(percent)}%" if percent.denominator == 1 else show(share)


def _breadth(_book: r.Rulebook, rule: r.Breadth) -> Facts:
    yield _("At least"), _("%(n)s of these categories") % {"n": rule.at_least}
    yield _("Among"), _of(rule.among)


def _gate(_book: r.Rulebook, rule: r.Gate) -> Facts:
    if rule.documents:
        yield _("You hold"), join(word(kind) for kind in rule.documents)
        yield _("Current"), _when_current(rule)
        kinds = either(words_of(rule.skills)) if rule.skills else _yes_no(None)
        yield _("How it was taught"), kinds
    if rule.issued_within:
        yield _("Issued within"), length_words(rule.issued_within)
    if rule.attests:
        yield _("You affirm"), rule.attests.replace("-", " ")
    if rule.membership:
        yield _("You are"), _("a member")
    if rule.asks:
        yield _("A reviewer asks"), rule.asks


def _when_current(rule: r.Gate) -> str:
    if rule.current == r.Current.THROUGHOUT:
        return _("on every day of the cycle")
    if rule.days_beyond:
        return _("on the day you file and %(n)s days beyond") % {"n": rule.days_beyond}
    return _("on the day you file")


def _route(_book: r.Rulebook, rule: r.Route) -> Facts:
    yield _("Way"), _("by examination") if rule.examination else _("by credits")
    yield _("Open"), _yes_no(rule.open)
    if rule.subjects:
        yield (
            _("Examination"),
            either(subject.replace(":", " ").upper() for subject in rule.subjects),
        )
    if rule.at_test_centre is not None:
        yield _("At a test centre"), _yes_no(rule.at_test_centre)
    if rule.examination and rule.open:
        yield _("An application is needed"), _yes_no(rule.application)
    if rule.to_level:
        yield _("You move up to"), rule.to_level
    if rule.extends:
        start = {"pass": _("from the day you pass"), "expiry": _("from your last day")}
        said = start.get(rule.extends_from, _("the policy does not say from when"))
        yield _("Valid for a further"), f"{length_words(rule.extends)}, {said}"


def _fee(book: r.Rulebook, rule: r.Fee) -> Facts:
    for price in rule.prices:
        who = who_words(book, price.who)
        yield capital(who) or str(FEES[rule.for_]), money_words(price.money)
    if not rule.prices:
        yield str(FEES[rule.for_]), _yes_no(None)
    if rule.late:
        yield _("When"), lateness_words(rule.late)
    if rule.filed:
        yield _("When filed"), day_range(rule.filed.since, rule.filed.until)
    if rule.instead:
        yield _("Paid"), _("instead of the renewal fee")


def _lapse(_book: r.Rulebook, rule: r.Lapse) -> Facts:
    yield _("When"), lateness_words(rule.stage)
    yield _("Your certification is"), LAPSED[rule.status] if rule.status else _yes_no(None)
    yield _("You may still renew"), _yes_no(rule.name is not r.Stage.CLOSED)
    yield _("New credits may be used"), _yes_no(rule.may_earn)
    if rule.next_cycle:
        yield _("The next cycle runs"), NEXT[rule.next_cycle]


def _carry(book: r.Rulebook, rule: r.Carry) -> Facts:
    yield from _amounts(book, rule.at_most, _("At most"))
    if rule.of != (r.EVERYTHING,):
        yield _("Of"), _of(rule.of)
    if rule.earned_within:
        yield _("Earned in the last"), length_words(rule.earned_within)
    if rule.barred:
        yield _("Cannot serve"), _of(rule.barred)


def _several(book: r.Rulebook, rule: r.Several) -> Facts:
    if rule.needs:
        yield _("Credits"), AMONG[rule.needs]
    if rule.fee:
        yield _("Fees"), AMONG[rule.fee]
    if rule.each_extra:
        yield _("For each further one"), amount_words(rule.each_extra, book.unit.name)


def _audit(_book: r.Rulebook, rule: r.Audit) -> Facts:
    if rule.drawn:
        yield _("Drawn"), rule.drawn
    yield _("How many"), f"{show(rule.percent)}%" if rule.percent is not None else _yes_no(None)
    if rule.answer:
        yield _("Time to answer"), length_words(rule.answer)
    if rule.look_back:
        yield _("Up to"), _("%(time)s after renewing") % {"time": length_words(rule.look_back)}


_WRITERS: dict[type, Callable[[r.Rulebook, Any], Facts]] = {
    r.Cycle: _cycle,
    r.Window: _window,
    r.Admit: _what(lazy("Counts")),
    r.Refuse: _what(lazy("Does not count")),
    r.Category: _what(lazy("Holds")),
    r.Judgement: _judgement,
    r.Once: _once,
    r.Measure: _measure,
    r.Need: _need,
    r.Limit: _limit,
    r.Breadth: _breadth,
    r.Gate: _gate,
    r.Route: _route,
    r.Fee: _fee,
    r.Lapse: _lapse,
    r.Carry: _carry,
    r.Several: _several,
    r.Audit: _audit,
}
