"""The audit pack, opened and read: cover, table, every file under a name for its reader."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from recert.standing.queries import held_of
from recert.transcript.actions import add_evidence, attach_evidence
from recert.transcript.actions.proof import vault
from recert.transcript.models import Evidence
from recert.transcript.queries import documents_of, transcript_of
from recert.web.papers.audit_pack import pack_of
from recert.web.papers.pack_files import LONGEST, file_name
from tests.cast import NOW, TODAY, Cast, course, log
from tests.web.papers.reading import is_accessible, tags_of, words_of
from tests.web.staff.scene import apply, picture


@pytest.fixture(autouse=True)
def _stopped_clock(settings: Settings) -> None:
    settings.RECERT_NOW = NOW


def proof(cast: Cast, name: str, colour: str, *titles: str) -> Evidence:
    """A file of Ada's that proves her entries of these titles."""
    found = add_evidence(by=cast.ada, at=NOW, name=name, content=picture(colour))
    for title in titles:
        entry = transcript_of(cast.ada).get(title=title)
        attach_evidence(by=cast.ada, at=NOW, public_id=found.public_id, activity_id=entry.public_id)
    return found


def opened(answer: Any) -> zipfile.ZipFile:
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def test_everything_is_in_it_and_named(cast: Cast, client: Client) -> None:
    log(cast.ada, course('=SUM(1): "Knees" / hips?', date(2026, 4, 2), "2"))
    proof(cast, "certificate.png", "red", "Annual Meeting", "Exercise and Hypertension")
    proof(cast, "certificate.png", "blue", "Annual Meeting")
    gone = proof(cast, "knees.png", "green", '=SUM(1): "Knees" / hips?')
    vault().forget(gone.stored_as)
    client.force_login(cast.ada)
    answer = client.get(f"/me/certifications/{cast.ada_acsm.public_id}/audit-pack.zip")
    assert answer["Content-Type"] == "application/zip"
    assert "Audit%20pack%20Ada%20Ruiz" in answer["Content-Disposition"] or (
        "Audit pack Ada Ruiz" in answer["Content-Disposition"]
    )
    with opened(answer) as pack:
        assert pack.testzip() is None
        assert pack.namelist() == [
            "00 Cover.pdf",
            "00 Activities.csv",
            "01 2025-05-30 Annual Meeting - certificate.png",
            "01 2025-05-30 Annual Meeting - certificate (2).png",
        ]
        cover, table = pack.read("00 Cover.pdf"), pack.read("00 Activities.csv")
    said = words_of(cover)
    assert is_accessible(cover)
    assert "knees.png: the file is missing from the store" in said
    for words in ("Ada Ruiz", "104233", "1 January 2024 to 31 December 2026", "2025-05-30",
                  "40 CECs by American College of Sports Medicine"):  # fmt: skip
        assert words in said, words
    rows = list(csv.DictReader(io.StringIO(table.decode("utf-8-sig"))))
    by_title = {row["title"]: row for row in rows}
    assert by_title["Annual Meeting"]["counts_for"] == "40"
    assert by_title["Exercise and Hypertension"]["files"] in by_title["Annual Meeting"]["files"]
    assert by_title['\'=SUM(1): "Knees" / hips?']["completed"] == "2026-04-02"
    assert "Functional Training" in by_title  # it counts here as well


def test_a_renewed_cycle_has_its_own(cast: Cast, client: Client) -> None:
    renewal = apply(cast.carol, cast.carol_acsm)
    client.force_login(cast.carol)
    address = f"/me/renewals/{renewal.public_id}/audit-pack.zip"
    with opened(client.get(address)) as pack:
        assert "Group Fitness Summit" in words_of(pack.read("00 Cover.pdf"))
    client.force_login(cast.ben)
    assert client.get(address).status_code == 404
    other = f"/me/certifications/{cast.carol_acsm.public_id}/audit-pack.zip"
    assert client.get(other).status_code == 404


def test_it_is_bounded_and_says_what_it_leaves_out(cast: Cast) -> None:
    small = proof(cast, "first.png", "red", "Annual Meeting")
    proof(cast, "second.png", "blue", "Exercise and Hypertension")
    held = held_of(cast.ada_acsm, NOW)
    pack = pack_of(cast.ada_acsm, held.standing, held.rulebook, transcript_of(cast.ada),
                   documents_of(cast.ada), most=small.size)  # fmt: skip
    assert [bool(each.name) for each in pack.files] == [True, False]
    assert "too large" in pack.files[1].says


def test_two_hundred_lines_read_page_by_page(cast: Cast, client: Client) -> None:
    for n in range(200):
        log(cast.ben, course(f"Lecture {n} on everything there is to say about shoulders",
                             date(2026, 1, 1 + n % 28), "0.1"))  # fmt: skip
    client.force_login(cast.ben)
    with opened(client.get(f"/me/certifications/{cast.ben_acsm.public_id}/audit-pack.zip")) as pack:
        cover = pack.read("00 Cover.pdf")
    assert is_accessible(cover)
    assert tags_of(cover).count("TR") > 200
    assert "Lecture 199" in words_of(cover)


@given(st.text(max_size=200), st.text(max_size=200), st.integers(1, 500))
def test_any_name_is_safe_on_every_system(title: str, original: str, number: int) -> None:
    name = file_name(number, TODAY, title, original)
    assert 0 < len(name) <= LONGEST
    assert not set('<>:"/\\|?*') & set(name)
    assert name.isprintable()
    assert not name.endswith((" ", "."))
    assert name.split(" ")[0].isdecimal()  # no word that a system keeps for itself
