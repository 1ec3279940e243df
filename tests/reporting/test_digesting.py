"""The digest: what waits, in one letter, in the morning of the body."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from recert.enquiries.actions import ask
from recert.notices.actions import set_preference
from recert.notices.models import Notice, Rhythm
from recert.people.models import Person
from recert.reporting.digesting import send_digests
from tests.cast import Cast

pytestmark = pytest.mark.django_db

SUNDAY = datetime(2026, 11, 22, 13, 0, tzinfo=UTC)  # 8 in the morning in New York
MONDAY = SUNDAY + timedelta(days=1)


def choose(whom: Person, rhythm: Rhythm, email: bool = True) -> None:
    set_preference(
        person_id=whom.public_id, kind="work-waiting", email=email, days=(), at=SUNDAY,
        rhythm=rhythm,
    )  # fmt: skip


def digests() -> list[str]:
    return sorted(Notice.objects.filter(kind="digest").values_list("email", flat=True))


def test_each_gets_what_they_may_see_when_they_want_it(cast: Cast) -> None:
    choose(cast.hal, Rhythm.DAILY)
    choose(cast.gus, Rhythm.WEEKLY)
    choose(cast.dan, Rhythm.DAILY, email=False)  # nothing at all, then
    choose(cast.ada, Rhythm.DAILY)  # who works nowhere
    assert send_digests(at=SUNDAY) == 0  # nothing waits
    ask(by=None, at=SUNDAY, body=cast.acsm, text="May I?", email="r@example.org")
    assert not Notice.objects.filter(recipient_id=cast.hal.public_id, state="queued").exists()
    for early in (SUNDAY - timedelta(hours=2), SUNDAY + timedelta(hours=5)):
        assert send_digests(at=early) == 0
    for _again in range(2):
        send_digests(at=SUNDAY)
    assert digests() == ["hal@example.org"]
    letter = Notice.objects.get(kind="digest")
    assert "waits at" in letter.subject
    assert "Questions to answer: 1" in letter.text
    assert "/staff/acsm/" in letter.text
    assert letter.state == "queued"
    assert send_digests(at=MONDAY) == 2
    assert digests() == ["gus@example.org", "hal@example.org", "hal@example.org"]
    to_gus = Notice.objects.get(kind="digest", email="gus@example.org")
    assert "Applications" not in to_gus.text
