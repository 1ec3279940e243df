"""Words for audit draws: how far, of whom, when, why."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from recert.audits.framing import Chosen, From, Word
from recert.audits.models import Draw, DrawState, Moment
from recert.rules.rulebook import Failing
from recert.rules.sampling.drawing import CERTAIN, RANDOM

Worded = tuple[str, Promise]
"""A tone and a word."""

DRAWS: dict[DrawState, Worded] = {
    DrawState.PREPARED: ("quiet", lazy("Being prepared")),
    DrawState.FROZEN: ("wait", lazy("List frozen")),
    DrawState.RUNNING: ("note", lazy("Running")),
    DrawState.DRAWN: ("good", lazy("Drawn")),
    DrawState.CANCELLED: ("stop", lazy("Cancelled")),
}

WHY: dict[str, Promise] = {
    RANDOM: lazy("by lot"),
    CERTAIN: lazy("for certain: everybody left was drawn"),
    Word.FAILED: lazy("failed an audit before"),
    Word.LATE: lazy("applied late"),
    Word.CONDITIONAL: lazy("renewed on a condition"),
    Word.AUDITED: lazy("audited lately"),
    Word.OPEN: lazy("under audit already"),
}
"""Why somebody was drawn, taken for certain, or left out."""

FROM: dict[From, Promise] = {
    From.APPROVED: lazy("Applications that were approved"),
    From.WAITING: lazy("Applications that wait for a decision"),
    From.HOLDERS: lazy("Whoever holds a certification"),
}

MOMENTS: dict[Moment, Promise] = {
    Moment.AT_ONCE: lazy("All at once, from a frozen list"),
    Moment.FILING: lazy("Each when the application is sent"),
    Moment.PAYMENT: lazy("Each when the fee is paid"),
}

FAILING: dict[Failing, Promise] = {
    Failing.INACTIVE: lazy("Inactive until it is put right"),
    Failing.SUSPENDED: lazy("Suspended"),
    Failing.NOT_RENEWED: lazy("The application that waits is refused"),
    Failing.LAPSED: lazy("The certification is withdrawn"),
}


def draw_state(draw: Draw) -> Worded:
    """How far a draw is: one that is announced is no longer only being prepared."""
    if draw.state == DrawState.PREPARED and draw.is_public:
        return ("wait", lazy("Announced"))
    return DRAWS[DrawState(draw.state)]


def taken_words(chosen: Chosen) -> list[Promise]:
    """Whom a draw audits for certain, in words."""
    asked = (
        (Word.FAILED, chosen.take_failed),
        (Word.LATE, chosen.take_late),
        (Word.CONDITIONAL, chosen.take_conditional),
    )
    return [WHY[word] for word, is_taken in asked if is_taken]
