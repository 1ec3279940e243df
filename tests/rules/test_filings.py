"""Applications drawn as they came: the secret proves each, and any change is found."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recert.cli.main import main
from recert.rules.sampling.drawing import drawn_at_once
from recert.rules.sampling.filings import (
    Filing,
    Filings,
    chance_at_once,
    filings_text,
    verify_filings,
)
from recert.rules.sampling.frame import Stratum
from recert.rules.sampling.seeding import commitment_to
from tests.rules.drawn import SECRET

CPT = Stratum(name="cpt", percent=Fraction(25))


def filing(number: int, weight: str = "1", taken: str = "", spared: str = "") -> Filing:
    id = f"filing-{number:02}"
    chance = chance_at_once(CPT, Fraction(weight), taken, spared)
    return Filing(
        id=id,
        stratum="cpt",
        weight=Fraction(weight),
        probability=chance,
        drawn=drawn_at_once(SECRET, id, chance),
        taken=taken,
        spared=spared,
    )


PERIOD = Filings(
    title="Autumn 2026",
    body="nsca",
    commitment=commitment_to(SECRET),
    secret=SECRET,
    since=datetime(2026, 9, 1, tzinfo=UTC),
    until=datetime(2026, 12, 1, tzinfo=UTC),
    strata=(CPT,),
    filings=(
        *(filing(number) for number in range(20)),
        filing(20, taken="late"),
        filing(21, spared="audited-lately"),
        filing(22, weight="1/2"),
    ),
)


def test_a_period_holds_and_some_are_drawn() -> None:
    assert verify_filings(filings_text(PERIOD)) == ()
    drawn = {each.id for each in PERIOD.filings if each.drawn}
    assert "filing-20" in drawn
    assert "filing-21" not in drawn
    assert 2 <= len(drawn) <= 15


@given(st.sampled_from(PERIOD.filings), st.sampled_from(("drawn", "probability", "weight", "id")))
def test_any_change_to_an_application_is_found(changed: Filing, field: str) -> None:
    others = [each for each in PERIOD.filings if each is not changed]
    instead = {
        "drawn": replace(changed, drawn=not changed.drawn),
        "probability": replace(changed, probability=Fraction(1, 7)),
        "weight": replace(changed, weight=changed.weight + Fraction(1, 3)),
        "id": replace(changed, id="filing-00" if changed.id != "filing-00" else "filing-01"),
    }[field]
    if field == "weight" and (changed.taken or changed.spared):
        return  # a weight decides nothing for them
    faults = verify_filings(filings_text(replace(PERIOD, filings=(*others, instead))))
    assert faults
    assert all(fault.where.startswith("filings.") for fault in faults)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (filings_text(replace(PERIOD, secret="5f" * 32)), "not the secret that was committed"),
        (filings_text(replace(PERIOD, secret="short")), "64 hexadecimal digits"),
        (filings_text(replace(PERIOD, strata=())), "no stratum"),
        (filings_text(replace(PERIOD, strata=(Stratum(name="cpt", number=3),))), "no percentage"),
        (filings_text(PERIOD)[:800], "ends in the middle"),
        (filings_text(PERIOD).replace('"yes"', '"maybe"', 1), "must be one of yes, no"),
        (filings_text(PERIOD).replace('"body"', '"Body"', 1), "must be a text"),
        (json.dumps({"record": "recert audit filings 1"}), "What is known here"),
        ("[]", "no record of applications"),
    ],
)
def test_what_does_not_hold_is_said_in_words(text: str, says: str) -> None:
    assert says in verify_filings(text)[0].says


def test_the_command_checks_them_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "period.json"
    path.write_text(filings_text(PERIOD))
    assert main(["audits", "verify", str(path), "--id", "filing-20"]) == 0
    said = capsys.readouterr().out
    assert "Everything in this record holds." in said
    assert "Its chance was 1 (late)." in said
    assert main(["audits", "verify", str(path), "--id", "nobody"]) == 0
    assert "not in the list" in capsys.readouterr().out
    path.write_text(filings_text(replace(PERIOD, secret="5f" * 32)))
    assert main(["audits", "verify", str(path)]) == 1
    assert "At secret: It is not the secret" in capsys.readouterr().out
