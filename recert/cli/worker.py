"""`recert worker`: what happens without anybody asking."""

from __future__ import annotations

import argparse
import logging
import signal
from datetime import timedelta
from smtplib import SMTPException
from threading import Event
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import OperationalError, close_old_connections, connections

from recert.audits.actions import advance_audits, remind_audits
from recert.catalogue.actions import (
    forget_papers,
    forget_provider_invitations,
    remind_of_approvals,
)
from recert.catalogue.laying import lay_out
from recert.catalogue.likeness import liken
from recert.cli import clock
from recert.cli.bounces import read_bounces
from recert.cli.completing import see_to_completions, tidy_completions
from recert.cli.stopping import ending_on
from recert.enquiries.actions import forget_old_enquiries
from recert.enrolments.actions import (
    close_held_classes,
    forget_old_places,
    give_places_on,
    remind_of_classes,
)
from recert.notices.actions import claim_due, hand_back, mark_failed, mark_sent, reclaim_stuck
from recert.notices.models import Notice
from recert.payments.actions import (
    close_checkouts,
    end_past_offers,
    learn_fees,
    send_refunds,
    watch_parts,
    work_off_waiting,
)
from recert.people.actions import forget_invitations
from recert.people.posting import message_of
from recert.register.bulk import advance_bulk_act, waiting_bulk_acts
from recert.register.importing.acts import forget_imports
from recert.register.importing.running import advance_imports, give_up_import
from recert.renewals.actions import remind_due, settle_lost_petitions
from recert.renewals.actions.excusing import settle_unanswered
from recert.renewals.retention import forget_decided
from recert.reporting.digesting import send_digests
from recert.reporting.forecasting import refresh_forecasts
from recert.reporting.foretelling import advance_forecasts, give_up_forecast
from recert.standing.trying import advance_what_ifs, give_up_what_if

AT_ONCE = 50
"""So many letters go through one connection to the mail server."""

TIDY_EVERY = timedelta(hours=1)
"""Reminders go by days; looking more often would only weigh everybody more often."""

log = logging.getLogger(__name__)


def add_parser(subparsers: Any) -> None:
    """Add the command and how often it looks."""
    parser = subparsers.add_parser(
        "worker",
        description="Send queued notices, queue reminders, try drafts of policy, until stopped.",
    )
    parser.add_argument("--once", action="store_true", help="do what is due now, then stop")
    parser.add_argument(
        "--every", type=int, default=10, metavar="SECONDS", help="pause (%(default)s)"
    )


def run(args: argparse.Namespace) -> int:
    """Work through what is due, pause, and again; a signal ends it within the step it is at."""
    if args.once:
        tidy()
        read_bounces(settings.BOUNCES_URL)
        see_to_cards()
        see_to_audits()
        lay_out_courses(Event())
        work_off_bulk_acts(Event())
        enter_imports(Event())
        see_to_completions(Event())
        sent, failed = work()
        judge_what_ifs(Event())
        reckon_forecasts(Event())
        print(f"{sent} sent, {failed} failed.")
        return 0
    stop = Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    tidy_at = clock.now()
    while not stop.is_set():
        try:
            _round(stop)
            if clock.now() >= tidy_at:
                with ending_on(stop):
                    tidy()
                read_bounces(settings.BOUNCES_URL)
                tidy_at = clock.now() + TIDY_EVERY
        except OperationalError:
            log.exception("the database did not answer; trying again")
        close_old_connections()
        stop.wait(args.every)
    return 0


def _round(stop: Event) -> None:
    """What is due within the minute. Letters and cards end their step, all else is left at once."""
    see_to_cards()
    with ending_on(stop):
        see_to_audits()
        see_to_places()
        lay_out_courses(stop)
    work(stop)
    with ending_on(stop):
        work_off_bulk_acts(stop)
        enter_imports(stop)
        see_to_completions(stop)
        judge_what_ifs(stop)
        reckon_forecasts(stop)


def tidy() -> None:
    """Queue what goes by days, forget what was kept long enough."""
    remind_due(at=clock.now())
    remind_audits(at=clock.now())
    remind_of_approvals(at=clock.now())
    remind_of_classes(at=clock.now())
    close_held_classes(at=clock.now())
    forget_old_places(at=clock.now())
    watch_parts(at=clock.now())
    settle_lost_petitions(at=clock.now())
    settle_unanswered(at=clock.now())
    end_past_offers(at=clock.now())
    learn_fees(at=clock.now())
    send_digests(at=clock.now())
    refresh_forecasts(at=clock.now())
    forget_decided(at=clock.now())
    forget_old_enquiries(at=clock.now())
    forget_invitations(at=clock.now())
    forget_provider_invitations(at=clock.now())
    forget_papers(at=clock.now())
    forget_imports(at=clock.now())
    tidy_completions()
    SessionStore.clear_expired()
    keep_plans_good()


def keep_plans_good() -> None:
    """Let SQLite count what its tables hold; PostgreSQL does so itself.

    Without it a page that counts by an index goes through a whole register. A sample of each
    index is read, so this takes moments however much there is.
    """
    database = connections["default"]
    if database.vendor == "sqlite":
        with database.cursor() as cursor:
            cursor.execute("PRAGMA analysis_limit = 1000")
            cursor.execute("ANALYZE")


def see_to_cards() -> None:
    """What cards left to do: messages not worked off, money to send back, pages to close."""
    work_off_waiting(at=clock.now())
    send_refunds(at=clock.now())
    close_checkouts()


def see_to_audits() -> None:
    """Look at applications that wait for a draw, open the cases of the drawn; others go on."""
    try:
        advance_audits(at=clock.now())
    except OperationalError:
        raise
    except Exception:
        log.exception("an audit could not be opened; it is tried again")


def see_to_places() -> None:
    """Give on what was neither paid nor taken, and offer what is free; others go on."""
    try:
        give_places_on(at=clock.now())
    except OperationalError:
        raise
    except Exception:
        log.exception("places in classes could not be given on; it is tried again")


def lay_out_courses(stop: Event) -> None:
    """Put what changed in the catalogue, or is a day old, as people look for it."""
    try:
        while not stop.is_set() and lay_out(on=clock.now().date()):
            pass
        liken()
    except OperationalError:
        raise
    except Exception:
        log.exception("courses could not be laid out; it is tried again")


def work_off_bulk_acts(stop: Event) -> None:
    """Go on with acts about many; one that fails stays where it stood; the next has its turn."""
    for act in waiting_bulk_acts():
        try:
            while not stop.is_set() and advance_bulk_act(act, at=clock.now()):
                pass
        except OperationalError:
            raise
        except Exception:
            log.exception("bulk act %s could not go on; it is tried again later", act.public_id)


def enter_imports(stop: Event) -> None:
    """Enter the rows of lists that staff let run; one that fails is stopped where it stands."""
    try:
        while not stop.is_set() and advance_imports(at=clock.now()):
            pass
    except OperationalError:
        raise
    except Exception:
        log.exception("an import could not go on; it is stopped")
        give_up_import(at=clock.now())


def judge_what_ifs(stop: Event) -> None:
    """Try drafts of policy on the register until nothing waits; one that fails is given up."""
    try:
        while not stop.is_set() and advance_what_ifs(at=clock.now()):
            pass
    except OperationalError:
        raise
    except Exception:
        log.exception("a what-if could not be judged; it is given up")
        give_up_what_if(at=clock.now())


def reckon_forecasts(stop: Event) -> None:
    """Reckon what comes at each body until nothing waits; one that fails is given up."""
    try:
        while not stop.is_set() and advance_forecasts(at=clock.now()):
            pass
    except OperationalError:
        raise
    except Exception:
        log.exception("a forecast could not be reckoned; it is given up")
        give_up_forecast(at=clock.now())


def work(stop: Event | None = None) -> tuple[int, int]:
    """Take back what got stuck, then send. Returns how many went and how many not.

    Another worker may run beside this one: each notice is claimed by one of them. Once `stop`
    is set, the letter being sent is the last; what was claimed with it is queued again.
    """
    reclaimed = reclaim_stuck(at=clock.now())
    if reclaimed:
        log.warning("%d notices had been left half-sent and are tried again", reclaimed)
    return _send_due(stop or Event())


def _send_due(stop: Event) -> tuple[int, int]:
    sent = failed = 0
    while not stop.is_set() and (notices := claim_due(at=clock.now(), most=AT_ONCE)):
        connection = get_connection(fail_silently=False)
        while notices and not stop.is_set():
            if _send(notices.pop(0), connection):
                sent += 1
            else:
                failed += 1
        connection.close()
        hand_back(notices=notices)
    return sent, failed


def _send(notice: Notice, connection: BaseEmailBackend) -> bool:
    """Hand one letter to the mail server, and note what it said."""
    try:
        letter = message_of(notice)
        letter.connection = connection
        letter.send()
    except (SMTPException, OSError, ValueError) as error:
        # What the server said names the recipient: that stays with the notice, out of the log.
        # A `ValueError` is a letter that cannot be written; it must not stop the others.
        log.warning("notice %s was not sent: %s", notice.public_id, type(error).__name__)
        mark_failed(notice=notice, at=clock.now(), problem=str(error))
        return False
    mark_sent(notice=notice, at=clock.now())
    return True
