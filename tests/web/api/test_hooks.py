"""Signed webhooks: kept first, worked off once, and only from whom they say."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from recert.catalogue.actions import map_source, open_source, rotate_source
from recert.catalogue.models import Source, SourceKind
from recert.completions import deliveries
from recert.completions.deliveries import forget_deliveries, signature, work_off_deliveries
from recert.completions.models import Completion, CompletionState, Delivery
from recert.web.api import hooks
from tests.cast import NOW
from tests.teaching import Teaching
from tests.web.api.calling import said


class Sender:
    """A system that signs what it sends."""

    def __init__(self, teaching: Teaching) -> None:
        self.source, self.secret = open_source(
            by=teaching.nia, at=NOW, provider_slug="movement-lab", kind=SourceKind.WEBHOOK,
            name="Canvas",
        )  # fmt: skip

    def send(self, content: Any, id: str = "m-1", age: int = 0, **headers: str) -> Any:
        """The answer to a message that was signed so many seconds ago."""
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        moment = int(timezone.now().timestamp()) - age
        sent = {"Webhook-Id": id, "Webhook-Timestamp": str(moment),
                "Webhook-Signature": signature(self.secret, moment, body)}  # fmt: skip
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return Client(enforce_csrf_checks=True).post(
            f"/api/hooks/{self.source.key}", body, content_type="application/json", headers=sent
        )


@pytest.fixture
def sender(teaching: Teaching) -> Sender:
    return Sender(teaching)


def canvas(**more: Any) -> dict[str, Any]:
    """What Canvas says when somebody has completed a course."""
    return {
        "metadata": {"event_name": "course_completed", "root_account_uuid": "u1"},
        "body": {
            "course": {"id": "8812", "name": "Ethics"},
            "progress": {"completed_at": "2026-11-15T03:30:00Z", **more},
            "user": {"id": "77", "name": "Ben Okafor", "email": "ben@example.org"},
        },
    }


def test_a_signed_message_is_worked_off_once(teaching: Teaching, sender: Sender) -> None:
    email = {"email": teaching.cast.ada.email}
    message = {"completions": [said(person=email, external_id="x1"), said(completed=7), "odd"]}
    first = sender.send(message)
    assert first.status_code == 200
    assert first.json()["counts"] == {"accepted": 1, "problem": 2}
    assert sender.send(message).json() == first.json()  # it came again
    other = sender.send({"completions": [said()]})
    assert other.status_code == 409  # the same id, other words
    assert Completion.objects.filter(state=CompletionState.ACCEPTED).count() == 1
    kept = Delivery.objects.get()
    assert (kept.body, kept.done_at) == ("", NOW)
    sender.source.refresh_from_db()
    assert sender.source.last_used_at == NOW


def test_nobody_else_can_send_and_nothing_is_replayed(teaching: Teaching, sender: Sender) -> None:
    message = {"completions": [said()]}
    assert sender.send(message, age=301).status_code == 401
    assert sender.send(message, age=-301).status_code == 401
    assert sender.send(message, Webhook_Signature="v1=" + "0" * 64).status_code == 401
    assert sender.send(message, Webhook_Signature="é").status_code == 401
    assert sender.send(message, Webhook_Timestamp="9" * 400).status_code == 401
    rightly = signature(sender.secret, 1, b"x")
    assert sender.send(message, Webhook_Signature=rightly).status_code == 401
    old = sender.secret
    _source, sender.secret = rotate_source(
        by=teaching.nia, at=NOW, provider_slug="movement-lab", source_id=sender.source.public_id
    )
    assert sender.send(message).status_code == 200
    sender.secret = old
    assert sender.send(message, id="m-2").status_code == 401
    assert Client().post("/api/hooks/nobody", b"{}", "application/json").status_code == 401
    assert Source.objects.get(pk=sender.source.pk).sealed != old
    assert old not in Source.objects.get(pk=sender.source.pk).sealed


def test_what_it_says_is_read_as_strictly_as_the_api_reads_it(sender: Sender) -> None:
    """Days half written, thirds, more minutes than the world has had, and things of any type."""
    odd = [
        said(completed="20261101--"), said(completed="2026-W45-7"), said(minutes=10**40),
        said(parts=[{"minutes": 10**30}]), said(parts="abc"), said(started="0001-01-01x"),
        said(awards=[{"amount": "1/3", "unit": "cec"}]), said(role="x" * 400), 5, None, [],
        said(awards=[{"amount": "1e9", "unit": "cec"}]), said(person={"email": "a" * 400}),
    ]  # fmt: skip
    assert sender.send({"completions": odd}).json()["counts"] == {"problem": len(odd)}
    assert Client().get(f"/api/hooks/{sender.source.key}").json()["status"] == 405


def test_canvas_tells_of_its_own_courses_and_tells_twice(
    teaching: Teaching, sender: Sender
) -> None:
    unknown = sender.send(canvas(), id="c-0").json()
    assert unknown["counts"] == {"problem": 1}  # in the tray, since nobody linked the course
    map_source(
        by=teaching.nia, at=NOW, provider_slug="movement-lab",
        source_id=sender.source.public_id, mapping={"courses": {"8812": "ML-101"}},
    )  # fmt: skip
    first = sender.send(canvas(), id="c-1").json()
    assert sum(first["counts"].values()) == 1
    assert sender.send(canvas(), id="c-2").json()["counts"] == {"duplicate": 1}
    row = Completion.objects.filter(course=teaching.course).order_by("id")[0]
    assert row.completed is not None
    assert row.completed.isoformat() == "2026-11-14"  # it was evening in Chicago
    other = canvas() | {"metadata": {"event_name": "grade_change"}}
    assert sender.send(other, id="c-3").json()["said"] == "Only course_completed is a completion."
    for number, odd in enumerate(({"metadata": 1, "body": 2}, [], {"completions": 1},
                                  canvas(completed_at=[]))):  # fmt: skip
        assert sender.send(odd, id=f"odd-{number}").status_code == 200
    assert sender.send(b'{"a": NaN}', id="bad").status_code == 400


def test_what_was_interrupted_is_taken_up_and_names_are_not_kept(
    teaching: Teaching, sender: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(**_more: object) -> Delivery:
        raise RuntimeError("the lights went out")

    with monkeypatch.context() as dark:
        dark.setattr(hooks, "work_off", die)
        assert sender.send({"completions": [said()]}).status_code == 200
    assert not Completion.objects.exists()
    assert work_off_deliveries(at=NOW) == 0  # whoever took it may still be at it
    assert work_off_deliveries(at=NOW + timedelta(minutes=2)) == 1
    assert work_off_deliveries(at=NOW + timedelta(minutes=2)) == 0
    assert Completion.objects.count() == 1

    with monkeypatch.context() as dark:
        dark.setattr(hooks, "work_off", die)
        sender.send({"completions": [said()]}, id="m-9")
    assert deliveries.forget_deliveries(at=NOW) == 0
    assert forget_deliveries(at=NOW + timedelta(days=31)) == 1
    assert not Delivery.objects.exclude(body="").exists()
