"""`recert init`: a first person and a first body, or nothing at all."""

from __future__ import annotations

from collections.abc import Callable

from tests.cli.conftest import Installation

ANSWERS = ("--email", "olga@example.org", "--name", "Olga", "--password-stdin")


def test_a_body_whose_rulebook_ships_needs_only_its_short_name(
    install: Callable[[], Installation],
) -> None:
    done = install().recert("init", *ANSWERS, "--body", "acsm", typed="a fine long word\n")
    assert done.returncode == 0
    assert "Olga owns American College of Sports Medicine" in done.stdout
    assert "editions of its rulebook are published" in done.stdout


def test_a_body_of_ones_own_says_what_it_is(install: Callable[[], Installation]) -> None:
    own = ("--body", "guild", "--body-name", "The Guild", "--zone", "Europe/Berlin")
    done = install().recert("init", *ANSWERS, *own, "--currency", "EUR", typed="a fine long word\n")
    assert "Olga owns The Guild; 0 editions" in done.stdout


def test_every_wrong_answer_changes_nothing(install: Callable[[], Installation]) -> None:
    installation = install()
    wrong = installation.recert("init", *ANSWERS, "--body", "acsm", typed="short\n")
    assert wrong.returncode == 1
    assert "too short" in wrong.stderr
    right = installation.recert("init", *ANSWERS, "--body", "acsm", typed="a fine long word\n")
    assert right.returncode == 0


def test_nobody_to_ask_is_told_which_answer_to_give(install: Callable[[], Installation]) -> None:
    done = install().recert("init", "--email", "olga@example.org")
    assert (done.returncode, done.stderr) == (1, "Give --name: nobody is there to be asked.\n")


def test_a_second_time_is_refused(started: Installation) -> None:
    done = started.recert("init", *ANSWERS, "--body", "ace", typed="a fine long word\n")
    assert done.returncode == 1
    assert "There is a body here already" in done.stderr
