"""The tool that puts the site under load works, and finds what is lost or done twice."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from benchmarks.load.checking import problems_in
from benchmarks.load.ledger import Act, Ledger, acts_in
from recert.payments.actions import Line, issue_invoice
from recert.payments.models import Invoice, InvoiceState
from recert.transcript.models import Activity
from tests.cast import NOW, TODAY, Cast, course, log

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.slow
def test_a_few_people_work_at_once_for_a_moment(db: None) -> None:
    """On the database these tests run on, in an installation of its own."""
    database = "postgres" if connection.vendor == "postgresql" else "sqlite"
    done = subprocess.run(
        [
            *(sys.executable, "-m", "benchmarks.load", "--database", database),
            *("--people", "10", "--minutes", "0.25", "--think", "0.5", "--register", "40"),
        ],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 errors" in done.stdout
    assert "every act is there once" in done.stdout


def test_what_was_told_and_is_not_there_is_found(cast: Cast, tmp_path: Path) -> None:
    there = log(cast.ada, course("Load 1 of ada", TODAY, "1"))
    ledger = Ledger(tmp_path / "ledger")
    for key in (there.public_id, "nowhere"):
        ledger.note(Act("logged", key, "ada@example.org", {"title": there.title, "proof": ""}))
    ledger.note(Act("approved", "nothing", "dan@example.org"))
    ledger.close()
    acts = list(acts_in(tmp_path / "ledger"))
    assert list(problems_in(acts[:1])) == []
    found = " / ".join(problems_in(acts))
    assert "lost: Load 1 of ada" in found
    assert "lost: approval of nothing by dan@example.org" in found


def test_what_is_there_twice_and_what_can_never_be_is_found(cast: Cast) -> None:
    for _ in range(2):
        log(cast.ada, course("Load 1 of ada", TODAY, "1"))
    bill = issue_invoice(
        by=None, at=NOW, person=cast.ada, body=cast.acsm, subject="renewal:1",
        lines=[Line("fee", "Renewing", 6000)],
    )  # fmt: skip
    Invoice.objects.filter(pk=bill.pk).update(state=InvoiceState.PAID, number=7)
    assert Activity.objects.filter(title="Load 1 of ada").count() == 2
    assert set(problems_in([])) == {
        "Load 1 of ada was logged 2 times",
        "bill 7 over 6000 is paid with 0",
        "1 bills of acsm are numbered from 7 to 7",
    }
