"""Gates: everything that can be wrong with a card, and what else a gate can ask."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from recert.rules.facts import (
    Activity,
    Attestation,
    Decision,
    DecisionKind,
    Document,
    DocumentKind,
    Kind,
    Member,
    Skills,
)
from recert.rules.findings import Code, RequirementFinding, State
from recert.rules.gating import gates
from recert.rules.rulebook import Current, Gate, Length, What, Who
from tests.rules.small import END, START, TODAY, clause, course, matter

CPR = (DocumentKind.CPR,)
LIVE = frozenset({Skills.HANDS_ON})


def card(issued: str = "2025-09-01", expires: str | None = "2027-09-01", **more: Any) -> Document:
    return Document(
        id=issued, kind=DocumentKind.CPR, issued=date.fromisoformat(issued),
        expires=date.fromisoformat(expires) if expires else None, **more,
    )  # fmt: skip


def judged(gate: Gate, *documents: Document, as_of: date = TODAY) -> tuple[State, str]:
    (found,) = gates(matter(clause("cpr", gate), documents=documents, as_of=as_of), frozenset())
    return found.state, found.reasons[0].about["why"] if found.reasons else ""


@pytest.mark.parametrize(
    ("gate", "documents", "state", "why"),
    [
        (Gate(documents=CPR), [], State.SHORT, "none-held"),
        (Gate(documents=CPR), [card("2026-06-02")], State.SHORT, "not-yet-issued"),
        (Gate(documents=CPR), [card("2026-06-01")], State.MET, ""),
        (Gate(documents=CPR), [card(expires="2026-05-31")], State.SHORT, "expired"),
        (Gate(documents=CPR), [card(expires="2026-06-01")], State.MET, ""),
        (
            Gate(documents=CPR, days_beyond=30),
            [card(expires="2026-06-30")],
            State.SHORT,
            "expires-too-soon",
        ),
        (
            Gate(documents=CPR, days_beyond=30),
            [card(expires="2026-06-01")],
            State.SHORT,
            "expires-too-soon",
        ),
        (
            Gate(documents=CPR, days_beyond=30),
            [card(expires="2026-05-31")],
            State.SHORT,
            "expired",
        ),
        (Gate(documents=CPR, days_beyond=30), [card(expires="2026-07-01")], State.MET, ""),
        (
            Gate(documents=CPR, issued_within=Length(years=1)),
            [card("2025-05-31")],
            State.SHORT,
            "issued-too-long-ago",
        ),
        (Gate(documents=CPR, issued_within=Length(years=1)), [card("2025-06-01")], State.MET, ""),
        (
            Gate(documents=CPR, skills=LIVE),
            [card(skills=Skills.ONLINE_ONLY)],
            State.SHORT,
            "wrong-kind",
        ),
        (Gate(documents=CPR, skills=LIVE), [card(skills=Skills.HANDS_ON)], State.MET, ""),
        (Gate(documents=CPR, skills=LIVE), [card()], State.NEEDS_PERSON, "kind-unsaid"),
        (Gate(documents=CPR), [card(expires=None)], State.NEEDS_PERSON, "no-expiry-date"),
        (
            Gate(documents=CPR, issued_within=Length(years=1)),
            [card(expires=None)],
            State.MET,
            "",
        ),
        # of several the best speaks
        (Gate(documents=CPR), [card(expires="2026-01-01"), card("2025-10-01")], State.MET, ""),
        (
            Gate(documents=CPR),
            [card(expires="2026-01-01"), card("2025-10-01", None)],
            State.NEEDS_PERSON,
            "no-expiry-date",
        ),
    ],
)
def test_a_card(gate: Gate, documents: list[Document], state: State, why: str) -> None:
    assert judged(gate, *documents) == (state, why)
    assert judged(gate, *reversed(documents)) == (state, why)


@pytest.mark.parametrize(
    ("documents", "state", "why"),
    [
        ([card("2024-12-31", "2026-12-31")], State.MET, ""),
        ([card("2025-01-01", "2026-06-01")], State.MET, ""),
        ([card("2025-01-02", "2026-12-31")], State.SHORT, "gap-from:2025-01-01"),
        ([card("2024-06-01", "2025-08-31"), card("2025-09-01", None)], State.MET, ""),
        (
            [card("2024-06-01", "2025-08-31"), card("2025-09-02")],
            State.SHORT,
            "gap-from:2025-09-01",
        ),
        ([card("2024-06-01", "2026-05-31")], State.SHORT, "gap-from:2026-06-01"),
        ([card("2024-06-01", skills=Skills.ONLINE_ONLY)], State.SHORT, "gap-from:2025-01-01"),
    ],
)
def test_a_card_throughout(documents: list[Document], state: State, why: str) -> None:
    gate = Gate(documents=CPR, current=Current.THROUGHOUT, skills=LIVE)
    assert judged(gate, *documents) == (state, why)


def test_after_the_last_day_a_gap_no_longer_matters() -> None:
    gate = Gate(documents=CPR, current=Current.THROUGHOUT)
    held = card("2024-06-01", END.isoformat())
    assert judged(gate, held, as_of=date(2027, 2, 1)) == (State.MET, "")


def test_of_several_kinds_the_worst_counts_and_each_says_why() -> None:
    gate = Gate(documents=(DocumentKind.CPR, DocumentKind.AED))
    (found,) = gates(matter(clause("cards", gate), documents=(card(expires=None),)), frozenset())
    assert found.state is State.SHORT
    assert [found.short, found.counted] == [1, 0]
    whys = {each.about["document"]: each.about["why"] for each in found.reasons}
    assert whys == {"cpr": "no-expiry-date", "aed": "none-held"}
    (half,) = gates(matter(clause("cards", gate), documents=(card(),)), frozenset())
    assert [each.about["document"] for each in half.reasons] == ["aed"]
    both = (card(), replace(card(), kind=DocumentKind.AED))
    (met,) = gates(matter(clause("cards", gate), documents=both), frozenset())
    assert (met.state, met.reasons) == (State.MET, ())
    assert [met.need, met.counted, met.short] == [1, 1, 0]


def only(gate: Gate, waived: frozenset[str] = frozenset(), **facts: Any) -> RequirementFinding:
    silent = facts.pop("silent", False)
    (found,) = gates(matter(clause("gate", gate, silent=silent), **facts), waived)
    return found


@pytest.mark.parametrize(
    ("since", "until", "state"),
    [
        (date(2026, 6, 1), None, State.MET),
        (date(2026, 6, 2), None, State.SHORT),
        (date(2020, 1, 1), date(2026, 6, 1), State.MET),
        (date(2020, 1, 1), date(2026, 5, 31), State.SHORT),
    ],
)
def test_membership(since: date, until: date | None, state: State) -> None:
    member = Member(body="body", since=since, until=until)
    assert only(Gate(membership=True), memberships=(member,)).state is state
    elsewhere = Member(body="other", since=date(2020, 1, 1))
    assert only(Gate(membership=True), memberships=(elsewhere,)).state is State.SHORT


@pytest.mark.parametrize(
    ("holding", "to", "on", "state"),
    [
        ("h", "truthful", START, State.MET),
        ("h", "truthful", TODAY, State.MET),
        ("h", "truthful", date(2024, 12, 31), State.LATER),
        ("h", "truthful", date(2026, 6, 2), State.LATER),
        ("h", "ethics", TODAY, State.LATER),
        ("other", "truthful", TODAY, State.LATER),
    ],
)
def test_what_is_affirmed_is_affirmed_for_this_cycle(
    holding: str, to: str, on: date, state: State
) -> None:
    said = Attestation(holding=holding, to=to, on=on)
    assert only(Gate(attests="truthful"), attestations=(said,)).state is state


@pytest.mark.parametrize(
    ("more", "state"),
    [
        ({}, State.MET),
        ({"holding": "h"}, State.MET),
        ({"on": START}, State.MET),
        ({"holding": "other"}, State.NEEDS_PERSON),
        ({"body": "other"}, State.NEEDS_PERSON),
        ({"clause": "else"}, State.NEEDS_PERSON),
        ({"activity": "a"}, State.NEEDS_PERSON),
        ({"kind": DecisionKind.REJECT}, State.NEEDS_PERSON),
        ({"on": date(2024, 12, 31)}, State.NEEDS_PERSON),
        ({"on": date(2026, 6, 2)}, State.NEEDS_PERSON),
    ],
)
def test_what_only_a_person_can_judge(more: dict[str, Any], state: State) -> None:
    said: dict[str, Any] = {
        "kind": DecisionKind.ACCEPT, "body": "body", "on": TODAY, "reason": "", "clause": "gate",
    }  # fmt: skip
    decision = Decision(**(said | more))
    assert only(Gate(asks="Is it so?"), decisions=(decision,)).state is state


def test_waived_and_silent_gates_say_so() -> None:
    assert only(Gate(membership=True), frozenset({"gate"})).state is State.WAIVED
    assert only(Gate(membership=True), silent=True).state is State.SILENT


def test_a_gate_of_some_countries_asks_who_has_not_said_where() -> None:
    gate = clause("cpr", Gate(documents=CPR), who=Who(countries=frozenset({"US"})))
    (asked,) = gates(matter(gate), frozenset())
    assert (asked.state, asked.reasons[0].about["why"]) == (State.NEEDS_PERSON, "country-unsaid")
    (met,) = gates(matter(gate, documents=(card(),)), frozenset())
    assert met.state is State.MET
    (short,) = gates(matter(gate, country="US"), frozenset())
    assert short.state is State.SHORT
    assert gates(matter(gate, country="CA"), frozenset()) == ()


def job(since: date, until: date, kind: Kind = Kind.EMPLOYMENT) -> Activity:
    return Activity(id=f"{since} {kind}", title="Work", kind=kind, started=since, completed=until)


@pytest.mark.parametrize(
    ("jobs", "lasting", "days"),
    [
        ([job(date(2025, 1, 1), date(2025, 12, 31))], Length(years=1), None),
        ([job(date(2025, 1, 1), date(2025, 12, 30))], Length(years=1), 364),
        ([job(date(2024, 1, 1), date(2025, 12, 30))], Length(years=1), 364),
        ([job(date(2026, 5, 2), date(2026, 12, 31))], Length(months=1), None),
        ([job(date(2026, 5, 4), date(2026, 12, 31))], Length(months=1), 29),
        (
            [job(date(2026, 1, 1), date(2026, 1, 20)), job(date(2026, 3, 1), date(2026, 3, 10))],
            Length(months=1),
            None,
        ),
        (
            [job(date(2026, 1, 1), date(2026, 1, 20)), job(date(2026, 1, 10), date(2026, 1, 29))],
            Length(months=1),
            29,
        ),
        ([job(date(2025, 1, 1), date(2025, 12, 31), Kind.VOLUNTEERING)], Length(days=1), 0),
        ([], Length(days=1), 0),
    ],
)
def test_something_that_lasted_so_long_in_all(
    jobs: list[Activity], lasting: Length, days: int | None
) -> None:
    gate = Gate(done=What(kinds=frozenset({Kind.EMPLOYMENT})), lasting=lasting)
    for order in (jobs, jobs[::-1]):
        (found,) = gates(matter(clause("work", gate), activities=tuple(order)), frozenset())
        assert found.state is (State.MET if days is None else State.SHORT)
        told = [(each.code, each.about["days"]) for each in found.reasons]
        assert told == ([] if days is None else [(Code.NOT_SO_LONG, str(days))])


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ((DecisionKind.REJECT,), State.SHORT),
        ((DecisionKind.REJECT, DecisionKind.ACCEPT), State.MET),
        ((DecisionKind.ACCEPT, DecisionKind.REJECT), State.SHORT),
    ],
)
def test_what_was_done_stands_as_it_was_decided_last(
    kinds: tuple[DecisionKind, ...], state: State
) -> None:
    decided = tuple(
        Decision(kind=kind, body="body", on=date(2026, 3, day), reason="", activity="a")
        for day, kind in enumerate(kinds, start=1)
    )
    gate = clause("gate", Gate(done=What(kinds=frozenset({Kind.COURSE}))))
    for order in (decided, decided[::-1]):
        person = matter(gate, activities=(course(),), decisions=order)
        (found,) = gates(person, frozenset())
        assert found.state is state
