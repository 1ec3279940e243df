"""Persons, bodies and roles: who may do what, and what nobody may."""

from __future__ import annotations

from datetime import date

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError

from recert.journal.queries import lines_about
from recert.lib.refusals import NotFound, Refused
from recert.people.actions import (
    appoint,
    describe_body,
    dismiss,
    erase_person,
    register_body,
    set_membership,
    update_profile,
)
from recert.people.models import BodyMember, Person, Role, StaffRole
from recert.people.queries import (
    Duty,
    body_for_staff,
    body_named,
    colleagues,
    duties_of,
    person_by_email,
    roles_of,
    staff_of,
)
from tests.cast import NOW, PASSWORD, Cast, another_body


def test_an_address_belongs_to_one_person_however_it_is_written(cast: Cast) -> None:
    with pytest.raises(IntegrityError):
        Person.objects.create_user("ADA@Example.ORG", PASSWORD)


def test_an_address_is_found_however_it_is_written(cast: Cast) -> None:
    assert person_by_email("Ada@EXAMPLE.org") == cast.ada
    assert Person.objects.get_by_natural_key("ADA@example.org") == cast.ada


@pytest.mark.parametrize(
    ("duty", "who"),
    [
        (Duty.ENTER, {"dan", "gus", "hal"}),
        (Duty.REVIEW, {"dan", "hal"}),
        (Duty.DRAW, {"hal"}),
        (Duty.REGISTER, {"hal"}),
        (Duty.REPORTS, {"gus", "hal"}),
        (Duty.MONEY, {"gus", "hal"}),
        (Duty.POLICY, {"hal"}),
        (Duty.STAFF, {"hal"}),
    ],
)
def test_each_duty_is_for_its_roles(cast: Cast, duty: Duty, who: set[str]) -> None:
    everybody = ("ada", "ben", "carol", "dan", "eve", "fay", "gus", "hal")
    found = set()
    for name in everybody:
        somebody = getattr(cast, name)
        try:
            body_for_staff(somebody, "acsm", duty)
        except NotFound:
            assert duty not in duties_of(somebody, cast.acsm)
        else:
            assert duty in duties_of(somebody, cast.acsm)
            found.add(name)
    assert found == who
    assert {person.name.split()[0].lower() for person in colleagues(cast.acsm, duty)} == who


def test_whoever_may_not_sign_in_has_no_desk(cast: Cast) -> None:
    cast.dan.is_active = False
    cast.dan.save()
    with pytest.raises(NotFound):
        body_for_staff(cast.dan, "acsm")


def test_a_body_that_is_not_there_looks_like_one_that_is_not_yours(cast: Cast) -> None:
    for slug in ("action", "no-such-body"):
        with pytest.raises(NotFound):
            body_for_staff(cast.dan, slug)
    with pytest.raises(NotFound):
        body_named("no-such-body")


def test_only_an_owner_appoints(cast: Cast) -> None:
    for somebody in (cast.dan, cast.gus, cast.fay, cast.eve):
        with pytest.raises(NotFound):
            appoint(person=cast.eve, body=cast.acsm, role=Role.REVIEWER, by=somebody, at=NOW)
    appoint(person=cast.eve, body=cast.acsm, role=Role.REVIEWER, by=cast.hal, at=NOW)
    appoint(person=cast.eve, body=cast.acsm, role=Role.REVIEWER, by=cast.hal, at=NOW)
    assert [held.role for held in roles_of(cast.eve)] == ["reviewer"]
    line = lines_about(f"person:{cast.eve.public_id}").get(code="people.appointed")
    assert (line.actor_id, line.detail) == (cast.hal.public_id, {"role": "reviewer"})
    with pytest.raises(Refused):
        appoint(person=cast.eve, body=cast.acsm, role="emperor", by=cast.hal, at=NOW)


def test_a_body_keeps_an_owner(cast: Cast) -> None:
    with pytest.raises(Refused, match="only owner"):
        dismiss(person=cast.hal, body=cast.acsm, role=Role.OWNER, by=cast.hal, at=NOW)
    appoint(person=cast.dan, body=cast.acsm, role=Role.OWNER, by=cast.hal, at=NOW)
    dismiss(person=cast.hal, body=cast.acsm, role=Role.OWNER, by=cast.dan, at=NOW)
    assert not StaffRole.objects.filter(person=cast.hal).exists()
    with pytest.raises(NotFound):
        body_for_staff(cast.hal, "acsm")


def test_colleagues_see_each_other_and_nobody_else_does(cast: Cast) -> None:
    assert {held.person for held in staff_of(cast.gus, "acsm")} == {cast.dan, cast.gus, cast.hal}
    with pytest.raises(NotFound):
        staff_of(cast.ada, "acsm")


def test_a_body_is_registered_once_and_with_care(cast: Cast) -> None:
    assert another_body("board") == another_body("board")
    with pytest.raises(Refused) as refused:
        register_body(slug="Bad Name", name=" ", zone="Eastern", currency="$", by=None, at=NOW)
    assert {each.field for each in refused.value.refusals} == {"slug", "name", "zone", "currency"}


def test_only_the_owner_describes_the_body(cast: Cast) -> None:
    words = {"email": "office@acsm.example", "about": "Us.", "payment_instructions": "By cheque."}
    for somebody in (cast.dan, cast.fay):
        with pytest.raises(NotFound):
            describe_body(by=somebody, at=NOW, body=cast.acsm, name="Mine", **words)
    with pytest.raises(Refused) as refused:
        describe_body(by=cast.hal, at=NOW, body=cast.acsm, name=" ", **{**words, "email": "x"})
    assert {each.field for each in refused.value.refusals} == {"name", "email"}
    body = describe_body(by=cast.hal, at=NOW, body=cast.acsm, name=" The  College ", **words)
    body.refresh_from_db()
    assert (body.payment_instructions, body.name) == ("By cheque.", "The College")


def test_a_membership_is_set_by_the_register(cast: Cast) -> None:
    def member(by: Person, since: date, until: date | None) -> BodyMember:
        return set_membership(
            person=cast.ada, body=cast.acsm, since=since, until=until, by=by, at=NOW, number="M1"
        )

    with pytest.raises(NotFound):
        member(cast.dan, date(2026, 1, 1), None)
    with pytest.raises(Refused, match="ends before"):
        member(cast.hal, date(2026, 1, 1), date(2025, 1, 1))
    member(cast.hal, date(2026, 1, 1), date(2026, 12, 31))
    member(cast.hal, date(2026, 1, 1), date(2027, 12, 31))
    assert BodyMember.objects.get(person=cast.ada).until == date(2027, 12, 31)


def test_a_profile_says_what_is_wrong_with_it(cast: Cast) -> None:
    with pytest.raises(Refused) as refused:
        update_profile(
            person=cast.ada, name=" ", country="USA", language="tlh", zone="Moon", at=NOW
        )
    wrong = {each.field for each in refused.value.refusals}
    assert wrong == {"name", "country", "zone", "language"}
    update_profile(
        person=cast.ada, name=" Ada R. ", country="CA", language="en", zone="UTC", at=NOW
    )
    cast.ada.refresh_from_db()
    assert (cast.ada.name, cast.ada.country) == ("Ada R.", "CA")


def test_an_erased_person_is_a_pseudonym(cast: Cast) -> None:
    pseudonym = cast.ada.public_id
    erase_person(person=cast.ada, by=cast.ada, at=NOW)
    erase_person(person=cast.ada, by=cast.ada, at=NOW)
    gone = Person.objects.get(public_id=pseudonym)
    assert "ada" not in f"{gone.email} {gone.name} {gone.country}".lower().replace(pseudonym, "")
    assert not gone.is_active
    assert not gone.has_usable_password()
    assert not EmailAddress.objects.filter(user=gone).exists()
    assert person_by_email("ada@example.org") is None
    assert lines_about(f"person:{pseudonym}").filter(code="people.erased").count() == 1
