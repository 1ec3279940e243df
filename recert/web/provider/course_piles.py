"""Courses that wait for somebody at a provider's desk: sent back, not paid, about to end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from recert.catalogue.course_queries import applications_of
from recert.catalogue.models import APPROVED, ApprovalState, CourseApproval, Provider
from recert.lib.days import local_day
from recert.web.components.course_words import days_of, state_of
from recert.web.components.lists import Task

SOON = timedelta(days=60)
"""So long before an approval ends one asks for the days after."""

MOST = 40


def course_approvals(provider: Provider, at: datetime) -> Iterator[Task]:
    """What bodies ask about courses, what is not paid, and approvals that nothing follows."""
    today = local_day(at, provider.zone)
    ending = Q(state=APPROVED, ended_on=None, until__range=(today, today + SOON))
    open_now = Q(state__in=(ApprovalState.RETURNED, ApprovalState.DRAFT))
    found = applications_of(provider).filter(open_now | ending, edition__course__retired_at=None)
    rows = list(found.order_by("state", "until", "id")[:MOST])
    followed = _followed(provider, rows)
    for each in rows:
        if each.state != APPROVED or (each.edition_id, each.body_id) not in followed:
            yield _task(provider, each, today)


def _followed(provider: Provider, rows: list[CourseApproval]) -> set[tuple[int, int]]:
    """Of which editions a body was asked, or approved, something for later days."""
    latest = max((each.until for each in rows if each.until), default=None)
    if latest is None:
        return set()
    after = Q(state=ApprovalState.SUBMITTED) | Q(state=APPROVED, until=None) | Q(
        state=APPROVED, until__gt=latest
    )  # fmt: skip
    later = applications_of(provider).filter(after, edition__in=[each.edition_id for each in rows])
    return set(later.values_list("edition_id", "body_id"))


def _task(provider: Provider, each: CourseApproval, today: date) -> Task:
    tone, state = state_of(each, today)
    words = {"body": each.body.name, "title": each.edition.title}
    title, hint = _("%(body)s asks about “%(title)s”"), each.reason
    if each.state == ApprovalState.DRAFT:
        title, hint = _("“%(title)s” is not sent to %(body)s yet: a bill is open"), ""
    elif each.state == APPROVED:
        title, hint = _("%(body)s’s approval of “%(title)s” ends"), days_of(each)
        tone = "warn"
    return Task(
        title=title % words,
        state=state,
        tone=tone,
        url=reverse("provider:application", args=[provider.slug, each.public_id]),
        hint=hint,
    )
