"""`recert demo`: a sandbox to look around in, with rulebooks and invented people."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from typing import Any

from django.conf import settings

from recert.cli import clock
from recert.cli.upgrade import upgrade
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
    return 0


def load(*, at: datetime) -> None:
    """Publish the rulebooks that ship; whatever is there already stays as it is."""
    load_folder(settings.RULEBOOKS, at=at)
