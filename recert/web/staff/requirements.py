"""Requirements for the reviewer: as they stood when sent and as they stand now, side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from recert.rules.amounts import show
from recert.rules.findings import RequirementFinding, State
from recert.rules.rulebook import Rulebook
from recert.standing.words import requirement_name, requirement_sentence
from recert.web.components.clauses import ClauseView

STATES: dict[State, tuple[str, Promise]] = {
    State.MET: ("good", lazy("Met")),
    State.SHORT: ("warn", lazy("Short")),
    State.WAIVED: ("good", lazy("Waived")),
    State.NEEDS_PERSON: ("ask", lazy("You judge")),
    State.SILENT: ("ask", lazy("The policy does not say")),
    State.LATER: ("quiet", lazy("When applying")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One requirement: its clause, the numbers then and now, how it stands."""

    clause: ClauseView | None
    id: str
    title: str
    sentence: str
    tone: str
    word: str
    need: str
    sent: str
    now: str
    is_met: bool


def requirement_rows(
    sent: Iterable[RequirementFinding],
    now: Iterable[RequirementFinding],
    rulebook: Rulebook,
    clauses: Mapping[str, ClauseView],
) -> list[Requirement]:
    """Every requirement, in the order of the rulebook's findings."""
    then = {(each.clause, each.since): each for each in sent}
    today = {(each.clause, each.since): each for each in now}
    known = {**then, **today}
    return [
        _row(each, then.get(key), key in today, rulebook, clauses)
        for key, each in known.items()
        if each.clause in clauses  # a revised edition may have dropped it
    ]


def _row(
    finding: RequirementFinding,
    then: RequirementFinding | None,
    is_now: bool,
    rulebook: Rulebook,
    clauses: Mapping[str, ClauseView],
) -> Requirement:
    tone, word = STATES[finding.state]
    return Requirement(
        clause=clauses.get(finding.clause),
        id=finding.clause,
        title=requirement_name(finding, rulebook),
        sentence=requirement_sentence(finding, rulebook),
        tone=tone,
        word=str(word),
        need=_figure(finding, show(finding.need)),
        sent=_figure(then, show(then.counted)) if then else "",
        now=_figure(finding, show(finding.counted)) if is_now else "",
        is_met=finding.state in (State.MET, State.WAIVED),
    )


def _figure(finding: RequirementFinding, shown: str) -> str:
    """Gates have no figures."""
    return "" if finding.kind == "gate" else shown
