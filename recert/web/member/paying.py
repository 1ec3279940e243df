"""What stands beside a fee: parts it may be paid in, and what membership makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from recert.lib.days import local_day
from recert.people.models import BodyMember
from recert.people.queries import memberships_of
from recert.renewals.actions import parts_of_fee, parts_offered
from recert.renewals.models import Renewal
from recert.renewals.tasks import Tasks
from recert.rules.amounts import Money
from recert.rules.rulebook import Fee, Missed
from recert.standing.words import day_words
from recert.web.components.clauses import ClauseView, clause_view


@dataclass(frozen=True, slots=True)
class Offer:
    """The parts a fee may be paid in, what a missed one does, and the clause that says so."""

    parts: tuple[tuple[date, Money], ...]
    missed: str
    clause: ClauseView


def offered_parts(renewal: Renewal, tasks: Tasks, at: datetime) -> Offer | None:
    """The parts that can be agreed on today; None where there are none, or some are agreed."""
    found = parts_offered(tasks)
    in_parts = any(invoice.due_on for invoice in tasks.money.invoices)
    if found is None or in_parts or renewal.fee_cents is not None or not tasks.money.due_cents:
        return None
    assert tasks.rulebook is not None  # parts were read from it
    clause, parts = found
    body = renewal.certification.body
    missed = {
        Missed.ALL_DUE: _("If you miss a part, all that is left is due at once."),
        Missed.ASKS: _("What happens if you miss a part is the body’s to decide."),
    }
    return Offer(
        parts=tuple(
            (part.due_on, Money(part.cents, body.currency))
            for part in parts_of_fee(tasks, parts, local_day(at, body.zone))
        ),
        missed=missed[parts.missed],
        clause=clause_view(tasks.rulebook, tasks.rulebook.clause(clause)),
    )


def member_words(renewal: Renewal, tasks: Tasks) -> str:
    """What membership makes of the fee, where the policy has a member price."""
    step = tasks.standing.fee_today
    if step is None or tasks.rulebook is None or renewal.fee_cents is not None:
        return ""
    rules = (tasks.rulebook.clause(line.clause).rule for line in step.lines)
    if not any(
        price.who.member is not None
        for rule in rules
        if isinstance(rule, Fee)
        for price in rule.prices
    ):
        return ""
    body, day = renewal.certification.body, tasks.standing.as_of
    found = memberships_of([renewal.certification.person_id]).filter(body=body).first()
    if found is None or not _is_member_on(found, day):
        return _(
            "Members of %(body)s pay another price. %(body)s does not have you as a member on "
            "%(day)s."
        ) % {"body": body.name, "day": day_words(day)}
    words = {"body": body.name}
    if renewal.filed_on is not None:
        return _("You were a member of %(body)s on the day you applied: member prices.") % words
    if found.until is None:
        return _("You are a member of %(body)s: member prices.") % words
    return _(
        "You are a member of %(body)s until %(day)s: member prices. The day you send your "
        "application decides."
    ) % {**words, "day": day_words(found.until)}


def _is_member_on(found: BodyMember, day: date) -> bool:
    return found.since <= day and (found.until is None or day <= found.until)
