"""What an approval lets pass into the next cycle, and when applications are taken."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest

from recert.credentials.actions import register_certification
from recert.credentials.models import Certification
from recert.credentials.queries import carried_of
from recert.lib.refusals import Refused
from recert.people.actions import appoint
from recert.people.models import Role
from recert.people.queries import body_named
from recert.renewals.actions import approve, attest, begin_renewal, set_fee, submit
from recert.renewals.tasks import tasks_of
from recert.rules.amounts import from_grains
from recert.rules.facts import Topic, Unit
from recert.standing.queries import standing_of
from tests.cast import NOW, Cast, bring_in, course, log

FILED = datetime(2026, 6, 20, 12, tzinfo=UTC)


def held(cast: Cast, body: str, credential: str, expires: date) -> Certification:
    """Eve's, registered by Hal, who runs that body's desk too."""
    bring_in(body)
    appoint(person=cast.hal, body=body_named(body), role=Role.OWNER, by=None, at=NOW)
    return register_certification(
        by=cast.hal,
        at=NOW,
        person=cast.eve,
        body=body_named(body),
        credential=credential,
        certified=date(2015, 7, 1),
        expires=expires,
        number="77",
    )


def test_fourteen_of_forty_hours_are_recorded_once(cast: Cast) -> None:
    licence = held(cast, "tx-pe", "pe", date(2026, 6, 30))
    log(
        cast.eve,
        course("Beams", date(2026, 3, 1), "39", Unit.PDH, topics=frozenset({Topic.ENGINEERING})),
    )
    log(
        cast.eve,
        course("Ethics", date(2026, 3, 2), "1", Unit.PDH, topics=frozenset({Topic.ETHICS})),
    )
    renewal = begin_renewal(by=cast.eve, at=FILED, certification_id=licence.public_id)
    for _clause, word in tasks_of(renewal, FILED).attests:
        attest(by=cast.eve, at=FILED, public_id=renewal.public_id, to=word)
    submit(by=cast.eve, at=FILED, public_id=renewal.public_id)
    desk: Any = {"by": cast.hal, "at": FILED, "body_slug": "tx-pe", "public_id": renewal.public_id}
    set_fee(**desk, cents=0, reason="Forgone.")
    for _click in range(2):
        approve(**desk, reason="Seen.", next_end=date(2027, 6, 30))
    (row,) = carried_of(licence)
    assert (from_grains(row.amount_grains), row.into) == (Fraction(14), date(2026, 7, 1))
    assert (row.earned, row.renewal_id) == (date(2026, 3, 1), renewal.public_id)
    licence.refresh_from_db()
    after = standing_of(licence, date(2026, 11, 21))
    assert after.requirement("ethics").short == 1
    assert after.counted == 14


def test_no_application_is_taken_before_the_body_takes_any(cast: Cast) -> None:
    certification = held(cast, "aea", "afp", date(2027, 12, 31))
    with pytest.raises(Refused, match="30 June 2027"):
        begin_renewal(by=cast.eve, at=FILED, certification_id=certification.public_id)
