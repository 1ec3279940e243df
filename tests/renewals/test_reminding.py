"""Reminders: at each step once, none lost on a day nothing ran, none for what is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest

from recert.credentials.actions import remove_certification, rule
from recert.credentials.models import Certification
from recert.notices.actions import set_preference
from recert.notices.queries import notices_of
from recert.people.models import Person
from recert.renewals.actions import remind_due, reminding
from recert.rules.facts import DecisionKind, Document, DocumentKind
from recert.standing.queries import Held, standings_of_many
from recert.transcript.actions import add_document
from tests.cast import NOW, Cast


def told(whom: Person, kind: str = "renewal-due") -> list[str]:
    rows = notices_of(whom.public_id).filter(kind=kind).order_by("created_at", "id")
    return [row.subject for row in rows]


def test_a_reminder_comes_once_a_step(cast: Cast) -> None:
    assert remind_due(at=NOW) > 0
    assert told(cast.carol) == ["ACSM-GEI ends 31 December 2026, in 40 days"]
    assert remind_due(at=NOW + timedelta(hours=5)) == 0
    assert remind_due(at=NOW + timedelta(days=1)) == 0
    remind_due(at=NOW + timedelta(days=10))
    assert told(cast.carol)[1:] == ["ACSM-GEI ends 31 December 2026, in 30 days"]


def test_a_day_on_which_nothing_ran_loses_no_step(cast: Cast) -> None:
    remind_due(at=NOW)
    remind_due(at=NOW + timedelta(days=28))  # past the thirtieth and the fourteenth day
    assert told(cast.carol)[1:] == ["ACSM-GEI ends 31 December 2026, in 12 days"]


def test_every_certification_is_reminded_of_by_itself(cast: Cast) -> None:
    remind_due(at=NOW)
    assert sorted(told(cast.ada)) == [
        "ACSM-EP ends 31 December 2026, in 40 days",
        "ACTION-CPT ends 31 March 2027, in 130 days",
    ]


def test_who_chose_other_days_is_reminded_on_those(cast: Cast) -> None:
    set_preference(
        person_id=cast.carol.public_id, kind="renewal-due", email=True, days=(10,), at=NOW
    )
    remind_due(at=NOW)
    assert told(cast.carol) == []
    remind_due(at=NOW + timedelta(days=30))
    assert len(told(cast.carol)) == 1


def test_only_those_who_may_need_a_reminder_are_judged(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[Certification] = []

    def watched(some: Sequence[Certification], at: datetime) -> tuple[Held, ...]:
        judged.extend(some)
        return standings_of_many(some, at)

    monkeypatch.setattr(reminding, "standings_of_many", watched)
    Certification.objects.filter(pk=cast.carol_acsm.pk).update(expires=date(2028, 6, 30))
    Certification.objects.filter(pk=cast.dan_acsm.pk).update(expires=date(2025, 12, 31))
    remind_due(at=NOW)
    assert cast.ada_acsm in judged
    assert cast.ben_acsm in judged
    assert cast.carol_acsm not in judged  # ends far ahead
    assert cast.dan_acsm not in judged  # ended long ago
    judged.clear()
    remind_due(at=NOW)
    assert cast.ben_acsm not in judged  # was told of this step
    rule(by=cast.hal, at=NOW, body_slug="acsm", public_id=cast.dan_acsm.public_id,
         kind=DecisionKind.EXTEND, reason="Illness.", clause="",
         until=date(2026, 12, 1))  # fmt: skip
    set_preference(
        person_id=cast.carol.public_id, kind="renewal-due", email=True, days=(700,), at=NOW
    )
    remind_due(at=NOW)
    assert cast.carol_acsm in judged
    assert cast.dan_acsm in judged
    assert len(told(cast.carol)) == len(told(cast.dan)) == 1


def test_after_the_last_day_and_without_a_certification_there_is_no_reminder(cast: Cast) -> None:
    remind_due(at=NOW + timedelta(days=45))
    assert told(cast.carol) == []
    remove_certification(by=cast.ben, at=NOW, public_id=cast.ben_acsm.public_id)
    remind_due(at=NOW)
    assert told(cast.ben) == []
    assert told(cast.eve) == []


def test_what_is_on_hold_is_not_reminded_of(cast: Cast) -> None:
    rule(
        by=cast.hal,
        at=NOW,
        body_slug="acsm",
        public_id=cast.carol_acsm.public_id,
        kind=DecisionKind.HOLD,
        reason="Parental leave.",
    )
    remind_due(at=NOW)
    assert told(cast.carol) == []


@pytest.mark.parametrize(("left", "reminded"), [(200, 0), (30, 1), (0, 1)])
def test_a_card_about_to_expire(cast: Cast, left: int, reminded: int) -> None:
    end = NOW.date() + timedelta(days=left)
    card = Document(id="", kind=DocumentKind.AED, issued=date(2025, 1, 1), expires=end)
    add_document(by=cast.eve, at=NOW, document=card)
    remind_due(at=NOW)
    remind_due(at=NOW)
    assert len(told(cast.eve, "card-expiring")) == reminded


def test_a_newer_card_silences_the_older(cast: Cast) -> None:
    soon, later = (NOW.date() + timedelta(days=days) for days in (10, 700))
    for end in (soon, later):
        card = Document(id="", kind=DocumentKind.CPR, issued=date(2025, 1, 1), expires=end)
        add_document(by=cast.eve, at=NOW, document=card)
    remind_due(at=NOW)
    assert told(cast.eve, "card-expiring") == []
