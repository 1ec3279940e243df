"""Publishing policy: exact texts, revisions, refusals in the reader's words."""

from __future__ import annotations

import pytest
from pytest_django.fixtures import DjangoAssertNumQueries

from recert.journal.queries import lines_about
from recert.lib.refusals import NotFound, Refused
from recert.rulebooks.actions import load_folder, publish_edition
from recert.rulebooks.models import Edition
from recert.rulebooks.queries import (
    all_rulebooks,
    bodies_with_rulebooks,
    credential_named,
    credentials_of,
    edition_page,
    rulebook_of,
    rulebooks_of,
)
from tests.cast import NOW, RULEBOOKS, Cast, another_body


def text_of(slug: str, edition: str) -> str:
    return (RULEBOOKS / slug / f"{edition}.yaml").read_text(encoding="utf-8")


def test_loading_the_folder_again_changes_nothing(db: None) -> None:
    load_folder(RULEBOOKS, at=NOW)
    before = set(Edition.objects.values_list("pk", "sha256"))
    load_folder(RULEBOOKS, at=NOW)
    assert set(Edition.objects.values_list("pk", "sha256")) == before


def test_every_edition_that_ships_can_be_asked_for(db: None) -> None:
    load_folder(RULEBOOKS, at=NOW)
    files = [file for file in RULEBOOKS.glob("*/*.yaml") if "cases" not in file.name]
    assert sum(len(books) for books in all_rulebooks().values()) == len(files)
    assert {body.slug for body in bodies_with_rulebooks()} == {file.parent.name for file in files}


def test_a_changed_text_is_the_next_revision_and_the_old_one_stays(cast: Cast) -> None:
    text = text_of("action", "2020")
    changed = text.replace('amount: "2.0"', 'amount: "2.5"', 1)
    assert changed != text
    first = Edition.objects.get(body=cast.action, edition="2020")
    second = publish_edition(body=cast.action, text=changed, by=cast.fay, at=NOW)
    assert (second.revision, first.revision) == (2, 1)
    assert rulebook_of("action", "2020").sha256 == second.sha256
    first.refresh_from_db()
    assert first.text == text
    line = lines_about("edition:action/2020").last()
    assert line is not None
    assert line.detail == {"revision": 2, "sha256": second.sha256}


def test_a_broken_text_is_refused_with_every_sentence(cast: Cast) -> None:
    broken = text_of("action", "2020").replace('amount: "2.0"', "amount: 2.0", 1)
    with pytest.raises(Refused) as refused:
        publish_edition(body=cast.action, text=broken, by=cast.fay, at=NOW, name="mine.yaml")
    assert any(
        "mine.yaml:" in sentence and "quotes" in sentence for sentence in refused.value.sentences
    )
    assert rulebook_of("action", "2020").edition == "2020"


def test_nobody_publishes_for_another_body(cast: Cast) -> None:
    text = text_of("action", "2020")
    for somebody in (cast.dan, cast.gus, cast.eve, cast.hal):
        with pytest.raises(NotFound):
            publish_edition(body=cast.action, text=text, by=somebody, at=NOW)
    with pytest.raises(Refused, match="says it is action"):
        publish_edition(body=cast.acsm, text=text, by=cast.hal, at=NOW)


def test_a_body_without_policy_has_none(cast: Cast) -> None:
    another_body("silent")
    assert rulebooks_of("silent") == ()
    assert credentials_of("silent") == ()
    for question in (
        lambda: rulebook_of("silent", "2020"),
        lambda: edition_page("action", "1999"),
        lambda: credential_named("acsm", "astronaut"),
    ):
        with pytest.raises(NotFound):
            question()


def test_credentials_come_with_their_names(cast: Cast) -> None:
    assert credential_named("acsm", "ep").letters == "ACSM-EP"
    assert {each.id for each in credentials_of("acsm")} >= {"gei", "cpt", "ep", "cep"}


def test_once_parsed_all_rulebooks_are_one_query(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    all_rulebooks()
    with django_assert_num_queries(1):
        all_rulebooks()


def test_an_edition_page_has_the_text_and_the_cases(cast: Cast) -> None:
    row, rulebook = edition_page("acsm", "2025")
    assert row.text == text_of("acsm", "2025")
    assert "case:" in row.cases_text
    assert rulebook.sha256 == row.sha256
