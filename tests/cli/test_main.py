"""The command itself: what it lists, and how it fails."""

from __future__ import annotations

import importlib
from dataclasses import replace
from pathlib import Path

import pytest

from recert.cli.main import COMMANDS, main
from tests.cli.conftest import Install


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_a_module_that_explains_itself(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert callable(importlib.import_module(f"recert.cli.{command}").run)
    with pytest.raises(SystemExit, match="0"):
        main([command, "--help"])
    assert capsys.readouterr().out.startswith(f"usage: recert {command}")


def test_help_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--help"])
    printed = capsys.readouterr().out
    assert all(purpose in printed for purpose in COMMANDS.values())


@pytest.mark.parametrize("arguments", [[], ["reticulate"]])
def test_a_wrong_call_says_how_it_is_used(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert "usage: recert" in capsys.readouterr().err


def test_secrets_differ_and_are_long(capsys: pytest.CaptureFixture[str]) -> None:
    main(["secret"])
    main(["secret"])
    first, second = capsys.readouterr().out.split()
    assert first != second
    assert min(len(first), len(second)) >= 50


def test_a_database_without_tables_says_what_to_run(
    install: Install,
) -> None:
    done = install().recert("worker", "--once")
    assert done.returncode == 1
    assert "Has `recert upgrade` been run?" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_cannot_be_made_says_where_it_was_to_be(
    install: Install, tmp_path: Path
) -> None:
    nowhere = replace(install(), database=f"sqlite:///{tmp_path}/none/recert.sqlite3")
    done = nowhere.recert("upgrade")
    assert done.returncode == 1
    assert f"It is to be {tmp_path}/none/recert.sqlite3" in done.stderr
    assert "DATABASE_URL=" in done.stderr
