"""What waits at a desk, kind by kind: how much, since when, and what is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recert.credentials.models import Register
from recert.lib.days import local_day
from recert.people.models import Body
from recert.people.queries import Duty
from recert.reporting.waiting import SAYS, Counted, Work, counted, piles_at
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
    """Every pile the reader's duties reach; two queries count them all."""
    piles = [pile for pile in piles_at(body, at) if pile.duty in duties]
    return [_waiting(body, each, at) for each in counted(piles, at, body.zone)]


def _waiting(body: Body, found: Counted, at: datetime) -> Waiting:
    pile = found.pile
    name, query = PLACES[pile.work]
    url, title = reverse(f"staff:{name}", args=[body.slug]) + query, str(SAYS[pile.work])
    if not found.many:
        return Waiting(Task(title=title, state=_("None"), tone="good", url=url), 0, 0)
    said = [_oldest(found.oldest, at, body.zone)] if found.oldest else []
    if found.overdue:
        said.append(_overdue(found.overdue, pile.promised))
    tone = "warn" if found.overdue else "note"
    task = Task(title=title, state=f"{found.many:,}", tone=tone, url=url, hint=". ".join(said))
    return Waiting(task, found.many, found.overdue)


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
