"""Notices: told once, sent by one worker, tried again, never lost."""

from __future__ import annotations

from datetime import timedelta

import pytest

from recert.lib.refusals import Refused
from recert.notices.actions import (
    MOST_ATTEMPTS,
    claim_due,
    forget_notices,
    keep_queued,
    mark_failed,
    mark_sent,
    queue_notice,
    reclaim_stuck,
    set_preference,
)
from recert.notices.kinds import KINDS, REMIND_BEFORE
from recert.notices.models import Notice, State
from recert.notices.queries import notices_of, preferences_of, reminder_days
from tests.cast import NOW

pytestmark = pytest.mark.django_db


def queued(key: str = "k", kind: str = "renewal-due") -> Notice:
    return queue_notice(
        at=NOW,
        recipient_id="ada",
        email="ada@example.org",
        kind=kind,
        subject="Soon",
        text="It ends soon.",
        key=key,
    )


def test_the_same_key_is_told_once() -> None:
    assert queued() == queued()
    assert notices_of("ada").count() == 1


def test_a_notice_goes_to_one_worker() -> None:
    queued()
    [mine] = claim_due(at=NOW, most=10)
    assert claim_due(at=NOW, most=10) == []
    mark_sent(notice=mine, at=NOW)
    mine.refresh_from_db()
    assert (mine.state, mine.sent_at) == (State.SENT, NOW)


def test_no_more_are_claimed_than_asked_for() -> None:
    for number in range(3):
        queued(f"k{number}")
    assert len(claim_due(at=NOW, most=2)) == 2


def test_what_failed_waits_twice_as_long_each_time() -> None:
    notice = queued()
    waits, at = [], NOW
    for _attempt in range(3):
        [claimed] = claim_due(at=at, most=1)
        mark_failed(notice=claimed, at=at, problem="mailbox full")
        notice.refresh_from_db()
        waits.append(notice.not_before - at)
        assert claim_due(at=at, most=1) == []
        at = notice.not_before
    assert waits == [timedelta(minutes=2), timedelta(minutes=4), timedelta(minutes=8)]
    assert notice.problem == "mailbox full"


def test_after_many_attempts_we_give_up_and_it_is_seen() -> None:
    notice, at = queued(), NOW
    for _attempt in range(MOST_ATTEMPTS):
        [claimed] = claim_due(at=at, most=1)
        mark_failed(notice=claimed, at=at, problem="no such mailbox")
        at += timedelta(days=1)
    notice.refresh_from_db()
    assert notice.state == State.FAILED
    assert claim_due(at=at, most=1) == []


def test_what_a_dead_worker_took_is_queued_again() -> None:
    queued()
    claim_due(at=NOW, most=1)
    assert reclaim_stuck(at=NOW + timedelta(minutes=5)) == 0
    assert reclaim_stuck(at=NOW + timedelta(minutes=16)) == 1
    assert len(claim_due(at=NOW + timedelta(minutes=16), most=1)) == 1


def test_what_one_does_not_want_by_mail_is_kept_to_read() -> None:
    set_preference(person_id="ada", kind="renewal-due", email=False, days=(), at=NOW)
    assert queued().state == State.KEPT
    assert claim_due(at=NOW, most=1) == []
    assert notices_of("ada").count() == 1


def test_what_needs_an_answer_is_always_mailed() -> None:
    with pytest.raises(Refused, match="always e-mail"):
        set_preference(person_id="ada", kind="renewal-returned", email=False, days=(), at=NOW)
    assert queued(kind="renewal-returned").state == State.QUEUED


def test_a_person_may_choose_the_days() -> None:
    set_preference(person_id="ada", kind="renewal-due", email=True, days=(7, 100, 7), at=NOW)
    assert reminder_days(["ada", "ben"], "renewal-due") == {
        "ada": (100, 7),
        "ben": REMIND_BEFORE,
    }
    with pytest.raises(Refused, match="between 1 and 730"):
        set_preference(person_id="ada", kind="renewal-due", email=True, days=(0,), at=NOW)


def test_there_is_a_preference_for_every_kind() -> None:
    assert set(preferences_of("ada")) == set(KINDS)
    with pytest.raises(Refused, match="no such kind"):
        set_preference(person_id="ada", kind="gossip", email=True, days=(), at=NOW)


def test_invented_people_get_no_mail() -> None:
    queued()
    assert keep_queued() == 1
    assert claim_due(at=NOW, most=1) == []


def test_forgetting_leaves_nothing() -> None:
    queued()
    set_preference(person_id="ada", kind="renewal-due", email=False, days=(), at=NOW)
    forget_notices(person_id="ada", email="ada@example.org")
    assert not notices_of("ada").exists()
    assert all(preference.pk is None for preference in preferences_of("ada").values())


def test_nothing_is_mailed_to_an_address_that_cannot_exist() -> None:
    notice = queue_notice(
        at=NOW,
        recipient_id="gone",
        email="gone@erased.invalid",
        kind="register-changed",
        subject="Changed",
        text="It changed.",
        key="gone",
    )
    assert notice.state == State.KEPT
