"""Real clients over real HTTP: the library Open edX sends with, and what nobody should send."""

from __future__ import annotations

import json
import uuid
from base64 import b64encode
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django.live_server_helper import LiveServer
from tincan import (  # type: ignore[import-untyped]  # it has no types
    RemoteLRS,
    StateDocument,
    Statement,
)

from recert.cli import main as cli
from recert.statements import models
from tests.teaching import Teaching
from tests.web.api.saying import Door, door_of, said

SENT = Path(__file__).parents[2] / "fixtures" / "lms-xapi"


def lrs_of(live_server: LiveServer, door: Door) -> RemoteLRS:
    return RemoteLRS(
        version="1.0.3",
        endpoint=f"{live_server.url}/xapi/",
        username=door.source.key,
        password=door.secret,
    )


@pytest.mark.slow
def test_the_library_open_edx_uses_stores_finds_voids_and_keeps_state(
    live_server: LiveServer, teaching: Teaching
) -> None:
    lrs = lrs_of(live_server, door_of(teaching))
    about = lrs.about()
    assert about.success, about.data
    passed = Statement(json.loads((SENT / "openedx/edx.course.grade.now_passed.json").read_text()))
    assert lrs.save_statement(passed).success
    assert lrs.save_statement(passed).success  # sent again after an answer that was lost
    assert lrs.save_statements([passed, passed.__class__(said())]).success
    found = lrs.retrieve_statement(str(passed.id))
    assert found.success
    assert found.content.verb.id == passed.verb.id
    page = lrs.query_statements({"limit": 1, "verb": passed.verb})
    assert [each.id for each in page.content.statements] == [passed.id]
    page = lrs.query_statements({"limit": 1})
    more = lrs.more_statements(page.content)
    assert more.success
    assert len(more.content.statements) == 1
    voiding = passed.__class__(
        actor={"mbox": "mailto:office@lab.example"},
        verb={"id": "http://adlnet.gov/expapi/verbs/voided"},
        object={"objectType": "StatementRef", "id": str(passed.id)},
    )
    assert lrs.save_statement(voiding).success
    assert lrs.retrieve_voided_statement(str(passed.id)).success
    state = StateDocument(id="where", content=bytearray(b'{"page": 7}'), activity=passed.object,
                          agent=passed.actor, content_type="application/json")  # fmt: skip
    assert lrs.save_state(state).success
    kept = lrs.retrieve_state(passed.object, passed.actor, "where")
    assert kept.success
    assert json.loads(kept.content.content) == {"page": 7}
    assert lrs.delete_state(kept.content).success


@pytest.mark.slow
def test_what_nobody_should_send_is_refused_and_never_an_error_of_ours(
    live_server: LiveServer, teaching: Teaching
) -> None:
    door = door_of(teaching)
    key = b64encode(f"{door.source.key}:{door.secret}".encode()).decode()
    where = urlsplit(live_server.url)

    @settings(
        max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
    )
    @given(
        method=st.sampled_from(("GET", "POST", "PUT", "DELETE", "HEAD", "PATCH")),
        resource=st.sampled_from(
            ("statements", "statements/more/x", "activities/state", "agents/profile", "about")
        ),
        query=st.sampled_from(
            ("", "?statementId=x", "?method=PUT", "?agent=%00", "?agent={}&profileId=%ff",
             "?since=2026", "?limit=99999999999999999999", "?activity=a:b&agent=[]")
        ),
        kind=st.sampled_from(
            ("application/json", "multipart/mixed; boundary=B", "multipart/form-data; boundary=B",
             "application/x-www-form-urlencoded", "", "text/\xe9")
        ),
        body=st.binary(max_size=40)
        | st.sampled_from((b"[]", b"{}", b"null", b"[[]]", b'{"id": null}', b"--B\r\n\r\n--B--")),
    )  # fmt: skip
    def send(method: str, resource: str, query: str, kind: str, body: bytes) -> None:
        connection = HTTPConnection(where.hostname or "", where.port, timeout=20)
        headers = {
            "Authorization": f"Basic {key}",
            "X-Experience-API-Version": "1.0.3",
            "Content-Type": kind,
        }
        connection.request(method, f"/xapi/{resource}{query}", body, headers)
        answer = connection.getresponse()
        answer.read()
        connection.close()
        assert answer.status < 500
        assert answer.headers["X-Experience-API-Version"] == "1.0.3"

    send()


def test_the_command_opens_a_door(
    teaching: Teaching, client: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["source", "open", "--kind", "xapi", "--provider"]
    assert cli.main([*arguments, "nobody"]) == 1
    assert cli.main([*arguments, teaching.lab.slug, "--by", "pia@nowhere.example"]) == 1
    capsys.readouterr()
    assert cli.main([*arguments, teaching.lab.slug]) == 0
    printed = dict(line.split(": ", 1) for line in capsys.readouterr().out.splitlines())
    assert printed["endpoint"].endswith("/xapi/")
    pair = b64encode(f"{printed['key']}:{printed['secret']}".encode()).decode()
    headers = {"Authorization": f"Basic {pair}", "X-Experience-API-Version": "1.0.3"}
    one = str(uuid.uuid4())
    answer = client.post(
        "/xapi/statements", said(id=one), content_type="application/json", headers=headers
    )
    assert answer.json() == [one]
    assert models.Statement.objects.get().source.key == printed["key"]
