"""Completions by API: how many a second are taken, with an idempotency key on every request.

An installation as in production (gunicorn, its own database and cache), in a folder that is
thrown away; 20,000 learners with checked addresses, a course two bodies approved. Several callers
report at once, each with keys of its own, since one key may ask 1,200 times a minute. Every
completion is a new one and enters a transcript, but in the last row, where all comes again.

    python -m benchmarks.api
    DATABASE=postgres python -m benchmarks.api
"""

from __future__ import annotations

import itertools
import json
import os
import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from benchmarks.load.serving import costing, free_port, installation, wait_for

LEARNERS, KEYS, CALLERS = 20_000, 16, 4
AT = datetime(2026, 11, 21, 15, 0, tzinfo=UTC)
FIRST_DAY = date(2026, 1, 2)


def address_of(learner: int) -> str:
    """Where a learner is written to."""
    return f"learner{learner}@example.org"


def completions() -> Iterator[dict[str, Any]]:
    """One new completion after another: every learner on one day, then on the next."""
    for day in itertools.count():
        completed = (FIRST_DAY + timedelta(days=day)).isoformat()
        for learner in range(LEARNERS):
            person = {"email": address_of(learner)}
            yield {"course": "ML-101", "completed": completed, "person": person}


class Caller:
    """A connection that is kept open, and the keys it takes in turn."""

    def __init__(self, port: int, tokens: list[str]) -> None:
        self._http = HTTPConnection("127.0.0.1", port)
        self._tokens = itertools.cycle(tokens)
        self.took: list[float] = []

    def report(self, key: str, rows: list[dict[str, Any]], state: str) -> None:
        """Report them, and see that every row came to this."""
        headers = {
            "Host": "recert.example.org", "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "192.0.2.7", "Content-Type": "application/json",
            "Authorization": f"Bearer {next(self._tokens)}", "Idempotency-Key": key,
        }  # fmt: skip
        began = time.perf_counter()
        self._http.request(
            "POST", "/api/v1/completions", json.dumps({"completions": rows}), headers
        )
        answer = self._http.getresponse()
        content = answer.read()
        self.took.append(time.perf_counter() - began)
        if answer.status != 200 or json.loads(content)["counts"] != {state: len(rows)}:
            raise RuntimeError(f"{answer.status}: {content[:300]!r}")


def measure(port: int, tokens: list[str], source: Iterator[dict[str, Any]], of: int) -> int:
    """Report so many at once, and again; returns how many completions were taken."""
    requests = {1: 400, 100: 16, 500: 8}[of]
    share = KEYS // CALLERS
    parts = [
        [list(itertools.islice(source, of)) for _request in range(requests // CALLERS)]
        for _caller in range(CALLERS)
    ]

    def work(number: int) -> list[float]:
        caller = Caller(port, tokens[number * share : (number + 1) * share])
        for each, rows in enumerate(parts[number]):
            caller.report(f"{of}-{number}-{each}", rows, "accepted")
        return caller.took

    began = time.perf_counter()
    with ThreadPoolExecutor(CALLERS) as pool:
        took = [each for some in pool.map(work, range(CALLERS)) for each in some]
    seconds = time.perf_counter() - began
    middle, late = statistics.median(took), sorted(took)[int(len(took) * 0.95)]
    print(
        f"{of:>4} at once: {of * requests / seconds:8,.0f} completions a second, "
        f"{requests / seconds:6.1f} requests; {middle * 1000:6.0f} ms in the middle, "
        f"{late * 1000:6.0f} ms for 95 of 100",
        flush=True,
    )
    return of * requests


def again(port: int, token: str, rows: list[dict[str, Any]]) -> None:
    """What it costs to say what was said before, with the same key."""
    caller = Caller(port, [token])
    caller.report("again", rows, "accepted")
    caller.took.clear()
    for _time in range(20):
        caller.report("again", rows, "accepted")
    print(f"{len(rows)} sent again: {statistics.median(caller.took) * 1000:.0f} ms")


def main() -> None:
    """Fill, serve, report."""
    database = os.environ.get("DATABASE", "sqlite")
    with (
        tempfile.TemporaryDirectory() as folder,
        installation(database, Path(folder), mail_port=9) as found,
    ):
        file = Path(folder) / "tokens.json"
        found.environment["BENCH_TOKENS"] = str(file)
        found.run("benchmarks._api")
        tokens, port = json.loads(file.read_text()), free_port()
        with found.running("serve", "--port", str(port), "--workers", "2") as server:
            source, spent = completions(), 0.0
            wait_for(port)
            for of in (0, 1, 100, 500):
                with costing(server) as cost:
                    many = measure(port, tokens, source, of) if of else 1
                if of:
                    each = (cost.seconds - spent) / many * 1000
                    print(
                        f"              {each:.2f} ms of the server's processors each", flush=True
                    )
                spent = cost.seconds
            again(port, tokens[0], list(itertools.islice(source, 100)))


if __name__ == "__main__":
    main()
