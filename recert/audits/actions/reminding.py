"""Reminding: before the day to answer, and on the day after it."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recert.audits.actions.moving import journal, tell_of
from recert.audits.days import today_at
from recert.audits.models import WITH_HOLDER, Ask, AskState, Audit
from recert.people.models import Body
from recert.people.queries import Duty, colleagues
from recert.people.telling import Letter
from recert.people.telling_many import ToTell, tell_many
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
    done = sum(_at(body, due, at) for body in list(bodies))
    _tell_of_untaken(at)
    return done


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
    if audit.reviewer is not None:
        key = f"overdue:{audit.due}:{audit.reviewer.public_id}"
        tell_of(at, audit.reviewer, audit, "work-waiting", _overdue_letter(1), key)
    return 1


def _tell_of_untaken(at: datetime) -> None:
    """Tell reviewers once a day how many cases that nobody took up became overdue that day.

    Read anew at every run, so that what was interrupted is told by the next one.
    """
    fresh = Audit.objects.filter(
        state__in=WITH_HOLDER, reviewer=None, overdue_at__gt=at - timedelta(days=1)
    )
    noted: dict[int, list[tuple[int, datetime]]] = defaultdict(list)
    for row, holder, overdue_at in fresh.values_list(
        "certification__body", "certification__person", "overdue_at"
    ):
        assert overdue_at is not None  # the query asked for it
        noted[row].append((holder, overdue_at))
    for body in Body.objects.filter(pk__in=noted):
        today = today_at(body, at)
        days = {moment: today_at(body, moment) for _holder, moment in noted[body.pk]}
        holders = Counter(holder for holder, moment in noted[body.pk] if days[moment] == today)
        tell_many(
            at=at,
            kind="work-waiting",
            body=body,
            letters=[
                ToTell(
                    reader, _overdue_letter(many), f"overdue:{body.slug}:{today}:{reader.public_id}"
                )
                for reader in colleagues(body, Duty.REVIEW)
                if (many := holders.total() - holders[reader.pk])  # nobody decides their own
            ],
        )


def _overdue_letter(many: int) -> Letter:
    return lambda: (
        ngettext("No answer came to %(many)d audit", "No answer came to %(many)d audits", many)
        % {"many": many},
        _("The day to answer is over. Sign in to decide what follows."),
    )
