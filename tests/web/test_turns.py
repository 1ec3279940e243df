"""Whoever asks first to write goes first, and nobody waits for ever: threads and processes."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction

from recert.notices.models import Preference
from recert.web.turns import Turns, turns_at

ANOTHER = """
import sys, time
from recert.web.turns import Turns
turns = Turns(sys.argv[1])
for _ in range(int(sys.argv[2])):
    turns.take(20)
    print("taken", flush=True)
    time.sleep(float(sys.argv[3]))
    turns.give_back()
"""


def _another(path: Path, times: int, seconds: float) -> subprocess.Popen[str]:
    """Another process, which has taken its first turn."""
    found = subprocess.Popen(
        [sys.executable, "-c", ANOTHER, str(path), str(times), str(seconds)],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert found.stdout is not None
    assert found.stdout.readline() == "taken\n"
    return found


def test_threads_go_in_the_order_they_came(tmp_path: Path) -> None:
    turns, went = Turns(str(tmp_path / "file")), []
    turns.take(1)

    def come(number: int) -> None:
        turns.take(10)
        went.append(number)
        turns.give_back()

    threads = [threading.Thread(target=come, args=(number,)) for number in range(6)]
    for many, thread in enumerate(threads, start=2):
        thread.start()
        while len(turns._line) < many:
            time.sleep(0.001)
    turns.give_back()
    for thread in threads:
        thread.join()
    assert went == [0, 1, 2, 3, 4, 5]


def test_who_runs_out_of_patience_leaves_the_line_to_the_others(tmp_path: Path) -> None:
    turns = Turns(str(tmp_path / "file"))
    turns.take(1)
    with pytest.raises(TimeoutError):
        turns.take(0.01)
    turns.give_back()
    turns.take(0.01)
    turns.give_back()


def test_a_process_that_writes_all_the_time_lets_others_in(tmp_path: Path) -> None:
    with _another(tmp_path / "file", times=100, seconds=0.02) as other:
        turns, begun = Turns(str(tmp_path / "file")), time.monotonic()
        for _ in range(10):
            turns.take(10)
            turns.give_back()
        assert other.poll() is None, "it had to end first"
        assert time.monotonic() - begun < 2
        other.kill()


def test_the_turn_of_a_process_that_was_killed_is_over(tmp_path: Path) -> None:
    with _another(tmp_path / "file", times=1, seconds=60) as other:
        turns = Turns(str(tmp_path / "file"))
        with pytest.raises(TimeoutError):
            turns.take(0.05)
        other.kill()
        turns.take(5)
        turns.give_back()


# ---------------------------------------------------------------- in Django


@pytest.fixture
def turns(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Turns]:
    """Those of the database the tests run on, while somebody else may take them."""
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL lets many write")
    monkeypatch.setitem(connection.settings_dict["OPTIONS"], "timeout", 0.05)
    name = str(connection.settings_dict["NAME"])
    turns_at.cache_clear()
    yield Turns(name)
    turns_at.cache_clear()


def _write() -> None:
    Preference.objects.filter(person_id="nobody").update(email=False)


def test_a_transaction_and_a_lone_statement_wait_for_their_turn(turns: Turns) -> None:
    turns.take(1)
    assert Preference.objects.count() == 0  # who reads never waits
    for write in (_write, transaction.atomic(_write)):
        with pytest.raises(OperationalError, match="database is locked"):
            write()
    turns.give_back()
    transaction.atomic(_write)()
    _write()


def test_a_transaction_holds_its_turn_to_its_end_however_it_ends(turns: Turns) -> None:
    for error in (None, ValueError):
        try:
            with transaction.atomic():
                with pytest.raises(TimeoutError):
                    turns.take(0.01)
                if error:
                    raise error
        except ValueError:
            pass
        turns.take(0.05)
        turns.give_back()
    with transaction.atomic():
        connection.close()
    turns.take(0.05)
    turns.give_back()
