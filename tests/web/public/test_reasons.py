"""Why a body asks what it asks, where its source says so."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from recert.rulebooks.actions import load_files
from tests.cast import NOW


@pytest.mark.django_db
def test_an_edition_says_why_it_asks_what_it_asks(
    client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.RECERT_NOW = NOW
    text = (settings.RULEBOOKS / "ifta" / "2020.yaml").read_text()
    reasons = "rationale: Two years, because methods change.\nrationale-source: NX5\nsources:"
    file = tmp_path / "2020.yaml"
    file.write_text(text.replace("body: ifta", "body: reasoned").replace("sources:", reasons))
    load_files([file], at=NOW)
    html = client.get("/rulebooks/reasoned/2020/").content.decode()
    why = html[html.index("Two years, because methods change.") :].split("</p>")[0]
    assert 'rel="external noreferrer"' in why
