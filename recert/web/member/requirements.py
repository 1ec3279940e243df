"""Requirements made ready for a page: title, sentence, figures, and the clause behind them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from recert.rules.amounts import show
from recert.rules.findings import Code, RequirementFinding, Standing, State
from recert.rules.rulebook import Rulebook
from recert.standing.words import requirement_name, requirement_sentence
from recert.web.components.clauses import ClauseView, clause_views

STATES: dict[State, tuple[str, Promise]] = {
    State.MET: ("good", lazy("Met")),
    State.SHORT: ("warn", lazy("Missing")),
    State.WAIVED: ("good", lazy("Waived")),
    State.NEEDS_PERSON: ("ask", lazy("A reviewer decides")),
    State.SILENT: ("ask", lazy("The policy does not say")),
    State.LATER: ("quiet", lazy("When you apply")),
}
"""Tone and word of each state; the shape comes with the tone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementView:
    """All a page shows of a requirement. Gates have no figures."""

    finding: RequirementFinding
    title: str
    sentence: str
    clause: ClauseView
    tone: str
    word: str

    @property
    def has_figures(self) -> bool:
        """Whether there is something to count."""
        return self.finding.kind != "gate" and self.finding.state is not State.SILENT

    @property
    def needs_words(self) -> bool:
        """Whether the figures and the tag leave something unsaid."""
        if any(reason.code is Code.OWED for reason in self.finding.reasons):
            return True
        if self.finding.state in (State.MET, State.WAIVED, State.LATER):
            return False
        return not self.has_figures or self.finding.state is State.NEEDS_PERSON

    @property
    def counted(self) -> str:
        """How much counts, exactly."""
        return show(self.finding.counted)

    @property
    def since(self) -> date | None:
        """The first day of the inner window it is measured over, if it has one."""
        return self.finding.since


def requirement_views(
    standing: Standing, rulebook: Rulebook, clauses: Mapping[str, ClauseView] | None = None
) -> list[RequirementView]:
    """Every requirement of a standing, in the order of the findings."""
    known = clauses or clause_views(rulebook)
    return [_view(finding, rulebook, known[finding.clause]) for finding in standing.requirements]


def _view(finding: RequirementFinding, rulebook: Rulebook, clause: ClauseView) -> RequirementView:
    tone, word = STATES[finding.state]
    return RequirementView(
        finding=finding,
        title=requirement_name(finding, rulebook),
        sentence=requirement_sentence(finding, rulebook),
        clause=clause,
        tone=tone,
        word=str(word),
    )
