"""Deciding: how an appeal or a complaint ends, by whom and why."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.appeals.actions.moving import journal, move, tell_sender
from recert.appeals.decisions import reopen_decision
from recert.appeals.models import OUTCOMES, REOPENS, Kind, Matter, Outcome, State
from recert.appeals.queries import matter_for_staff, may_decide
from recert.lib.refusals import Refusal, Refused, refuse_all
from recert.people.models import Person


@transaction.atomic
def decide(
    *, by: Person, at: datetime, body_slug: str, public_id: str, outcome: str, reason: str
) -> Matter:
    """Decide what one was asked to decide, with a reason; the sender is told.

    Where the decision that was appealed does not stand, it is opened again in its own room,
    for others to decide: nothing of it is edited here. The same decision again is the one made.
    """
    matter = matter_for_staff(by, body_slug, public_id)
    if matter.state == State.DECIDED and (matter.decided_by_id, matter.outcome) == (by.pk, outcome):
        return matter
    if matter.assigned_to_id != by.pk or by not in may_decide(matter):
        raise Refused(_("Only whoever it is assigned to decides it, and nobody who took part."))
    refuse_all(_refusals(matter, outcome, reason))
    move(
        matter,
        (State.ASSIGNED,),
        State.DECIDED,
        outcome=outcome,
        reason=reason.strip(),
        decided_by=by,
        closed_at=at,
    )
    journal(at, by, "decided", matter, {"outcome": outcome, "against": matter.against})
    if matter.against and outcome in REOPENS:
        reopen_decision(by=by, at=at, matter=matter)
    tell_sender(at, matter, "appeal-decided", lambda: _outcome_letter(matter), "decided")
    return matter


def _refusals(matter: Matter, outcome: str, reason: str) -> Iterator[Refusal]:
    if outcome not in OUTCOMES[matter.kind]:
        yield Refusal(_("Choose one of the outcomes offered."), "outcome")
    if not reason.strip():
        yield Refusal(_("Give the reason. It goes to whoever sent this."), "reason")


def _outcome_letter(matter: Matter) -> tuple[str, str]:
    is_appeal = matter.kind == Kind.APPEAL
    parts = [f"{Outcome(matter.outcome).label}.", matter.reason]
    if matter.outcome in REOPENS:
        parts.append(_opened_again(matter))
    subject = _("Your appeal was decided") if is_appeal else _("Your complaint was decided")
    return subject, "\n\n".join(str(part) for part in parts)


def _opened_again(matter: Matter) -> str:
    if matter.against.startswith("ruling:"):
        return _("What was decided against you has ended today.")
    return _("It is open again. Somebody who did not decide it before decides it now.")
