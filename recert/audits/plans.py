"""Plans: what an officer chooses of a draw, held against what the policy says.

What the clause says is not the officer's to change; what it leaves open is, with a reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date

from django.utils.translation import gettext as _

from recert.audits.framing import Chosen, From
from recert.audits.models import Moment
from recert.audits.policy import Order
from recert.audits.terms import Terms
from recert.lib.refusals import Refusal
from recert.rules.auditing import Objection, objection_to
from recert.rules.cycles import subtract
from recert.rules.rulebook import Audit, Occasion, Target
from recert.rules.rulebook import Moment as Timing
from recert.rules.sampling.frame import Stratum
from recert.standing.words import day_words

MOST_STRATA = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A draw as it is prepared. `reason`: of whatever the policy does not say."""

    title: str
    chosen: Chosen
    strata: tuple[Stratum, ...]
    terms: Terms
    as_of: date
    moment: Moment = Moment.AT_ONCE
    clause: str = ""
    edition: str = ""
    reason: str = ""


def refusals_of(plan: Plan, order: Order | None) -> Iterator[Refusal]:
    """Everything that keeps a plan from being a draw."""
    if not plan.title.strip():
        yield Refusal(_("Give the draw a title; it is published."), "title")
    if plan.chosen.until < plan.chosen.since:
        yield Refusal(_("The last day lies before the first. Check both."), "until")
    if plan.moment != Moment.AT_ONCE and plan.chosen.of is not From.WAITING:
        yield Refusal(_("As they come only applications that wait can be drawn."), "of")
    if plan.clause and order is None:
        yield Refusal(_("No edition in force has this clause. Choose another."), "clause")
    yield from _strata_refusals(plan)
    if order is not None:
        yield from _deviations(plan, order)
    if not plan.reason.strip() and _is_own_choice(plan, order):
        yield Refusal(
            _("Give your reason for what the policy does not say; it is published."), "reason"
        )


def _strata_refusals(plan: Plan) -> Iterator[Refusal]:
    if not plan.strata:
        yield Refusal(_("Say of at least one credential how many are drawn."), "strata")
    if len(plan.strata) > MOST_STRATA:
        yield Refusal(_("That is more parts than one draw can hold."), "strata")
    for each in plan.strata:
        if (each.percent is None) == (each.number is None):
            yield Refusal(
                _("Say of %(name)s either a percentage or a number.") % {"name": each.says},
                each.name,
            )
        elif each.percent is not None and not 0 <= each.percent <= 100:
            yield Refusal(_("A percentage lies between 0 and 100."), each.name)
        elif plan.moment != Moment.AT_ONCE and each.percent is None:
            yield Refusal(_("Who is drawn as applications come is drawn by percentage."), each.name)


def _deviations(plan: Plan, order: Order) -> Iterator[Refusal]:
    clause, rule = order.ordered
    for name, value in order.terms.items():
        if getattr(plan.terms, name) != value:
            yield Refusal(
                _("The clause “%(clause)s” says this itself. Keep to it.") % {"clause": clause.id},
                name,
            )
    yield from _other_choices(plan, order)
    yield from _timing(plan, rule)
    sentences = {
        Objection.TOO_FEW: _("The policy draws more of %(name)s. Choose a higher percentage."),
        Objection.TOO_MANY: _("The policy draws fewer of %(name)s. Choose a lower percentage."),
        Objection.OTHER: _("The policy says how many of %(name)s are drawn. Keep to it."),
        Objection.NOT_A_SHARE: _("The policy draws none of %(name)s by lot. Write 0."),
    }
    for each in plan.strata:
        objection = objection_to(rule, percent=each.percent, number=each.number)
        if objection is not None:
            yield Refusal(sentences[objection] % {"name": each.says}, each.name)


def _other_choices(plan: Plan, order: Order) -> Iterator[Refusal]:
    """Where the list is not made as the clause makes it."""
    rule, chosen = order.ordered[1], plan.chosen
    targets = {
        Target.FAILED: chosen.take_failed,
        Target.LATE: chosen.take_late,
        Target.CONDITIONAL: chosen.take_conditional,
    }
    moments = {Occasion.FILING: Moment.FILING, Occasion.PAYMENT: Moment.PAYMENT}
    moment = moments.get(rule.per) if rule.per else None
    differs = {
        "taken": any(not targets[each] for each in rule.taken),
        "spare_cycles": rule.spared_cycles not in (None, chosen.spare_cycles),
        "light": rule.light not in (None, chosen.light),
        "moment": moment not in (None, plan.moment),
        "strata": rule.strata not in (None, chosen.strata),
    }
    for name, is_other in differs.items():
        if is_other:
            yield Refusal(
                _("The clause “%(clause)s” says this itself. Keep to it.")
                % {"clause": order.ordered[0].id},
                name,
            )


def _timing(plan: Plan, rule: Audit) -> Iterator[Refusal]:
    """Where people are drawn before a renewal and not after, or longer after than the clause."""
    chosen = plan.chosen
    if rule.moment is Timing.BEFORE and chosen.of is From.APPROVED:
        yield Refusal(_("The policy audits before renewing. Draw from what waits."), "of")
    if rule.moment is Timing.AFTER and chosen.of is From.WAITING:
        yield Refusal(_("The policy audits after renewing. Draw from what was approved."), "of")
    if rule.look_back is None or chosen.of is not From.APPROVED:
        return
    earliest = subtract(plan.as_of, rule.look_back)
    if chosen.renewed_since is None or chosen.renewed_since < earliest:
        yield Refusal(
            _("The policy looks back no further than %(day)s.") % {"day": day_words(earliest)},
            "renewed_since",
        )


def _is_own_choice(plan: Plan, order: Order | None) -> bool:
    """Whether anything was chosen that no clause says."""
    if order is None or not order.says_how_many:
        return True
    silent = {each.name for each in fields(Terms)} - set(order.terms)
    plain = Terms(answer=plan.terms.answer)
    return "answer" in silent or any(
        getattr(plan.terms, name) != getattr(plain, name) for name in silent
    )
