"""Finding people in a register: by any part of what is known, at once, and in one body only."""

from __future__ import annotations

from datetime import date

import pytest

from recert.credentials.actions import (
    confirm_certification,
    register_certification,
    remove_certification,
)
from recert.credentials.models import Certification
from recert.lib.folding import fold
from recert.people.actions import set_membership
from recert.people.models import Body, Person
from recert.register import finding
from recert.register.finding import Asked, Order, find
from recert.register.keeping import is_kept, lay, lift
from recert.register.models import NEVER, Findable, Kind
from recert.renewals.erasure import erase
from tests.cast import NOW, Cast, person


def names(body: Body, words: str = "", **asked: object) -> list[str]:
    found = find(body, Asked(words=words, **asked))  # type: ignore[arg-type]
    return [row.person.name for row in found.rows]


def enter(cast: Cast, whom: Person, number: str, credential: str = "cpt") -> Certification:
    return register_certification(
        by=cast.hal,
        at=NOW,
        person=whom,
        body=cast.acsm,
        credential=credential,
        certified=date(2024, 1, 1),
        expires=date(2027, 12, 31),
        number=number,
    )


@pytest.mark.parametrize(
    ("typed", "plain"),
    [("Müller", "muller"), ("ØSTBY", "ostby"), ("O’Brien", "obrien"), ("Łódź", "lodz"),
     ("Straße", "strasse"), ("İpek", "ipek"), ("Ilıca", "ilica"), ("Ħal", "hal")],
)  # fmt: skip
def test_letters_are_compared_without_case_and_marks(typed: str, plain: str) -> None:
    assert fold(typed) == plain


def test_numbers_are_folded_as_names_are(cast: Cast) -> None:
    numbers = ("ÉP-12", "Łódź 7", "Straße-9", "O'1’2`3", "БГ-7", "Cafe\u0301-3", "ΆΒ-1", "Œ-4")
    for number in numbers:
        enter(cast, person(f"Holder{ord(number[0])} Of"), number)
    for number in numbers:
        for typed in (number, number.lower(), number.upper(), fold(number)):
            rows = find(cast.acsm, Asked(words=typed)).rows
            assert [row.certification.number for row in rows if row.certification] == [number]


def test_a_person_is_found_by_any_part_of_name_number_or_address(cast: Cast) -> None:
    jurgen = person("Jürgen O’Brien-Müller")
    enter(cast, jurgen, "CPT_100%")
    assert is_kept()
    for words in (
        "jürgen", "JURGEN", "brien", "obrien", "o'brien", "muller jurgen", "jurgen cpt_1", "ürg",
        "jürgen@ex", "100%", "j", "ju", "ju ob", "T_1",
    ):  # fmt: skip
        assert names(cast.acsm, words) == ["Jürgen O’Brien-Müller"], words
    for words in ("jurgen%muller", "j_rgen", "%", "_", "ur", "gen ben", '"', "jurgen okafor", "zz"):
        assert names(cast.acsm, words) == [], words
    assert "Ben Okafor" in names(cast.acsm, "okafor")
    assert names(cast.action, "jurgen") == []
    assert names(cast.action, "ada") == ["Ada Ruiz"]


def test_what_changed_a_moment_ago_is_found_now(cast: Cast) -> None:
    ben = cast.ben
    ben.name = "Benedikt Öztürk"
    ben.save(update_fields=["name"])
    assert names(cast.acsm, "ozturk") == ["Benedikt Öztürk"]
    assert names(cast.acsm, "okafor") == []
    Certification.objects.filter(pk=cast.ben_acsm.pk).update(number="77-A")
    assert names(cast.acsm, "ozturk 77-a") == ["Benedikt Öztürk"]
    assert names(cast.acsm, "118860") == []
    confirm_certification(
        by=cast.fay, at=NOW, body_slug="action", public_id=cast.ada_action.public_id
    )
    remove_certification(by=cast.ada, at=NOW, public_id=cast.ada_ace.public_id)
    assert names(cast.ace, "ada") == []
    set_membership(
        person=ben, body=cast.acsm, since=date(2025, 1, 1), until=None, by=None, at=NOW, number="M1"
    )
    assert names(cast.acsm, "oztur m1", kind=Kind.MEMBERSHIP) == ["Benedikt Öztürk"]
    assert Findable.objects.get(kind=Kind.MEMBERSHIP).ends == NEVER
    Certification.objects.filter(pk=cast.ben_acsm.pk).update(person=cast.eve)
    assert names(cast.acsm, "marchetti") == ["Eve Marchetti"]
    erase(person=cast.carol, by=cast.carol, at=NOW)
    assert names(cast.acsm, "carol") == []


def test_filters_and_orders_go_with_words_and_pages(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "ON_A_PAGE", 2)
    by_name = [row.person.name for row in finding.everything(cast.acsm, Asked())]
    assert by_name == sorted(by_name)
    for few, count in ((5_000, 4), (0, None)):  # by named hits, and by going through in order
        monkeypatch.setattr(finding, "FEW", few)
        monkeypatch.setattr(finding, "FEW_IN_POSTGRESQL", few)
        for order in Order:
            asked = Asked(words="example.org", order=order)
            whole = [row.pk for row in finding.everything(cast.acsm, asked)]
            page, seen = find(cast.acsm, asked), []
            assert (page.count, len(whole)) == (count, 4)
            assert not page.is_more_before
            while True:
                seen += [row.pk for row in page.rows]
                if not page.is_more_after:
                    break
                last = page.rows[-1].certification
                assert last is not None
                page = find(cast.acsm, asked, after=last.public_id)
            assert seen == whole, order
            first = page.rows[0].certification
            assert first is not None
            back = find(cast.acsm, asked, before=first.public_id)
            assert [row.pk for row in back.rows] == whole[:2]
            assert (back.is_more_before, back.is_more_after) == (False, True)
    assert names(cast.acsm, "e", credential="cpt") == []
    assert names(cast.acsm, "b") == ["Ben Okafor"]
    assert names(cast.acsm, "ca") == ["Carol Lindqvist"]
    assert names(cast.acsm, "ben", credential="cpt") == ["Ben Okafor"]
    assert names(cast.acsm, ends_to=date(2026, 12, 30)) == []
    assert find(cast.acsm, Asked(), after="gone").count == 4


def test_after_a_migration_all_is_laid_anew(cast: Cast) -> None:
    lift("default", plan=[object()])
    assert not is_kept()
    Person.objects.filter(pk=cast.ben.pk).update(folded="  somebody")
    lay("default")
    assert is_kept()
    assert names(cast.acsm, "somebody") == ["Ben Okafor"]
    assert Findable.objects.filter(body=cast.acsm).count() == 4
