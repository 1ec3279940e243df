"""Certifications: declared by their holders, confirmed and ruled on by their bodies."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from recert.credentials.actions import (
    add_certification,
    affirm,
    close_term,
    confirm_certification,
    correct_certification,
    correct_register,
    end_ruling,
    register_certification,
    reject_certification,
    remove_certification,
    restore_certification,
    rule,
)
from recert.credentials.models import Affirmation, Certification, Register, Term
from recert.credentials.queries import (
    certification_by_code,
    certification_for,
    certification_for_staff,
    certifications_by_number,
    certifications_of,
    register_of,
    rulings_of,
)
from recert.journal.queries import lines_about
from recert.lib.refusals import NotFound, Refused
from recert.notices.queries import notices_of
from recert.people.models import Person
from recert.rules.facts import DecisionKind
from recert.rules.findings import Status
from recert.standing.queries import standing_of
from tests.cast import NOW, TODAY, Cast

YEAR = timedelta(days=365)


def add(cast: Cast, **more: Any) -> Certification:
    fields = {"body": cast.acsm, "credential": "cpt", "certified": date(2024, 5, 1), **more}
    return add_certification(by=cast.eve, at=NOW, **fields)


def codes(certification: Certification) -> list[str]:
    return [line.code for line in lines_about(f"certification:{certification.public_id}")]


def test_what_one_adds_is_on_ones_own_word(cast: Cast) -> None:
    added = add(cast, number=" 42 ")
    assert (added.register, added.number) == (Register.SELF_DECLARED, "42")
    assert certifications_of(cast.eve) == (added,)
    assert codes(added) == ["credentials.added"]


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"credential": "astronaut"}, "credential"),
        ({"certified": TODAY + YEAR}, "certified"),
        ({"expires": date(2024, 4, 30)}, "expires"),
        ({"level": "gold"}, "level"),
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, more: dict[str, Any], field: str) -> None:
    with pytest.raises(Refused) as refused:
        add(cast, **more)
    assert [each.field for each in refused.value.refusals] == [field]
    assert certifications_of(cast.eve) == ()


def test_a_credential_with_levels_wants_one(cast: Cast) -> None:
    with pytest.raises(Refused, match="Choose the level"):
        add(cast, body=cast.action)
    assert add(cast, body=cast.action, level="certificate").level == "certificate"


def test_a_credential_is_held_once(cast: Cast) -> None:
    add(cast)
    with pytest.raises(Refused, match="recorded already"):
        add(cast)


def test_ones_own_is_nobody_elses(cast: Cast) -> None:
    assert certification_for(cast.ada, cast.ada_acsm.public_id) == cast.ada_acsm
    for somebody in (cast.eve, cast.ben, cast.dan, cast.hal):
        with pytest.raises(NotFound):
            certification_for(somebody, cast.ada_acsm.public_id)


def test_staff_see_their_own_register_only(cast: Cast) -> None:
    assert certification_for_staff(cast.gus, "acsm", cast.ada_acsm.public_id) == cast.ada_acsm
    assert cast.ada_action not in register_of(cast.acsm)
    for somebody, slug in ((cast.fay, "action"), (cast.fay, "acsm"), (cast.eve, "acsm")):
        with pytest.raises(NotFound):
            certification_for_staff(somebody, slug, cast.ada_acsm.public_id)


def test_what_is_declared_its_holder_corrects(cast: Cast) -> None:
    added = add(cast)
    correct_certification(
        by=cast.eve,
        at=NOW,
        public_id=added.public_id,
        certified=date(2024, 5, 2),
        expires=None,
        level="",
        number="7",
    )
    added.refresh_from_db()
    assert (added.certified, added.number) == (date(2024, 5, 2), "7")
    assert codes(added) == ["credentials.added", "credentials.corrected"]


def test_what_the_body_confirmed_only_the_body_corrects(cast: Cast) -> None:
    fields: dict[str, Any] = {
        "certified": date(2019, 1, 1),
        "expires": date(2030, 1, 1),
        "level": "",
        "number": "1",
    }
    with pytest.raises(Refused, match="has confirmed this"):
        correct_certification(by=cast.ada, at=NOW, public_id=cast.ada_acsm.public_id, **fields)
    correct_register(
        by=cast.hal, at=NOW, body_slug="acsm", public_id=cast.ada_acsm.public_id, **fields
    )
    cast.ada_acsm.refresh_from_db()
    assert cast.ada_acsm.expires == date(2030, 1, 1)
    assert notices_of(cast.ada.public_id).filter(kind="register-changed").exists()


def test_a_register_always_has_a_last_day(cast: Cast) -> None:
    added = add(cast)
    with pytest.raises(Refused) as refused:
        confirm_certification(by=cast.hal, at=NOW, body_slug="acsm", public_id=added.public_id)
    assert refused.value.refusals[0].field == "expires"
    confirmed = confirm_certification(
        by=cast.hal,
        at=NOW,
        body_slug="acsm",
        public_id=added.public_id,
        number="5150",
        expires=date(2027, 12, 31),
    )
    assert (confirmed.register, confirmed.number) == (Register.CONFIRMED, "5150")
    assert confirmed.expires == date(2027, 12, 31)


def test_a_number_belongs_to_one_holder(cast: Cast) -> None:
    added = add(cast, number=cast.ben_acsm.number, expires=date(2027, 12, 31))
    with pytest.raises(Refused, match="somebody else"):
        confirm_certification(by=cast.hal, at=NOW, body_slug="acsm", public_id=added.public_id)
    added.refresh_from_db()
    assert added.register == Register.SELF_DECLARED


def test_confirming_twice_tells_once(cast: Cast) -> None:
    added = add(cast, expires=date(2027, 12, 31))
    for click in range(2):
        confirm_certification(
            by=cast.hal,
            at=NOW + timedelta(seconds=click),
            body_slug="acsm",
            public_id=added.public_id,
        )
    assert codes(added).count("credentials.confirmed") == 1
    assert notices_of(cast.eve.public_id).count() == 1


def test_a_rejection_says_why_and_stops_the_counting(cast: Cast) -> None:
    added = add(cast)
    with pytest.raises(Refused, match="Say why"):
        reject_certification(
            by=cast.hal, at=NOW, body_slug="acsm", public_id=added.public_id, reason=" "
        )
    rejected = reject_certification(
        by=cast.hal, at=NOW, body_slug="acsm", public_id=added.public_id, reason="No such number."
    )
    assert rejected.register == Register.REJECTED
    assert "No such number." in notices_of(cast.eve.public_id).get().text


def _confirm(cast: Cast, by: Person) -> object:
    return confirm_certification(by=by, at=NOW, body_slug="acsm", public_id=cast.dan_acsm.public_id)


def _rule(cast: Cast, by: Person) -> object:
    return rule(
        by=by,
        at=NOW,
        body_slug="acsm",
        public_id=cast.dan_acsm.public_id,
        kind=DecisionKind.HOLD,
        reason="Away.",
    )


def _register(cast: Cast, by: Person) -> object:
    return register_certification(
        by=by,
        at=NOW,
        person=cast.hal,
        body=cast.acsm,
        credential="gei",
        certified=date(2024, 1, 1),
        expires=date(2026, 12, 31),
        number="9",
    )


@pytest.mark.parametrize("act", [_confirm, _rule, _register])
def test_the_register_is_for_officers_of_the_body(
    cast: Cast, act: Callable[[Cast, Person], object]
) -> None:
    for somebody in (cast.dan, cast.gus, cast.fay, cast.eve):
        with pytest.raises(NotFound):
            act(cast, somebody)


def test_nobody_registers_their_own(cast: Cast) -> None:
    with pytest.raises(Refused, match="Ask a colleague"):
        _register(cast, cast.hal)
    assert not Certification.objects.filter(person=cast.hal).exists()


def test_a_suspension_holds_until_it_is_ended(cast: Cast) -> None:
    suspended = rule(
        by=cast.hal,
        at=NOW,
        body_slug="acsm",
        public_id=cast.ada_acsm.public_id,
        kind=DecisionKind.SUSPEND,
        reason="Complaint under review.",
    )
    assert standing_of(cast.ada_acsm, TODAY).status is Status.SUSPENDED
    for _click in range(2):
        end_ruling(by=cast.hal, at=NOW, body_slug="acsm", public_id=suspended.public_id)
    assert standing_of(cast.ada_acsm, TODAY).status is Status.ACTIVE
    assert codes(cast.ada_acsm).count("credentials.ruling-ended") == 1
    with pytest.raises(NotFound):
        end_ruling(by=cast.fay, at=NOW, body_slug="action", public_id=suspended.public_id)


def test_an_extension_moves_the_last_day(cast: Cast) -> None:
    def extend(until: date | None) -> object:
        return rule(
            by=cast.hal,
            at=NOW,
            body_slug="acsm",
            public_id=cast.ada_acsm.public_id,
            kind=DecisionKind.EXTEND,
            reason="Deployed abroad.",
            until=until,
        )

    for wrong in (None, TODAY):
        with pytest.raises(Refused, match="lies ahead"):
            extend(wrong)
    extend(date(2027, 6, 30))
    cycle = standing_of(cast.ada_acsm, TODAY).cycle
    assert cycle is not None
    assert (cycle.end, cycle.extended) == (date(2027, 6, 30), True)


def test_a_ruling_has_a_reason_and_a_waiver_its_clause(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        rule(
            by=cast.hal,
            at=NOW,
            body_slug="acsm",
            public_id=cast.ada_acsm.public_id,
            kind=DecisionKind.WAIVE,
            reason="",
        )
    assert {each.field for each in refused.value.refusals} == {"reason", "clause"}
    with pytest.raises(Refused, match="decisions offered"):
        rule(
            by=cast.hal,
            at=NOW,
            body_slug="acsm",
            public_id=cast.ada_acsm.public_id,
            kind=DecisionKind.ACCEPT,
            reason="x",
        )
    assert not rulings_of(cast.ada_acsm).exists()


def test_removing_can_be_undone(cast: Cast) -> None:
    gone = remove_certification(by=cast.ada, at=NOW, public_id=cast.ada_nasm.public_id)
    assert gone not in certifications_of(cast.ada)
    with pytest.raises(NotFound):
        certification_for(cast.ada, gone.public_id)
    with pytest.raises(NotFound):
        restore_certification(by=cast.eve, at=NOW, public_id=gone.public_id)
    back = restore_certification(by=cast.ada, at=NOW, public_id=gone.public_id)
    assert back in certifications_of(cast.ada)


def test_undoing_does_not_make_two_of_one(cast: Cast) -> None:
    first = add(cast)
    remove_certification(by=cast.eve, at=NOW, public_id=first.public_id)
    add(cast)
    with pytest.raises(Refused, match="nothing to undo"):
        restore_certification(by=cast.eve, at=NOW, public_id=first.public_id)


def test_what_the_body_confirmed_is_put_back_and_not_added_anew(cast: Cast) -> None:
    held = cast.carol_acsm
    remove_certification(by=cast.carol, at=NOW, public_id=held.public_id)
    with pytest.raises(Refused, match="Put it back instead"):
        add_certification(
            by=cast.carol,
            at=NOW,
            body=held.body,
            credential=held.credential,
            certified=held.certified,
        )
    assert restore_certification(by=cast.carol, at=NOW, public_id=held.public_id) == held


def test_what_was_not_known_is_declared_again_by_correcting_it(cast: Cast) -> None:
    added = add(cast)
    reject_certification(
        by=cast.hal, at=NOW, body_slug="acsm", public_id=added.public_id, reason="No such number."
    )
    corrected = correct_certification(
        by=cast.eve,
        at=NOW,
        public_id=added.public_id,
        certified=added.certified,
        expires=None,
        level="",
        number="8",
    )
    added.refresh_from_db()
    assert corrected.register == added.register == Register.SELF_DECLARED


def test_affirming_is_once_a_cycle_and_ones_own(cast: Cast) -> None:
    for _click in range(2):
        affirm(
            by=cast.ada,
            at=NOW,
            certification=cast.ada_acsm,
            to="truthful",
            cycle_end=date(2026, 12, 31),
        )
    assert Affirmation.objects.get().on == TODAY
    with pytest.raises(NotFound):
        affirm(
            by=cast.eve,
            at=NOW,
            certification=cast.ada_acsm,
            to="truthful",
            cycle_end=date(2026, 12, 31),
        )


def test_a_cycle_is_closed_once(cast: Cast) -> None:
    for next_end in (date(2029, 12, 31), date(2032, 12, 31)):
        close_term(
            by=cast.hal,
            at=NOW,
            certification=cast.ada_acsm,
            start=date(2024, 1, 1),
            end=date(2026, 12, 31),
            next_end=next_end,
            closed_on=TODAY,
        )
    assert Term.objects.get().next_end == date(2029, 12, 31)
    cast.ada_acsm.refresh_from_db()
    assert (cast.ada_acsm.expires, cast.ada_acsm.previous_closed) == (date(2029, 12, 31), TODAY)


def test_the_public_finds_only_what_was_confirmed(cast: Cast) -> None:
    assert certifications_by_number("acsm", " 104233 ") == (cast.ada_acsm,)
    assert certifications_by_number("acsm", cast.ada_acsm.code.upper()) == (cast.ada_acsm,)
    assert certification_by_code(cast.ada_acsm.code) == cast.ada_acsm
    assert certifications_by_number("ace", "104233") == ()
    assert certifications_by_number("acsm", "") == ()
    assert certifications_by_number("ace", cast.ada_ace.code) == ()  # on Ada's word alone
    assert certification_by_code(cast.ada_ace.code) is None
