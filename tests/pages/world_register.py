"""What the pages of the register as a whole need: a list being imported, people here twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from recert.people.actions import set_membership
from recert.people.models import Person
from recert.people.unclaimed import enter_person
from recert.register.importing.acts import fix_alike
from recert.register.merging.acts import merge_at_desk, merge_own
from recert.register.merging.offers import offer_merge, offers_to
from recert.register.models import Import, ImportFix, Merge, MergeOffer
from tests.cast import NOW, Cast
from tests.cast import person as come
from tests.register.lists import as_csv, bring, line


@dataclass(frozen=True, slots=True)
class Register:
    """At ACSM a list that was tried, and somebody who was entered three times; Ada has two."""

    list: Import
    fix: ImportFix
    one: Person
    other: Person
    merge: Merge
    offer: MergeOffer  # Eve says Ada's sign-in is hers
    own_merge: Merge  # Ada's


def assemble_register(cast: Cast) -> Register:
    """Try a list with two mistakes, mend one; enter somebody three times, merge two of them."""
    found = bring(cast.hal, as_csv([line(1), line(2, cert="PT"), line(3, issued="soon")]))
    fix = fix_alike(
        by=cast.hal, at=NOW, body_slug="acsm", public_id=found.public_id, column="credential",
        value="PT", becomes="cpt",
    )  # fmt: skip
    one, other, third = (_member(cast, f"m{number}") for number in range(3))
    merge = merge_at_desk(
        by=cast.hal, at=NOW, body_slug="acsm", kept_id=one.public_id, gone_id=third.public_id
    )
    offer_merge(by=cast.eve, at=NOW, email=cast.ada.email)
    return Register(
        list=found,
        fix=fix,
        one=one,
        other=other,
        merge=merge,
        offer=offers_to(cast.ada, NOW).get(),
        own_merge=merge_own(by=cast.ada, at=NOW, kept=cast.ada, gone=come("Adele Ruiz")),
    )


def _member(cast: Cast, number: str) -> Person:
    """Somebody whom ACSM entered as a member and who has not come."""
    found = enter_person(by=cast.hal, at=NOW, name="Rin Ito")
    set_membership(
        person=found, body=cast.acsm, since=date(2026, 1, 1), until=None, by=cast.hal, at=NOW,
        number=number,
    )  # fmt: skip
    return found
