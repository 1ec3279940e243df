"""Policy for anybody to read: what each clause says, from where, and where it says nothing."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from recert.people.models import Person
from recert.rulebooks.actions import load_folder
from recert.rulebooks.models import Edition
from tests.cast import NOW, RULEBOOKS, another_body
from tests.snapshot import Stage

PUBLISHED = Stage("published", lambda: load_folder(RULEBOOKS, at=NOW))


@pytest.fixture(autouse=True)
def published(db: None, settings: Settings) -> None:
    """Everything that ships."""
    settings.RECERT_NOW = NOW
    PUBLISHED.set()


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return str(answer.content.decode())


def test_the_list_names_every_body_with_its_numbers(client: Client) -> None:
    html = page(client, "/rulebooks/")
    assert "American College of Sports Medicine" in html
    assert "45 to 60 CECs" in html
    assert "National Strength and Conditioning Association" in html


@pytest.mark.parametrize(
    ("asked", "found"),
    [("ACSM", True), ("sports medicine", True), ("acsm-ep", True), ("fitness", True),
     ("hospitality", False), ("nothing of this name", False)],
)  # fmt: skip
def test_a_body_is_found_by_name_letters_or_field(client: Client, asked: str, found: bool) -> None:
    html = page(client, f"/rulebooks/?q={asked}")
    assert ("American College of Sports Medicine" in html) == found
    assert f'value="{asked}"' in html


def test_bodies_stand_under_their_field(client: Client) -> None:
    html = page(client, "/rulebooks/")
    field = html[html.index('id="engineering"') :]
    assert "Engineering" in field
    assert "Texas" in field.split("</section>")[0]
    assert "Engineering" in page(client, "/")


def test_a_body_shows_the_edition_of_today_first(client: Client) -> None:
    html = page(client, "/rulebooks/acsm/")
    assert html.index("/rulebooks/acsm/2025/") < html.index("/rulebooks/acsm/2019/")


def test_a_body_without_policy_says_so(client: Client) -> None:
    another_body()
    assert "No edition is published yet" in page(client, "/rulebooks/nobody/")


def test_a_clause_shows_words_numbers_source_and_certainty(client: Client) -> None:
    html = page(client, "/rulebooks/acsm/2025/")
    clause = html[html.index('id="total"') :].split("</article>")[0]
    assert "take 45 credits in three years" in clause
    assert "ACSM-GEI and ACSM-CPT" in clause
    assert "45 CECs" in clause
    assert "https://acsm.org/certification/recertification" in clause
    assert "Read 21 November 2026" in clause
    audits = html[html.index('<section class="stack" id="about-audit">') :].split("</section>")[0]
    assert "each credential by itself" in audits
    assert "the policy does not say" in audits  # how many per cent
    assert "not active until it is put right" in audits


def test_where_the_policy_is_silent_no_number_is_shown(client: Client) -> None:
    html = page(client, "/rulebooks/acsm/2025/")
    silent = [part for part in html.split("<article")[1:] if "The policy does not say" in part]
    assert silent
    for part in silent:
        assert "Each is</dt><dd>1 CEC" not in part


def test_an_edition_of_the_past_says_that_it_is(client: Client) -> None:
    html = page(client, "/rulebooks/acsm/2019/")
    assert "Not the edition of today" in html
    assert "31 December 2024" in html
    assert "Not the edition of today" not in page(client, "/rulebooks/acsm/2025/")


def test_worked_examples_are_told(client: Client) -> None:
    html = page(client, "/rulebooks/acsm/2025/")
    assert "Of a three-year committee term only the first year falls in the cycle" in html
    assert "counts for 8 CECs" in html


def test_the_guide_has_what_holds_today_and_its_sources(client: Client) -> None:
    html = page(client, "/rulebooks/acsm/2025/guide")
    assert "Renewing with American College of Sports Medicine" in html
    assert "take 45 credits in three years" in html
    assert "https://acsm.org/certification/recertification" in html


def test_the_file_is_the_very_text_that_was_published(client: Client) -> None:
    edition = Edition.objects.get(body__slug="acsm", edition="2025")
    answer = client.get("/rulebooks/acsm/2025/text")
    assert answer.content.decode() == edition.text
    assert answer["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("path", ["/rulebooks/none/", "/rulebooks/acsm/1999/", "/rulebooks/x/1/"])
def test_what_is_not_there_is_a_404(client: Client, path: str) -> None:
    assert "There is nothing here for you" in page(client, path, 404)


def test_every_published_edition_can_be_read(client: Client) -> None:
    for edition in Edition.objects.select_related("body"):
        path = f"/rulebooks/{edition.body.slug}/{edition.edition}/"
        html = page(client, path)
        assert 'id="sources"' in html
        page(client, path + "guide")


@pytest.mark.parametrize(
    ("path", "most"),
    [("/", 5), ("/rulebooks/", 3), ("/rulebooks/acsm/", 2), ("/rulebooks/acsm/2025/", 3)],
)
def test_pages_ask_the_database_little(
    client: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
    path: str,
    most: int,
) -> None:
    page(client, path)  # texts are parsed once, the first time
    with django_assert_max_num_queries(most):
        page(client, path)


def test_the_front_door_leads_who_is_signed_in_to_their_own_desk(client: Client) -> None:
    assert "Log a credit once" in page(client, "/")
    client.force_login(Person.objects.create_user("eve@example.org", "x", name="Eve"))
    assert client.get("/").headers["Location"] == "/me/"
