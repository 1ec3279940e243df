"""Approvals of providers in words: how one stands on a day, and what it allows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recert.catalogue.models import APPROVED, ApprovalState, ProviderApproval, Suspension
from recert.rules.amounts import from_grains
from recert.rules.facts import Delivery, Topic, Unit
from recert.standing.words import amount_words, away, day_words, join
from recert.standing.words.vocabulary import UNITS, words_of
from recert.web.components.course_words import in_part_words
from recert.web.components.lists import Row

SOON = timedelta(days=90)
"""So long before its end an approval is shown as about to end."""

TONES = {
    ApprovalState.DRAFT: "note",
    ApprovalState.SUBMITTED: "wait",
    ApprovalState.RETURNED: "warn",
    ApprovalState.REFUSED: "stop",
    ApprovalState.WITHDRAWN: "quiet",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """An approval as it stands on a day."""

    approval: ProviderApproval
    tone: str
    word: str
    speaks: bool  # on that day
    countdown: str  # to its last day, where there is one to come
    rows: tuple[Row, ...]  # what it allows


def shown_approval(approval: ProviderApproval, on: date) -> Shown:
    """An approval on a day; its suspensions are prefetched."""
    tone, says = _standing(approval, on)
    last = last_day_of(approval)
    is_coming = approval.state == APPROVED and last is not None and last >= on
    return Shown(
        approval=approval,
        tone=tone,
        word=says,
        speaks=approval.state == APPROVED and tone in ("good", "warn"),
        countdown=f"{day_words(last)}, {away(last, on)}" if is_coming and last else "",
        rows=tuple(allows(approval)) if approval.state == APPROVED else (),
    )


def last_day_of(approval: ProviderApproval) -> date | None:
    """The last day it speaks; None where it has no end."""
    return min(filter(None, (approval.until, approval.ended_on)), default=None)


def _standing(approval: ProviderApproval, on: date) -> tuple[str, str]:
    if approval.state != APPROVED:
        state = ApprovalState(approval.state)
        return TONES[state], str(state.label)
    last = last_day_of(approval)
    if last is not None and last < on:
        return "quiet", _("Ended on %(day)s") % {"day": day_words(last)}
    suspended = [each for each in approval.suspensions.all() if _lies_over(each, on)]
    if suspended:
        return "stop", _("Suspended")
    if approval.since is not None and approval.since > on:
        return "note", _("Approved from %(day)s on") % {"day": day_words(approval.since)}
    if last is not None and last - on <= SOON:
        return "warn", _("Ends on %(day)s") % {"day": day_words(last)}
    return "good", _("Approved")


def _lies_over(suspension: Suspension, on: date) -> bool:
    return suspension.since <= on and (suspension.until is None or suspension.until >= on)


def allows(approval: ProviderApproval) -> Iterator[Row]:
    """What an approval lets a provider do, line by line."""
    if approval.number:
        yield Row(label=_("Number"), value=approval.number)
    yield Row(label=_("Days"), value=days_words(approval))
    yield Row(label=_("For"), value=scope_words(approval))
    yield Row(label=_("Courses"), value=courses_words(approval))
    if approval.in_part:
        yield Row(label=_("A part of a course"), value=in_part_words(approval))
    if approval.report_days is not None:
        yield Row(label=_("Report completions"), value=report_words(approval.report_days))
    if approval.conditions:
        yield Row(label=_("Conditions"), value=approval.conditions)


def days_words(approval: ProviderApproval) -> str:
    """From when to when it speaks."""
    if approval.since is None:
        return ""
    last = last_day_of(approval)
    words = {"since": day_words(approval.since)}
    if last is None:
        return _("From %(since)s on, without end") % words
    return _("%(since)s to %(until)s") % {**words, "until": day_words(last)}


def scope_words(approval: ProviderApproval) -> str:
    """For what topics and ways of teaching."""
    parts = [
        join(words_of(Topic(each) for each in approval.topics)),
        join(words_of(Delivery(each) for each in approval.deliveries)),
    ]
    return "; ".join(each for each in parts if each) or _("Every topic and way of teaching")


def courses_words(approval: ProviderApproval) -> str:
    """Whether its courses need an approval of their own, and the most one may earn."""
    most = credit_words(approval.most_grains, approval.unit)
    if not approval.approves_courses:
        needs = _("Each needs an approval of its own")
        return _("%(needs)s; %(most)s at most") % {"needs": needs, "most": most} if most else needs
    words = {"hour": credit_words(approval.hour_grains, approval.unit), "most": most}
    if most:
        return _("Approved as they are: an hour earns %(hour)s, a course %(most)s at most") % words
    return _("Approved as they are: an hour earns %(hour)s") % words


def credit_words(grains: int | None, unit: str) -> str:
    """So much of a unit; nothing where nothing is said."""
    if grains is None:
        return ""
    known = Unit(unit)
    return amount_words(from_grains(grains), str(UNITS[known]))


def report_words(days: int) -> str:
    """Within how many days completions are to be reported."""
    return ngettext("Within %(n)d day", "Within %(n)d days", days) % {"n": days}
