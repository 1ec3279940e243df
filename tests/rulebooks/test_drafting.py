"""Drafts: every version kept, nobody overwritten, published once all is well."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from recert.journal.queries import lines_about
from recert.lib.refusals import NotFound, Refused
from recert.notices.queries import notices_of
from recert.people.actions import appoint
from recert.people.models import Role
from recert.rulebooks.actions import (
    discard_draft,
    drop_case,
    open_draft,
    propose_draft,
    publish_draft,
    return_draft,
    save_version,
    set_dates,
    set_practice,
    take_up_draft,
    withdraw_edition,
)
from recert.rulebooks.drafts import read_version, ruling_with, try_cases
from recert.rulebooks.models import Draft, DraftState, Version
from recert.rulebooks.queries import drafts_of, latest_of, rulebook_of, rulebooks_of, versions_of
from recert.rules.rulebook import Chooser, Need
from tests.cast import NOW, Cast

FIRST = date(2027, 1, 1)


@pytest.fixture
def draft(cast: Cast) -> Draft:
    """Fay's draft from ACTION's edition of 2020."""
    return open_draft(by=cast.fay, at=NOW, body_slug="action", edition="2020")


def save(cast: Cast, draft: Draft, seen: int, text: str | None = None, **more: str) -> Version:
    return save_version(
        by=cast.fay, at=NOW, body_slug="action", draft_id=draft.public_id, seen=seen,
        says="Edited", text=text, **more,
    )  # fmt: skip


def raised(draft: Draft) -> str:
    """The draft's text with a total of 2.5 instead of 2.0."""
    text = latest_of(draft).text
    changed = text.replace('need: {of: everything, amount: "2"}',
                           'need: {of: everything, amount: "2.5"}')  # fmt: skip
    assert changed != text
    return changed


def mended(draft: Draft) -> str:
    """The cases without those that come out otherwise."""
    read = read_version(latest_of(draft))
    assert read.rulebook is not None
    tried = try_cases(ruling_with(read.rulebook), read.cases)
    return "\n".join(each.case.case for each in tried if each.mismatches)


def test_a_draft_begins_as_the_edition_with_the_cases_it_answers(cast: Cast, draft: Draft) -> None:
    read = read_version(latest_of(draft))
    assert read.problems == read.case_problems == ()
    assert read.rulebook is not None
    assert read.rulebook.edition == "2027"
    assert read.rulebook.in_force.since == FIRST
    assert read.rulebook.clauses == rulebook_of("action", "2020").clauses
    assert {case.under for case in read.cases} == {"2027"}
    assert all(not each.mismatches for each in try_cases(ruling_with(read.rulebook), read.cases))
    assert rulebook_of("action", "2020").in_force.until is None  # nothing is published yet


def test_every_version_is_kept_even_one_that_cannot_be_read(cast: Cast, draft: Draft) -> None:
    first = latest_of(draft).text
    broken = save(cast, draft, 1, "not: [a rulebook")
    assert read_version(broken).rulebook is None
    assert [each.number for each in versions_of(draft)] == [2, 1]
    save(cast, draft, 2, first)
    assert [each.text for each in versions_of(draft)] == [first, "not: [a rulebook", first]
    assert save(cast, draft, 3, first).number == 3  # the same again is no new version


def test_the_second_of_two_is_told_and_overwrites_nothing(cast: Cast, draft: Draft) -> None:
    hers = save(cast, draft, 1, raised(draft))
    with pytest.raises(Refused, match="Fay Nakamura saved version 2 meanwhile"):
        save(cast, draft, 1, "something else")
    assert latest_of(draft) == hers


def test_nobody_else_sees_or_writes_a_draft(cast: Cast, draft: Draft) -> None:
    for somebody in (cast.ada, cast.hal, cast.dan, cast.gus):
        with pytest.raises(NotFound):
            drafts_of(somebody, "action")
        with pytest.raises(NotFound):
            save_version(by=somebody, at=NOW, body_slug="action", draft_id=draft.public_id,
                         seen=1, says="", text="x")  # fmt: skip
    with pytest.raises(NotFound):
        open_draft(by=cast.hal, at=NOW, body_slug="action", edition="2020")
    with pytest.raises(NotFound):  # another body's staff, by way of their own
        save_version(by=cast.hal, at=NOW, body_slug="acsm", draft_id=draft.public_id, seen=1,
                     says="", text="x")  # fmt: skip


def test_cases_that_come_out_otherwise_hold_it_back_until_mended(cast: Cast, draft: Draft) -> None:
    save(cast, draft, 1, raised(draft))
    failing = mended(draft).split("\n")
    assert failing
    with pytest.raises(Refused) as refused:
        publish_draft(by=cast.fay, at=NOW, body_slug="action", draft_id=draft.public_id, seen=2)
    assert len(refused.value.refusals) == len(failing)
    seen = 2
    for title in failing:
        with pytest.raises(Refused, match="Say why"):
            drop_case(by=cast.fay, at=NOW, body_slug="action", draft_id=draft.public_id,
                      seen=seen, title=title, reason=" ")  # fmt: skip
        seen = drop_case(
            by=cast.fay, at=NOW, body_slug="action", draft_id=draft.public_id, seen=seen,
            title=title, reason="The total was raised.",
        ).number  # fmt: skip
    edition = publish_draft(
        by=cast.fay, at=NOW, body_slug="action", draft_id=draft.public_id, seen=seen
    )
    need = rulebook_of("action", edition.edition).clause("total").rule
    assert isinstance(need, Need)
    draft.refresh_from_db()
    assert draft.state == DraftState.PUBLISHED
    assert lines_about(f"draft:{draft.public_id}").filter(code="rulebooks.case-dropped").exists()
    with pytest.raises(Refused, match="was published"):
        save(cast, draft, seen, "more")


def test_a_case_that_is_gone_without_a_reason_is_missed(cast: Cast, draft: Draft) -> None:
    text = latest_of(draft).cases_text
    save(cast, draft, 1, cases_text=text[text.index("\n- case:") + 1 :])
    with pytest.raises(Refused, match="is gone"):
        publish_draft(by=cast.fay, at=NOW, body_slug="action", draft_id=draft.public_id, seen=2)


def publish(cast: Cast, draft: Draft) -> None:
    number = latest_of(draft).number
    publish_draft(by=cast.fay, at=NOW, body_slug="action", draft_id=draft.public_id, seen=number)


def test_publishing_ends_the_edition_before_and_withdrawing_lets_it_run_on(
    cast: Cast, draft: Draft
) -> None:
    was = rulebook_of("action", "2020")
    publish(cast, draft)
    assert rulebook_of("action", "2020").in_force.until == FIRST - timedelta(days=1)
    assert rulebook_of("action", "2020").sha256 == was.sha256
    with pytest.raises(Refused, match="Say why"):
        withdraw_edition(by=cast.fay, at=NOW, body_slug="action", edition="2027", reason="")
    withdraw_edition(by=cast.fay, at=NOW, body_slug="action", edition="2027", reason="Too soon.")
    assert rulebook_of("action", "2020") == was
    assert rulebook_of("action", "2020").in_force.until is None
    assert [book.edition for book in rulebooks_of("action")] == ["2020"]
    assert lines_about("edition:action/2027").filter(code="rulebooks.withdrawn").exists()
    with pytest.raises(NotFound):
        withdraw_edition(by=cast.fay, at=NOW, body_slug="action", edition="2027", reason="Again")


def test_an_edition_in_force_is_not_withdrawn(cast: Cast, draft: Draft) -> None:
    publish(cast, draft)
    later = NOW.replace(year=2027)
    with pytest.raises(Refused, match="is in force"):
        withdraw_edition(by=cast.fay, at=later, body_slug="action", edition="2027", reason="No.")


def test_a_name_or_a_day_that_is_gone_is_refused(cast: Cast, draft: Draft) -> None:
    set_dates(by=cast.fay, at=NOW, body_slug="action", draft_id=draft.public_id, seen=1,
              since=date(2026, 11, 1), chosen_by=Chooser.FILING)  # fmt: skip
    save(cast, draft, 2, latest_of(draft).text.replace('edition: "2027"', 'edition: "2020"'))
    with pytest.raises(Refused) as refused:
        publish_draft(by=cast.fay, at=NOW, body_slug="action", draft_id=draft.public_id, seen=3)
    assert {each.field for each in refused.value.refusals} >= {"head", "dates"}


def test_where_the_body_says_so_a_second_person_approves(cast: Cast, draft: Draft) -> None:
    appoint(person=cast.eve, body=cast.action, role=Role.OFFICER, by=cast.fay, at=NOW)
    with pytest.raises(NotFound):
        set_practice(by=cast.eve, at=NOW, body_slug="action", second_person=True)
    set_practice(by=cast.fay, at=NOW, body_slug="action", second_person=True)
    asked: Any = {"at": NOW, "body_slug": "action", "draft_id": draft.public_id}
    with pytest.raises(Refused, match="second person"):
        publish_draft(by=cast.fay, seen=1, **asked)
    propose_draft(by=cast.fay, seen=1, **asked)
    assert notices_of(cast.eve.public_id).filter(kind="work-waiting").exists()
    with pytest.raises(Refused, match="You have written"):
        publish_draft(by=cast.fay, seen=1, **asked)
    with pytest.raises(Refused, match="Say what"):
        return_draft(by=cast.eve, reason="", **asked)
    return_draft(by=cast.eve, reason="Name a source.", **asked)
    with pytest.raises(Refused, match="second person"):
        publish_draft(by=cast.eve, seen=1, **asked)
    propose_draft(by=cast.fay, seen=1, **asked)
    publish_draft(by=cast.eve, seen=1, **asked)
    assert rulebook_of("action", "2027").edition == "2027"
    assert notices_of(cast.fay.public_id).filter(kind="policy-changed").exists()


def test_writing_on_takes_a_proposal_back(cast: Cast, draft: Draft) -> None:
    set_practice(by=cast.fay, at=NOW, body_slug="action", second_person=True)
    propose_draft(by=cast.fay, at=NOW, body_slug="action", draft_id=draft.public_id, seen=1)
    save(cast, draft, 1, latest_of(draft).text + "\n# a thought\n")
    draft.refresh_from_db()
    assert draft.state == DraftState.OPEN


def test_a_draft_that_was_put_away_can_be_taken_up(cast: Cast, draft: Draft) -> None:
    discard_draft(by=cast.fay, at=NOW, body_slug="action", draft_id=draft.public_id)
    with pytest.raises(Refused, match="put away"):
        save(cast, draft, 1, "x")
    take_up_draft(by=cast.fay, at=NOW, body_slug="action", draft_id=draft.public_id)
    assert save(cast, draft, 1, "x").number == 2


def test_cases_follow_the_edition_when_it_gets_another_name(cast: Cast, draft: Draft) -> None:
    named = latest_of(draft).text.replace('edition: "2027"', 'edition: "2027a"')
    version = save(cast, draft, 1, named)
    assert {case.under for case in read_version(version).cases} == {"2027a"}
