"""The small tools: ids nobody guesses, days of a place, refusals, the vault."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.http import Http404

from recert.lib.days import is_zone, latest_day, local_day
from recert.lib.public_ids import ALPHABET, new_check_code, new_public_id
from recert.lib.refusals import NotFound, Refusal, Refused, refuse_all
from recert.lib.vault import Vault


def test_public_ids_do_not_repeat_and_have_no_letters_misread_aloud() -> None:
    made = {new_public_id() for _ in range(1000)}
    assert len(made) == 1000
    assert set("".join(made)) <= set(ALPHABET)
    assert not set("ilou") & set(ALPHABET)


def test_a_check_code_is_short_enough_to_read_out() -> None:
    first, hyphen, second = new_check_code().partition("-")
    assert (len(first), hyphen, len(second)) == (5, "-", 5)


def test_a_moment_is_another_day_elsewhere() -> None:
    new_year = datetime(2027, 1, 1, 4, 30, tzinfo=UTC)
    assert local_day(new_year, "America/New_York") == date(2026, 12, 31)
    assert local_day(new_year, "Europe/Vienna") == date(2027, 1, 1)


def test_what_has_begun_nowhere_lies_in_the_future() -> None:
    assert latest_day(datetime(2026, 11, 21, 9, 59, tzinfo=UTC)) == date(2026, 11, 21)
    assert latest_day(datetime(2026, 11, 21, 10, 0, tzinfo=UTC)) == date(2026, 11, 22)


@pytest.mark.parametrize(("name", "known"), [("America/New_York", True), ("Eastern", False)])
def test_zones_are_known_by_their_names(name: str, known: bool) -> None:
    assert is_zone(name) is known


def test_a_refusal_tells_every_reason() -> None:
    with pytest.raises(Refused) as refused:
        refuse_all([Refusal("One.", "a"), Refusal("Two.")])
    assert refused.value.sentences == ("One.", "Two.")
    assert str(refused.value) == "One. Two."
    refuse_all([])


def test_missing_and_forbidden_are_one_answer() -> None:
    assert issubclass(NotFound, Http404)


def test_the_vault_keeps_whole_files_under_names_nobody_gave(tmp_path: Path) -> None:
    vault = Vault(tmp_path / "vault")
    name = vault.keep(b"proof")
    assert vault.read(name) == b"proof"
    assert list(vault.names()) == [name]
    assert [file.name for file in (tmp_path / "vault").rglob("*") if file.is_file()] == [name]
    vault.forget(name)
    vault.forget(name)
    with pytest.raises(FileNotFoundError):
        vault.read(name)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "A" * 20, "../../../../etc/pass"])
def test_the_vault_has_no_way_out(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="not a name"):
        Vault(tmp_path).read(name)
