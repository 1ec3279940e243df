"""The journal: lines are added, and nothing about them changes."""

from __future__ import annotations

import pytest

from recert.journal.actions import write
from recert.journal.models import Line, NeverChanged
from recert.journal.queries import lines_about, lines_of_person
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def line(subject: str = "thing:1", **more: str) -> Line:
    return write(at=NOW, code="things.done", subject=subject, **more)  # type: ignore[arg-type]


def test_what_happened_is_found_by_subject_and_person() -> None:
    mine = line(by="p1", person="p1", body="acsm")
    other = line("thing:2", by="p2", person="p2", body="ace")
    assert list(lines_about("thing:1")) == [mine]
    assert list(lines_of_person("p2")) == [other]


def test_lines_stay_in_the_order_they_were_written() -> None:
    written = [line() for _ in range(3)]
    assert list(lines_about("thing:1")) == written


def test_nothing_about_a_line_changes() -> None:
    one = line()
    one.code = "things.undone"
    with pytest.raises(NeverChanged):
        one.save()
    with pytest.raises(NeverChanged):
        one.delete()
    with pytest.raises(NeverChanged):
        Line.objects.filter(pk=one.pk).update(code="things.undone")
    with pytest.raises(NeverChanged):
        Line.objects.all().delete()
    assert lines_about("thing:1").get().code == "things.done"
