"""Many, and interrupted: a long list asks little; whatever is killed goes on from where it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from recert.audits.actions import advance_audits, draw, freeze
from recert.audits.framing import Chosen, From, preview_of
from recert.audits.models import Audit, Draw, DrawState
from recert.credentials.models import Certification, Register
from recert.journal.queries import lines_about
from recert.notices.models import Notice
from recert.people.models import Person
from recert.rules.sampling.frame import Stratum
from recert.rules.sampling.verifying import verify
from tests.audits.scene import DRAWN, SLUG, days, prepared
from tests.cast import NOW, Cast, assemble
from tests.counting import counted
from tests.pages.test_killed import is_killed_at

MANY = 5_200
HOLDERS = Chosen(of=From.HOLDERS, since=date(2026, 1, 1), until=date(2026, 12, 31))


def _people(cast: Cast, many: int) -> None:
    persons = Person.objects.bulk_create(
        Person(email=f"p{n}@example.org", name=f"Person {n}") for n in range(many)
    )
    Certification.objects.bulk_create(
        Certification(
            person=person,
            body=cast.acsm,
            credential="cep",
            number=f"M{n}",
            certified=date(2020, 1, 1),
            expires=date(2026, 12, 31),
            register=Register.CONFIRMED,
            added_at=NOW,
        )
        for n, person in enumerate(persons)
    )


@pytest.mark.slow
def test_a_list_of_thousands_is_made_in_slices_and_drawn_exactly(cast: Cast) -> None:
    _people(cast, MANY)
    strata = (Stratum(name="cep", says="CEP", percent=Fraction(5)),)
    chosen = replace(HOLDERS, take_failed=True, spare_cycles=2)
    found = prepared(cast, chosen=chosen, strata=strata, clause="", edition="")
    with counted() as asked:
        assert preview_of(found).size == {"cep": MANY}
    assert len(asked) <= 8  # two slices and an empty one; what went before in a few
    at: dict[str, Any] = {"by": cast.hal, "at": DRAWN, "body_slug": SLUG}
    freeze(**at, draw_id=found.public_id)
    done = draw(**at, draw_id=found.public_id)
    assert done.candidates.filter(is_drawn=True).count() == MANY * 5 // 100
    assert not done.candidates.exclude(probability="1/20").exists()
    assert verify(done.record) == ()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_whatever_is_killed_is_whole_or_not_begun_and_goes_on() -> None:
    cast = assemble()
    strata = tuple(Stratum(name=each, says=each, percent=Fraction(100)) for each in ("ep", "gei"))
    found = prepared(cast, chosen=HOLDERS, strata=strata, clause="", edition="")
    at: dict[str, Any] = {"by": cast.hal, "at": DRAWN, "body_slug": SLUG}
    _until_done(lambda: freeze(**at, draw_id=found.public_id), _is(found, DrawState.PREPARED))
    _until_done(lambda: draw(**at, draw_id=found.public_id), _is(found, DrawState.FROZEN))
    found.refresh_from_db()
    assert verify(found.record) == ()
    opened = _until_done(lambda: advance_audits(at=days(1)), _cases_are_whole)
    assert opened > 6  # within the first, and at the beginning of the others
    assert Audit.objects.count() == 3
    assert Notice.objects.filter(kind="audit-notice").count() == 3


def _until_done(act: Callable[[], object], check: Callable[[], None]) -> int:
    """Kill it at its first write, its second and so on, until it comes through."""
    for number in range(1, 200):
        if not is_killed_at(number, act):
            return number
        check()
    raise AssertionError("it never came through")


def _is(found: Draw, state: DrawState) -> Callable[[], None]:
    def check() -> None:
        found.refresh_from_db()
        assert found.state == state
        assert not found.candidates.filter(is_drawn=True).exists()
        assert state != DrawState.PREPARED or not found.candidates.exists()

    return check


def _cases_are_whole() -> None:
    for audit in Audit.objects.all():
        assert audit.items.exists()
        assert lines_about(audit.subject).count() == 1
        assert Notice.objects.filter(key__startswith=audit.subject).count() == 1
