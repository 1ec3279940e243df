"""Standings in words: the one sentence that says where somebody stands."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recert.rules.facts import DocumentKind
from recert.rules.findings import FeeStep, Missing, RouteFinding, Standing, Status, Verdict
from recert.rules.rulebook import Gate, Route, Rulebook
from recert.standing.words.plainly import (
    amount_words,
    day_words,
    id_words,
    in_days,
    join,
    money_words,
    need_name,
    unit_words,
)
from recert.standing.words.vocabulary import word


def status_words(status: Status) -> str:
    """What a certification is today. Grace is not active, and says so."""
    return {
        Status.ACTIVE: _("Active"),
        Status.GRACE: _("Not active: in grace"),
        Status.LATE: _("Not active: may still renew late"),
        Status.REINSTATABLE: _("Not active: may be reinstated"),
        Status.LAPSED: _("Lapsed"),
        Status.SUSPENDED: _("Suspended"),
        Status.ON_HOLD: _("On hold"),
        Status.RETIRED: _("Retired"),
        Status.NOT_YET: _("Not yet certified"),
        Status.SILENT: _("The policy does not say"),
    }[status]


def headline(standing: Standing, rulebook: Rulebook | None) -> str:
    """Where somebody stands: what is missing, by when, and what renewing costs today."""
    if standing.verdict is Verdict.NOT_COVERED or rulebook is None or standing.cycle is None:
        return _("No published edition covers %(day)s, so we cannot say where you stand.") % {
            "day": day_words(standing.as_of)
        }
    held = _held_up(standing.status)
    if held:
        return held
    if standing.verdict is Verdict.CLOSED:
        return _closed(standing, rulebook)
    before = _not_active(standing)
    sentence = _what_is_left(standing, rulebook)
    fee = fee_sentence(standing.fee_today)
    whole = f"{sentence}; {fee}." if fee else f"{sentence}."
    return f"{before} {whole}".strip()


def _held_up(status: Status) -> str:
    """Where a decision of the body comes before any counting."""
    return {
        Status.SUSPENDED: _("This certification is suspended. Read the decision, or ask the body."),
        Status.ON_HOLD: _("This certification is on hold. Nothing is due until the hold ends."),
        Status.RETIRED: _("This certification is retired. Nothing is due any more."),
    }.get(status, "")


def _closed(standing: Standing, rulebook: Rulebook) -> str:
    assert standing.cycle is not None  # a standing without a cycle is not closed
    sentence = _("It ended on %(day)s and can no longer be renewed by an application.") % {
        "day": day_words(standing.cycle.end)
    }
    ways = [route_sentence(route, rulebook) for route in standing.routes if route.open]
    return " ".join((sentence, *ways))


def _not_active(standing: Standing) -> str:
    """What to say first after the last day."""
    assert standing.cycle is not None  # the caller looked
    if standing.as_of <= standing.cycle.end:
        return ""
    return _("Not active since %(day)s, its last day.") % {"day": day_words(standing.cycle.end)}


def _what_is_left(standing: Standing, rulebook: Rulebook) -> str:
    by = _by_when(standing)
    if standing.verdict is Verdict.SILENT and _not_active(standing):
        return _may_still_renew(standing, rulebook)
    if standing.missing:
        return _("You need %(what)s %(by)s") % {"what": missing_words(standing, rulebook), "by": by}
    if standing.verdict is Verdict.NEEDS_PERSON:
        return _(
            "Nothing is short, but somebody at the body has to judge part of it; apply %(by)s"
        ) % {"by": by}
    if standing.verdict is Verdict.SILENT:
        return _("Nothing is short as far as the policy says; apply %(by)s") % {"by": by}
    return _("You have all you need: apply %(by)s") % {"by": by}


def _may_still_renew(standing: Standing, rulebook: Rulebook) -> str:
    """After the last day, where the policy has nothing on what comes then."""
    if not standing.missing:
        return _("The policy does not say whether you can still renew. Ask the body")
    return _("The policy does not say whether you can still renew; you would need %(what)s") % {
        "what": missing_words(standing, rulebook).rstrip(",")
    }


def _by_when(standing: Standing) -> str:
    """The last day of the cycle, or of the stage that still allows renewing."""
    assert standing.cycle is not None  # the caller looked
    if standing.as_of <= standing.cycle.end:
        return _("by %(day)s") % {"day": in_days(standing.cycle.end, standing.as_of)}
    for stage in standing.stages:
        runs = stage.since <= standing.as_of and (
            stage.until is None or standing.as_of <= stage.until
        )
        if runs and stage.until is not None:
            return _("by %(day)s") % {"day": in_days(stage.until, standing.as_of)}
    return _("without delay")


def fee_sentence(step: FeeStep | None) -> str:
    """What renewing costs today, to stand after a semicolon; empty when one cannot renew."""
    if step is None:
        return ""
    if step.total is None:
        return _("the policy does not say what renewing costs today")
    if step.total.cents == 0:
        return _("renewing costs nothing")
    return _("today renewing costs %(money)s") % {"money": money_words(step.total)}


def missing_words(standing: Standing, rulebook: Rulebook) -> str:
    """What is still missing: 0.3 more CECs, 0.1 of it in ethics, and a CPR card."""
    inside = [each for each in standing.missing if each.within]
    outside = [each for each in standing.missing if not each.within]
    cards = [kind for each in outside for kind in _cards(each, standing)]
    parts = []
    for each in outside:
        if _cards(each, standing):
            continue
        part = _missing(each, rulebook)
        own = [_inside(other, each, rulebook) for other in inside if other.within == each.clause]
        if own:
            part = _("%(part)s, %(inside)s,") % {"part": part, "inside": join(own)}
        parts.append(part)
    if cards:
        names = join(word(kind) for kind in dict.fromkeys(cards))
        parts.append(_("current %(cards)s certification") % {"cards": names})
    return join(parts)


def _cards(each: Missing, standing: Standing) -> list[DocumentKind]:
    """The papers a condition still lacks."""
    if each.kind != "gate":
        return []
    reasons = standing.requirement(each.clause).reasons
    return [
        DocumentKind(reason.about["document"]) for reason in reasons if "document" in reason.about
    ]


def _inside(each: Missing, whole: Missing, rulebook: Rulebook) -> str:
    name = need_name(rulebook, each.clause) or id_words(each.clause)
    if each.amount >= whole.amount:
        return _("all of it in %(name)s") % {"name": name}
    amount = amount_words(each.amount, "")
    return _("%(amount)s of it in %(name)s") % {"amount": amount, "name": name}


def _missing(each: Missing, rulebook: Rulebook) -> str:
    if each.kind == "gate":
        return _missing_gate(each, rulebook)
    if each.kind == "breadth":
        many = int(each.amount)
        return ngettext(
            "credits in %(n)s more category", "credits in %(n)s more categories", many
        ) % {"n": many}
    words = {
        "amount": amount_words(each.amount, ""),
        "unit": unit_words(each.amount, rulebook.unit.name),
        "name": need_name(rulebook, each.clause),
    }
    if words["name"]:
        return _("%(amount)s more %(unit)s in %(name)s") % words
    return _("%(amount)s more %(unit)s") % words


def _missing_gate(each: Missing, rulebook: Rulebook) -> str:
    rule = rulebook.clause(each.clause).rule
    if isinstance(rule, Gate) and rule.membership:
        return _("membership of the body")
    return id_words(each.clause)


def route_sentence(finding: RouteFinding, rulebook: Rulebook) -> str:
    """A way to renew by examination: open, closed, or already taken."""
    rule = rulebook.clause(finding.clause).rule
    if not finding.open:
        return rulebook.clause(finding.clause).says
    if finding.taken and finding.until is not None:
        return _("You passed the examination: it renews you through %(day)s.") % {
            "day": day_words(finding.until)
        }
    if finding.taken and isinstance(rule, Route) and rule.extends is not None:
        return _(
            "You passed the examination. The policy does not say from which day it renews you."
        )
    if finding.taken:
        return _("You passed the examination, which stands for credits.")
    return _("You may renew by passing the examination instead.")
