"""What the document for developers shows is what happens: every call of it is made."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.test import Client
from pytest_django.live_server_helper import LiveServer

from recert.completions.models import Completion
from recert.web.api.problems import KINDS
from tests.completions.scene import set_birthdays
from tests.teaching import Teaching
from tests.web.api.calling import key_for, said

DOCUMENT = Path(__file__).resolve().parents[3] / "docs" / "api.md"


def called(curl: str, token: str, id: str) -> Any:
    """The answer to one line of curl, as curl would make it."""
    words = iter(shlex.split(curl.replace("\\\n", " "))[1:])
    method, address, content, headers = "", "", "", {}
    for word in words:
        if word == "-X":
            method = next(words)
        elif word == "-H":
            name, _colon, value = next(words).partition(": ")
            headers[name] = value.replace("KEY.SECRET", token)
        elif word == "-d":
            content = next(words)
        else:
            address = word
    path = address.removeprefix("https://recert.example").replace("/ID/", f"/{id}/")
    return Client().generic(
        method or ("POST" if content else "GET"), path, content,
        content_type=headers.pop("Content-Type", ""), headers=headers,
    )  # fmt: skip


def test_every_call_it_shows_is_answered(teaching: Teaching) -> None:
    set_birthdays(teaching)
    _source, token = key_for(teaching)
    calls = re.findall(r"^    (curl .*(?:\n      .*)*)", DOCUMENT.read_text(), re.MULTILINE)
    assert len(calls) == 7
    answers, id = [], ""
    for call in calls:
        answer = called(call, token, id)
        assert answer.status_code == 200, (call, answer.content)
        answers.append(answer.json())
        if not id:
            id = answers[0]["results"][0]["id"]
        id = answers[-1]["id"] if "superseded_by" in answers[-1] else id
    reported, checked, listed, corrected, voided, course, planned = answers
    assert [each["state"] for each in reported["results"]] == ["accepted", "unmatched"]
    assert checked["results"][0]["agrees"] is True
    assert len(listed["completions"]) == 1
    assert (corrected["state"], voided["state"]) == ("accepted", "voided")
    assert planned["course"] == course["number"]
    page = Client().get("/developers").content.decode()
    for kind in KINDS:
        assert f'id="{kind.word}"' in page


def test_its_thirty_lines_report(
    live_server: LiveServer, teaching: Teaching, tmp_path: Path
) -> None:
    set_birthdays(teaching)
    _source, token = key_for(teaching)
    (lines,) = re.findall(r"```python\n(.*?)```", DOCUMENT.read_text(), re.DOTALL)
    assert len([line for line in lines.splitlines() if line.strip()]) == 30  # as its heading says
    (tmp_path / "report.py").write_text(lines)
    (tmp_path / "rows.json").write_text(json.dumps([said(), said(course="ML-404")]))
    for _twice in range(2):
        run = subprocess.run(
            [sys.executable, "-I", "report.py", live_server.url, token, "rows.json"],
            cwd=tmp_path, capture_output=True, text=True, check=True,
        )  # fmt: skip
        first, second = run.stdout.splitlines()
        assert first == "1 accepted"
        assert second.startswith("2 problem Write the number")
    assert Completion.objects.count() == 2
