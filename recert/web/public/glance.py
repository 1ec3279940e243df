"""A rulebook at a glance: the few numbers everybody asks first, each with its clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from recert.rules.amounts import show
from recert.rules.rulebook import (
    EVERYTHING,
    Clause,
    Cycle,
    Fee,
    For,
    Gate,
    Need,
    Price,
    Row,
    Rulebook,
    Span,
)
from recert.standing.words import amount_words, join, money_words
from recert.standing.words.vocabulary import word
from recert.web.components.clauses import ClauseView, clause_view
from recert.web.components.conditions import length_words
from recert.web.components.words import day_range


@dataclass(frozen=True, slots=True)
class Figure:
    """A number on the page and the clause it opens to."""

    label: str
    shown: str
    clause: ClauseView


def edition_today(rulebooks: Sequence[Rulebook], today: date) -> Rulebook | None:
    """The edition in force today, or else the newest there is."""
    in_force = [rulebook for rulebook in rulebooks if rulebook.in_force.holds(today)]
    found = in_force or list(rulebooks)
    return found[-1] if found else None


def day_read(rulebook: Rulebook, today: date) -> date:
    """Which day an edition is read for: today, or its nearest day in force."""
    span = rulebook.in_force
    if span.until and today > span.until:
        return span.until
    return max(today, span.since) if span.since else today


def glance(rulebook: Rulebook, today: date, url: str = "") -> Iterator[Figure]:
    """Cycle, credits, fee and papers, as far as the policy of the day says.

    `url` is the edition's page, where the figures stand elsewhere.
    """
    day = day_read(rulebook, today)
    for clause in rulebook.clauses:
        if clause.silent or not clause.span.holds(day):
            continue
        found = _figure(rulebook, clause)
        if found:
            link = f"{url}#{clause.id}" if url else ""
            yield Figure(*found, clause_view(rulebook, clause, link))


def _figure(rulebook: Rulebook, clause: Clause) -> tuple[str, str] | None:
    match clause.rule:
        case Cycle(length=length, fixed=fixed):
            return _("Cycle"), length_words(length) if length else _fixed(fixed)
        case Need(of=of, amount=rows) if of == (EVERYTHING,) and rows:
            return _("Credits"), _range(rows, rulebook.unit.name)
        case Fee(for_=For.RENEWAL, prices=prices) if prices:
            return _("Renewal fee"), _prices(prices)
        case Gate(documents=documents) if documents:
            return _("Also needed"), join(word(kind) for kind in documents)
    return None


def _fixed(span: Span | None) -> str:
    return day_range(span.since, span.until) if span else ""


def _range(rows: Sequence[Row], unit: str) -> str:
    amounts = sorted({row.amount for row in rows})
    if len(amounts) == 1:
        return amount_words(amounts[0], unit)
    return _("%(least)s to %(most)s") % {
        "least": show(amounts[0]),
        "most": amount_words(amounts[-1], unit),
    }


def _prices(prices: Sequence[Price]) -> str:
    sums = sorted({price.money for price in prices})
    if len(sums) == 1:
        return money_words(sums[0])
    return _("%(least)s to %(most)s") % {
        "least": money_words(sums[0]),
        "most": money_words(sums[-1]),
    }
