"""The way back: what may be done after the last day, by when, for how much, by which clause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from recert.rules.findings import FeeStep, StageFinding, Standing
from recert.rules.lapsing import lapse_of
from recert.rules.rulebook import NextCycle, Rulebook
from recert.standing.words import money_words
from recert.web.components.clauses import ClauseView


@dataclass(frozen=True, slots=True)
class StageView:
    """One stage after the last day, in plain sentences."""

    since: date
    until: date | None
    is_now: bool
    is_over: bool
    may_renew: bool
    sentences: tuple[str, ...]
    clause: ClauseView


def way_back(
    standing: Standing, rulebook: Rulebook, clauses: Mapping[str, ClauseView]
) -> tuple[StageView, ...]:
    """Every stage the policy names after the last day, oldest first."""
    return tuple(_view(stage, standing, rulebook, clauses) for stage in standing.stages)


def _view(
    stage: StageFinding, standing: Standing, rulebook: Rulebook, clauses: Mapping[str, ClauseView]
) -> StageView:
    is_over = stage.until is not None and stage.until < standing.as_of
    return StageView(
        since=stage.since,
        until=stage.until,
        is_now=stage.since <= standing.as_of and not is_over,
        is_over=is_over,
        may_renew=stage.may_renew,
        sentences=tuple(_sentences(stage, standing, rulebook)),
        clause=clauses[stage.clause],
    )


def _sentences(stage: StageFinding, standing: Standing, rulebook: Rulebook) -> list[str]:
    if not stage.may_renew:
        return [_("An application can no longer bring it back.")]
    found = [_("You may apply.")]
    fee = next((each for each in standing.fees if _within(each, stage)), None)
    if fee is not None:
        found.append(
            _("It costs %(money)s.") % {"money": money_words(fee.total)}
            if fee.total is not None
            else _("The policy does not say what it costs; the body tells you.")
        )
    if stage.may_earn is not None:
        found.append(
            _("What you earn then still counts.")
            if stage.may_earn
            else _("Only what you earned in the cycle that ended counts.")
        )
    lapse = lapse_of(rulebook, stage.clause)
    after = {
        NextCycle.ORIGINAL: _("The next cycle keeps its dates."),
        NextCycle.FILING: _("The next cycle runs from the day you apply."),
        NextCycle.APPROVAL: _("The next cycle runs from the day the body agrees."),
    }
    if lapse is not None and lapse.next_cycle is not None:
        found.append(after[lapse.next_cycle])
    if stage.gap:
        found.append(_("The public record shows that it was not active in between."))
    return found


def _within(step: FeeStep, stage: StageFinding) -> bool:
    """Whether a step of the fee is that of a stage."""
    ends = step.until is None or step.until >= stage.since
    return ends and (stage.until is None or step.since <= stage.until)
