"""The tool that puts the site under load works, and finds what is lost or done twice."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import connection

from benchmarks.load.checking import problems_in
from benchmarks.load.figures import Figures
from benchmarks.load.ledger import Act, Heard, Ledger, acts_in
from benchmarks.load.reporting import Cores, Run, keep
from recert.payments.actions import Line, issue_invoice
from recert.payments.models import Invoice, InvoiceState
from recert.transcript.models import Activity
from tests.cast import NOW, TODAY, Cast, course, log

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.slow
@pytest.mark.long
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
    assert "No error; every act that was told as done is there once" in done.stdout


def test_what_was_told_and_is_not_there_is_found(cast: Cast, tmp_path: Path) -> None:
    there = log(cast.ada, course("Load 1 of ada", TODAY, "1"))
    title = {"title": there.title, "proof": ""}
    ledger = Ledger(tmp_path / "ledger")
    ledger.note(Act("logged", there.public_id, "ada@example.org", title))
    ledger.note(Act("approved", "nothing", "dan@example.org", {"reason": "All of it is there, 1"}))
    ledger.note(Act("paid", "nothing", "gus@example.org", {"reference": "Wire 1"}, Heard.NOTHING))
    ledger.close()
    acts = list(acts_in(tmp_path / "ledger"))
    assert list(problems_in(acts[:1])) == []
    found = list(problems_in(acts))
    assert "lost: All of it is there, 1" in found
    assert "lost: approval of nothing by dan@example.org; it stands under nobody" in found
    assert len(found) == 3  # the third: no line in the journal; what got no answer may be missing


def test_what_was_refused_or_is_there_once_too_often_is_found(cast: Cast) -> None:
    there = log(cast.ada, course("Load 1 of ada", TODAY, "1"))
    act = Act("logged", there.public_id, "ada@example.org", {"title": there.title, "proof": ""})
    refused, unsure = replace(act, heard=Heard.REFUSED), replace(act, heard=Heard.NOTHING)
    assert list(problems_in([unsure])) == []
    assert any("is there 1 times" in each for each in problems_in([refused]))
    log(cast.ada, course("Load 1 of ada", TODAY, "1"))
    for heard in (act, unsure):
        assert any("is there 2 times" in each for each in problems_in([heard]))


def test_figures_replace_those_of_the_same_database(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text("a\n<!-- begin: load sqlite -->\nold\n<!-- end: load sqlite -->\nb\n")
    figures = Figures()
    for second in (1, 2, 3):
        figures.took("member: home", second)
    run = Run("sqlite", 200, 40, "an installation", 15, 600, 1.0, {"logged": 3},
              Cores(1, 0.1, 0.1), 300, 7, figures, ("lost: Load 1",))  # fmt: skip
    keep(run, page)
    text = page.read_text()
    assert text.startswith("a\n<!-- begin: load sqlite -->\n### On SQLite")
    assert text.endswith("* lost: Load 1\n<!-- end: load sqlite -->\nb\n")
    assert "| member: home | 3 | 2,000 | 3,000 | 3,000 | 3,000 |" in text
    with pytest.raises(ValueError, match="has no place"):
        keep(replace(run, database="postgres"), page)


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
        "Load 1 of ada is there 2 times, and what was heard of it: no word",
        "bill 7 over 6000 is paid with 0",
        "1 bills of acsm are numbered from 7 to 7",
    }
