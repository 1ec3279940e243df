"""The journal in words: what happened to something, oldest first, for the history on a page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.journal.models import Line
from recert.payments.actions import show_cents
from recert.people.queries import names_of

PAYMENTS: dict[str, Promise] = {
    "payments.fee-counts-again": lazy("What was paid counts again: it was opened after an appeal"),
    "payments.invoice-issued": lazy("A bill over %(cents)s went out"),
    "payments.announced": lazy("%(who)s said that the money is on its way"),
    "payments.received": lazy("%(who)s recorded a payment of %(cents)s"),
    "payments.invoice-cancelled": lazy("%(who)s cancelled the invoice"),
    "payments.refunded": lazy("%(who)s refunded %(cents)s"),
    "payments.checkout-opened": lazy("%(who)s opened the page to pay by card"),
    "payments.moved": lazy("%(who)s moved %(cents)s to another bill"),
    "payments.refund-failed": lazy("A refund did not go through"),
    "payments.refund-to-decide": lazy("What it was for will not happen: finance decides"),
    "payments.fee-kept": lazy("%(who)s kept what was paid"),
    "payments.disputed": lazy("The card’s holder contests %(cents)s at their bank"),
    "payments.part-missed": lazy("A part was not paid in time"),
}
"""A sentence for every line that the history of a bill may hold."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, and when."""

    at: datetime
    says: str


@dataclass(frozen=True, slots=True)
class Story:
    """What happened, oldest first, and the place whose times it is told in."""

    events: tuple[Event, ...]
    place: str


BY_STRANGERS = frozenset({"appeals.sent"})
"""What nobody signed in may do as well, and the system never does."""


def story_of(
    zone: str,
    lines: Iterable[Line],
    told: Mapping[str, Promise] = PAYMENTS,
    words: Callable[[Line], dict[str, str]] = lambda _line: {},
) -> Story:
    """What happened in a zone, with the names of those who did it, in one query.

    `told` has a sentence for every kind of line that counts; `words` fills in what it needs
    beside who did it and how much it was about.
    """
    known = sorted(
        (line for line in lines if line.code in told), key=lambda line: (line.at, line.pk)
    )
    names = names_of(line.actor_id for line in known if line.actor_id)
    return Story(
        events=tuple(
            Event(line.at, str(told[line.code]) % {**words(line), **_who_and_how_much(line, names)})
            for line in known
        ),
        place=zone.rpartition("/")[2].replace("_", " "),
    )


def _who_and_how_much(line: Line, names: dict[str, str]) -> dict[str, str]:
    who = _("Somebody without an account") if line.code in BY_STRANGERS else _("The system")
    if line.actor_id:
        who = names.get(line.actor_id, _("Somebody who has left"))
    return {"who": who, "cents": show_cents(line.detail.get("cents") or 0)}
