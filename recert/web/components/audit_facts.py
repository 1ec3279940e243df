"""What clauses on audits and on proof say: who is drawn, how long everybody has, what follows."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from recert.rules import rulebook as r
from recert.rules.amounts import show
from recert.standing.words import either, join
from recert.standing.words.vocabulary import words_of
from recert.web.components.conditions import length_words, what_words
from recert.web.components.credit_facts import Facts, yes_no

SELECTION = {
    r.Selection.RANDOM: lazy("by lot"),
    r.Selection.EVERYONE: lazy("everybody"),
    r.Selection.TARGETED: lazy("nobody by lot, only those named below"),
}
STRATA = {
    r.Strata.TOGETHER: lazy("all together"),
    r.Strata.CREDENTIAL: lazy("each credential by itself"),
    r.Strata.LEVEL: lazy("each credential and level by itself"),
}
OCCASION = {
    r.Occasion.FILING: lazy("each on filing"),
    r.Occasion.PAYMENT: lazy("each on paying"),
    r.Occasion.MONTH: lazy("every month"),
    r.Occasion.QUARTER: lazy("every quarter"),
    r.Occasion.YEAR: lazy("every year"),
    r.Occasion.TWO_YEARS: lazy("over two years"),
    r.Occasion.CYCLE: lazy("once for each cycle"),
}
TARGET = {
    r.Target.FAILED: lazy("who failed an audit before"),
    r.Target.LATE: lazy("who filed late"),
    r.Target.CONDITIONAL: lazy("who renewed on a condition"),
}
MOMENT = {
    r.Moment.BEFORE: lazy("before renewing"),
    r.Moment.AFTER: lazy("after renewing"),
}
FAILING = {
    r.Failing.INACTIVE: lazy("not active until it is put right"),
    r.Failing.SUSPENDED: lazy("suspended"),
    r.Failing.NOT_RENEWED: lazy("not renewed"),
    r.Failing.LAPSED: lazy("lapsed"),
}
KEPT_FROM = {
    r.KeptFrom.ACTIVITY: lazy("from the activity"),
    r.KeptFrom.YEAR_END: lazy("from the end of the calendar year"),
    r.KeptFrom.RENEWAL: lazy("from renewing"),
    r.KeptFrom.CYCLE_END: lazy("from the last day of the cycle"),
}


def audit(_book: r.Rulebook, rule: r.Audit) -> Facts:
    """Who is drawn; how a case goes; how it ends. What is not said is left out, but the share."""
    yield from _drawn(rule)
    yield from _going(rule)
    yield from _ending(rule)
    if rule.keep:
        yield _("Keep your proof"), kept_words(rule.keep)


def share_words(rule: r.Audit) -> str:
    """How many are drawn, as far as the policy says."""
    if rule.number is not None:
        return ngettext("%(n)s person", "%(n)s people", rule.number) % {"n": rule.number}
    if rule.percent is not None:
        return f"{show(rule.percent)}%"
    least, most = rule.percent_at_least, rule.percent_at_most
    if least is not None and most is not None:
        return _("from %(least)s%% to %(most)s%%") % {"least": show(least), "most": show(most)}
    if least is not None:
        return _("at least %(least)s%%") % {"least": show(least)}
    if most is not None:
        return _("at most %(most)s%%") % {"most": show(most)}
    return yes_no(None)


def _drawn(rule: r.Audit) -> Facts:
    if rule.drawn:
        yield _("Drawn"), SELECTION[rule.drawn]
    if rule.drawn in (None, r.Selection.RANDOM) and _is_about_drawing(rule):
        yield _("How many"), share_words(rule)
    if rule.strata:
        yield _("Within"), STRATA[rule.strata]
    if rule.per:
        yield _("How often"), OCCASION[rule.per]
    if rule.taken:
        yield _("In any case"), join(_words(rule.taken))
    if rule.spared_cycles is not None:
        yield (
            _("Spared"),
            ngettext(
                "whoever was audited in the last cycle",
                "whoever was audited in the last %(n)s cycles",
                rule.spared_cycles,
            )
            % {"n": rule.spared_cycles},
        )
    if rule.light is not None:
        yield (
            _("Where providers reported everything"),
            _("%(weight)s of the usual chance") % {"weight": show(rule.light)},
        )


def _is_about_drawing(rule: r.Audit) -> bool:
    return rule.drawn is not None or rule.per is not None or share_words(rule) != yes_no(None)


def _words(taken: Iterable[r.Target]) -> list[str]:
    return sorted(str(TARGET[each]) for each in taken)


def _going(rule: r.Audit) -> Facts:
    if rule.moment:
        yield _("When"), MOMENT[rule.moment]
    if rule.waits is not None:
        yield _("Your renewal waits for it"), yes_no(rule.waits)
    if rule.notice:
        yield _("You hear of it"), _("%(time)s before") % {"time": length_words(rule.notice)}
    if rule.look_back:
        yield _("Up to"), _("%(time)s after renewing") % {"time": length_words(rule.look_back)}
    if rule.answer:
        yield _("Time to answer"), _answer(rule.answer, rule.working_days)
    if rule.stops_clock is not None:
        yield _("The clock stops when something is asked for again"), yes_no(rule.stops_clock)
    if rule.extend:
        yield _("More time, at most"), length_words(rule.extend)
    if rule.defer:
        yield _("Put off, at most"), length_words(rule.defer)
    if rule.review:
        yield _("The body answers within"), length_words(rule.review)
    if rule.second:
        yield _("Decided by"), _("another person than the one who reviewed it")


def _answer(length: r.Length, working_days: bool | None) -> str:
    said = length_words(length)
    return _("%(time)s, working days only") % {"time": said} if working_days else said


def _ending(rule: r.Audit) -> Facts:
    if rule.replace_within:
        yield _("What is not accepted may be replaced within"), length_words(rule.replace_within)
    elif rule.replace is not None:
        yield _("What is not accepted may be replaced"), yes_no(rule.replace)
    if rule.failing:
        yield _("Whoever fails is"), FAILING[rule.failing]
    if rule.cure:
        yield _("Time to put it right"), length_words(rule.cure)
    if rule.appeal:
        yield _("Time to appeal"), length_words(rule.appeal)


def kept_words(keep: r.Keep) -> str:
    """How long proof is kept."""
    if keep.cycles is not None:
        return ngettext("%(n)s cycle", "%(n)s cycles", keep.cycles) % {"n": keep.cycles}
    time = length_words(keep.at_least) if keep.at_least else ""
    return f"{time}, {KEPT_FROM[keep.since]}" if keep.since else time


def proof(book: r.Rulebook, rule: r.Proof) -> Facts:
    """What proves which activities, and what never does."""
    yield _("For"), what_words(book, rule.what)
    if rule.accepted:
        yield _("One of these is enough"), either(words_of(rule.accepted))
    if rule.refused:
        yield _("Never accepted"), join(words_of(rule.refused))
    if rule.shows:
        yield _("It shows"), rule.shows
