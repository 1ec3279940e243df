"""Run it: `python -m benchmarks.load --database postgres --people 200 --minutes 10`."""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load.browser import Browser
from benchmarks.load.figures import Figures, table
from benchmarks.load.ledger import Act, Ledger
from benchmarks.load.mailbox import mailbox
from benchmarks.load.members import MEMBER
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

    @property
    def staff(self) -> int:
        """How many of the people are staff."""
        return max(4, self.people // STAFF_SHARE)


def main() -> int:
    """Run it and print what was found; 1 if anything went wrong."""
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="load-") as name, mailbox() as letters:
        folder = Path(name)
        with installation(asked.database, folder, letters.port) as there:
            members = asked.people - asked.staff
            print(
                there.run("benchmarks.load.filling", str(members), str(asked.staff),
                          str(max(0, asked.register - members))).strip(),
                flush=True,
            )  # fmt: skip
            figures = Figures()
            ledger = Ledger(folder / "ledger.jsonl")
            _run(there, asked, figures, ledger)
            for path in figures.unanswered:
                ledger.note(Act("unanswered", path, ""))
            ledger.close()
            problems = there.run("benchmarks.load.checking", str(folder / "ledger.jsonl"))
        problems += _complaints(there.log)
        print(f"{letters.letters:,} letters taken by the mail server")
    for line in table(figures):
        print(line)
    print(f"refused in words: {dict(figures.refused)}")
    print(f"{len(figures.errors)} errors: {dict(figures.kinds_of_error())}")
    for error in figures.errors[:30]:
        print(f"  {error}")
    print(problems.strip() or "every act is there once; all that must be true is true")
    return 1 if figures.errors or problems.strip() else 0


def _asked() -> Asked:
    parser = argparse.ArgumentParser(description="Let many people work at once, and look after.")
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--people", type=int, default=200, help="at once (%(default)s)")
    parser.add_argument("--minutes", type=float, default=10, help="(%(default)s)")
    parser.add_argument("--think", type=float, default=6, help="seconds of pause (%(default)s)")
    parser.add_argument("--register", type=int, default=4000, help="certificants (%(default)s)")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="of the server")
    found = parser.parse_args()
    if not 5 <= found.people <= MOST_PEOPLE or not 0 < found.minutes <= MOST_MINUTES:
        parser.error(f"5 to {MOST_PEOPLE} people, at most {MOST_MINUTES} minutes")
    return Asked(**vars(found))


def _run(there: Installation, asked: Asked, figures: Figures, ledger: Ledger) -> None:
    """Start everything, let everybody work, and say how fast it went."""
    port = free_port()
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
    acts = sum(ledger.counts.values())
    print(
        f"{asked.people} people on {asked.database} for {took:.0f} s, load {os.getloadavg()[1]:.1f}"
    )
    print(f"{figures.requests:,} requests, {figures.requests / took:.1f} a second")
    print(f"{acts:,} acts, {acts / took:.2f} a second: {ledger.counts}")
    print(
        f"the server took {cost.peak_mb:.0f} MB at most and {cost.seconds / took:.2f} cores, the "
        f"worker {behind.peak_mb:.0f} MB and {behind.seconds / took:.2f}, this {own / took:.2f}"
    )


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
        )
        arrives = begins + number * each
        threads.append(threading.Thread(target=worker.live, args=(arrives, ends, asked.think)))
        threads[-1].start()
    for thread in threads:
        thread.join()


def _complaints(log: Path) -> str:
    """What the server itself wrote down that is an error."""
    lines = log.read_text(errors="replace").splitlines()
    words = ("ERROR", "Traceback", "database is locked", "deadlock", "CRITICAL")
    found = [line for line in lines if any(word in line for word in words)]
    return "\n".join(f"in the log: {line}" for line in found[:20])


if __name__ == "__main__":
    sys.exit(main())
