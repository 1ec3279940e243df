"""What the rulebooks cover, for anybody to see."""

from __future__ import annotations

import pytest
from django.test import Client

from recert.rulebooks.queries import case_counts
from tests.cast import RULEBOOKS, bring_in


@pytest.mark.usefixtures("cast")
def test_every_edition_tells_how_sure_it_is(client: Client) -> None:
    bring_in("pmi")
    page = client.get("/coverage").content.decode()
    assert "Project management" in page
    assert "Project Management Institute" in page
    assert "American College of Sports Medicine" in page
    assert page.count("<tr>") - page.count("<thead><tr>") == len(case_counts())


@pytest.mark.usefixtures("cast")
def test_cases_are_counted_as_they_stand_beside_the_edition() -> None:
    beside = (RULEBOOKS / "acsm" / "2025.cases.yaml").read_text()
    assert case_counts()["acsm", "2025"] == beside.count("\n- case:") + beside.startswith("- case:")


@pytest.mark.django_db
def test_with_nothing_published_it_says_so(client: Client) -> None:
    assert "No rulebook is published here yet" in client.get("/coverage").content.decode()
