"""Approvals that end: their provider's owners are reminded in time to apply anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from recert.catalogue.actions.approval_moves import subject_of
from recert.catalogue.models import APPROVED, OPEN_APPROVALS, ProviderApproval
from recert.catalogue.queries import owners_of
from recert.lib.days import local_day
from recert.notices.queries import longest_reminder, reminder_days, told_already
from recert.people.models import Person
from recert.people.telling import tell

KIND = "approval-ending"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Reminder:
    key: str
    approval: ProviderApproval
    person: Person


def remind_of_approvals(*, at: datetime) -> int:
    """Queue every reminder that is due; run it as often as you like. Returns how many.

    A reminder belongs to the nearest step that has been reached, as with certifications, so
    that a day on which nothing ran loses none and repeats none.
    """
    due = {each.key: each for approval in _ending(at) for each in _due(at, approval)}
    left = due.keys() - told_already(due)
    for key in left:
        _remind(at, due[key])
    return len(left)


def _ending(at: datetime) -> QuerySet[ProviderApproval]:
    """Those near their last day that nothing follows, given or asked for."""
    first = at.date() - ONE_DAY  # in whatever zone
    last = at.date() + timedelta(days=longest_reminder(KIND)) + ONE_DAY
    return (
        ProviderApproval.objects.filter(
            state=APPROVED, ended_on=None, until__range=(first, last), provider__closed_at=None
        )
        .exclude(followed_by__state__in=(APPROVED, *OPEN_APPROVALS))
        .select_related("body", "provider")
        .order_by("pk")
    )


def _due(at: datetime, approval: ProviderApproval) -> Iterator[_Reminder]:
    assert approval.until is not None  # `_ending` has asked for it
    left = (approval.until - local_day(at, approval.body.zone)).days
    owners = {person.public_id: person for person in owners_of(approval.provider)}
    for person_id, days in reminder_days(owners, KIND).items():
        step = min((each for each in days if 0 <= left <= each), default=None)
        if step is not None:
            key = f"{subject_of(approval)}:ending:{step}:{person_id}"
            yield _Reminder(key, approval, owners[person_id])


@transaction.atomic
def _remind(at: datetime, due: _Reminder) -> None:
    approval, until = due.approval, due.approval.until
    assert until is not None  # `_ending` has asked for it
    words = {"provider": approval.provider.name, "body": approval.body.name}

    def letter() -> tuple[str, str]:
        day = {**words, "day": date_format(until, "j F Y")}
        return (
            _("The approval of %(provider)s by %(body)s ends on %(day)s") % day,
            _(
                "Apply anew in time: what learners complete after that day earns no credit of "
                "%(body)s. What they completed before stays."
            )
            % words,
        )

    tell(
        at=at,
        person=due.person,
        kind=KIND,
        letter=letter,
        key=due.key,
        body_slug=approval.body.slug,
    )
