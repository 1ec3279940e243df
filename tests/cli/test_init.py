"""`recert init`: a first person and a first body, or nothing at all."""

from __future__ import annotations

import pytest

from recert.cli.main import main
from recert.people.queries import body_named
from tests.cli.conftest import Install, Installation

ANSWERS = ("--email", "olga@example.org", "--name", "Olga", "--password-stdin")


def test_a_body_whose_rulebook_ships_needs_only_its_short_name(
    install: Install,
) -> None:
    done = install().recert("init", *ANSWERS, "--body", "acsm", typed="a fine long word\n")
    assert done.returncode == 0
    assert "Olga owns American College of Sports Medicine" in done.stdout
    assert "editions of its rulebook are published" in done.stdout


def test_a_body_of_ones_own_says_what_it_is(install: Install) -> None:
    own = ("--body", "guild", "--body-name", "The Guild", "--zone", "Europe/Berlin")
    done = install(tables=True).recert(
        "init", *ANSWERS, *own, "--currency", "EUR", typed="a fine long word\n"
    )
    assert "Olga owns The Guild; 0 editions" in done.stdout


def test_every_wrong_answer_changes_nothing(install: Install) -> None:
    installation = install(tables=True)
    wrong = installation.recert("init", *ANSWERS, "--body", "acsm", typed="short\n")
    assert wrong.returncode == 1
    assert "too short" in wrong.stderr
    right = installation.recert("init", *ANSWERS, "--body", "acsm", typed="a fine long word\n")
    assert right.returncode == 0


@pytest.mark.one_is_enough
def test_nobody_to_ask_is_told_which_answers_to_give(install: Install) -> None:
    installation = install(tables=True)
    done = installation.recert("init", "--email", "olga@example.org")
    told = "Give --name, --body: nobody is there to be asked.\n"
    assert (done.returncode, done.stderr) == (1, told)
    typo = installation.recert("init", *ANSWERS, "--body", "acms", typed="a fine long word\n")
    assert "No rulebook ships for acms. Did you mean" in typo.stderr
    assert "Give --body-name, --zone, --currency" in typo.stderr


@pytest.mark.one_is_enough
@pytest.mark.parametrize("years", ["0", "100", "x"])
def test_nonsense_for_years_says_what_to_write(years: str, install: Install) -> None:
    done = install().recert("init", "--retention-years", years)
    assert done.returncode == 2
    assert "write a number of years from 1 to 99" in done.stderr


@pytest.mark.django_db
def test_only_the_wrong_answers_are_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    typed = ["olga@example", "Olga", "guild", "The Guild", "Mars/Base", "EUR"]
    typed += ["olga@example.org", "Europe/Berlin"]
    words = ["short", "short", "a fine long word", "a fin long word"]
    words += ["a fine long word", "a fine long word"]
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda _question: typed.pop(0))
    monkeypatch.setattr("getpass.getpass", lambda _question: words.pop(0))
    assert main(["init"]) == 0
    assert (typed, words) == ([], [])
    assert body_named("guild").zone == "Europe/Berlin"


def test_a_second_time_is_refused(started: Installation) -> None:
    done = started.recert("init", *ANSWERS, "--body", "ace", typed="a fine long word\n")
    assert done.returncode == 1
    assert "There is a body here already" in done.stderr
