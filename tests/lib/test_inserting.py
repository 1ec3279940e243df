"""Many rows in one stroke are the rows that `bulk_create` would have written."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction

from recert.journal.actions import write_many
from recert.journal.models import Line
from recert.lib.inserting import alike, draw_ids, insert
from recert.lib.public_ids import new_public_id
from recert.transcript.models import Activity
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


def _entry(cast: Cast, title: str) -> Activity:
    return Activity(
        person=cast.ada, title=title, kind="course", completed=date(2026, 3, 14), entered_at=NOW,
        parts=[{"share": "1/2", "topics": ["ethics"]}], passed=True, minutes=0,
    )  # fmt: skip


def test_rows_written_quickly_are_as_if_written_one_by_one(cast: Cast) -> None:
    slow = _entry(cast, "Slow")
    slow.save()
    first = _entry(cast, "Quick")
    rows = [
        first,
        alike(first, {"person": cast.ben}, public_id=new_public_id(), title="Same", passed=None),
    ]
    with transaction.atomic():
        draw_ids(rows)
        rows[0].superseded_by = rows[1]  # named before it is written
        insert(rows)
    quick, same = (Activity.objects.get(pk=row.pk) for row in rows)
    assert quick.superseded_by == same
    assert (same.person, same.title, same.passed) == (cast.ben, "Same", None)
    plain = {"id", "public_id", "title", "superseded_by_id", "_state", "_prefetched_objects_cache"}
    said = {name: value for name, value in quick.__dict__.items() if name not in plain}
    slow.refresh_from_db()
    assert said == {name: value for name, value in slow.__dict__.items() if name not in plain}
    after = _entry(cast, "After")
    after.save()
    assert after.pk > max(row.pk for row in rows)  # nobody is given the same id


def test_nothing_is_written_of_nothing_and_all_of_many(cast: Cast) -> None:
    write_many(at=NOW, code="tests.nothing", about=())
    about = ((f"thing:{n}", cast.ada.public_id, {"n": n}) for n in range(3))
    write_many(at=NOW, code="tests.many", about=about, by=cast.dan.public_id, body="acsm")
    found = Line.objects.filter(code__startswith="tests.").order_by("id")
    assert [(each.subject, each.detail, each.at) for each in found] == [
        (f"thing:{n}", {"n": n}, NOW) for n in range(3)
    ]
