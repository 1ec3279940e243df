"""Merging two records of one person, and taking them apart exactly as they were."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.apps import apps

from recert.credentials.actions import register_certification
from recert.credentials.models import Certification
from recert.lib.refusals import NotFound, Refused
from recert.people.actions import set_membership
from recert.people.models import Person
from recert.people.unclaimed import enter_person, has_address
from recert.register.finding import Asked, find
from recert.register.merging import keys
from recert.register.merging.acts import merge_at_desk, say_different
from recert.register.merging.clashes import clashes_of
from recert.register.merging.offers import (
    decline_offer,
    offer_merge,
    offers_to,
    own_merges,
    take_offer,
)
from recert.register.merging.suggesting import suggestions_for
from recert.register.merging.undoing import undo_merge, undo_own_merge
from recert.register.models import KnownAs
from recert.renewals.export import export_of
from recert.transcript.models import Activity
from tests.cast import NOW, Cast, card, course, log


def every_key_to_a_person() -> set[str]:
    return {
        f"{model._meta.label}.{column.name}"
        for model in apps.get_models(include_auto_created=True)
        for column in model._meta.get_fields()
        if column.is_relation and column.concrete and column.related_model is Person
    }


def test_every_key_to_a_person_is_known_to_merging() -> None:
    known = [*keys.MOVES, *keys.SIGNS_IN, *keys.DONE_BY, *keys.ABOUT_RECORDS]
    assert len(known) == len(set(known))
    assert every_key_to_a_person() == set(known) - {"notices.Notice.recipient_id"}


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables, but for what a merge says of itself."""
    left_out = {"journal.Line", "register.Merge", "register.Findable", "register.MergeOffer"}
    return {
        model._meta.label: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in left_out
    }


def twin(cast: Cast, name: str = "Ben Okafor", email: str = "") -> Person:
    """Ben once more, as a list might bring him."""
    found = enter_person(by=cast.hal, at=NOW, name=name, email=email)
    for credential, number in (("cpt", "77"), ("ep", "78")):
        register_certification(
            by=cast.hal, at=NOW, person=found, body=cast.acsm, credential=credential,
            certified=date(2023, 1, 1), expires=date(2027, 12, 31), number=number,
        )  # fmt: skip
    set_membership(
        person=found, body=cast.acsm, since=date(2024, 1, 1), until=None, by=cast.hal, at=NOW,
        number="M-2",
    )  # fmt: skip
    KnownAs.objects.create(body=cast.acsm, person=found, key="K1")
    return found


def desk(cast: Cast, kept: Person, gone: Person) -> dict[str, Any]:
    return {
        "by": cast.hal, "at": NOW, "body_slug": "acsm",
        "kept_id": kept.public_id, "gone_id": gone.public_id,
    }  # fmt: skip


def test_everything_goes_to_the_kept_record_and_comes_back_exactly(cast: Cast) -> None:
    other = twin(cast, email="b.en@example.org")
    set_membership(
        person=cast.ben, body=cast.acsm, since=date(2020, 1, 1), until=date(2026, 12, 31),
        by=cast.hal, at=NOW, number="M-1",
    )  # fmt: skip
    before = everything()
    (clash,) = clashes_of(cast.ben, other)
    assert (clash.stands.number, clash.aside.number) == ("77", "118860")
    chosen: dict[str, Any] = {"standing": [cast.ben_acsm.public_id]}
    done = merge_at_desk(**desk(cast, cast.ben, other), **chosen)
    assert merge_at_desk(**desk(cast, cast.ben, other), **chosen) == done
    held = Certification.objects.filter(person=cast.ben, removed_at=None)
    assert {each.number for each in held} == {"118860", "78"}
    assert KnownAs.objects.get().person == cast.ben
    member = cast.ben.memberships.get()
    assert (member.number, member.until) == ("M-2", None)
    other.refresh_from_db()
    assert not other.is_active
    assert {row.number for row in find(cast.acsm, Asked(words="okafor")).rows} == {"118860", "78"}
    undo: dict[str, Any] = {
        "by": cast.hal,
        "at": NOW,
        "body_slug": "acsm",
        "public_id": done.public_id,
    }
    for _twice in range(2):
        undo_merge(**undo)
    assert everything() == before
    assert {row.number for row in find(cast.acsm, Asked(words="okafor")).rows} == {
        "118860", "77", "78",
    }  # fmt: skip


def test_who_had_no_address_gets_the_other_ones(cast: Cast) -> None:
    kept, gone = twin(cast, "Rin Ito"), enter_person(
        by=cast.hal, at=NOW, name="Rin Ito", email="rin@example.org"
    )  # fmt: skip
    set_membership(
        person=gone, body=cast.acsm, since=date(2024, 1, 1), until=None, by=cast.hal, at=NOW
    )
    before = everything()
    done = merge_at_desk(**desk(cast, kept, gone))
    kept.refresh_from_db()
    assert (kept.email, has_address(kept)) == ("rin@example.org", True)
    assert find(cast.acsm, Asked(words="rin@example")).count == 2
    undo_merge(by=cast.hal, at=NOW, body_slug="acsm", public_id=done.public_id)
    assert everything() == before


def test_a_desk_merges_only_what_is_all_its_own(cast: Cast) -> None:
    other = twin(cast)
    refused = [
        (cast.ben, cast.carol),  # who signs in
        (cast.ada, other),  # who is known to other bodies
        (other, other),
    ]
    for kept, gone in refused:
        with pytest.raises(Refused):
            merge_at_desk(**desk(cast, kept, gone))
    with pytest.raises(NotFound):
        merge_at_desk(**{**desk(cast, cast.ben, other), "by": cast.fay})
    with pytest.raises(NotFound):
        merge_at_desk(**{**desk(cast, cast.ben, other), "by": cast.fay, "body_slug": "action"})
    with pytest.raises(NotFound):
        merge_at_desk(**desk(cast, cast.ben, cast.eve))
    done = merge_at_desk(**desk(cast, cast.ben, other))
    with pytest.raises(NotFound):
        undo_merge(by=cast.fay, at=NOW, body_slug="action", public_id=done.public_id)


def test_who_may_be_here_twice_is_suggested_until_said_to_differ(cast: Cast) -> None:
    other = twin(cast)
    dotted = enter_person(by=cast.hal, at=NOW, name="Karol", email="c.arol@example.org")
    set_membership(
        person=dotted, body=cast.acsm, since=date(2024, 1, 1), until=None, by=cast.hal, at=NOW
    )
    found = {(each.one.name, each.other.pk, each.why) for each in suggestions_for(cast.acsm)}
    assert found == {
        ("Ben Okafor", other.pk, "name"), ("Carol Lindqvist", dotted.pk, "address"),
    }  # fmt: skip
    assert suggestions_for(cast.action) == []
    for _twice in range(2):
        say_different(
            by=cast.hal, at=NOW, body_slug="acsm", one_id=other.public_id,
            other_id=cast.ben.public_id,
        )  # fmt: skip
    assert [each.why for each in suggestions_for(cast.acsm)] == ["address"]


def test_a_person_with_two_sign_ins_merges_them_by_saying_so_at_both(cast: Cast) -> None:
    log(cast.eve, course("Learned under the other login", date(2026, 5, 5), "2"))
    card(cast.eve)
    before = everything()
    with pytest.raises(Refused, match="signed in with"):
        offer_merge(by=cast.ben, at=NOW, email="Ben@example.org")
    offer_merge(by=cast.ben, at=NOW, email="nobody@example.org")
    for _twice in range(2):
        offer_merge(by=cast.ben, at=NOW, email="eve@example.org")
    (offer,) = offers_to(cast.eve, NOW)
    for stranger in (cast.ben, cast.carol):
        with pytest.raises(NotFound):
            take_offer(by=stranger, at=NOW, public_id=offer.public_id)
    done = take_offer(by=cast.eve, at=NOW, public_id=offer.public_id)
    assert Activity.objects.filter(person=cast.ben).count() == 2
    cast.eve.refresh_from_db()
    assert not cast.eve.is_active
    with pytest.raises(NotFound):
        undo_own_merge(by=cast.carol, at=NOW, public_id=done.public_id)
    assert list(own_merges(cast.ben)) == [done]
    undo_own_merge(by=cast.ben, at=NOW, public_id=done.public_id)
    assert everything() == before
    offer_merge(by=cast.ben, at=NOW, email="eve@example.org")
    (offer,) = offers_to(cast.eve, NOW)
    decline_offer(by=cast.eve, at=NOW, public_id=offer.public_id)
    assert not offers_to(cast.eve, NOW)


def test_who_works_at_a_desk_does_not_go(cast: Cast) -> None:
    offer_merge(by=cast.ben, at=NOW, email="dan@example.org")
    (offer,) = offers_to(cast.dan, NOW)
    with pytest.raises(Refused, match="works at a desk"):
        take_offer(by=cast.dan, at=NOW, public_id=offer.public_id)


def test_what_the_register_keeps_of_a_person_is_in_their_export(cast: Cast) -> None:
    other = twin(cast)
    merge_at_desk(**desk(cast, cast.ben, other))
    mine = export_of(cast.ben)
    assert mine["known-as"][0]["body"] == "acsm"
    assert mine["merged"][0]["gone"] == other.public_id
