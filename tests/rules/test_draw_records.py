"""A record proves itself, and any change to it is found and told where it is."""

from __future__ import annotations

import copy
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recert.rules.amounts import Rounding
from recert.rules.sampling.frame import Candidate, Frame, Of, Stratum, digest, salted
from recert.rules.sampling.hashing import canonical
from recert.rules.sampling.recording import Draw, drawn_in, record_of, record_text
from recert.rules.sampling.seeding import Revealed, commitment_to, seed_of, written_down
from recert.rules.sampling.verifying import verify
from tests.rules.drawn import frame, held, many, two_strata

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "audit-draws.md"


def places(data: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every value of the record, by the way to it."""
    yield at
    if isinstance(data, dict):
        for key, value in data.items():
            yield from places(value, (*at, key))
    if isinstance(data, list):
        for number, value in enumerate(data):
            yield from places(value, (*at, number))


RECORD = record_of(held(two_strata()))
PLACES = [place for place in places(RECORD) if place]


@settings(max_examples=300)
@given(
    st.sampled_from(PLACES),
    st.sampled_from(("drop", "twice", "null", "true", "other")),
    st.text("0123456789abcdef/", min_size=1, max_size=4),
)
def test_any_single_change_is_found(place: tuple[Any, ...], change: str, text: str) -> None:
    changed: Any = copy.deepcopy(RECORD)
    parent = changed
    for step in place[:-1]:
        parent = parent[step]
    value = parent[place[-1]]
    if change == "drop":
        del parent[place[-1]]
    elif change == "twice" and isinstance(parent, list):
        parent.insert(place[-1], value)
    elif change == "null":
        parent[place[-1]] = None
    elif change == "true":
        parent[place[-1]] = True
    elif isinstance(value, int):
        parent[place[-1]] = value + 1
    else:
        parent[place[-1]] = f"{value}{text}" if isinstance(value, str) else text
    faults = verify(json.dumps(changed))
    assert bool(faults) == (canonical(changed) != canonical(RECORD))  # true is not 1
    assert all(fault.says.endswith((".", ")")) for fault in faults)


def test_a_record_as_published_holds_and_says_the_draw() -> None:
    draw = held(two_strata())
    text = record_text(draw)
    assert verify(text) == ()
    said = json.loads(text)
    assert [each["id"] for each in said["drawn"]] == [each.id for each in drawn_in(draw)]
    assert {each["stratum"]: (each["size"], each["drawn"]) for each in said["counts"]} == {
        "cpt": (41, 5),  # 8.5 % of forty, up, and the one who was late
        "cep": (8, 3),
    }


@pytest.mark.parametrize(("said", "secret"), [("3, 17", ""), ("", "5e" * 32), ("3, 17", "5e" * 32)])
def test_every_source_gives_a_record_that_holds(said: str, secret: str) -> None:
    assert verify(record_text(held(two_strata(), said=said, secret=secret))) == ()


def test_a_swapped_person_is_told_in_words() -> None:
    data: Any = copy.deepcopy(RECORD)
    drawn = {each["id"] for each in data["drawn"]}
    other = next(c["id"] for c in data["frame"]["candidates"] if c["id"] not in drawn)
    swapped = next(each for each in data["drawn"] if each["why"] == "random")
    was = swapped["id"]
    swapped["id"] = other
    assert {fault.says for fault in verify(json.dumps(data))} == {
        f"{other} is among the drawn, but the seed does not draw it.",
        f"{was} is drawn by the seed, but not among the drawn.",
    }


def test_a_list_frozen_after_the_outcome_is_no_draw() -> None:
    draw = held(two_strata())
    assert draw.announcement.public
    late = replace(draw.announcement, frozen_at=draw.announcement.public.when)
    with pytest.raises(ValueError, match="already known"):
        record_text(replace(draw, announcement=late))


@pytest.mark.parametrize(
    ("revealed", "says"),
    [
        (Revealed(said="3"), "The secret has not been revealed"),
        (Revealed(secret="5e" * 32), "has not been entered"),
        (Revealed(said="–", secret="5e" * 32), "has not been entered"),
        (Revealed(said="3", secret="5f" * 32), "not the one committed to"),
        (Revealed(said="3", secret="5E" * 32), "not the one committed to"),
    ],
)
def test_there_is_no_seed_before_everything_is_revealed(revealed: Revealed, says: str) -> None:
    draw = held(two_strata())
    with pytest.raises(ValueError, match=says):
        seed_of(draw.announcement, revealed)


def test_a_record_of_another_list_is_not_written() -> None:
    draw = held(two_strata())
    with pytest.raises(ValueError, match="not the one announced"):
        record_text(Draw(frame(*many(3)), draw.announcement, draw.revealed))


def test_a_guessable_secret_is_refused() -> None:
    with pytest.raises(ValueError, match="64 hexadecimal digits"):
        commitment_to("correct horse")


def test_an_outcome_has_one_way_to_be_written() -> None:
    assert written_down("03, 17, 22 – 9") == "3.17.22.9"
    assert written_down("003 17;22/9\n") == "3.17.22.9"
    assert written_down("0 00 A0F") == "0.0.a0f"


def test_identifiers_tell_nothing_and_differ_from_draw_to_draw() -> None:
    assert salted("one", "1234") != salted("two", "1234")
    assert salted("a", "bc") != salted("ab", "c")
    assert re.fullmatch("[0-9a-f]{32}", salted("one", "Ångström"))


@pytest.mark.parametrize(
    ("candidate", "says"),
    [
        (Candidate(id="a b", stratum="cpt"), "without spaces"),
        (Candidate(id="a", stratum="none"), "which the frame does not have"),
        (Candidate(id="a", stratum="cpt", weight=Fraction(0)), "more than nothing"),
        (Candidate(id="a", stratum="cpt", taken="late", spared="new"), "both taken"),
        (Candidate(id="cpt-0000", stratum="cpt"), "there 2 times"),
    ],
)
def test_a_frame_that_cannot_be_drawn_from_is_not_announced(
    candidate: Candidate, says: str
) -> None:
    with pytest.raises(ValueError, match=says):
        digest(frame(*many(1), candidate))


def test_so_many_weights_that_the_arithmetic_would_not_end_are_refused() -> None:
    heavy = [
        Candidate(id=f"h{at}", stratum="cpt", weight=Fraction(1, 1 + at)) for at in range(1001)
    ]
    with pytest.raises(ValueError, match="different weights"):
        digest(frame(*heavy))


@pytest.mark.parametrize(
    "stratum",
    [
        Stratum(name="cpt"),
        Stratum(name="cpt", percent=Fraction(1), number=1),
        Stratum(name="cpt", percent=Fraction(101)),
        Stratum(name="cpt", number=-1),
    ],
)
def test_a_stratum_says_one_share(stratum: Stratum) -> None:
    with pytest.raises(ValueError, match="The stratum “cpt”"):
        digest(frame(*many(1), strata=(stratum,)))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "ends in the middle"),
        ("[]", "no record"),
        ('{"a": 1}', "no record"),
        ("<html>", "not JSON"),
        ('{"a" 1}', "not JSON"),
        (record_text(held(two_strata()))[:900], "ends in the middle"),
        (json.dumps({**RECORD, "record": "recert audit draw 2"}), "what is known here"),
        (json.dumps({**RECORD, "frame": []}), "must be an object"),
        (json.dumps({**RECORD, "extra": 1}), "no such part"),
        (json.dumps({**RECORD, "drawn": 7}), "must list the drawn"),
        (json.dumps(RECORD).replace('"size": 49', '"size": 49.0', 1), "with a point"),
        (json.dumps(RECORD).replace('"size"', '"size": 1, "size"', 1), "said twice"),
        ("[" * 100_000, "deeper"),
        ("1" * 100_000, "not JSON"),
    ],
)
def test_what_is_no_record_is_said_in_words(text: str, says: str) -> None:
    (fault,) = verify(text)
    assert says in fault.says


# ---------------------------------------------------------------- the lines in the document


def variety() -> list[Frame]:
    """Frames that use every way to say how many."""
    shares = [
        Stratum(name="cpt", percent=Fraction(15), rounding=rounding, of=of)
        for rounding in Rounding
        for of in Of
    ]
    spare = [Candidate(id=f"s{at}", stratum="cpt", spared="new") for at in range(9)]
    heavy = Candidate(id="heavy", stratum="cpt", weight=Fraction(50))
    return [frame(*many(23), *spare, heavy, strata=(share,)) for share in shares]


def test_the_lines_in_the_document_draw_the_same(tmp_path: Path) -> None:
    """A stranger's thirty lines, run as they stand there."""
    (lines,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    assert len([line for line in lines.splitlines() if line.strip()]) == 30  # as its heading says
    (tmp_path / "draw.py").write_text(lines)
    for number, drawn_from in enumerate([two_strata(), *variety()]):
        draw = held(drawn_from)
        record = tmp_path / f"{number}.json"
        record.write_text(record_text(draw))
        run = subprocess.run(
            [sys.executable, "-I", "draw.py", record.name],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        )
        assert sorted(run.stdout.split()) == sorted(each.id for each in drawn_in(draw))
