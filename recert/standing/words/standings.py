"""Standings in words: the one sentence that says where somebody stands."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recert.rules.facts import DocumentKind, Holding
from recert.rules.findings import (
    Code,
    FeeStep,
    Missing,
    RouteFinding,
    Standing,
    State,
    Status,
    Verdict,
)
from recert.rules.rulebook import EVERYTHING, Gate, Need, Route, Rulebook
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
        Status.CONDITIONAL: _("Active on a condition"),
        Status.INACTIVE: _("Inactive"),
        Status.SUSPENDED: _("Suspended"),
        Status.WITHDRAWN: _("Withdrawn"),
        Status.ON_HOLD: _("On hold"),
        Status.RETIRED: _("Retired"),
        Status.NOT_YET: _("Not yet certified"),
        Status.SILENT: _("The policy does not say"),
    }[status]


def headline(standing: Standing, rulebook: Rulebook | None) -> str:
    """Where somebody stands: what is missing, by when, and what renewing costs today."""
    if standing.verdict is Verdict.NOT_COVERED and standing.questions:
        return _("Which cycle is yours turns on something only you know. Answer it, and you see.")
    if standing.verdict is Verdict.NOT_COVERED or rulebook is None or standing.cycle is None:
        return _("No published edition covers %(day)s, so we cannot say where you stand.") % {
            "day": day_words(standing.as_of)
        }
    held = _held_up(standing.status)
    if held:
        return held
    if standing.verdict is Verdict.CLOSED:
        return _closed(standing, rulebook)
    if _renewed_by_examination(standing, rulebook):
        return _("You passed the examination, which renews you without an application or a fee.")
    unsure = _passed_long_ago(standing, rulebook)
    if unsure:
        return unsure
    before = _not_active(standing)
    sentence = _what_is_left(standing, rulebook)
    fee = "" if _nothing_to_pay_yet(standing) else fee_sentence(standing.fee_today)
    whole = f"{sentence}; {fee}." if fee else f"{sentence}."
    return f"{before} {whole}".strip()


def assumption(standing: Standing, holding: Holding) -> str:
    """What is taken for granted where the last day of a certification is not known."""
    if holding.expires is not None or standing.cycle is None or standing.status is Status.NOT_YET:
        return ""
    if standing.as_of > standing.cycle.end:
        return _(
            "You gave no last day. If you have renewed since, add the one on your certificate."
        )
    if standing.cycle.first:
        return ""
    return _(
        "You gave no last day. This takes it that you have renewed every time; if not, add the one "
        "on your certificate."
    )


def _renewed_by_examination(standing: Standing, rulebook: Rulebook) -> bool:
    """Passed, by a way that asks neither for an application nor for money."""
    taken = {each.clause for each in standing.routes if each.taken}
    return any(
        isinstance(rule := rulebook.clause(clause).rule, Route)
        and rule.extends is not None
        and standing.verdict is Verdict.READY
        and all(each.state in (State.WAIVED, State.MET) for each in standing.requirements)
        for clause in taken
    )


def _passed_long_ago(standing: Standing, rulebook: Rulebook) -> str:
    """Where the term that an examination gave may be over, and the policy does not say."""
    taken = [each for each in standing.routes if each.taken and each.reasons]
    if not taken or standing.status is not Status.SILENT:
        return ""
    return _("%(sentence)s Ask the body whether it has ended.") % {
        "sentence": route_sentence(taken[0], rulebook)
    }


def _nothing_to_pay_yet(standing: Standing) -> bool:
    """Before the first day, and where nobody knows whether renewing is still possible."""
    unsaid = standing.fee_today is not None and standing.fee_today.total is None
    after = standing.cycle is not None and standing.as_of > standing.cycle.end
    return standing.status is Status.NOT_YET or (
        standing.verdict is Verdict.SILENT and after and unsaid
    )


def _held_up(status: Status) -> str:
    """Where a decision of the body comes before any counting."""
    return {
        Status.SUSPENDED: _("This certification is suspended. Read the decision, or ask the body."),
        Status.WITHDRAWN: _(
            "The body withdrew this certification. Read the decision, and how to appeal."
        ),
        Status.ON_HOLD: _(
            "This certification is on hold. Read the decision: it says what ends it."
        ),
        Status.INACTIVE: _("This certification is inactive: nothing is due until it is back."),
        Status.RETIRED: _("This certification is retired. Nothing is due any more."),
    }.get(status, "")


def _closed(standing: Standing, rulebook: Rulebook) -> str:
    assert standing.cycle is not None  # a standing without a cycle is not closed
    sentence = _("It ended on %(day)s and can no longer be renewed by an application.") % {
        "day": day_words(standing.cycle.end)
    }
    after = [rulebook.clause(stage.clause).says for stage in standing.stages if not stage.may_renew]
    return " ".join((sentence, *after))


def _not_active(standing: Standing) -> str:
    """What to say first before the first day and after the last."""
    assert standing.cycle is not None  # the caller looked
    if standing.status is Status.NOT_YET:
        return _("Your certification begins on %(day)s.") % {"day": day_words(standing.cycle.start)}
    if standing.as_of <= standing.cycle.end:
        return ""
    return _("Not active: its last day was %(day)s.") % {"day": day_words(standing.cycle.end)}


def _what_is_left(standing: Standing, rulebook: Rulebook) -> str:
    by = _by_when(standing)
    assert standing.cycle is not None  # the caller looked
    if standing.verdict is Verdict.SILENT and standing.as_of > standing.cycle.end:
        return _may_still_renew(standing, rulebook)
    if standing.missing and _is_too_late_to_earn(standing):
        return _(
            "You need %(what)s; only what you earned by %(last)s counts. Log it, and apply %(by)s"
        ) % {
            "what": missing_words(standing, rulebook).rstrip(","),
            "last": day_words(standing.cycle.credit_until),
            "by": by,
        }
    if standing.missing:
        return _("You need %(what)s %(by)s") % {"what": missing_words(standing, rulebook), "by": by}
    if standing.verdict is Verdict.NEEDS_PERSON and _asks_the_person(standing):
        return _("Nothing is short, but we have a question about your cards; apply %(by)s") % {
            "by": by
        }
    if standing.verdict is Verdict.NEEDS_PERSON:
        return _(
            "Nothing is short, but somebody at the body has to judge part of it; apply %(by)s"
        ) % {"by": by}
    if standing.verdict is Verdict.SILENT:
        return _("Nothing is short as far as the policy says; apply %(by)s") % {"by": by}
    return _("You have all you need: apply %(by)s") % {"by": by}


def _is_too_late_to_earn(standing: Standing) -> bool:
    """Whether credits are short in a stage in which new ones do not count."""
    short = any(each.kind != "gate" for each in standing.missing)
    return short and any(
        stage.may_earn is False
        and stage.since <= standing.as_of
        and (stage.until is None or standing.as_of <= stage.until)
        for stage in standing.stages
    )


def _asks_the_person(standing: Standing) -> bool:
    """Whether all that is open is something only the person knows about a document."""
    open_ones = [each for each in standing.requirements if each.state is State.NEEDS_PERSON]
    waiting = any(
        each.counted and any(reason.code is Code.NEEDS_PERSON for reason in each.reasons)
        for each in standing.activities
    )
    return not waiting and all(
        "document" in reason.about for each in open_ones for reason in each.reasons
    )


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
        if _cards(each, standing) or _made_up_of_others(each, outside, rulebook):
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


def _made_up_of_others(each: Missing, outside: list[Missing], rulebook: Rulebook) -> bool:
    """A total of which less is short than of the parts that may not share an hour."""
    rule = rulebook.clause(each.clause).rule
    if not isinstance(rule, Need) or rule.exclusive:
        return False
    others = (rulebook.clause(other.clause).rule for other in outside if other is not each)
    return rule.of == (EVERYTHING,) and any(
        isinstance(other, Need) and other.exclusive for other in others
    )


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


def _credits_sentence(finding: RouteFinding, rulebook: Rulebook) -> str:
    if finding.taken:
        return _("You have all that this way asks.")
    if not finding.missing:
        return _("Somebody at the body has to judge whether this way is open to you.")
    missing = join([_missing(each, rulebook) for each in finding.missing])
    return _("This way you need %(missing)s.") % {"missing": missing}


def route_sentence(finding: RouteFinding, rulebook: Rulebook) -> str:
    """A way to renew: by examination open, closed, or already taken; by credits, what it lacks."""
    rule = rulebook.clause(finding.clause).rule
    if finding.by == "credits":
        return _credits_sentence(finding, rulebook)
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
