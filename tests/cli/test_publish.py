"""`recert publish`: a sound rulebook becomes policy, an unsound one changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from recert.cli.main import main
from recert.people.models import Body, Role, StaffRole
from recert.rulebooks.models import Edition
from tests.cast import person
from tests.rules.test_checking import CASE, EDITION

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of a body with one edition and one case, which holds."""
    body = tmp_path / "ace"
    body.mkdir()
    (body / "2026.yaml").write_text(EDITION)
    case = CASE.format(title="Ready", amount="1.5", day="2026-02-01", expect="verdict: ready")
    (body / "2026.cases.yaml").write_text(case)
    return body


def test_a_new_body_is_opened_with_its_policy_and_its_owner(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    olga = person("Olga")
    assert main(["publish", str(folder), "--owner", olga.email]) == 0
    assert capsys.readouterr().out == "Published: ace 2026, revision 1.\n"
    assert (Body.objects.get().name, Edition.objects.get().edition) == ("Example Body", "2026")
    assert StaffRole.objects.get(person=olga).role == Role.OWNER


def test_the_same_again_changes_nothing_and_a_change_is_a_revision(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["publish", str(folder)])
    assert main(["publish", str(folder)]) == 0
    assert Edition.objects.count() == 1
    assert "was published before" in capsys.readouterr().out
    (folder / "2026.yaml").write_text(EDITION.replace("60.00", "61.00"))
    main(["publish", str(folder)])
    assert Edition.objects.latest("id").revision == 2


def test_nothing_is_published_while_a_case_does_not_hold(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "2026.yaml").write_text(EDITION.replace('amount: "2.0"', 'amount: "3.0"'))
    assert main(["publish", str(folder)]) == 1
    told = capsys.readouterr().err
    assert "ace/2026.cases.yaml: line 1, Ready: verdict: expected ready, found short" in told
    assert "Nothing was published." in told
    assert not Body.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["{folder}/none"], "is no folder"),
        (["{folder}/.."], "No edition lies in"),
        (["{folder}", "--owner", "nobody@example.org"], "Let them sign up first"),
    ],
)
def test_what_cannot_be_done_says_what_to_write(
    arguments: list[str], told: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["publish", *(each.format(folder=folder) for each in arguments)]) == 1
    assert told in capsys.readouterr().err
    assert not Edition.objects.exists()


def test_every_mistake_is_told(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    wrong = EDITION.replace('"2.0"', "2.0").replace("ends: month-end", "ends: moonday")
    (folder / "2026.yaml").write_text(wrong)
    assert main(["publish", str(folder)]) == 1
    told = capsys.readouterr().err
    assert "2.0 has no quotes" in told
    assert "moonday" in told
