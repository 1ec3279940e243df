"""What waits at a desk, kind by kind: how much, since when, and what is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recert.credentials.models import Register
from recert.lib.days import local_day
from recert.people.models import Body
from recert.people.queries import Duty
from recert.reporting.queries.work import overdue_before
from recert.reporting.waiting import SAYS, Pile, Work, piles_at
from recert.web.components.lists import Task
from recert.web.staff.applications import waiting_words

PLACES: dict[Work, tuple[str, str]] = {
    Work.APPLICATIONS: ("applications", ""),
    Work.PETITIONS: ("petitions", ""),
    Work.PROVIDERS: ("provider_approvals", ""),
    Work.COURSES: ("course_approvals", ""),
    Work.AUDITS: ("audits", ""),
    Work.CONSEQUENCES: ("audits", ""),
    Work.CORRECTIONS: ("effects", ""),
    Work.CREDIT: ("credit_disputes", ""),
    Work.NUMBERS: ("unmatched", ""),
    Work.APPEALS: ("appeals", ""),
    Work.LEAVES: ("leaves", ""),
    Work.FEES: ("payments", ""),
    Work.PAYMENTS: ("payments", ""),
    Work.SURPLUS: ("money_waiting", ""),
    Work.MOOT: ("money_waiting", ""),
    Work.STRAY: ("money_waiting", ""),
    Work.DISPUTES: ("money_waiting", ""),
    Work.SENT_BACK: ("money_waiting", ""),
    Work.IMPORTS: ("imports", ""),
    Work.REGISTER: ("register", f"?register={Register.SELF_DECLARED.value}"),
    Work.POLICY: ("policy", ""),
    Work.QUESTIONS: ("enquiries", ""),
}
"""Where each pile lies: the page, and what to ask of it."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """A pile, counted."""

    task: Task
    many: int
    overdue: int


def waiting_at(body: Body, duties: frozenset[Duty], at: datetime) -> list[Waiting]:
    """Every pile the reader's duties reach, one query each."""
    return [_counted(body, pile, at) for pile in piles_at(body, at) if pile.duty in duties]


def _counted(body: Body, pile: Pile, at: datetime) -> Waiting:
    rows = pile.rows.select_related(None).order_by()
    late = _late(pile, at, body.zone)
    found = rows.annotate(since_when=pile.since).aggregate(
        many=Count("pk"), oldest=Min("since_when"), overdue=Count("pk", filter=late)
    )
    name, query = PLACES[pile.work]
    url, title = reverse(f"staff:{name}", args=[body.slug]) + query, str(SAYS[pile.work])
    many, overdue = found["many"], found["overdue"]
    if not many:
        return Waiting(Task(title=title, state=_("None"), tone="good", url=url), 0, 0)
    hint = _oldest(found["oldest"], at, body.zone)
    if overdue:
        hint = f"{hint}. {_overdue(overdue, pile.promised)}"
    tone = "warn" if overdue else "note"
    return Waiting(
        Task(title=title, state=f"{many:,}", tone=tone, url=url, hint=hint), many, overdue
    )


def _late(pile: Pile, at: datetime, zone: str) -> Q:
    if pile.due:
        return Q(**{f"{pile.due}__lt": local_day(at, zone)})
    before = overdue_before(at, pile.promised)
    return Q(since_when__lt=before) if before else Q(pk__in=())


def _oldest(since: date | datetime, at: datetime, zone: str) -> str:
    day = local_day(since, zone) if isinstance(since, datetime) else since
    days = (local_day(at, zone) - day).days
    if days <= 0:
        return _("The oldest came today")
    return _("The oldest has waited %(time)s") % {"time": waiting_words(days)}


def _overdue(many: int, promised: int | None) -> str:
    if promised is None:
        return ngettext("%(n)s is overdue", "%(n)s are overdue", many) % {"n": f"{many:,}"}
    return ngettext(
        "%(n)s has waited longer than the %(days)s days you promise",
        "%(n)s have waited longer than the %(days)s days you promise",
        many,
    ) % {"n": f"{many:,}", "days": promised}
