"""`recert upgrade`: bring an installation to the version that is checked out."""

from __future__ import annotations

import argparse
from typing import Any

from django.conf import settings
from django.core.management import call_command

from recert.cli.founding import found_empty_database


def add_parser(subparsers: Any) -> None:
    """Add the command; it takes nothing."""
    subparsers.add_parser(
        "upgrade",
        description="Migrate the database, and in production collect the static files. "
        "Does nothing where nothing has changed, so it may be run at every start.",
    )


def run(args: argparse.Namespace) -> int:
    """Upgrade, saying what is done."""
    upgrade(verbosity=1)
    return 0


def upgrade(*, verbosity: int = 0) -> None:
    """Migrate, make the cache's table, and collect static files where they are served from."""
    found_empty_database()
    call_command("migrate", interactive=False, verbosity=verbosity)
    call_command("createcachetable", verbosity=verbosity)
    if settings.IN_PRODUCTION:
        call_command("collectstatic", interactive=False, verbosity=verbosity)
