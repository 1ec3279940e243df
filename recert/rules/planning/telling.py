"""Telling apart: what a rulebook reads of an activity that somebody completes at a provider's.

Two activities with the same key are worth the same under it. What makes an activity this one
and no other (its title, whose course it is) only matters beside what the person did before.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from recert.rules.facts import Activity, Award, Decision
from recert.rules.planning.offers import mentions, whats
from recert.rules.rulebook import By, Measure, Rulebook


class Reads:
    """What a rulebook reads of an activity that somebody completes at a provider's."""

    def __init__(self, rulebook: Rulebook) -> None:
        """Look once at all the clauses."""
        measures = [rule for _, rule in rulebook.of_kind(Measure)]
        awarding = [rule for rule in measures if rule.by is By.AWARD]
        self._told = mentions(rulebook)
        self._named = rulebook.own.union(*(what.providers for what in whats(rulebook)))
        self._body = rulebook.body
        self._minutes = any(rule.by is By.HOURS for rule in measures)
        self._heard = rulebook.own.union(
            {rulebook.body},
            *(what.awarded_by for what in whats(rulebook)),
            *(rule.awarders for rule in awarding),
        )
        self._units = frozenset().union(*(what.units for what in whats(rulebook)))
        anybodys = [rule.units for rule in awarding if not rule.awarders]
        self._anything = not all(anybodys)
        self._anybodys = frozenset().union(*anybodys)

    def key(self, activity: Activity, decisions: tuple[Decision, ...]) -> object:
        """The same for activities that the rulebook takes for the same."""
        return (
            self._word(activity.kind),
            self._word(activity.delivery),
            self._words(activity.topics),
            tuple((part.share, self._words(part.topics)) for part in activity.parts),
            activity.provider if activity.provider in self._named else "",
            activity.minutes if self._minutes else None,
            activity.assessed,
            activity.cards,
            activity.card_months,
            bool(activity.awards),
            frozenset(award.unit for award in activity.awards) & self._units,
            tuple(
                (award.by, award.unit, award.amount)
                for award in activity.awards
                if self._hears(award)
            ),
            tuple(each.categories for each in decisions if each.body == self._body),
        )

    def _word(self, word: StrEnum | None) -> frozenset[int]:
        return self._told.get(word, frozenset()) if word is not None else frozenset()

    def _words(self, words: Iterable[StrEnum]) -> frozenset[frozenset[int]]:
        return frozenset(map(self._word, words)) - {frozenset()}

    def _hears(self, award: Award) -> bool:
        return award.by in self._heard or self._anything or award.unit in self._anybodys


_known: dict[str, Reads] = {}


def reads_of(rulebook: Rulebook) -> Reads:
    """What a rulebook reads; its clauses are looked at once."""
    if not rulebook.sha256:
        return Reads(rulebook)  # of no text
    if rulebook.sha256 not in _known:
        _known[rulebook.sha256] = Reads(rulebook)
    return _known[rulebook.sha256]
