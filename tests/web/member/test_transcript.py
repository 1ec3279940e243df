"""The transcript: whose it is, what the filter keeps, what a spreadsheet gets, what it costs."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from recert.lib.spreadsheets import harmless
from recert.rules.facts import Kind, Reporter
from recert.transcript.actions import add_evidence, attach_evidence
from recert.web.member.transcript_csv import COLUMNS
from tests.cast import NOW, Cast, course, log
from tests.web.member.files import picture

LIST = "/me/activities/"
TABLE = "/me/activities/transcript.csv"


def titles(client: Client, query: str = "") -> list[str]:
    page = client.get(f"{LIST}?{query}")
    assert page.status_code == 200
    return [entry.title for entry, *_rest in page.context["lines"]]


def test_everybody_sees_their_own_and_nothing_else(cast: Cast, ada: Client) -> None:
    assert titles(ada) == ["Exercise and Hypertension", "Functional Training", "Annual Meeting"]
    stranger = Client()
    stranger.force_login(cast.eve)
    page = stranger.get(LIST).content.decode()
    assert "No activities yet" in page
    assert "Annual Meeting" not in page


@pytest.mark.parametrize("address", [LIST, TABLE])
def test_whoever_is_not_signed_in_is_asked_to(db: None, client: Client, address: str) -> None:
    assert client.get(address).headers["Location"].startswith("/account/login/")


def test_worth_stands_in_a_column_for_each_certification(ada: Client) -> None:
    page = ada.get(LIST)
    assert [column.letters for column in page.context["columns"]] == [
        "ACTION-CPT", "ACSM-EP", "ACE-CPT", "NASM-CPT",
    ]  # fmt: skip
    assert [str(total) for total in page.context["totals"]] == ["17/10", "537/10", "0", "0"]


def test_the_filter_keeps_what_is_asked_for(cast: Cast, ada: Client) -> None:
    own = log(cast.ada, course("A webinar", date(2024, 3, 1), "1", kind=Kind.WEBINAR))
    log(cast.ada, course("Told by ACSM", date(2026, 5, 5), "1", reported_by=Reporter.BODY))
    proof = add_evidence(by=cast.ada, at=NOW, name="a.jpg", content=picture())
    attach_evidence(by=cast.ada, at=NOW, public_id=proof.public_id, activity_id=own.public_id)
    assert titles(ada, "kind=webinar") == ["A webinar"]
    assert titles(ada, "year=2024") == ["A webinar"]
    assert titles(ada, "proof=yes") == ["A webinar"]
    assert "A webinar" not in titles(ada, "proof=no")
    assert titles(ada, "origin=body") == ["Told by ACSM"]
    assert titles(ada, "text=hyper+EXERCISE") == ["Exercise and Hypertension"]
    assert titles(ada, "text=none+such") == []
    assert "A webinar" in titles(ada, f"certification={cast.ada_acsm.public_id}")
    assert "A webinar" not in titles(ada, f"certification={cast.ada_action.public_id}")
    assert titles(ada, f"certification={cast.ada_action.public_id}&counted=yes") == [
        "Functional Training"
    ]


def test_a_filter_that_fits_nothing_leads_back(ada: Client) -> None:
    assert "Show everything" in ada.get(f"{LIST}?text=none").content.decode()


def test_it_is_sorted_as_asked(ada: Client) -> None:
    newest = titles(ada)
    assert titles(ada, "sort=oldest") == newest[::-1]
    assert titles(ada, "sort=title") == sorted(newest)
    assert titles(ada, "sort=worth")[0] == "Annual Meeting"
    assert set(titles(ada, "sort=entered")) == set(newest)


@pytest.mark.parametrize(
    "query",
    [
        "certification=abc", "year=two", "kind=nap", "origin=me", "proof=maybe", "counted=all",
        "sort=random", "page=-1", "page=99999999999999999999", "page=x",
        "text=" + "x" * 5000,
    ],
)  # fmt: skip
def test_what_nobody_offered_is_no_filter(ada: Client, query: str) -> None:
    assert len(titles(ada, query)) == 3


def test_a_nul_is_refused_before_any_database_sees_it(ada: Client) -> None:
    assert ada.get(f"{LIST}?text=%00").status_code == 400


def test_a_certification_of_somebody_else_is_no_filter(cast: Cast, ada: Client) -> None:
    assert len(titles(ada, f"certification={cast.ben_acsm.public_id}")) == 3


def test_a_long_list_has_pages_or_is_shown_whole(cast: Cast, ada: Client) -> None:
    for day in range(1, 29):
        log(cast.ada, course(f"Day {day}", date(2026, 9, day), "0.1"))
    assert len(titles(ada)) == 25
    assert len(titles(ada, "page=2")) == 6
    assert len(titles(ada, "all=1")) == 31


@pytest.mark.parametrize("many", [3, 28])
def test_it_takes_as_many_queries_however_long_it_is(
    cast: Cast,
    ada: Client,
    many: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for day in range(1, many + 1):
        log(cast.ada, course(f"Day {day}", date(2026, 9, day), "0.1"))
    for address in (LIST, f"{LIST}?all=1", TABLE):
        with django_assert_max_num_queries(26):
            assert ada.get(address).status_code == 200


def test_titles_are_shown_and_never_run(cast: Cast, ada: Client) -> None:
    log(cast.ada, course("<script>alert(1)</script>", date(2026, 9, 1), "1"))
    page = ada.get(LIST).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


# ---------------------------------------------------------------- the spreadsheet


def rows(client: Client, query: str = "") -> list[dict[str, str]]:
    answer = client.get(f"{TABLE}?{query}")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_the_spreadsheet_says_what_the_page_says(ada: Client) -> None:
    found = rows(ada)
    assert [row["title"] for row in found] == titles(ada)
    assert found[1]["counted_ACTION-CPT"] == "1.7"
    assert found[1]["awarded"] == "1.7 cec action"
    assert [row["title"] for row in rows(ada, "text=annual")] == ["Annual Meeting"]


def test_every_column_is_explained_on_the_page(ada: Client) -> None:
    page = ada.get(LIST).content.decode()
    named = list(rows(ada)[0])
    assert named[: len(COLUMNS)] == [name for name, _meaning, _read in COLUMNS]
    for name in named:
        assert f"<code>{name}</code>" in page


@pytest.mark.parametrize(
    "title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =cmd|' /C calc'!A0", '="a"']
)
def test_no_cell_is_a_formula(cast: Cast, ada: Client, title: str) -> None:
    log(cast.ada, course(title, date(2026, 9, 1), "1"))
    found = next(row["title"] for row in rows(ada) if row["completed"] == "2026-09-01")
    assert found.startswith("'")
    assert not harmless(title).lstrip().startswith(("=", "+", "-", "@"))
