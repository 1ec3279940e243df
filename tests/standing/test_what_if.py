"""A draft tried on the register: who changes, by which clause, for what fee."""

from __future__ import annotations

from datetime import timedelta

import pytest

from recert.credentials.actions import register_certification
from recert.lib.refusals import NotFound, Refused
from recert.rulebooks.actions import open_draft, save_version
from recert.rulebooks.models import Draft
from recert.rulebooks.queries import latest_of, rulebooks_of
from recert.rules.whatif import Summary, numbers_of
from recert.standing import population
from recert.standing.models import WhatIf, WhatIfState
from recert.standing.population import judge_register
from recert.standing.queries import affected_by, standing_of, what_ifs_of
from recert.standing.trying import advance_what_ifs, give_up_what_if
from recert.standing.whatif import ask_what_if
from tests.cast import NOW, TODAY, Cast, card, course, log, person
from tests.counting import counted


@pytest.fixture
def draft(cast: Cast) -> Draft:
    """ACSM thinks of asking personal trainers for 50 instead of 45, and of 70 dollars."""
    found = open_draft(by=cast.hal, at=NOW, body_slug="acsm", edition="2025")
    text = latest_of(found).text
    text = text.replace('is: "45"', 'is: "50"').replace('is: "60.00"', 'is: "70.00"')
    save_version(by=cast.hal, at=NOW, body_slug="acsm", draft_id=found.public_id, seen=1,
                 says="", text=text)  # fmt: skip
    return found


def ask(cast: Cast, draft: Draft, for_everybody: bool = True) -> WhatIf:
    return ask_what_if(by=cast.hal, at=NOW, body_slug="acsm", draft_id=draft.public_id,
                       as_of=TODAY, for_everybody=for_everybody)  # fmt: skip


def work_off() -> int:
    parts = 0
    while advance_what_ifs(at=NOW + timedelta(seconds=parts)):
        parts += 1
    return parts


def test_whoever_had_just_enough_turns_short(
    cast: Cast, draft: Draft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(population, "AT_ONCE", 2)  # several parts
    ask(cast, draft)
    assert work_off() > 2
    what_if = what_ifs_of(draft).get()
    assert what_if.state == WhatIfState.DONE
    summary = Summary.from_plain(what_if.summary)
    assert summary.judged == what_if.total == 4
    assert summary.turned_short == 1
    carol = affected_by(what_if).get(turn="short")
    assert carol.certification == cast.carol_acsm
    assert carol.difference["turned"][0]["clause"] == "total"
    assert carol.difference["turned"][0]["after"]["short"] == "5"
    assert summary.clauses["total short"] == 1
    assert summary.clauses["total more"] >= 1  # Ben, who lacked some already
    assert summary.pay_more >= 1
    assert summary.cents_after - summary.cents_before == 1000 * summary.pay_more


def test_by_its_own_dates_a_later_edition_concerns_nobody_yet(cast: Cast, draft: Draft) -> None:
    ask(cast, draft, for_everybody=False)
    work_off()
    assert Summary.from_plain(what_ifs_of(draft).get().summary).changed == 0


def test_asking_again_replaces_the_answer_about_the_same_version(cast: Cast, draft: Draft) -> None:
    ask(cast, draft)
    work_off()
    ask(cast, draft)
    assert what_ifs_of(draft).count() == 1
    assert what_ifs_of(draft).get().state == WhatIfState.WAITING


def test_only_policy_staff_ask_and_only_about_what_reads(cast: Cast, draft: Draft) -> None:
    for somebody in (cast.dan, cast.gus, cast.fay, cast.ada):
        with pytest.raises(NotFound):
            ask_what_if(by=somebody, at=NOW, body_slug="acsm", draft_id=draft.public_id,
                        as_of=TODAY, for_everybody=True)  # fmt: skip
    save_version(by=cast.hal, at=NOW, body_slug="acsm", draft_id=draft.public_id, seen=2,
                 says="", text="broken: [")  # fmt: skip
    with pytest.raises(Refused, match="cannot be read"):
        ask(cast, draft)


def test_one_that_cannot_be_judged_is_given_up(cast: Cast, draft: Draft) -> None:
    ask(cast, draft)
    give_up_what_if(at=NOW)
    assert what_ifs_of(draft).get().state == WhatIfState.FAILED
    assert work_off() == 0


def test_the_register_is_judged_as_one_by_one_in_constant_queries(cast: Cast) -> None:
    books = rulebooks_of("acsm")
    judged = [each for part in judge_register(cast.acsm, (books,), TODAY) for each in part]
    assert [each.numbers[0] for each in judged] == [
        numbers_of(standing_of(each.certification, TODAY)) for each in judged
    ]
    few = _queries(cast)
    for number in range(5):
        whom = person(f"Kim{number} Doe")
        register_certification(by=cast.hal, at=NOW, person=whom, body=cast.acsm, credential="gei",
                               certified=TODAY, expires=TODAY + timedelta(days=900),
                               number=str(number))  # fmt: skip
        log(whom, course("Summit", TODAY, "3"))
        card(whom)
    assert _queries(cast) == few


def _queries(cast: Cast) -> int:
    with counted() as captured:
        list(judge_register(cast.acsm, (rulebooks_of("acsm"),), TODAY))
    return len(captured)
