"""The `recert` command: finds the command asked for and runs it.

A command is a module of this package with `add_parser(subparsers)` and
`run(args) -> int`, named in `COMMANDS`. Only the module asked for is imported, and only
after Django is ready, because the rooms' models can be imported no earlier. So
`recert secret` works while the environment is still wrong.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, ProgrammingError

COMMANDS = {
    "standing": "say where a person's certifications stand, and why",
    "rulebooks": "check rulebooks and their cases",
    "judge": "judge everybody in a file or on a register",
    "whatif": "say what another policy would change, for whom",
    "catalogue": "bring in a provider's course list",
    "source": "give a learning system or another machine of a provider a key",
    "completions": "check signed completions, and keep their keys",
    "secret": "print a new SECRET_KEY",
    "init": "set up an empty installation: its owner and its first body",
    "audits": "check a published draw, from its record alone",
    "publish": "publish a body's rulebook, once all its cases hold",
    "upgrade": "bring database and static files to this version",
    "serve": "serve the pages",
    "worker": "send what is queued and remind of what is due",
    "doctor": "look for trouble and say how to mend it",
    "backup": "write everything into one file",
    "restore": "read a backup into an empty installation",
    "demo": "fill a sandbox with invented people",
}

WITHOUT_RECORD = frozenset({"audits", "rulebooks", "secret", "serve"})
"""These touch no room and say nothing in the reader's language, and so need no Django set up."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. 0 is success, 1 a refusal told in words, 2 a wrong call."""
    os.umask(0o077)  # database, evidence and backups are for our own user's eyes only
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    asked = arguments[0] if arguments else ""
    try:
        module = _module(asked) if asked in COMMANDS else None
        args = _parser(asked, module).parse_args(arguments)
        return int(module.run(args)) if module else 2
    except ImproperlyConfigured as error:
        print(error, file=sys.stderr)
        return 2
    except (OperationalError, ProgrammingError) as error:
        print(f"The database did not answer as it should: {error}", file=sys.stderr)
        print(_where_to_look(), file=sys.stderr)
        return 1
    except (KeyboardInterrupt, EOFError):  # Ctrl-C, or Ctrl-D at a question
        return 130


def _where_to_look() -> str:
    database = settings.DATABASES["default"]
    name = Path(database["NAME"])
    if "sqlite3" in database["ENGINE"] and not os.access(name.parent, os.W_OK):
        return (
            f"It is to be {name}, in a folder that is missing or closed to you. Name another: "
            "DATABASE_URL=sqlite:////whole/path/recert.sqlite3 and RECERT_VAULT=/whole/path/vault"
        )
    return "Has `recert upgrade` been run? `recert doctor` looks further."


def _module(name: str) -> ModuleType:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recert.web.settings")
    if name not in WITHOUT_RECORD:
        django.setup()
    return importlib.import_module(f"recert.cli.{name}")


def _parser(asked: str, module: ModuleType | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="recert", description="Continuing education and recertification, self-hosted."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for name, purpose in COMMANDS.items():
        if name == asked and module:
            module.add_parser(commands)
        else:
            commands.add_parser(name, help=purpose)
    return parser
