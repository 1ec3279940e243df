"""Courses, approvals and classes in words, for the desks of providers, bodies and learners."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recert.catalogue.models import (
    ApprovalState,
    CourseApproval,
    CourseEdition,
    InPart,
    ProviderApproval,
)
from recert.catalogue.records import parts_from
from recert.rules.amounts import from_grains
from recert.rules.facts import Delivery, DocumentKind, Kind, Topic, Unit
from recert.standing.words import amount_words, capital, day_words
from recert.standing.words.vocabulary import word
from recert.web.components.lists import Row

TONES = {
    ApprovalState.DRAFT: "wait",
    ApprovalState.SUBMITTED: "note",
    ApprovalState.RETURNED: "warn",
    ApprovalState.APPROVED: "good",
    ApprovalState.REFUSED: "stop",
    ApprovalState.WITHDRAWN: "quiet",
}


@dataclass(frozen=True, slots=True)
class ApprovalView:
    """One approval as it stands on a day."""

    approval: CourseApproval
    tone: str
    state: str
    amount: str  # what was approved, or asked for
    days: str
    in_part: str  # what whoever took a part only has; empty: it does not say


def approval_view(approval: CourseApproval, on: date) -> ApprovalView:
    """An approval or an application in words."""
    tone, state = state_of(approval, on)
    return ApprovalView(
        approval, tone, state, credit_of(approval), days_of(approval), in_part_words(approval)
    )


def in_part_words(approval: CourseApproval | ProviderApproval) -> str:
    """What whoever took a part of a course only has, and from how many minutes on."""
    if not approval.in_part:
        return ""
    says = str(InPart(approval.in_part).label)
    if approval.least_minutes is None:
        return says
    least = length_words(approval.least_minutes)
    return _("%(says)s, from %(least)s on") % {"says": says, "least": least}


def state_of(approval: CourseApproval, on: date) -> tuple[str, str]:
    """Tone and words: what was approved may not have begun, or be over."""
    if approval.state == ApprovalState.DRAFT and approval.invoice:
        return "wait", _("To pay")
    if approval.state != ApprovalState.APPROVED or approval.since is None:
        return TONES[ApprovalState(approval.state)], approval.get_state_display()
    last = last_day_of(approval)
    if last is not None and last < on:
        return "quiet", _("Ended")
    if approval.since > on:
        return "wait", _("Approved, not begun")
    return "good", _("Approved")


def last_day_of(approval: CourseApproval) -> date | None:
    """The last day on which it speaks; None: without end."""
    days = [day for day in (approval.until, approval.ended_on) if day is not None]
    return min(days, default=None)


def credit_of(approval: CourseApproval) -> str:
    """What was approved, else what was asked for; empty where it was left to the body."""
    grains = approval.amount_grains
    if grains is None:
        grains = approval.asked_grains
    if grains is None or not approval.unit:
        return ""
    return amount_words(from_grains(grains), word(Unit(approval.unit)))


def days_of(approval: CourseApproval) -> str:
    """From when until when it speaks, for completions on those days."""
    last = last_day_of(approval)
    if approval.since is None:
        return ""
    if last is None:
        return _("from %(since)s on") % {"since": day_words(approval.since)}
    return _("from %(since)s to %(until)s") % {
        "since": day_words(approval.since),
        "until": day_words(last),
    }


def edition_rows(edition: CourseEdition) -> list[Row]:
    """What an edition is, line by line."""
    rows = [
        Row(label=_("What"), value=capital(f"{word(Kind(edition.kind))}, {_delivery(edition)}")),
        Row(label=_("Taught from"), value=day_words(edition.since)),
        Row(label=_("Length"), value=length_words(edition.minutes)),
        Row(label=_("About"), value=_about(edition) or "–"),
    ]
    parts = part_words(edition.parts, edition.minutes)
    if parts:
        rows.append(Row(label=_("Parts"), value="; ".join(parts)))
    rows.append(Row(label=_("Assessment"), value=_assessment(edition)))
    if edition.cards:
        cards = ", ".join(word(DocumentKind(each)) for each in edition.cards)
        months = _("good for %(n)s months") % {"n": edition.card_months}
        rows.append(Row(label=_("Cards"), value=f"{cards}; {months}"))
    presenters = [
        f"{each.name}, {each.qualification}" if each.qualification else each.name
        for each in edition.presenters.all()
    ]
    rows.append(Row(label=_("Presented by"), value="; ".join(presenters) or "–"))
    if edition.accessibility:
        rows.append(Row(label=_("Accessibility"), value=edition.accessibility))
    return rows


def _about(edition: CourseEdition) -> str:
    return capital(", ".join(word(Topic(each)) for each in edition.topics))


def _delivery(edition: CourseEdition) -> str:
    return word(Delivery(edition.delivery)).lower()


def length_words(minutes: int | None) -> str:
    """Minutes as hours and minutes; a dash where nobody said."""
    if minutes is None:
        return "–"
    hours, rest = divmod(minutes, 60)
    said = [ngettext("%(n)s hour", "%(n)s hours", hours) % {"n": hours}] if hours else []
    if rest or not hours:
        said.append(ngettext("%(n)s minute", "%(n)s minutes", rest) % {"n": rest})
    return " ".join(said)


def part_words(parts: list[dict[str, object]], minutes: int | None) -> list[str]:
    """Each part: how much of the course is about what."""
    found = []
    for part in parts_from(parts):
        about = ", ".join(sorted(word(topic) for topic in part.topics))
        if minutes is not None and (part.share * minutes).denominator == 1:
            much = length_words(int(part.share * minutes))
        else:
            much = f"{part.share}"
        found.append(f"{much}: {about}")
    return found


def _assessment(edition: CourseEdition) -> str:
    if not edition.assessed:
        return _("None")
    if edition.pass_percent is None:
        return _("Has to be passed")
    return _("Has to be passed with %(n)s %%") % {"n": edition.pass_percent}
