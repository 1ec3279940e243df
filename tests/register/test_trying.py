"""Trying a list: a fix touches few rows, many are the worker's, and nobody repeats what is done."""

from __future__ import annotations

from typing import Any

import pytest

from recert.lib.refusals import Refused
from recert.register.importing import running, trying
from recert.register.importing.acts import fix_alike, name_columns, stop, undo_fix, upload
from recert.register.importing.reading import Reader
from recert.register.importing.running import advance_imports
from recert.register.models import Import
from tests.cast import NOW, Cast
from tests.register.lists import as_csv, bring, line


def rules(found: Import) -> list[tuple[int, str, str]]:
    return [(each.row, each.column, each.rule) for each in found.problems.all()]


def at(cast: Cast, found: Import) -> dict[str, Any]:
    return {"by": cast.hal, "at": NOW, "body_slug": "acsm", "public_id": found.public_id}


def counting(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The places of the rows that are read from now on."""
    read: list[int] = []
    real = Reader.entry

    def entry(self: Reader[Any], place: int) -> Any:
        read.append(place)
        return real(self, place)

    monkeypatch.setattr(Reader, "entry", entry)
    return read


def test_a_fix_tries_the_rows_it_touches_and_those_they_may_clash_with(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [line(n) for n in range(20)]
    rows[3] = line(3, cert="PT")
    rows[15] = line(15, number="900003")  # good, as long as the fourth is not
    found = bring(cast.hal, as_csv(rows))
    assert (found.counts, rules(found)) == (
        {"new": 19, "bad": 1}, [(5, "credential", "no-credential")],
    )  # fmt: skip
    read = counting(monkeypatch)
    fix = fix_alike(**at(cast, found), column="credential", value="PT", becomes="cpt")
    found.refresh_from_db()
    assert sorted(read) == [3, 15]
    assert (found.counts, rules(found)) == ({"new": 19, "bad": 1}, [(17, "number", "twice")])
    undo_fix(**at(cast, found), fix_id=fix.pk)
    found.refresh_from_db()
    assert (found.counts, rules(found)) == (
        {"new": 19, "bad": 1}, [(5, "credential", "no-credential")],
    )  # fmt: skip


def test_many_rows_are_tried_by_the_worker_which_goes_on_where_it_was(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trying, "TRIED_IN_A_REQUEST", 5)
    monkeypatch.setattr(running, "TRIED_IN_A_TURN", 4)
    rows = [line(n, cert="PT") for n in range(8)] + [line(9), line(10, number="900009")]
    sent = upload(by=cast.hal, at=NOW, body_slug="acsm", name="l.csv", content=as_csv(rows))
    found = name_columns(**at(cast, sent), mapped=sent.mapped, orders={})
    assert (found.state, found.tried_rows) == ("trying", 0)
    with pytest.raises(Refused, match="being tried"):
        fix_alike(**at(cast, found), column="credential", value="PT", becomes="cpt")
    progress = []
    while advance_imports(at=NOW):
        found.refresh_from_db()
        progress.append((found.tried_rows, found.state))
    assert progress == [(4, "trying"), (8, "trying"), (10, "checked")]
    assert found.counts == {"bad": 9, "new": 1}  # the last clashes with one of an earlier turn
    fix_alike(**at(cast, found), column="credential", value="PT", becomes="cpt")
    found.refresh_from_db()
    assert (found.tried_rows, found.state) == (2, "trying")
    stop(**at(cast, found))
    assert not advance_imports(at=NOW)
