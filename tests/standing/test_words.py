"""Words: the sentences people read, from findings alone, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from recert.rules.amounts import Money
from recert.rules.facts import (
    Activity,
    Attestation,
    Award,
    Document,
    DocumentKind,
    Facts,
    Holding,
    Kind,
    Skills,
    Topic,
    Unit,
)
from recert.rules.findings import Code, Reason, Standing, Status
from recert.rules.judging import judge
from recert.rules.reading import read_rulebook
from recert.rules.rulebook import Rulebook
from recert.standing.words import (
    amount_words,
    away,
    day_words,
    headline,
    in_days,
    join,
    money_words,
    name_of_credential,
    reason_sentence,
    requirement_name,
    requirement_sentence,
    route_sentence,
    status_words,
    verdict_of_activity,
)

RULEBOOKS = Path(__file__).resolve().parents[2] / "rulebooks"


def edition(body: str, name: str) -> Rulebook:
    file = RULEBOOKS / body / f"{name}.yaml"
    rulebook, problems = read_rulebook(file.read_text(encoding="utf-8"), name=file.name)
    assert rulebook is not None, problems
    return rulebook


ACSM = edition("acsm", "2025")
ACE = edition("ace", "2021")
ACTION = edition("action", "2020")
TODAY = date(2026, 11, 21)
EP = Holding(
    id="h", body="acsm", credential="ep", certified=date(2020, 6, 15), expires=date(2026, 12, 31)
)
CARD = Document(
    id="d",
    kind=DocumentKind.CPR,
    issued=date(2025, 12, 1),
    expires=date(2027, 11, 30),
    skills=Skills.HANDS_ON,
)


def attended(amount: str, by: str = "acsm", **more: object) -> Activity:
    fields: dict[str, object] = {
        "id": f"a{amount}",
        "title": "Course",
        "kind": Kind.COURSE,
        "completed": date(2026, 3, 1),
        "awards": (Award(amount=Fraction(amount), unit=Unit.CEC, by=by),),
        "topics": frozenset({Topic.EXERCISE_SCIENCE}),
    }
    return Activity(**{**fields, **more})  # type: ignore[arg-type]


def judged(
    rulebook: Rulebook, holding: Holding, *activities: Activity, as_of: date = TODAY, **more: object
) -> Standing:
    facts = Facts(person="p", holdings=(holding,), activities=activities, **more)  # type: ignore[arg-type]
    return judge((rulebook,), facts, holding.id, as_of)


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        ("1", "CEC", "1 CEC"),
        ("0.3", "CEC", "0.3 CECs"),
        ("0", "CEU", "0 CEUs"),
        ("12.5", "contact hours", "12.5 contact hours"),
        ("4/3", "PDU", "1 1/3 PDUs"),
        ("1/3", "PDU", "1/3 PDUs"),
    ],
)
def test_amounts(amount: str, unit: str, words: str) -> None:
    assert amount_words(Fraction(amount), unit) == words


@pytest.mark.parametrize(
    ("cents", "currency", "words"),
    [
        (12900, "USD", "$129"),
        (12950, "USD", "$129.50"),
        (5, "EUR", "€0.05"),
        (123456700, "CHF", "1,234,567 CHF"),
        (-2000, "USD", "-$20"),
    ],
)
def test_money(cents: int, currency: str, words: str) -> None:
    assert money_words(Money(cents, currency)) == words


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2027, 3, 27), "in 126 days"),
        (date(2026, 11, 22), "tomorrow"),
        (date(2026, 11, 21), "today"),
        (date(2026, 11, 20), "1 day ago"),
        (date(2023, 11, 21), "1,096 days ago"),
    ],
)
def test_days_away(day: date, words: str) -> None:
    assert away(day, TODAY) == words


def test_days_and_lists() -> None:
    assert day_words(date(2027, 3, 31)) == "31 March 2027"
    assert in_days(date(2027, 3, 27), TODAY) == "27 March 2027, in 126 days"
    assert join(["a"]) == "a"
    assert join(["a", "b", "c"]) == "a, b and c"
    assert name_of_credential(ACSM, "ep") == "ACSM-EP"
    assert name_of_credential(None, "ep") == "ep"


def test_what_is_missing_by_when_and_what_it_costs() -> None:
    standing = judged(ACSM, EP, attended("52"), documents=(CARD,))
    assert headline(standing, ACSM) == (
        "You need 8 more CECs by 31 December 2026, in 40 days; today renewing costs $70."
    )


def test_a_missing_card_is_named() -> None:
    assert headline(judged(ACSM, EP, attended("60")), ACSM) == (
        "You need current CPR certification by 31 December 2026, in 40 days; "
        "today renewing costs $70."
    )


def test_what_must_be_part_of_it() -> None:
    held = Holding(
        id="h", body="ace", credential="cpt", certified=date(2025, 6, 1), expires=date(2027, 5, 31)
    )
    cards = (CARD, replace(CARD, id="e", kind=DocumentKind.AED))
    standing = judged(ACE, held, attended("1.7", by="ace"), documents=cards)
    assert headline(standing, ACE).startswith(
        "You need 0.3 more CECs, 0.1 of it in ethics, by 31 May 2027, in 191 days;"
    )
    standing = judged(ACE, held, attended("1.9", by="ace"), documents=cards)
    assert headline(standing, ACE).startswith("You need 0.1 more CECs, all of it in ethics, by")


def test_who_has_everything_is_told_to_apply() -> None:
    standing = judged(ACSM, EP, attended("60"), documents=(CARD,))
    assert headline(standing, ACSM) == (
        "You have all you need: apply by 31 December 2026, in 40 days; today renewing costs $70."
    )


def test_grace_is_not_active() -> None:
    standing = judged(ACSM, EP, attended("60"), documents=(CARD,), as_of=date(2027, 2, 1))
    sentence = headline(standing, ACSM)
    assert sentence.startswith("Not active: its last day was 31 December 2026.")
    assert "by 30 June 2027, in 149 days; today renewing costs $150." in sentence
    assert status_words(standing.status) == "Not active: in grace"


def test_where_nothing_new_counts_nobody_is_told_to_earn_it() -> None:
    standing = judged(ACSM, EP, attended("49"), documents=(CARD,), as_of=date(2027, 8, 1))
    sentence = headline(standing, ACSM)
    assert "You need 11 more CECs; only what you earned by 31 December 2026 counts." in sentence
    assert "Log it, and apply by 31 December 2029" in sentence


def test_too_late_shows_the_way_that_is_left() -> None:
    standing = judged(ACSM, EP, as_of=date(2031, 1, 1))
    assert headline(standing, ACSM).startswith(
        "It ended on 31 December 2026 and can no longer be renewed by an application."
    )


def test_where_no_edition_covers_the_day_we_do_not_say() -> None:
    sentence = headline(judged(ACSM, EP, as_of=date(2001, 1, 1)), None)
    assert sentence == (
        "No published edition covers 1 January 2001, so we cannot say where you stand."
    )


@pytest.mark.parametrize(
    "status", [Status.SUSPENDED, Status.ON_HOLD, Status.RETIRED, Status.INACTIVE]
)
def test_a_decision_of_the_body_comes_first(status: Status) -> None:
    standing = replace(judged(ACSM, EP), status=status)
    assert status_words(status).lower() in headline(standing, ACSM)


def test_every_status_has_a_word() -> None:
    assert len({status_words(status) for status in Status}) == len(Status)


def test_requirements_say_need_counted_and_short() -> None:
    standing = judged(ACSM, EP, attended("52"))
    said = {
        requirement_name(each, ACSM): requirement_sentence(each, ACSM)
        for each in standing.requirements
    }
    assert said == {
        "Credits in all": "60 CECs needed, 52 CECs counted: 8 CECs short.",
        "CPR": "You have no CPR card recorded. Add it to your documents.",
        "Declaration: truthful": "You affirm this when you apply.",
    }


def test_a_requirement_that_is_met_says_so() -> None:
    affirmed = (Attestation(holding="h", to="truthful", on=TODAY),)
    standing = judged(ACSM, EP, attended("60"), documents=(CARD,), attestations=affirmed)
    assert [requirement_sentence(each, ACSM) for each in standing.requirements] == [
        "60 CECs needed, 60 CECs counted: met.",
        "Met.",
        "Met.",
    ]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"expires": date(2026, 11, 20)}, "has expired"),
        ({"issued": date(2026, 11, 22)}, "not issued yet"),
        ({"expires": None}, "no last day recorded"),
    ],
)
def test_a_card_says_what_is_wrong_with_it(change: dict[str, object], words: str) -> None:
    card = replace(CARD, **change)  # type: ignore[arg-type]
    standing = judged(ACSM, EP, attended("60"), documents=(card,))
    assert words in requirement_sentence(standing.requirement("cpr"), ACSM)


def test_every_reason_has_its_sentence_without_holes() -> None:
    for code in Code:
        reason = Reason(code=code, clause="in-scope", amount=Fraction(5), about={"reason": "No."})
        sentence = reason_sentence(reason, ACSM)
        assert sentence
        assert "%" not in sentence
        assert "None" not in sentence


def test_a_reviewers_question_is_shown() -> None:
    reason = Reason(code=Code.NEEDS_PERSON, clause="in-scope")
    assert reason_sentence(reason, ACSM).endswith(
        "Is this directly related to the certification held, and inside its scope?"
    )


def test_an_activity_in_one_sentence() -> None:
    service = Activity(
        id="service",
        title="Committee",
        kind=Kind.COMMITTEE_SERVICE,
        started=date(2024, 1, 1),
        completed=date(2026, 11, 1),
    )
    workout = attended("3", topics=frozenset({Topic.WORKOUT}))
    standing = judged(ACSM, EP, attended("52"), service, workout)
    said = {each.activity: verdict_of_activity(each, ACSM) for each in standing.activities}
    assert said["a52"] == "Counts for 52 CECs."
    assert said["service"].startswith("Counts for 16 CECs, as committee")
    assert said["a3"] == "Does not count."


def test_routes_say_what_passing_does() -> None:
    online = Holding(
        id="h",
        body="action",
        credential="cpt",
        level="certificate",
        certified=date(2024, 5, 10),
        expires=date(2026, 5, 9),
    )
    passed = Activity(
        id="exam",
        title="Examination",
        kind=Kind.EXAMINATION,
        subject="action:cpt",
        completed=date(2026, 2, 14),
        at_test_centre=True,
        passed=True,
    )
    [before] = judged(ACTION, online, as_of=date(2026, 3, 1)).routes
    assert route_sentence(before, ACTION) == "You may renew by passing the examination instead."
    [after] = judged(ACTION, online, passed, as_of=date(2026, 3, 1)).routes
    assert "does not say from which day" in route_sentence(after, ACTION)
    full = replace(online, level="certification")
    [closed] = judged(ACTION, full, passed, as_of=date(2026, 3, 1)).routes
    assert route_sentence(closed, ACTION) == ACTION.clause("same-exam").says


def test_a_condition_to_do_something_says_how_often_it_was_done() -> None:
    abim = edition("abim", "2022")
    holding = Holding(id="im", body="abim", credential="im", certified=date(2022, 1, 1))
    standing = judge([abim], Facts(person="p", holdings=(holding,)), "im", TODAY)
    assessment = next(each for each in standing.requirements if each.clause == "assessment")
    said = requirement_sentence(assessment, abim)
    assert said == "Times this has to be done: 1; done so far: 0."
