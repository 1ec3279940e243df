"""Owing: what a renewal lacked is asked for in the cycle that runs now, on top of its need."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from recert.credentials.actions import record_ruling
from recert.credentials.models import Certification, Ruling
from recert.lib.refusals import Refused
from recert.people.models import Person
from recert.rules.facts import DecisionKind
from recert.rules.findings import RequirementFinding
from recert.rules.rulebook import EVERYTHING, Need
from recert.standing.queries import Held, held_of


def owe_credit(
    *,
    by: Person,
    at: datetime,
    certification: Certification,
    amount: Fraction,
    reason: str,
) -> Ruling:
    """Ask for so much more in the present cycle; the caller has checked who, and tells.

    Refused where the policy has no need of credit in all that it could be added to.
    """
    total = total_need(held_of(certification, at))
    if total is None:
        raise Refused(
            _("The policy asks for no credit in all now, so none can be owed. Answer otherwise."),
            "choice",
        )
    return record_ruling(
        by=by,
        at=at,
        certification=certification,
        kind=DecisionKind.AMOUNT,
        clause=total.clause,
        reason=reason,
        amount=total.need + amount,
        tells=False,
    )


def total_need(held: Held) -> RequirementFinding | None:
    """The need of credit in all in the present cycle, where the policy has one."""
    if held.rulebook is None:
        return None
    for finding in held.standing.requirements:
        rule = held.rulebook.clause(finding.clause).rule
        if isinstance(rule, Need) and rule.of == (EVERYTHING,):
            return finding
    return None
