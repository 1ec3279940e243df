"""Completing: what reports of completions left to do, done by the worker."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event

from django.db import OperationalError

from recert.cli import clock
from recert.completions.approved_later import credit_what_was_approved
from recert.completions.deliveries import forget_deliveries, work_off_deliveries
from recert.completions.enrolled import close_completed_places
from recert.completions.from_statements.taking import advance_statements
from recert.completions.hooks.sending import forget_postings, send_postings
from recert.completions.keeping import forget_unmatched
from recert.completions.matching import advance_matching
from recert.completions.recall_work import advance_recalls
from recert.completions.rosters.acts import forget_rosters
from recert.completions.rosters.running import advance_rosters, give_up_roster
from recert.completions.settling import remind_disputes
from recert.completions.telling import tell_waiting
from recert.statements.forgetting import forget_old

log = logging.getLogger(__name__)


def see_to_completions(stop: Event) -> None:
    """Post lists, carry recalls out, look for who waits, tell who has new credit, each in turn."""
    _post_rosters(stop)
    for what, advance in (
        ("a recall", lambda: advance_recalls(at=clock.now())),
        ("what systems told us", lambda: work_off_deliveries(at=clock.now())),
        ("what learning systems say", lambda: advance_statements(at=clock.now())),
        ("looking for who waits", lambda: advance_matching(at=clock.now())),
        ("telling of new credit", lambda: tell_waiting(at=clock.now())),
        ("telling systems", lambda: send_postings(at=clock.now(), true_time=clock.outside)),
    ):
        _go_on(what, advance, stop)


def tidy_completions() -> None:
    """Add what was approved later, remind of disputes, forget the names nobody was found for."""
    credit_what_was_approved(at=clock.now())
    remind_disputes(at=clock.now())
    close_completed_places(at=clock.now())
    forget_unmatched(at=clock.now())
    forget_old(at=clock.now())
    forget_rosters(at=clock.now())
    forget_deliveries(at=clock.now())
    forget_postings(at=clock.now())


def _post_rosters(stop: Event) -> None:
    """Try and post what providers uploaded; one that fails is stopped where it stands."""
    try:
        while not stop.is_set() and advance_rosters(
            at=clock.now(), goes_on=lambda: not stop.is_set()
        ):
            pass
    except OperationalError:
        raise
    except Exception:
        log.exception("a roster could not go on; it is stopped")
        give_up_roster(at=clock.now())


def _go_on(what: str, advance: Callable[[], int], stop: Event) -> None:
    """Go on until nothing is left; what fails stays where it stood and is tried again."""
    try:
        while not stop.is_set() and advance():
            pass
    except OperationalError:
        raise
    except Exception:
        log.exception("%s could not go on; it is tried again later", what)
