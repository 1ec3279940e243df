"""Shapes of time: which period, which window, which version, which cycle."""

from __future__ import annotations

from recert.rules.rulebook import (
    Carry,
    Chooser,
    Clause,
    Cycle,
    Ends,
    Gate,
    Lapse,
    Length,
    Need,
    Once,
    Per,
    Rulebook,
    Window,
)
from recert.rules.shapes.shape import Shape
from recert.rules.shapes.signs import both, dated, either, rule, what, who

ANNIVERSARY = (Ends.DAY_BEFORE, Ends.SAME_DAY, Ends.UNSAID)
INNER_YEARS = (Per.CALENDAR_YEAR, Per.CYCLE_YEAR, Per.HALF_YEAR)
BORN = (Ends.BIRTH_MONTH, Ends.BEFORE_BIRTH_MONTH)


def _cohort(book: Rulebook, clause: Clause) -> bool:  # noqa: ARG001  (a sign)
    return isinstance(clause.rule, Cycle) and bool(clause.who.attributes)


def _by_credential(book: Rulebook, clause: Clause) -> bool:  # noqa: ARG001  (a sign)
    return isinstance(clause.rule, Cycle) and bool(clause.who.credentials)


def _chosen_term(book: Rulebook, clause: Clause) -> bool:  # noqa: ARG001  (a sign)
    return isinstance(clause.rule, Cycle) and bool(clause.who.levels)


SHAPES = (
    Shape("anniversary", "fitness T1, professions T1, semantics 6",
          "a cycle of N years from certification",
          rule(Cycle, lambda c: bool(c.length) and not c.ends_on and not c.ends_yearly
               and c.ends in ANNIVERSARY)),
    Shape("month-end", "fitness T2", "an anniversary that runs to the end of its month",
          rule(Cycle, lambda c: c.ends is Ends.MONTH_END)),
    Shape("one-year", "fitness T5", "an annual cycle",
          rule(Cycle, lambda c: c.length == Length(years=1))),
    Shape("chosen-term", "fitness T5", "a term of one length or another, chosen by the person",
          _chosen_term),
    Shape("shared-period", "fitness T3", "one period shared by everybody",
          rule(Cycle, lambda c: c.fixed is not None)),
    Shape("common-day", "fitness T3, professions T2", "the same last day for all, every N years",
          rule(Cycle, lambda c: c.ends_on is not None)),
    Shape("day-by-credential", "fitness T3", "common days that depend on the credential",
          both(_by_credential, rule(Cycle, lambda c: c.ends_on is not None))),
    Shape("year-end", "fitness T4", "N years of one's own, always ending on 31 December",
          rule(Cycle, lambda c: c.ends is Ends.YEAR_END)),
    Shape("own-years", "professions T2", "one day of the year, in years of one's own",
          rule(Cycle, lambda c: bool(c.ends_yearly))),
    Shape("first-longer", "professions T2", "a first cycle that is longer than the others",
          rule(Cycle, lambda c: c.first_at_least is not None)),
    Shape("birth-month", "professions T3", "a cycle that ends with, or before, the month of birth",
          rule(Cycle, lambda c: c.ends in BORN)),
    Shape("parity", "professions T3", "odd or even years by a year in the person's life",
          rule(Cycle, lambda c: c.parity is not None)),
    Shape("cohort", "professions T4", "groups of people with days of their own", _cohort),
    Shape("credit-apart", "professions T5", "credit is earned in another period than the licence",
          rule(Cycle, lambda c: c.credit is not None)),
    Shape("clock", "fitness T6", "a last minute, in a time zone",
          rule(Cycle, lambda c: c.cutoff is not None)),
    Shape("opens", "fitness T12", "an earliest day for filing",
          rule(Cycle, lambda c: c.opens is not None)),
    Shape("closes", "fitness T13", "filing must be done some time before the last day",
          rule(Cycle, lambda c: c.closes is not None)),
    Shape("after-certification", "fitness T7", "what began before certification does not count",
          rule(Window, lambda w: w.started_after_certification)),
    Shape("month-of-certification", "professions D7",
          "what was done in the month of certification counts from its first day",
          rule(Cycle, lambda c: c.from_month)),
    Shape("shifted-start", "fitness T8", "a later start for who closed the last cycle late",
          rule(Cycle, lambda c: c.starts_after_late is not None)),
    Shape("recent", "fitness T9", "only what was done shortly before filing",
          rule(Window, lambda w: w.within is not None)),
    Shape("look-back-when-late", "fitness T10, professions T6",
          "once late, a stretch before filing stands in place of the cycle",
          rule(Window, lambda w: w.instead is not None)),
    Shape("only-while-active", "fitness T11", "nothing earned after the last day counts",
          either(rule(Window, lambda w: w.late_counts is False),
                 rule(Lapse, lambda lapse: lapse.may_earn is False))),
    Shape("rolling", "professions T6", "a need over a stretch that reaches behind the cycle",
          rule(Need, lambda n: n.within is not None)),
    Shape("inner-window", "fitness T14, professions T7, C9", "a minimum in every part of the cycle",
          rule(Need, lambda n: n.per in INNER_YEARS)),
    Shape("nested-windows", "professions T7", "several windows of years, one inside the other",
          rule(Need, lambda n: n.per in (Per.TWO_YEARS, Per.FIVE_YEARS))),
    Shape("first-cycle", "fitness T15, professions A2", "another amount in the first cycle",
          who(Need, lambda w: w.first_cycle is not None)),
    Shape("ramp", "professions A2", "an amount that rises with the number of the cycle",
          who(Need, lambda w: w.cycle_at_most is not None or w.cycle_at_least is not None)),
    Shape("nth-cycle", "professions T8", "due in every second or third cycle only",
          either(who(Need, lambda w: w.every_nth_cycle is not None),
                 who(Gate, lambda w: w.every_nth_cycle is not None))),
    Shape("since-last-time", "professions T9", "no more than so many years since the last time",
          either(rule(Gate, lambda g: g.within is not None),
                 both(rule(Need, lambda n: n.within is not None)))),
    Shape("once-in-life", "professions T10", "due once, whenever it was done",
          either(rule(Need, lambda n: n.ever), rule(Gate, lambda g: g.ever))),
    Shape("held-so-long", "professions T10", "due once the certification has been held so long",
          either(who(Need, lambda w: w.certified_for is not None),
                 who(Gate, lambda w: w.certified_for is not None))),
    Shape("date-band", "fitness T16", "an amount by the date of certification",
          who(Need, lambda w: w.certified is not None)),
    Shape("version-by-activity", "fitness T19, professions T11, C12, semantics 8",
          "a rule that begins or ends, chosen by the day of the activity",
          dated(object, Chooser.ACTIVITY)),
    Shape("version-by-filing", "fitness T18, T19, semantics 8",
          "a rule chosen by the day of filing",
          dated(object, Chooser.FILING)),
    Shape("version-by-cycle", "professions T11, semantics 8",
          "a rule chosen by the person's own cycle",
          either(dated(object, Chooser.CYCLE_START), dated(object, Chooser.CYCLE_END))),
    Shape("elastic-edge", "professions T12", "credit of the last weeks may go to either cycle",
          rule(Carry, lambda c: c.earned_within is not None and not c.earned_within.years)),
    Shape("no-repeat-for-years", "professions D5", "not again within so many years",
          rule(Once, lambda o: o.within is not None)),
    Shape("never-again", "professions D5", "never again, whatever the cycle",
          rule(Once, lambda o: o.ever)),
    Shape("in-certain-days", "fitness V17", "only what was completed in certain days",
          either(what(Window, lambda w: w.completed is not None),
                 dated(object, Chooser.ACTIVITY))),
)  # fmt: skip
