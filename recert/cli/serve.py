"""`recert serve`: the pages, by gunicorn."""

from __future__ import annotations

import argparse
import os
import socket
import sys
from typing import Any, NoReturn

from django.conf import settings


def add_parser(subparsers: Any) -> None:
    """Add the command and where it listens."""
    parser = subparsers.add_parser("serve", description="Serve the pages until stopped.")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port (%(default)s)")
    parser.add_argument("--socket", help="listen on this Unix socket instead")
    parser.add_argument(
        "--workers", type=int, default=1, help="processes (%(default)s); one a core when served"
    )
    parser.add_argument("--threads", type=int, default=4, help="threads each (%(default)s)")


def run(args: argparse.Namespace) -> int:
    """See that the port is free, and serve."""
    problem = None if args.socket else _cannot_listen(args.host, args.port)
    if problem is None:
        _become_gunicorn(args)
    print(
        f"Nothing is served: {args.host}:{args.port} cannot be listened on ({problem}). Stop what "
        "listens there, or take another port: recert serve --port 8001, or PORT=8001 bin/run",
        file=sys.stderr,
    )
    return 1


def _cannot_listen(host: str, port: int) -> str | None:
    """Try the port; gunicorn would try five times and then say less."""
    try:
        family = socket.getaddrinfo(host, port)[0][0]
        with socket.socket(family) as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind((host, port))
    except (OSError, OverflowError) as error:
        return str(error)
    return None


def _become_gunicorn(args: argparse.Namespace) -> NoReturn:
    """In our place, so that signals reach it and nothing stands between."""
    where = f"unix:{args.socket}" if args.socket else f"{args.host}:{args.port}"
    print(f"Serving {settings.SITE_URL} (Ctrl-C stops)", flush=True)
    if not os.access(".", os.X_OK):
        os.chdir(settings.ROOT)  # typed in somebody else's home: gunicorn would not start there
    os.execv(  # noqa: S606  # no shell, our own interpreter
        sys.executable,
        [
            sys.executable, "-m", "gunicorn", "recert.web.wsgi",
            "--bind", where,
            "--worker-class", "gthread",
            "--workers", str(args.workers),
            "--threads", str(args.threads),
            "--no-control-socket",
            "--log-level", "warning",
        ],
    )  # fmt: skip
