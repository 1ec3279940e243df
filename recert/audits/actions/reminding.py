"""Reminding: before the day to answer, and on the day after it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from recert.audits.actions.moving import journal, tell_of
from recert.audits.days import today_at
from recert.audits.models import WITH_HOLDER, Ask, AskState, Audit
from recert.people.models import Body
from recert.people.queries import Duty, colleagues
from recert.standing.words import day_words

STEPS = (14, 7, 3, 1, 0)
"""So many days before the day to answer the holder is reminded."""


def remind_audits(*, at: datetime) -> int:
    """Remind holders, and note what is overdue; run it as often as you like. Returns how many."""
    due = Audit.objects.filter(
        state__in=WITH_HOLDER,
        due__lte=at.date() + timedelta(days=max(STEPS) + 1),
        overdue_at=None,
    )
    bodies = Body.objects.filter(pk__in=due.values("certification__body"))
    return sum(_at(body, due, at) for body in bodies)


def _at(body: Body, due: QuerySet[Audit], at: datetime) -> int:
    today, done = today_at(body, at), 0
    asking = Ask.objects.filter(audit=OuterRef("pk"), state=AskState.ASKED)
    cases = due.filter(certification__body=body).annotate(is_asking=Exists(asking))
    for audit in cases.select_related("certification__body", "certification__person", "reviewer"):
        assert audit.due is not None  # the query asked for it
        if audit.due < today:
            done += 0 if audit.is_asking else _overdue(at, audit)
        else:
            done += _remind(at, audit, audit.due, (audit.due - today).days)
    return done


def _remind(at: datetime, audit: Audit, due: date, left: int) -> int:
    step = min((step for step in STEPS if left <= step), default=None)
    if step is None or _just_opened(audit, at):
        return 0
    tell_of(
        at,
        audit.certification.person,
        audit,
        "audit-due",
        lambda: (
            _("Your audit is to be answered by %(day)s") % {"day": day_words(due)},
            _("Sign in to answer it. If you need more time, ask for it there before the day."),
        ),
        f"due:{due}:{step}",
    )
    return 1


def _just_opened(audit: Audit, at: datetime) -> bool:
    """Whether the letter that opened the case went out within a day: one is enough."""
    return at - audit.notified_at < timedelta(days=1)


@transaction.atomic
def _overdue(at: datetime, audit: Audit) -> int:
    """Note that no answer came. What follows is for a person to decide."""
    noted = Audit.objects.filter(
        pk=audit.pk, state__in=WITH_HOLDER, due=audit.due, overdue_at=None
    ).update(overdue_at=at)
    if not noted:
        return 0
    journal(at, None, "overdue", audit, {"due": str(audit.due)})
    tell_of(
        at,
        audit.certification.person,
        audit,
        "audit-due",
        lambda: (
            _("Your audit is overdue"),
            _("No answer came by the day. Answer now, or write to the body: it decides next."),
        ),
        f"overdue:{audit.due}",
    )
    body = audit.certification.body
    for reader in [audit.reviewer] if audit.reviewer else colleagues(body, Duty.REVIEW):
        tell_of(
            at,
            reader,
            audit,
            "work-waiting",
            lambda: (
                _("No answer came to an audit"),
                _("The day to answer is over. Sign in to decide what follows."),
            ),
            f"overdue:{audit.due}:{reader.public_id}",
        )
    return 1
