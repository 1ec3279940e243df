"""An installation as in production, in a folder that is thrown away: database, pages, worker."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path
from threading import Event, Thread

from tests.postgres import temporary_postgres

ROOT = Path(__file__).resolve().parents[2]
SITE = "https://recert.example.org"
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Installation:
    """Where it is: its environment, and the file its processes write their log to."""

    environment: dict[str, str]
    log: Path

    def run(self, *command: str) -> str:
        """Run a module to its end; returns what it printed, the errors only if it fails."""
        done = subprocess.run(
            [sys.executable, "-m", *command],
            env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode > 1:
            raise RuntimeError(done.stdout + done.stderr)
        if done.returncode == 1 and not done.stdout.strip():
            raise RuntimeError(done.stderr)
        return done.stdout

    @contextmanager
    def running(self, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
        """Run `recert` with these arguments until the end of the block."""
        with self.log.open("ab") as log, subprocess.Popen(
            [sys.executable, "-m", "recert.cli", *arguments],
            env=self.environment, cwd=ROOT, stdout=log, stderr=log,
        ) as process:  # fmt: skip
            try:
                yield process
                if process.poll() is not None:
                    log.write(f"ERROR: {arguments[0]} ended by itself\n".encode())
            finally:
                process.terminate()
                try:
                    process.wait(20)
                except subprocess.TimeoutExpired:
                    log.write(f"ERROR: {arguments[0]} did not end when asked to\n".encode())
                    process.kill()


@contextmanager
def installation(database: str, folder: Path, mail_port: int) -> Iterator[Installation]:
    """An empty one, on `sqlite` or `postgres`, that writes to disk as in earnest."""
    with ExitStack() as stack:
        url = f"sqlite:///{folder}/recert.sqlite3"
        if database == "postgres":
            url = stack.enter_context(temporary_postgres(keeps=True))
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        found = Installation(
            {
                **kept,
                "DATABASE_URL": url,
                "RECERT_PROFILE": "production",
                "RECERT_VAULT": str(folder / "vault"),
                "RECERT_STATIC": str(folder / "static"),
                "RECERT_TRUSTED_PROXIES": "1",
                "RECERT_STAFF_SECOND_FACTOR": "optional",  # a code from an app each is not measured
                "SECRET_KEY": secrets.token_urlsafe(64),
                "SITE_URL": SITE,
                "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
                "EMAIL_FROM": "recert@example.org",
                "DJANGO_SETTINGS_MODULE": "recert.web.settings",
            },
            folder / "log",
        )
        found.run("recert.cli", "upgrade")
        yield found


def free_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def wait_for(port: int, seconds: float = 60.0) -> None:
    """Until the pages answer."""
    headers = {"Host": SITE.partition("://")[2], "X-Forwarded-Proto": "https"}
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", "/account/login/", headers=headers)
            status = connection.getresponse().status
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            if status != HTTPStatus.OK:
                raise RuntimeError(f"the first page asked for is answered with {status}")
            return
        finally:
            connection.close()
    raise TimeoutError(f"nobody listens on {port}")


# ---------------------------------------------------------------- what it costs


@dataclass
class Cost:
    """What a process and those it started took: memory at most, seconds of all cores."""

    peak_mb: float = 0.0
    seconds: float = 0.0
    _stop: Event = field(default_factory=Event)


@contextmanager
def costing(process: subprocess.Popen[bytes]) -> Iterator[Cost]:
    """Look every two seconds while the block runs."""
    cost = Cost()

    def watch() -> None:
        while not cost._stop.wait(2):
            _look(process.pid, cost)

    thread = Thread(target=watch, daemon=True)
    thread.start()
    yield cost
    _look(process.pid, cost)
    cost._stop.set()
    thread.join()


def _look(pid: int, cost: Cost) -> None:
    family = [pid, *_children(pid)]
    cost.peak_mb = max(cost.peak_mb, sum(map(_private_kb, family)) / 1024)
    cost.seconds = sum(map(_seconds, family))


def _children(pid: int) -> list[int]:
    try:
        return [int(each) for each in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _private_kb(pid: int) -> int:
    """Its proportional share of memory, in kB."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def _seconds(pid: int) -> float:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return 0.0
    parts = text.rpartition(")")[2].split()
    return (int(parts[11]) + int(parts[12])) / TICKS
