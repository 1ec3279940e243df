"""Headlines: the sentence that comes first, in the cases that are easily told wrongly."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from recert.rules.facts import Activity, Award, DocumentKind, Holding, Kind, Topic, Unit
from recert.rules.findings import Code, Reason, Status
from recert.standing.words import (
    assumption,
    headline,
    missing_words,
    reason_sentence,
    requirement_sentence,
)
from tests.standing.test_words import ACE, ACSM, ACTION, CARD, EP, attended, edition, judged

NCSF = edition("ncsf", "2024")
ACE_CPT = Holding(
    id="h", body="ace", credential="cpt", certified=date(2025, 6, 1), expires=date(2027, 5, 31)
)
AED_CARD = replace(CARD, id="e", kind=DocumentKind.AED)
UPGRADABLE = Holding(
    id="h", body="action", credential="cpt", level="certificate", certified=date(2024, 5, 10),
    expires=date(2026, 5, 9),
)  # fmt: skip
UPGRADE = Activity(
    id="exam", title="Examination", kind=Kind.EXAMINATION, subject="action:cpt",
    completed=date(2026, 2, 14), at_test_centre=True, passed=True,
)  # fmt: skip


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 5, 10), date(2028, 2, 14)])
def test_who_was_renewed_by_an_examination_is_not_told_to_apply(day: date) -> None:
    standing = judged(ACTION, UPGRADABLE, UPGRADE, as_of=day)
    assert standing.status is Status.ACTIVE
    assert headline(standing, ACTION) == (
        "You passed the examination, which renews you without an application or a fee."
    )


def test_two_years_after_the_examination_nobody_says_how_long_it_renewed() -> None:
    assert headline(judged(ACTION, UPGRADABLE, UPGRADE, as_of=date(2028, 2, 15)), ACTION) == (
        "You passed the examination. The policy does not say from which day it renews you. "
        "Ask the body whether it has ended."
    )


def ncsf(*done: tuple[str, Topic]) -> str:
    """What is missing at NCSF, where no hour serves two parts of the total."""
    held = Holding(id="h", body="ncsf", credential="cpt", certified=date(2025, 3, 12))
    activities = (
        attended(amount, by="ncsf", id=topic, topics=frozenset({topic}), awards=(
            Award(amount=Fraction(amount), unit=Unit.CEU, by="ncsf"),
        ))
        for amount, topic in done
    )  # fmt: skip
    standing = judged(NCSF, held, *activities, documents=(CARD,))
    return missing_words(standing, NCSF)


def test_parts_of_a_total_are_not_asked_for_on_top_of_it() -> None:
    assert ncsf() == (
        "10 more CEUs, 2 of it in CPR training, 1 of it in ethics and practice and "
        "7 of it in general education,"
    )
    assert ncsf(("9", Topic.EXERCISE_SCIENCE)) == (
        "2 more CEUs in CPR training and 1 more CEU in ethics and practice"
    )
    assert ncsf(("12", Topic.EXERCISE_SCIENCE)) == (
        "2 more CEUs in CPR training and 1 more CEU in ethics and practice"
    )


def test_an_examination_that_stands_for_credits_does_not_renew_without_filing() -> None:
    passed = replace(UPGRADE, subject="acsm:ep", completed=date(2026, 3, 1))
    standing = judged(ACSM, EP, passed, documents=(CARD,))
    assert headline(standing, ACSM).startswith("You have all you need: apply by")
    [late] = judged(ACSM, EP, as_of=date(2031, 1, 1)).routes
    assert not late.open
    assert "no longer" in headline(judged(ACSM, EP, passed, as_of=date(2031, 1, 1)), ACSM)


def test_several_cards_are_asked_for_in_one_breath() -> None:
    standing = judged(ACE, ACE_CPT, attended("2.0", by="ace"), country="US")
    assert "0.1 more CECs in ethics and current CPR and AED certification by" in (
        headline(standing, ACE)
    )


def test_what_only_the_person_knows_is_asked_of_the_person() -> None:
    ethics = attended("2.0", by="ace", topics=frozenset({Topic.ETHICS}))
    standing = judged(ACE, ACE_CPT, ethics, documents=(CARD,))
    assert headline(standing, ACE).startswith(
        "Nothing is short, but we have a question about your cards; apply by 31 May 2027"
    )
    assert requirement_sentence(standing.requirement("aed"), ACE) == (
        "In some countries you need a current AED card. Add the country you live in."
    )
    known = replace(AED_CARD, skills=None)
    standing = judged(ACE, ACE_CPT, ethics, documents=(CARD, known))
    assert "a question about your cards" in headline(standing, ACE)


def test_where_nobody_knows_whether_one_can_still_renew() -> None:
    standing = judged(ACE, ACE_CPT, attended("1.7", by="ace"), as_of=date(2028, 1, 1))
    assert headline(standing, ACE) == (
        "Not active: its last day was 31 May 2027. The policy does not say whether you can "
        "still renew; you would need 0.3 more CECs, 0.1 of it in ethics, and current CPR "
        "certification."
    )


def test_before_the_first_day_nothing_is_to_be_paid() -> None:
    sentence = headline(judged(ACSM, replace(EP, certified=date(2026, 12, 1))), ACSM)
    assert sentence.startswith("Your certification begins on 1 December 2026. You need 60 more")
    assert "costs" not in sentence


@pytest.mark.parametrize(
    ("certified", "expires", "words"),
    [
        (date(2025, 6, 1), None, ""),
        (date(2021, 6, 1), date(2027, 6, 30), ""),
        (date(2021, 6, 1), None, "This takes it that you have renewed every time"),
        (date(2027, 6, 1), None, ""),
    ],
)
def test_what_is_assumed_where_no_last_day_is_given(
    certified: date, expires: date | None, words: str
) -> None:
    held = replace(ACE_CPT, certified=certified, expires=expires)
    said = assumption(judged(ACE, held), held)
    assert words in said
    assert bool(words) == bool(said)


def test_a_hole_in_the_policy_is_not_mended_by_adding_an_amount() -> None:
    reason = Reason(code=Code.NOT_MEASURED, clause="other-credit")
    assert reason_sentence(reason, ACTION) == "The policy does not say what it is worth."
    assert "Add the amount" in reason_sentence(Reason(code=Code.NOT_MEASURED), ACTION)
