"""Events: what the processor tells us, kept first and worked off exactly once.

A message may come twice, late, or before the one it follows. So it is stored as it came
(less what is about a person), and worked off in one transaction that also notes that it is
done: whoever is killed in the middle leaves it waiting, and the worker takes it up again.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import OperationalError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from recert.lib.refusals import Refused
from recert.payments.actions.matching import HANDLERS, Finding, NotYet
from recert.payments.actions.telling import tell_cashiers
from recert.payments.models import Event, Outcome, Seller, of_till, sold_by
from recert.payments.queries import event_for_staff
from recert.people.models import Person

log = logging.getLogger(__name__)

AGAIN_AFTER = timedelta(minutes=5)
"""So long an event that could not be worked off rests."""

WAIT_FOR = timedelta(days=3)
"""So long the processor repeats what we did not take; what is missing then will not come."""

_KEPT = frozenset(
    (
        *("id", "object", "created", "currency", "metadata", "mode", "reason", "status"),
        *("amount", "amount_total", "amount_received", "amount_refunded"),
        *("charge", "client_reference_id", "latest_charge", "payment_intent", "payment_status"),
        *("evidence_details", "due_by", "failure_reason"),
    )
)
"""The keys that are kept of what a message speaks of: none of them is about a person."""

_OUR_NAMES = frozenset({"invoice", "checkout", "refund"})


def keep_event(
    *, at: datetime, seller: Seller, payload: bytes, content: Mapping[str, Any]
) -> Event:
    """Store a verified message before anything is done about it; the same id is the same.

    Raises `KeyError` or `TypeError` for what is no event of the processor's.
    """
    told = content["data"]["object"]
    event, _is_new = Event.objects.get_or_create(
        **sold_by(seller),
        event_id=str(content["id"]),
        defaults={
            "kind": str(content["type"]),
            "charge": _charge(told),
            "content": _without_persons(told),
            "sha256": sha256(payload).hexdigest(),
            "made_at": datetime.fromtimestamp(int(content["created"]), UTC),
            "received_at": at,
        },
    )
    return event


def _charge(told: Mapping[str, Any]) -> str:
    """The payment a message speaks of, by the processor's name for it."""
    name = told.get("id") if told.get("object") == "payment_intent" else told.get("payment_intent")
    return name if isinstance(name, str) else ""


def _without_persons(told: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key in sorted(_KEPT & told.keys()):
        value = told[key]
        if key == "metadata":
            found[key] = {name: str(value[name]) for name in _OUR_NAMES & (value or {}).keys()}
        elif isinstance(value, Mapping):
            found[key] = _without_persons(value)
        elif value is None or isinstance(value, str | int | bool):
            found[key] = value
    return found


def work_off(*, at: datetime, event: Event) -> Event:
    """Do what an event asks for, once; what fails waits for the next round, with its reason.

    Whatever waited for this payment is worked off after it.
    """
    try:
        _work_off(at, event.pk)
    except NotYet as reason:
        _note_problem(at, event, str(reason))
    except OperationalError:
        raise  # the database does not answer; there is nothing to note it in
    except Exception as error:  # whatever it is, the others must not wait for it
        log.exception("event %s could not be worked off", event.event_id)
        _note_problem(at, event, type(error).__name__)
    event.refresh_from_db()
    if event.outcome == Outcome.DONE and event.charge:
        _work_off_followers(at, event)
    return event


@transaction.atomic
def _work_off(at: datetime, pk: int) -> None:
    event = (
        Event.objects.select_for_update(of=("self",)).select_related("body", "provider").get(pk=pk)
    )
    if event.outcome != Outcome.WAITING:
        return
    handle = HANDLERS.get(event.kind)
    found = handle(event, at) if handle else Finding(Outcome.IGNORED)
    Event.objects.filter(pk=pk).update(
        outcome=found.outcome,
        problem=found.problem,
        cents=found.cents,
        currency=found.currency,
        tried_at=at,
        attempts=F("attempts") + 1,
    )
    if found.outcome is Outcome.UNMATCHED:
        tell_cashiers(at, event.seller, f"unmatched:{event.event_id}")


def _note_problem(at: datetime, event: Event, problem: str) -> None:
    too_late = at - event.received_at > WAIT_FOR
    Event.objects.filter(pk=event.pk, outcome=Outcome.WAITING).update(
        tried_at=at,
        attempts=F("attempts") + 1,
        problem=problem,
        **({"outcome": Outcome.IGNORED} if too_late else {}),
    )


def _work_off_followers(at: datetime, event: Event) -> None:
    waiting = Event.objects.filter(
        of_till(event.seller), charge=event.charge, outcome=Outcome.WAITING
    ).exclude(pk=event.pk)
    for each in waiting.order_by("made_at", "id")[:20]:
        try:
            _work_off(at, each.pk)
        except NotYet as reason:
            _note_problem(at, each, str(reason))


def work_off_waiting(*, at: datetime, most: int = 50) -> int:
    """Work off what was stored and not done, or could not be done yet. How many were tried."""
    waiting = Event.objects.filter(
        Q(tried_at=None) | Q(tried_at__lt=at - AGAIN_AFTER), outcome=Outcome.WAITING
    )
    found = list(waiting.order_by("made_at", "id")[:most])
    for each in found:
        work_off(at=at, event=each)
    return len(found)


@transaction.atomic
def settle_event(
    *,
    by: Person,
    at: datetime,
    event_id: str,
    how: str,
    body_slug: str = "",
    provider_slug: str = "",
) -> Event:
    """Finance has seen to money that fits no bill, and says how."""
    event = event_for_staff(by, body_slug, event_id, provider_slug=provider_slug)
    if not how.strip():
        raise Refused(_("Say what you did about it, such as: refunded at Stripe."), "how")
    Event.objects.filter(pk=event.pk, outcome=Outcome.UNMATCHED, settled_at=None).update(
        settled_at=at, settled_by=by, settled_how=how.strip()
    )
    event.refresh_from_db()
    return event
