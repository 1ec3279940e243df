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
from recert.completions.signed import signing_key
from recert.lib.refusals import Refused
from recert.people.actions import appoint, register_body, register_person
from recert.people.models import RETENTION_YEARS, Body, Person, Role
from recert.people.queries import bodies
from recert.rulebooks.actions import publish_edition
from recert.rules.reading import read_rulebook
from recert.rules.reading.problems import nearest
from recert.rules.rulebook import Rulebook

ABOUT_YOU = {
    "email": "Your e-mail",
    "name": "Your name",
    "body": "Short name of the body, such as acsm",
}
ABOUT_THE_BODY = {
    "body_name": "The body's name in full",
    "zone": "Time zone of its deadlines, such as America/New_York",
    "currency": "Currency of its fees, such as USD",
}
ANSWERS = {
    "email": "email",
    "name": "name",
    "password": "password",
    "slug": "body",
    "zone": "zone",
    "currency": "currency",
}
"""Which answer a refused field came from."""


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
        type=_years,
        metavar="YEARS",
        default=RETENTION_YEARS,
        help="for which it keeps decisions about people who have left (%(default)s)",
    )
    parser.set_defaults(password=None)


def _years(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) < 100):
        raise argparse.ArgumentTypeError("write a number of years from 1 to 99")
    return int(text)


def run(args: argparse.Namespace) -> int:
    """Migrate, ask, then make everything in one transaction or nothing."""
    upgrade()
    if bodies().exists():
        print(
            "There is a body here already. Open another with its rulebook: "
            "recert publish FOLDER --owner EMAIL",
            file=sys.stderr,
        )
        return 1
    try:
        person, body, editions = _ask_and_set_up(args)
    except Refused as refused:
        print("\n".join(refused.sentences), file=sys.stderr)
        return 1
    print(f"{person.name} owns {body.name}; {editions} editions of its rulebook are published.")
    if not editions:
        print("Write its rulebook (docs/rulebook-format.md), then: recert publish FOLDER")
    print(f"Sign in at {settings.SITE_URL} as {person.email}.")
    return 0


def _ask_and_set_up(args: argparse.Namespace) -> tuple[Person, Body, int]:
    """Whoever is there to be asked is asked again for what was wrong, and for nothing else."""
    while True:
        try:
            _complete(args)
            return _set_up(args, at=clock.now())
        except Refused as refused:
            wrong = {ANSWERS[each.field] for each in refused.refusals if each.field in ANSWERS}
            if not wrong or not sys.stdin.isatty():
                raise
            print("\n".join(refused.sentences), file=sys.stderr)
            for name in wrong:
                setattr(args, name, None)


def _complete(args: argparse.Namespace) -> None:
    """Fill in what was not given: from the rulebook that ships, else by asking."""
    _fill(args, ABOUT_YOU)
    if shipped := _shipped(args.body):
        args.body_name = args.body_name or shipped.name
        args.zone = args.zone or shipped.zone
        args.currency = args.currency or shipped.currency
    _fill(args, ABOUT_THE_BODY, _unknown(args.body or ""))
    if args.password is None:
        args.password = _password(args)


def _unknown(slug: str) -> str:
    """A body no rulebook ships for may well be new; a near name may be a slip."""
    shipping = _shipping()
    near = nearest(slug, shipping)
    hint = f' Did you mean "{near}"?' if near else ""
    return f"No rulebook ships for {slug}.{hint} docs/coverage.md lists all {len(shipping)}."


def _fill(args: argparse.Namespace, questions: dict[str, str], why: str = "") -> None:
    missing = [name for name in questions if not (getattr(args, name) or "").strip()]
    if not missing:
        return
    if not sys.stdin.isatty():
        options = ", ".join(f"--{name.replace('_', '-')}" for name in missing)
        raise Refused(f"{why} Give {options}: nobody is there to be asked.".strip())
    if why:
        print(why)
    for name in missing:
        setattr(args, name, input(f"{questions[name]}: ").strip())


def _password(args: argparse.Namespace) -> str:
    if args.password_stdin:
        return sys.stdin.readline().rstrip("\n")
    if not sys.stdin.isatty():
        raise Refused("Give --password-stdin: nobody is there to be asked.")
    password = getpass.getpass("Your password: ")
    while getpass.getpass("Once more: ") != password:
        password = getpass.getpass("The two differ. Your password again: ")
    return password


@transaction.atomic
def _set_up(args: argparse.Namespace, *, at: datetime) -> tuple[Person, Body, int]:
    person = register_person(
        email=args.email, name=args.name, password=args.password, by=None, at=at
    )
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
    signing_key(at=at)
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


def _shipping() -> list[str]:
    """The bodies whose rulebooks ship with recert."""
    return sorted(folder.name for folder in Path(settings.RULEBOOKS).glob("*/"))


def _editions(slug: str) -> list[Path]:
    """The files of a body's rulebook that ship with recert, oldest first."""
    if slug not in _shipping():
        return []
    folder: Path = settings.RULEBOOKS / slug
    return sorted(file for file in folder.glob("*.yaml") if not file.match("*.cases.yaml"))


def _shipped(slug: str) -> Rulebook | None:
    """The newest edition that ships for this body, if any does."""
    files = _editions(slug)
    if not files:
        return None
    return read_rulebook(files[-1].read_text(encoding="utf-8"), name=files[-1].name)[0]
