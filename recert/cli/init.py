"""`recert init`: an empty installation gets its first person and its first body."""

from __future__ import annotations

import argparse
import getpass
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from recert.cli import clock
from recert.cli.upgrade import upgrade
from recert.lib.refusals import Refused
from recert.people.actions import appoint, register_body, register_person
from recert.people.models import RETENTION_YEARS, Body, Person, Role
from recert.people.queries import bodies
from recert.rulebooks.actions import publish_edition
from recert.rules.reading import read_rulebook
from recert.rules.rulebook import Rulebook


def add_parser(subparsers: Any) -> None:
    """Add the command and the answers that can be given beforehand."""
    parser = subparsers.add_parser(
        "init",
        description="Set up an empty installation. What is not given is asked for.",
    )
    parser.add_argument("--email", help="of the first person, who owns the body")
    parser.add_argument("--name", help="of the first person")
    parser.add_argument(
        "--password-stdin", action="store_true", help="read the password from standard input"
    )
    parser.add_argument("--body", metavar="SLUG", help="short name of the first body: acsm")
    parser.add_argument("--body-name", help="its name in full")
    parser.add_argument("--zone", help="the time zone of its deadlines: America/New_York")
    parser.add_argument("--currency", help="of its fees: USD")
    parser.add_argument(
        "--retention-years",
        type=int,
        choices=range(1, 100),
        metavar="YEARS",
        default=RETENTION_YEARS,
        help="for which it keeps decisions about people who have left (%(default)s)",
    )


def run(args: argparse.Namespace) -> int:
    """Migrate, ask, then make everything in one transaction or nothing."""
    upgrade()
    if bodies().exists():
        print("There is a body here already. Add more on its staff's pages.", file=sys.stderr)
        return 1
    shipped = _shipped(args.body or "")
    try:
        _complete(args, shipped)
        password = _password(args)
        person, body, editions = _set_up(args, password, at=clock.now())
    except Refused as refused:
        print("\n".join(refused.sentences), file=sys.stderr)
        return 1
    print(f"{person.name} owns {body.name}; {editions} editions of its rulebook are published.")
    print(f"Sign in at {settings.SITE_URL} as {person.email}.")
    return 0


def _complete(args: argparse.Namespace, shipped: Rulebook | None) -> None:
    """Fill in what was not given: from the rulebook that ships, else by asking."""
    args.email = args.email or _ask("Your e-mail", "--email")
    args.name = args.name or _ask("Your name", "--name")
    args.body = args.body or _ask("Short name of the body, such as acsm", "--body")
    shipped = shipped or _shipped(args.body)
    if shipped:
        args.body_name = args.body_name or shipped.name
        args.zone = args.zone or shipped.zone
        args.currency = args.currency or shipped.currency
    args.body_name = args.body_name or _ask("The body's name in full", "--body-name")
    args.zone = args.zone or _ask("Time zone of its deadlines", "--zone")
    args.currency = args.currency or _ask("Currency of its fees", "--currency")


def _ask(question: str, option: str) -> str:
    if not sys.stdin.isatty():
        raise Refused(f"Give {option}: nobody is there to be asked.")
    return input(f"{question}: ").strip()


def _password(args: argparse.Namespace) -> str:
    if args.password_stdin:
        return sys.stdin.readline().rstrip("\n")
    if not sys.stdin.isatty():
        raise Refused("Give --password-stdin: nobody is there to be asked.")
    password = getpass.getpass("Your password: ")
    if getpass.getpass("Once more: ") != password:
        raise Refused("The two passwords differ. Start again.")
    return password


@transaction.atomic
def _set_up(args: argparse.Namespace, password: str, *, at: datetime) -> tuple[Person, Body, int]:
    person = register_person(email=args.email, name=args.name, password=password, by=None, at=at)
    body = register_body(
        slug=args.body,
        name=args.body_name,
        zone=args.zone,
        currency=args.currency,
        retention_years=args.retention_years,
        by=person,
        at=at,
    )
    appoint(person=person, body=body, role=Role.OWNER, by=None, at=at)
    files = _editions(body.slug)
    for file in files:
        cases = file.with_suffix(".cases.yaml")
        publish_edition(
            body=body,
            text=file.read_text(encoding="utf-8"),
            cases_text=cases.read_text(encoding="utf-8") if cases.exists() else "",
            name=file.name,
            by=person,
            at=at,
        )
    return person, body, len(files)


def _editions(slug: str) -> list[Path]:
    """The files of a body's rulebook that ship with recert, oldest first."""
    folder: Path = settings.RULEBOOKS / slug
    return sorted(file for file in folder.glob("*.yaml") if not file.match("*.cases.yaml"))


def _shipped(slug: str) -> Rulebook | None:
    """The newest edition that ships for this body, if any does."""
    files = _editions(slug) if slug else []
    if not files:
        return None
    return read_rulebook(files[-1].read_text(encoding="utf-8"), name=files[-1].name)[0]
