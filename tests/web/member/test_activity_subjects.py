"""Subjects of an activity: those near first; and the minutes of preparing what one taught."""

from __future__ import annotations

from django.test import Client

from recert.rules.facts import Kind
from recert.transcript.models import Activity
from tests.cast import Cast


def page_of(client: Client, **query: str) -> str:
    return client.get("/me/activities/log", query).content.decode()


def typed(kind: Kind, **more: str) -> dict[str, str]:
    return {"kind": kind.value, "title": "Squats", "completed": "2026-05-05", "rows": "1", **more}


def test_subjects_of_ones_own_bodies_come_first(cast: Cast, ada: Client) -> None:
    page = page_of(ada)
    at_once, folded = page.split("More subjects")
    assert 'value="exercise-science"' in at_once
    assert 'value="dyslexia"' not in at_once.split('id="id_topics"')[1]
    assert 'value="dyslexia"' in folded


def test_whoever_holds_nothing_chooses_among_all(cast: Cast, client: Client) -> None:
    client.force_login(cast.eve)
    assert "More subjects" not in page_of(client)


def test_a_subject_from_further_away_is_kept_and_shown(cast: Cast, ada: Client) -> None:
    answer = ada.post("/me/activities/log", typed(Kind.COURSE, topics="dyslexia", minutes="60"))
    entry = Activity.objects.get(title="Squats")
    assert answer.status_code == 302
    assert entry.topics == ["dyslexia"]
    page = ada.get(f"/me/activities/{entry.public_id}/correct").content.decode()
    assert '<details class="more-topics" open>' in page


def test_preparing_is_asked_of_whoever_taught(cast: Cast, ada: Client) -> None:
    assert "Minutes of preparing it" in page_of(ada, kind="teaching")
    assert "Minutes of preparing it" not in page_of(ada, kind="course")
    ada.post("/me/activities/log", typed(Kind.TEACHING, minutes="60", preparation="120"))
    entry = Activity.objects.get(title="Squats")
    assert entry.preparation == 120
    assert "2 h" in ada.get(f"/me/activities/{entry.public_id}/").content.decode()
    page = ada.get(f"/me/activities/{entry.public_id}/correct").content.decode()
    assert 'value="120"' in page


def test_preparing_is_not_recorded_of_whoever_only_took_part(cast: Cast, ada: Client) -> None:
    ada.post("/me/activities/log", typed(Kind.COURSE, minutes="60", preparation="120"))
    assert Activity.objects.get(title="Squats").preparation is None
