"""Ordered as a remedy: only staff who handle the application say so, with a reason."""

from __future__ import annotations

from recert.journal.queries import lines_about
from recert.notices.queries import notices_of
from recert.renewals.queries import activities_in
from recert.transcript.models import Activity
from tests.web.staff.conftest import As
from tests.web.staff.scene import Scene


def first_entry(scene: Scene) -> Activity:
    entry = activities_in(scene.carols).first()
    assert entry is not None
    return entry


def test_an_entry_is_said_to_be_ordered_and_taken_back(scene: Scene, as_: As) -> None:
    entry, dan = first_entry(scene), as_(scene.cast.dan)
    url = f"/staff/acsm/applications/{scene.carols.public_id}/entries/{entry.public_id}/ordered"
    assert dan.post(url, {"reason": ""}).status_code == 422
    for ordered, code in ((True, "transcript.ordered"), (False, "transcript.not-ordered")):
        assert dan.post(url, {"reason": "Order 12 of 2026"}).status_code == 302
        entry.refresh_from_db()
        assert entry.ordered is ordered
        line = lines_about(f"activity:{entry.public_id}").get(code=code)
        assert line.detail == {"reason": "Order 12 of 2026"}
    told = notices_of(scene.cast.carol.public_id).filter(text__contains="Order 12 of 2026")
    assert told.count() >= 1


def test_the_member_and_the_reviewer_see_it(scene: Scene, as_: As) -> None:
    entry = first_entry(scene)
    base = f"/staff/acsm/applications/{scene.carols.public_id}"
    as_(scene.cast.dan).post(f"{base}/entries/{entry.public_id}/ordered", {"reason": "So it is."})
    page = as_(scene.cast.dan).get(base).content.decode()
    assert "Ordered by us" in page
    own = as_(scene.cast.carol).get(f"/me/activities/{entry.public_id}/").content.decode()
    assert "Ordered by the body" in own


def test_others_find_nothing(scene: Scene, as_: As) -> None:
    entry = first_entry(scene)
    url = f"/staff/acsm/applications/{scene.carols.public_id}/entries/{entry.public_id}/ordered"
    assert as_(scene.cast.fay).get(url).status_code == 404
    elsewhere = url.replace(entry.public_id, "none")
    assert as_(scene.cast.dan).get(elsewhere).status_code == 404
