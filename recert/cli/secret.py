"""`recert secret`: a key nobody can guess."""

from __future__ import annotations

import argparse
import secrets
from typing import Any


def add_parser(subparsers: Any) -> None:
    """Add the command; it takes nothing."""
    subparsers.add_parser("secret", description="Print a new SECRET_KEY.")


def run(args: argparse.Namespace) -> int:
    """Print 64 random bytes as text."""
    print(secrets.token_urlsafe(64))
    return 0
