"""Run it: `python -m benchmarks.load --database postgres --keep`."""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.load.browser import Browser
from benchmarks.load.figures import Figures
from benchmarks.load.ledger import Ledger
from benchmarks.load.mailbox import mailbox
from benchmarks.load.members import MEMBER
from benchmarks.load.reporting import Cores, Run, keep, report
from benchmarks.load.serving import SITE, Installation, costing, free_port, installation, wait_for
from benchmarks.load.staff import CASHIER, OWNER, REVIEWER
from benchmarks.load.working import Choice, Worker

MOST_PEOPLE = 500
MOST_MINUTES = 30
STAFF_SHARE = 5
"""Every fifth is staff."""

ROLES: tuple[tuple[Choice, ...], ...] = (OWNER, REVIEWER, CASHIER, REVIEWER)
"""As `filling.role_of` appoints them."""


@dataclass(frozen=True, slots=True)
class Asked:
    """How it is to run."""

    database: str
    people: int
    minutes: float
    think: float
    register: int
    workers: int
    keep: bool

    @property
    def staff(self) -> int:
        """How many of the people are staff."""
        return max(4, self.people // STAFF_SHARE)


def main() -> int:
    """Run it, tell what was found, and keep it if asked to; 1 if anything went wrong."""
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="load-") as name, mailbox() as letters:
        folder = Path(name)
        with installation(asked.database, folder, letters.port) as there:
            members = asked.people - asked.staff
            others = max(0, asked.register - members)
            filled = there.run(
                "benchmarks.load.filling", str(members), str(asked.staff), str(others)
            )
            print(filled.strip(), flush=True)
            ledger = Ledger(folder / "ledger.jsonl")
            found = _run(there, asked, ledger, filled.strip())
            ledger.close()
            problems = there.run("benchmarks.load.checking", str(folder / "ledger.jsonl"))
        problems += _complaints(there.log)
        run = replace(found, letters=letters.letters, problems=tuple(problems.splitlines()))
    print(report(run))
    for error in run.figures.errors[:30]:
        print(f"  {error}")
    if asked.keep:
        keep(run)
    return 0 if run.went_well else 1


def _asked() -> Asked:
    parser = argparse.ArgumentParser(description="Let many people work at once, and look after.")
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--people", type=int, default=200, help="at once (%(default)s)")
    parser.add_argument("--minutes", type=float, default=10, help="(%(default)s)")
    parser.add_argument(
        "--think", type=float, default=15, help="seconds between two pages (%(default)s)"
    )
    parser.add_argument(
        "--keep", action="store_true", help="put the figures into docs/performance.md"
    )
    parser.add_argument("--register", type=int, default=4000, help="certificants (%(default)s)")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="of the server")
    found = parser.parse_args()
    if not 5 <= found.people <= MOST_PEOPLE or not 0 < found.minutes <= MOST_MINUTES:
        parser.error(f"5 to {MOST_PEOPLE} people, at most {MOST_MINUTES} minutes")
    return Asked(**vars(found))


def _run(there: Installation, asked: Asked, ledger: Ledger, filled: str) -> Run:
    """Start everything, let everybody work, and say how fast it went."""
    port, figures = free_port(), Figures()
    workers = ("--workers", str(asked.workers))
    with (
        there.running("serve", "--port", str(port), *workers) as server,
        there.running("worker") as worker,
    ):
        wait_for(port)
        with costing(server) as cost, costing(worker) as behind:
            own = time.process_time()
            begun = time.monotonic()
            _let_work(port, asked, figures, ledger)
            took = time.monotonic() - begun
            own = time.process_time() - own
    return Run(
        database=asked.database, people=asked.people, staff=asked.staff, register=filled,
        think=asked.think, seconds=took, load=os.getloadavg()[1], acts=ledger.counts,
        cores=Cores(cost.seconds / took, behind.seconds / took, own / took),
        server_mb=cost.peak_mb, letters=0, figures=figures, problems=(),
    )  # fmt: skip


def _let_work(port: int, asked: Asked, figures: Figures, ledger: Ledger) -> None:
    """Everybody comes in within the first fifth, and stays to the end."""
    begins = time.monotonic()
    ends = begins + asked.minutes * 60
    each = asked.minutes * 60 / 5 / asked.people
    threads = []
    for number in range(asked.people):
        is_staff = number < asked.staff
        which = number if is_staff else number - asked.staff
        address = f"10.7.{number // 250}.{number % 250 + 1}"
        worker = Worker(
            email=f"{'staff' if is_staff else 'member'}{which}@example.org",
            browser=Browser(port, SITE, address, figures),
            ledger=ledger,
            figures=figures,
            dice=random.Random(number),
            choices=ROLES[which % len(ROLES)] if is_staff else MEMBER,
            think=asked.think,
        )
        arrives = begins + number * each
        threads.append(threading.Thread(target=worker.live, args=(arrives, ends)))
        threads[-1].start()
    for thread in threads:
        thread.join()


def _complaints(log: Path) -> str:
    """What the server itself wrote down that is an error; of a traceback its last line."""
    words = ("ERROR", "database is locked", "deadlock", "CRITICAL")
    found, is_trace = [], False
    for line in log.read_text(errors="replace").splitlines():
        is_last = is_trace and not line.startswith((" ", "Traceback"))
        if is_last or any(word in line for word in words):
            found.append(line)
        is_trace = line.startswith("Traceback") or (is_trace and not is_last)
    return "\n".join(f"in the log: {line}" for line in found[:20])


if __name__ == "__main__":
    sys.exit(main())
