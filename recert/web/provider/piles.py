"""What waits at a provider's desk: one function for each kind of work, in order of urgency."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from recert.catalogue.approval_queries import approvals_of, followed_among
from recert.catalogue.models import APPROVED, ApprovalState, Provider
from recert.catalogue.queries import ProviderDuty
from recert.lib.days import local_day
from recert.web.components.approval_words import shown_approval
from recert.web.components.lists import Task
from recert.web.provider.course_piles import course_approvals
from recert.web.provider.disputes import waiting_disputes
from recert.web.provider.reporting.home import late_classes
from recert.web.provider.reporting.tray import waiting_in_tray
from recert.web.provider.till import waiting_money

Pile = Callable[[Provider, datetime], Iterable[Task]]


def approvals(provider: Provider, at: datetime) -> Iterator[Task]:
    """Applications sent back or not sent; approvals that end soon, or do not speak."""
    found = list(approvals_of(provider))
    followed = followed_among(found)
    for each in found:
        shown = shown_approval(each, local_day(at, each.body.zone))
        if each.state == ApprovalState.RETURNED:
            title, hint = _("%(body)s asks about your application"), each.reason
        elif each.state == ApprovalState.DRAFT:
            title, hint = _("Your application to %(body)s is not sent"), ""
        elif each.state == APPROVED and shown.tone == "stop":
            title, hint = _("%(body)s suspended your approval"), ""
        elif each.state == APPROVED and shown.tone == "warn" and each.pk not in followed:
            title, hint = _("Your approval by %(body)s ends"), shown.countdown
        else:
            continue
        yield Task(
            title=title % {"body": each.body.name},
            state=shown.word,
            tone=shown.tone,
            url=reverse("provider:approval", args=[provider.slug, each.public_id]),
            hint=hint,
        )


PILES: tuple[tuple[ProviderDuty, Pile], ...] = (
    (ProviderDuty.OFFICE, approvals),
    (ProviderDuty.REPORT, waiting_disputes),
    (ProviderDuty.COURSES, course_approvals),
    (ProviderDuty.MONEY, waiting_money),
    (ProviderDuty.REPORT, late_classes),
    (ProviderDuty.REPORT, waiting_in_tray),
)
"""Whose duty it is, and what makes its tasks: a constant number of queries each."""


def waiting_at(provider: Provider, duties: frozenset[ProviderDuty], at: datetime) -> list[Task]:
    """Everything that waits for somebody with these duties."""
    return [task for duty, pile in PILES if duty in duties for task in pile(provider, at)]
