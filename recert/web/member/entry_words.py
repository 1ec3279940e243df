"""An entry in words: what it says, for pages that show it and not the form."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from recert.rules import facts
from recert.rules.amounts import from_grains
from recert.rules.facts import Reporter
from recert.standing.words import amount_words, capital, join
from recert.standing.words.vocabulary import word
from recert.transcript.models import Activity, Award
from recert.transcript.records import activity_fact
from recert.web.components.lists import Row
from recert.web.components.words import day
from recert.web.member.naming import Names

ORIGINS: dict[Reporter, Promise] = {
    Reporter.SELF: lazy("You"),
    Reporter.PROVIDER: lazy("The provider"),
    Reporter.BODY: lazy("The body"),
    Reporter.CREDENTIAL: lazy("A signed credential"),
}


def origin_word(reporter: str) -> str:
    """Who says that it happened."""
    return str(ORIGINS[Reporter(reporter)])


def in_short(entry: Activity, names: Names) -> str:
    """An entry under its title: kind, who held it, what was awarded."""
    who = held_by(entry, names)
    awards = [award_words(each, names) for each in entry.awards.all()]
    length = length_words(entry.minutes)
    said = [capital(word(facts.Kind(entry.kind))), who, *(awards or [length])]
    return " · ".join(part for part in said if part)


def held_by(entry: Activity, names: Names) -> str:
    """Who held it, as the person wrote it, else by the name known here."""
    return entry.provider_name or (names.shown(entry.provider) if entry.provider else "")


def facts_of_entry(entry: Activity, names: Names) -> Iterator[Row]:
    """What an entry says, in words; nothing that was left empty."""
    fact = activity_fact(entry)
    yield Row(label=_("What it was"), value=capital(word(fact.kind)))
    answers = (
        (_("Held by"), held_by(entry, names)),
        (_("Completed"), day(fact.completed)),
        (_("Started"), day(fact.started)),
        (_("How"), capital(word(fact.delivery)) if fact.delivery else ""),
        (_("Awarded"), "; ".join(award_words(each, names) for each in entry.awards.all())),
        (_("Length"), length_words(fact.minutes)),
        (_("Prepared for"), length_words(fact.preparation)),
        (_("About"), capital(join(sorted(map(word, fact.topics)))) if fact.topics else ""),
        (_("In parts"), "; ".join(_part_words(each) for each in fact.parts)),
        (_("Tested at the end"), _yes_no(fact.assessed)),
        (_("Passed"), _yes_no(fact.passed)),
        (_("Grade"), fact.grade),
        (_("Course number"), fact.course.removeprefix(f"{entry.provider}:")),
        (_("Certification"), fact.subject),
        (_("Accredited by"), ", ".join(sorted(fact.accredited_by)).upper()),
        (_("At a test centre"), _yes_no(fact.at_test_centre)),
        (_("Cards"), join(word(card) for card in sorted(fact.cards))),
        (_("Card valid for"), _months(fact.card_months)),
        (_("Ordered by the body"), _("Yes") if fact.ordered else ""),
        (_("Who says so"), origin_word(fact.reported_by)),
        (_("Your note"), entry.note),
    )
    yield from (Row(label=label, value=value) for label, value in answers if value)


def _part_words(part: facts.Part) -> str:
    """A part in words: 1/8 about ethics."""
    return _("%(share)s about %(topics)s") % {
        "share": part.share,
        "topics": join(sorted(word(topic) for topic in part.topics)),
    }


def award_words(award: Award, names: Names) -> str:
    """An award as the certificate says it: 0.8 CEUs by ACE, number 123."""
    amount = amount_words(from_grains(award.amount_grains), word(facts.Unit(award.unit)))
    if award.by:
        amount = _("%(amount)s by %(body)s") % {"amount": amount, "body": names.shown(award.by)}
    if award.number:
        amount = _("%(amount)s, number %(number)s") % {"amount": amount, "number": award.number}
    return amount


def length_words(minutes: int | None) -> str:
    """A length of time: 8 h 30 min."""
    if minutes is None:
        return ""
    hours, rest = divmod(minutes, 60)
    parts = [_("%(n)s h") % {"n": hours}] if hours else []
    return " ".join([*parts, _("%(n)s min") % {"n": rest}] if rest else parts)


def _yes_no(answer: bool | None) -> str:
    return {True: _("Yes"), False: _("No"), None: ""}[answer]


def _months(months: int | None) -> str:
    if not months:
        return ""
    return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
