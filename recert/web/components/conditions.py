"""Conditions in words: for whom a clause is, and which activities it is about."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recert.rules.amounts import Grid, Rounding, show
from recert.rules.rulebook import EVERYTHING, Lateness, Length, Rulebook, What, Who
from recert.standing.words import either, id_words, join
from recert.standing.words.vocabulary import words_of
from recert.web.components.words import day_range


def length_words(length: Length) -> str:
    """A length of time: 2 years, 6 months, 30 days."""
    parts = []
    if length.years:
        parts.append(ngettext("%d year", "%d years", length.years) % length.years)
    if length.months:
        parts.append(ngettext("%d month", "%d months", length.months) % length.months)
    if length.days:
        parts.append(ngettext("%d day", "%d days", length.days) % length.days)
    return join(parts) if parts else _("no time")


def lateness_words(late: Lateness) -> str:
    """A stage after the last day."""
    if late.until is None:
        return (
            _("from %(after)s after your last day on") % {"after": length_words(late.after)}
            if late.after != Length()
            else _("any time after your last day")
        )
    if late.after == Length():
        return _("up to %(until)s after your last day") % {"until": length_words(late.until)}
    return _("%(after)s to %(until)s after your last day") % {
        "after": length_words(late.after),
        "until": length_words(late.until),
    }


def grid_words(grid: Grid) -> str:
    """A rounding rule."""
    step = show(grid.step)
    match grid.way:
        case Rounding.DOWN:
            return _("down to the next %(step)s") % {"step": step}
        case Rounding.UP:
            return _("up to the next %(step)s") % {"step": step}
        case Rounding.HALF_UP:
            return _("to the nearest %(step)s, halves upwards") % {"step": step}


def month_day_words(text: str) -> str:
    """A day of the year, written `12-31`: 31 December."""
    month, _dash, day = text.partition("-")
    return f"{int(day)} {MONTHS[int(month)]}"


def category_words(id: str) -> str:
    """A category, or another clause, by what its id says."""
    return _("everything that counts") if id == EVERYTHING else id_words(id)


def credential_names(rulebook: Rulebook, ids: Iterable[str]) -> list[str]:
    """Credentials by the letters people know them by, in the rulebook's own order."""
    wanted = set(ids)
    return [each.letters or each.name for each in rulebook.credentials if each.id in wanted]


def who_words(rulebook: Rulebook, who: Who) -> str:
    """For whom something is; empty when it is for everybody."""
    said = [
        *_about_credentials(rulebook, who),
        *_about_cycles(who),
        *_about_standing(who),
        *_about_answers(rulebook, who),
    ]
    return "; ".join(said)


def _about_answers(rulebook: Rulebook, who: Who) -> Iterable[str]:
    """Answers with the question they answer, in the rulebook's own words."""
    for name, answer in sorted(who.attributes.items()):
        asked = rulebook.asks.get(name)
        question = asked.says if asked else id_words(name)
        words = {"question": question, "answer": id_words(answer)}
        yield _("who answers “%(answer)s” to: %(question)s") % words


def _about_credentials(rulebook: Rulebook, who: Who) -> Iterable[str]:
    if who.credentials:
        yield join(credential_names(rulebook, who.credentials))
    if who.levels:
        yield _("level %(levels)s") % {"levels": either(sorted(who.levels))}
    if who.certified:
        yield _("certified %(dates)s") % {
            "dates": day_range(who.certified.since, who.certified.until)
        }
    if who.certified_for:
        yield _("certified for at least %(time)s") % {"time": length_words(who.certified_for)}
    if who.holds:
        yield _("holding %(names)s") % {"names": either(credential_names(rulebook, who.holds))}
    if who.holds_at_least is not None:
        yield _("holding at least %(n)s certifications") % {"n": who.holds_at_least}
    if who.holds_at_most is not None:
        yield ngettext(
            "holding one certification",
            "holding at most %(n)s certifications",
            who.holds_at_most,
        ) % {"n": who.holds_at_most}


def _about_cycles(who: Who) -> Iterable[str]:
    if who.cycle_at_least is not None:
        yield _("from your %(n)s. cycle on") % {"n": who.cycle_at_least}
    if who.cycle_at_most is not None:
        yield _("up to your %(n)s. cycle") % {"n": who.cycle_at_most}
    if who.every_nth_cycle is not None:
        yield _("in every %(n)s. cycle") % {"n": who.every_nth_cycle}
    if who.late is not None:
        yield _("filing %(when)s") % {"when": lateness_words(who.late)}


def _about_standing(who: Who) -> Iterable[str]:
    said = (
        (who.member, _("members"), _("non-members")),
        (who.first_cycle, _("in your first cycle"), _("after your first cycle")),
        (
            who.closed_late,
            _("after a late renewal"),
            _("when the last renewal was on time"),
        ),
        (
            who.all_own,
            _("when every credit is the body's own"),
            _("when some credit is from elsewhere"),
        ),
    )
    for is_so, yes, no in said:
        if is_so is not None:
            yield yes if is_so else no
    if who.countries:
        yield _("in %(countries)s") % {"countries": either(sorted(who.countries))}


def what_words(rulebook: Rulebook, what: What) -> str:
    """Which activities something is about; `anything` when all."""
    said = [*_about_the_thing(what), *_about_the_award(rulebook, what), *_about_the_result(what)]
    if what.not_ is not None:
        said.append(_("except: %(what)s") % {"what": what_words(rulebook, what.not_)})
    return "; ".join(said) or _("anything")


def _about_the_thing(what: What) -> Iterable[str]:
    if what.kinds:
        yield either(words_of(what.kinds))
    if what.deliveries:
        yield either(words_of(what.deliveries))
    if what.topics:
        yield _("on %(topics)s") % {"topics": either(words_of(what.topics))}
    if what.completed:
        dates = day_range(what.completed.since, what.completed.until)
        yield _("completed %(dates)s") % {"dates": dates}
    if what.cards:
        yield _("for %(cards)s") % {"cards": either(words_of(what.cards))}
    if what.card_months is not None:
        yield _("with a card for %(n)s months") % {"n": what.card_months}
    if what.at_test_centre is not None:
        yield _("at a test centre") if what.at_test_centre else _("not at a test centre")


def _about_the_award(rulebook: Rulebook, what: What) -> Iterable[str]:
    if what.own is not None:
        name = {"body": rulebook.name}
        yield _("by %(body)s itself") % name if what.own else _("not by %(body)s") % name
    if what.providers:
        yield _("held by %(providers)s") % {"providers": either(_slugs(what.providers))}
    if what.awarded is not None:
        yield _("with credit awarded") if what.awarded else _("without credit awarded")
    if what.awarded_by:
        yield _("credit awarded by %(bodies)s") % {"bodies": either(_slugs(what.awarded_by))}
    if what.units:
        yield _("stated in %(units)s") % {"units": either(words_of(what.units))}
    if what.subjects:
        yield either(_slugs(what.subjects))
    if what.accredited_by:
        yield _("accredited by %(bodies)s") % {"bodies": either(_slugs(what.accredited_by))}


def _about_the_result(what: What) -> Iterable[str]:
    if what.assessed is not None:
        yield _("with an assessment") if what.assessed else _("without an assessment")
    if what.passed is not None:
        yield _("passed") if what.passed else _("not passed")
    if what.ordered is not None:
        yield _("ordered by the body") if what.ordered else _("not ordered by the body")
    if what.reported_by:
        yield _("told by %(whom)s") % {"whom": either(words_of(what.reported_by))}
    if what.grade_at_least:
        yield _("grade %(grade)s or better") % {"grade": what.grade_at_least}


def _slugs(values: Iterable[str]) -> list[str]:
    """Slugs as the abbreviations they mostly are: `acsm` is ACSM, `nsca:cscs` NSCA CSCS."""
    return sorted(value.replace(":", " ").upper() for value in values)
