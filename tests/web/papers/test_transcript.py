"""A transcript to hand to anybody: kept word for word, checked by its code, taken back."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from pytest_django import Settings

from recert.renewals.erasure import erase
from recert.renewals.export import export_of
from recert.transcript.actions import correct_activity, issue_transcript
from recert.transcript.actions.issuing import digest_of
from recert.transcript.models import IssuedTranscript
from recert.transcript.queries import transcript_of
from recert.web.papers.transcript import transcript_paper
from tests.cast import NOW, Cast, course, log
from tests.web.papers.reading import is_accessible, tags_of, words_of

MINE = "/me/activities/transcripts/"


@pytest.fixture(autouse=True)
def _stopped_clock(settings: Settings) -> None:
    settings.RECERT_NOW = NOW


def shown(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return " ".join(answer.content.decode().split())


def test_it_says_then_what_it_said_when_it_was_handed_out(cast: Cast, client: Client) -> None:
    client.force_login(cast.ada)
    sent = {"since": "2026-01-01", "until": "", "key": "once"}
    for _click in range(2):
        assert client.post(MINE, sent).status_code == 302
    issued = IssuedTranscript.objects.get()
    assert issued.sha256 == digest_of(issued.content)
    entry = transcript_of(cast.ada).get(title="Exercise and Hypertension")
    correct_activity(by=cast.ada, at=NOW, public_id=entry.public_id,
                     activity=course("Renamed since", date(2026, 3, 14), "99"))  # fmt: skip
    client.logout()
    page = shown(client, f"/t/{issued.code}")
    paper = client.get(f"/t/{issued.code}.pdf").content
    for said in (page, words_of(paper)):
        assert "Ada Ruiz" in said
        assert "Exercise and Hypertension" in said
        assert "12 CECs by American College of Sports Medicine" in said
        assert "Renamed since" not in said
        assert "Annual Meeting" not in said  # of the year before
        assert "104233" in said
    assert "noindex" in page
    assert f"/t/{issued.code}" in words_of(paper)
    assert is_accessible(paper)


def test_what_is_taken_back_shows_nothing(cast: Cast, client: Client) -> None:
    issued = issue_transcript(by=cast.ada, at=NOW, key="k")
    withdraw = f"{MINE}{issued.code}/withdraw"
    client.force_login(cast.ben)
    assert client.post(withdraw).status_code == 404
    client.force_login(cast.ada)
    for _click in range(2):
        client.post(withdraw)
    assert "Taken back" in shown(client, MINE)
    assert "Ada" not in shown(Client(), f"/t/{issued.code}", 404)
    assert Client().get(f"/t/{issued.code}.pdf").status_code == 404


def test_days_that_hold_nothing_are_named(cast: Cast, client: Client) -> None:
    client.force_login(cast.ada)
    for since, until, says in (
        ("2030-01-01", "", "Nothing was completed in that time"),
        ("2026-02-01", "2026-01-01", "lies before the first"),
        ("soon", "", "Enter a whole day"),
    ):
        answer = client.post(MINE, {"since": since, "until": until, "key": "k"})
        assert answer.status_code == 422
        assert says in answer.content.decode()
        assert f'value="{since}"' in answer.content.decode()
    assert not IssuedTranscript.objects.exists()


def test_two_hundred_entries_and_any_script_are_set(cast: Cast) -> None:
    cast.ben.name = "Ελένη Παπαδοπούλου"
    cast.ben.save()
    for n in range(200):
        log(cast.ben, course(f"Лекция {n}: *strength* #{n} in a title of some length",
                             date(2026, 1, 1 + n % 28), "0.1"))  # fmt: skip
    paper = transcript_paper(issue_transcript(by=cast.ben, at=NOW, key="k"), NOW)
    said = words_of(paper)
    assert is_accessible(paper)
    assert "Ελένη Παπαδοπούλου" in said
    assert said.count("*strength*") == 200
    tags = tags_of(paper)
    assert (tags.count("H1"), tags.count("TH")) == (1, 9)
    assert tags.count("TR") == 201 + 1 + 2


def test_it_is_exported_and_forgotten(cast: Cast, client: Client) -> None:
    issued = issue_transcript(by=cast.ada, at=NOW, key="k")
    assert [each["code"] for each in export_of(cast.ada)["issued-transcripts"]] == [issued.code]
    erase(person=cast.ada, by=cast.ada, at=NOW)
    assert not IssuedTranscript.objects.exists()
    assert "Ada" not in shown(client, f"/t/{issued.code}", 404)
