"""`recert catalogue import`: looked at first, entered whole, safe to bring again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from recert.catalogue.models import Course
from recert.cli.main import main
from recert.lib.workbooks import Workbook
from tests.teaching import Teaching

HEAD = ("Course No", "Name", "Contact hours", "Subjects", "Presenters", "Shelf")


def _file(folder: Path, *rows: tuple[object, ...]) -> str:
    book = Workbook()
    sheet: Any = book.active
    for row in (HEAD, *rows):
        sheet.append(row)
    book.save(folder / "courses.xlsx")
    return str(folder / "courses.xlsx")


def test_a_list_is_only_looked_at_until_one_says_so(
    teaching: Teaching, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert teaching.lab.slug == "movement-lab"
    path = _file(
        tmp_path,
        ("A-1", "Anatomy", 1.5, "exercise science; safety", "Pia Lund, MSc; Oto Sakai", "B"),
        ("A-2", "Balance", "soon", "dancing", "", ""),
        ("A-1", "Anatomy again", 1, "safety", "", ""),
    )
    asked = ["catalogue", "import", path, "--provider", "movement-lab", "--by", "oto@example.org"]
    assert main(asked) == 1
    said = capsys.readouterr().out
    assert "Row 3, hours “soon”: Write hours such as 1.5" in said
    assert "Row 3, topics “dancing”: We do not know this." in said
    assert "Row 4, number “A-1”: Row 2 has this number too." in said
    assert "we do not know these headings: Shelf" in said
    assert main([*asked, "--enter"]) == 1  # all of it or nothing
    assert not Course.objects.filter(number__startswith="A-").exists()
    assert main([*asked, "--good"]) == 0
    assert Course.objects.get(number="A-1").editions.get().minutes == 90
    assert main([*asked, "--good"]) == 0
    assert "1 same" in capsys.readouterr().out


def test_whoever_may_not_or_is_nobody_is_told_so(
    teaching: Teaching, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = _file(tmp_path, ("A-1", "Anatomy", 1.5, "safety", "", ""))
    asked = ["catalogue", "import", path, "--provider", teaching.lab.slug, "--by"]
    assert main([*asked, "pia@example.org"]) == 1  # she teaches
    assert main([*asked, "nobody@example.org"]) == 1
    gone = ["catalogue", "import", f"{path}.gone", "--provider", "x", "--by", "oto@example.org"]
    assert main(gone) == 1
    errors = capsys.readouterr().err
    assert "sees to no courses" in errors
    assert "Nobody signs in" in errors
    assert "cannot be read" in errors
