"""Taking two records apart after people have gone on working with the one they became."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from recert.credentials.actions import register_certification
from recert.credentials.models import Certification
from recert.lib.refusals import Refused
from recert.payments.actions import Line, issue_invoice
from recert.people.actions import set_membership
from recert.people.models import BodyMember, Person, Role, StaffRole
from recert.people.queries import person_by_email
from recert.people.unclaimed import enter_person, has_address
from recert.register.merging.acts import merge_at_desk, merge_own
from recert.register.merging.following import now_part_of
from recert.register.merging.undoing import undo_merge, undo_own_merge
from recert.register.models import Merge
from recert.renewals.actions import begin_renewal
from recert.renewals.erasure import erase
from recert.transcript.actions import add_evidence, attach_evidence, correct_activity
from recert.transcript.models import Activity
from tests.cast import NOW, PASSWORD, Cast, course, log
from tests.pages.world import client_of
from tests.register.test_merging import desk, twin
from tests.transcript.files import pdf


def undo(cast: Cast, done: Merge) -> Merge:
    return undo_merge(by=cast.hal, at=NOW, body_slug="acsm", public_id=done.public_id)


def rin(cast: Cast) -> tuple[Person, Person]:
    """Rin twice: with certifications and no address, and with an address."""
    return twin(cast, "Rin Ito"), addressed(cast)


def addressed(cast: Cast) -> Person:
    """Rin with an address: a member, and nothing else."""
    found = enter_person(by=cast.hal, at=NOW, name="Rin Ito", email="rin@example.org")
    _member(cast, found, date(2030, 1, 1), "M-3")
    return found


def _member(cast: Cast, person: Person, until: date, number: str) -> None:
    since = date(2020, 1, 1)
    set_membership(
        person=person, body=cast.acsm, since=since, until=until, by=cast.hal, at=NOW, number=number
    )


def test_what_was_written_over_since_stays(cast: Cast) -> None:
    other = twin(cast)
    _member(cast, cast.ben, date(2026, 12, 31), "M-1")
    done = merge_at_desk(**desk(cast, cast.ben, other))
    _member(cast, cast.ben, date(2031, 12, 31), "M-9")
    undo(cast, done)
    member = BodyMember.objects.get(person=cast.ben)
    assert (member.number, member.until) == ("M-9", date(2031, 12, 31))
    assert BodyMember.objects.get(person=other).number == "M-2"


def test_an_address_corrected_since_stays_and_the_other_record_has_its_own_again(
    cast: Cast,
) -> None:
    kept, gone = rin(cast)
    done = merge_at_desk(**desk(cast, kept, gone))
    Person.objects.filter(pk=kept.pk).update(email="rin.ito@example.org")
    undo(cast, done)
    kept.refresh_from_db()
    gone.refresh_from_db()
    assert (kept.email, gone.email) == ("rin.ito@example.org", "rin@example.org")


def test_an_address_somebody_else_has_shown_to_be_theirs_is_not_taken_back(cast: Cast) -> None:
    kept, gone = rin(cast)
    done = merge_at_desk(**desk(cast, kept, gone))
    Person.objects.filter(pk=kept.pk).update(email="rin.ito@example.org")
    Person.objects.create_user("rin@example.org", "a password nobody guesses")
    undo(cast, done)
    gone.refresh_from_db()
    assert not has_address(gone)
    assert gone.is_active


def test_whoever_has_signed_in_since_is_not_left_without_an_address(cast: Cast) -> None:
    kept, gone = rin(cast)
    done = merge_at_desk(**desk(cast, kept, gone))
    kept.refresh_from_db()
    kept.set_password("a password nobody guesses")
    kept.save()
    with pytest.raises(Refused, match="signed in since"):
        undo(cast, done)
    kept.refresh_from_db()
    assert kept.email == "rin@example.org"


def test_a_number_given_to_somebody_else_is_said(cast: Cast) -> None:
    other = twin(cast)
    done = merge_at_desk(**desk(cast, cast.ben, other), standing=[cast.ben_acsm.public_id])
    register_certification(
        by=cast.hal, at=NOW, person=cast.eve, body=cast.acsm, credential="cpt",
        certified=date(2024, 1, 1), expires=date(2027, 12, 31), number="77",
    )  # fmt: skip
    with pytest.raises(Refused, match="number 77"):
        undo(cast, done)
    done.refresh_from_db()
    assert done.undone_at is None


def test_a_credential_entered_anew_is_said(cast: Cast) -> None:
    other = twin(cast)
    done = merge_at_desk(**desk(cast, cast.ben, other))
    stands = Certification.objects.get(person=cast.ben, credential="cpt", removed_at=None)
    Certification.objects.filter(pk=stands.pk).update(removed_at=NOW)
    register_certification(
        by=cast.hal, at=NOW, person=cast.ben, body=cast.acsm, credential="cpt",
        certified=date(2024, 1, 1), expires=date(2027, 12, 31), number="80",
    )  # fmt: skip
    with pytest.raises(Refused, match="only one of the two can have"):
        undo(cast, done)


def test_what_grew_out_of_an_entry_goes_back_with_it(cast: Cast) -> None:
    first = log(cast.eve, course("Learned", date(2026, 5, 5), "2"))
    done = merge_own(by=cast.ben, at=NOW, kept=cast.ben, gone=cast.eve)
    second = correct_activity(
        by=cast.ben, at=NOW, public_id=first.public_id,
        activity=course("Learned", date(2026, 5, 5), "3"),
    )  # fmt: skip
    third = correct_activity(
        by=cast.ben, at=NOW, public_id=second.public_id,
        activity=course("Learned", date(2026, 5, 5), "4"),
    )  # fmt: skip
    proof = add_evidence(by=cast.ben, at=NOW, name="certificate.pdf", content=pdf("3"))
    attach_evidence(by=cast.ben, at=NOW, public_id=proof.public_id, activity_id=third.public_id)
    own = log(cast.ben, course("Ben's own", date(2026, 6, 6), "1"))
    undo_own_merge(by=cast.ben, at=NOW, public_id=done.public_id)
    standing = Activity.objects.filter(person=cast.eve, superseded_by=None)
    assert [each.pk for each in standing] == [third.pk]
    assert Activity.objects.filter(person=cast.ben, pk__in=(second.pk, third.pk)).count() == 0
    own.refresh_from_db()
    proof.refresh_from_db()
    assert (own.person, proof.person) == (cast.ben, cast.eve)


def test_the_bill_of_an_application_goes_back_with_it(cast: Cast) -> None:
    other = twin(cast)
    done = merge_at_desk(**desk(cast, cast.ben, other))
    taken = Certification.objects.get(person=cast.ben, credential="ep")
    renewal = begin_renewal(by=cast.ben, at=NOW, certification_id=taken.public_id)
    bill = issue_invoice(
        by=None, at=NOW, person=cast.ben, body=cast.acsm, subject=renewal.subject,
        lines=[Line("fee", "Renewing", 4500)],
    )  # fmt: skip
    undo(cast, done)
    bill.refresh_from_db()
    assert bill.person == other


def test_merges_into_one_record_are_undone_from_the_last(cast: Cast) -> None:
    other, third = twin(cast), addressed(cast)
    first = merge_at_desk(**desk(cast, cast.ben, other))
    second = merge_at_desk(**desk(cast, cast.ben, third))
    with pytest.raises(Refused, match="Another record"):
        undo(cast, first)
    undo(cast, second)
    undo(cast, first)
    assert BodyMember.objects.get(person=other).number == "M-2"


def test_a_record_that_was_deleted_since_is_not_taken_apart(cast: Cast) -> None:
    other = twin(cast, email="b.en@example.org")
    done = merge_at_desk(**desk(cast, cast.ben, other))
    erase(person=cast.ben, by=cast.ben, at=NOW)
    with pytest.raises(Refused, match="deleted since"):
        undo(cast, done)


def test_an_address_of_the_record_that_went_leads_to_the_one_that_is_kept(cast: Cast) -> None:
    other = twin(cast, email="b.en@example.org")
    merge_at_desk(**desk(cast, cast.ben, other))
    found = person_by_email("b.en@example.org")
    assert found is not None
    assert now_part_of(found) == cast.ben
    assert now_part_of(cast.ben) == cast.ben


def test_whoever_signs_in_to_the_record_that_went_is_told_where_it_is(cast: Cast) -> None:
    merge_own(by=cast.ben, at=NOW, kept=cast.ben, gone=cast.eve)
    answer = Client().post(
        reverse("account_login"), {"login": "eve@example.org", "password": PASSWORD}, follow=True
    )
    assert "has become part of another" in answer.content.decode()


def test_what_a_desk_enters_for_an_address_that_went_is_in_the_kept_record(cast: Cast) -> None:
    other = twin(cast, email="b.en@example.org")
    merge_at_desk(**desk(cast, cast.ben, other))
    hal = client_of(cast.hal)
    entered = {
        "email": "b.en@example.org", "credential": "gei", "certified": "2024-01-01",
        "expires": "2027-12-31", "number": "91",
    }  # fmt: skip
    answer = hal.post(reverse("staff:register_enter", args=["acsm"]), entered)
    assert answer.status_code == 302
    assert Certification.objects.get(number="91").person == cast.ben
    hal.post(reverse("staff:team", args=["acsm"]), {"email": other.email, "role": "reviewer"})
    assert StaffRole.objects.get(person=cast.ben).role == Role.REVIEWER
