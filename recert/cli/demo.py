"""`recert demo`: a sandbox to look around in, with rulebooks and invented people."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from recert.cli import clock, demo_ada, demo_audit, demo_history, demo_queue, demo_teaching
from recert.cli.demo_people import PASSWORD, SHOWN, people
from recert.cli.upgrade import upgrade
from recert.notices.actions import keep_queued
from recert.people.queries import person_by_email
from recert.renewals.actions import remind_due
from recert.rulebooks.actions import load_folder


def add_parser(subparsers: Any) -> None:
    """Add the command; it takes nothing."""
    subparsers.add_parser(
        "demo", description="Fill a sandbox with rulebooks and invented people, once."
    )


def run(args: argparse.Namespace) -> int:
    """Prepare the sandbox and say who is in it."""
    if not settings.SANDBOX:
        print(
            "This is not a sandbox, and invented people do not belong among real ones. "
            "To look around, run bin/run in a checkout without RECERT_PROFILE.",
            file=sys.stderr,
        )
        return 1
    upgrade()
    load(at=clock.now())
    _introduce()
    return 0


@transaction.atomic
def load(*, at: datetime) -> None:
    """Publish the rulebooks that ship and tell the demo's stories, once."""
    load_folder(settings.RULEBOOKS, at=at)
    if person_by_email(SHOWN[0].email) is not None:
        return
    everybody = people(at)
    demo_ada.tell(settings.ROOT / "examples" / "ada.json", everybody, at)
    demo_queue.fill(everybody, at)
    hal = everybody["hal@example.org"]
    demo_history.dress(hal, at)
    demo_history.lapse(everybody["nina@example.org"], hal, at)
    demo_audit.hold(everybody, at)
    demo_history.bring_in(hal, at)
    demo_teaching.open_schools(everybody, at)
    remind_due(at=at)  # those of today, or the worker would print them all over the terminal
    keep_queued()


def _introduce() -> None:
    """Say who can be signed in as."""
    print(f"Sign in with the password “{PASSWORD}” as:")
    for each in SHOWN:
        print(f"  {each.email:<18} {each.name}, {each.sees}")
