"""Two answers compared, and many of them counted."""

from __future__ import annotations

from fractions import Fraction

from recert.rules.findings import State, Status, Verdict
from recert.rules.whatif import Numbers, Reached, Summary, Turn, differences, sum_up


def reached(clause: str, state: State, short: str = "0") -> Reached:
    return Reached(clause=clause, state=state, need=Fraction(2), short=Fraction(short))


def numbers(*requirements: Reached, fee: int | None = 6000, **more: object) -> Numbers:
    fields: dict[str, object] = {
        "person": "ada", "holding": "h", "credential": "cpt", "edition": "2020",
        "verdict": Verdict.READY, "status": Status.ACTIVE, "requirements": requirements,
        "fee_cents": fee, **more,
    }  # fmt: skip
    return Numbers(**fields)  # type: ignore[arg-type]


MET, SHORT = reached("total", State.MET), reached("total", State.SHORT, "1")


def test_the_same_numbers_are_no_difference_though_another_edition_says_so() -> None:
    assert differences(numbers(MET), numbers(MET, edition="2027")) is None


def test_a_requirement_turns_one_way_or_the_other() -> None:
    found = differences(numbers(MET), numbers(SHORT, verdict=Verdict.SHORT))
    assert found is not None
    assert (found.turn, found.turned[0].turn) == (Turn.SHORT, Turn.SHORT)
    back = differences(numbers(SHORT), numbers(MET))
    assert back is not None
    assert (back.turn, back.turned[0].turn) == (Turn.MET, Turn.MET)


def test_short_of_more_or_less_turns_nobody() -> None:
    more = reached("total", State.SHORT, "2")
    found, back = (
        differences(numbers(SHORT), numbers(more)),
        differences(numbers(more), numbers(SHORT)),
    )
    assert found is not None
    assert back is not None
    assert (found.turn, found.turned[0].turn) == (None, Turn.MORE)
    assert back.turned[0].turn is Turn.LESS


def test_what_is_not_asked_is_as_good_as_met() -> None:
    ethics = reached("ethics", State.SHORT, "1")
    new = differences(numbers(MET), numbers(MET, ethics))
    assert new is not None
    assert (new.turned[0].before, new.turn) == (None, Turn.SHORT)
    assert differences(numbers(MET, reached("ethics", State.MET)), numbers(MET)) is None


def test_what_waits_for_a_person_stands_otherwise() -> None:
    found = differences(numbers(MET), numbers(reached("total", State.NEEDS_PERSON)))
    assert found is not None
    assert (found.turn, found.turned[0].turn) == (None, Turn.OTHER)


def test_the_sum_of_many_and_back_from_what_is_kept() -> None:
    summary, changed = sum_up(
        [
            (numbers(MET), numbers(SHORT, verdict=Verdict.SHORT, fee=7000)),
            (numbers(MET), numbers(MET, fee=5000)),
            (numbers(MET), numbers(MET)),
            (numbers(SHORT), numbers(SHORT, fee=None)),
        ]
    )
    assert (summary.judged, summary.changed, len(changed)) == (4, 3, 3)
    assert (summary.turned_short, summary.turned_met) == (1, 0)
    assert (summary.pay_more, summary.pay_less) == (1, 1)
    assert (summary.cents_before, summary.cents_after) == (18000, 18000)
    assert summary.clauses["total short"] == summary.verdicts["ready short"] == 1
    assert Summary.from_plain(summary.to_plain()) == summary
