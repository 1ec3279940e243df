"""Races: the same thing said in the very same moment, each by a connection of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import connection

from recert.completions.certifying import certify_own
from recert.completions.claiming import claim, open_window, seat_codes_of
from recert.completions.correcting import correct, void
from recert.completions.matching import advance_matching, match
from recert.completions.models import (
    Certificate,
    Claim,
    Completion,
    CompletionState,
    RecallRule,
    Report,
)
from recert.completions.recall_work import advance_recalls
from recert.completions.recalling import RecallDraft, declare_recall, draft_recall_by_body
from recert.completions.receiving import Named
from recert.lib.refusals import NotFound, Refused
from recert.people.models import Person
from recert.transcript.models import Activity
from recert.transcript.queries import transcript_of
from tests.cast import NOW, assemble
from tests.completions.scene import line, send, sent, set_birthdays
from tests.teaching import Teaching, set_teaching

pytestmark = pytest.mark.django_db(transaction=True)

S = CompletionState
ENDS = datetime(2026, 12, 5, 17, 0, tzinfo=UTC)


@pytest.fixture
def lab(transactional_db: None) -> Teaching:
    """A school that other connections see."""
    found = set_teaching(assemble())
    set_birthdays(found)
    return found


def together(*acts: Callable[[], object]) -> None:
    """Do all at once; what is refused is refused, and anything else fails the test."""
    barrier = Barrier(len(acts))

    def one(act: Callable[[], object]) -> None:
        barrier.wait()
        try:
            with suppress(Refused, NotFound):
                act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        list(pool.map(one, acts))


def entries(whom: Person) -> list[Activity]:
    """What providers' reports stand in a transcript."""
    return list(transcript_of(whom).filter(reported_by="provider"))


def test_however_it_is_reported_it_is_one_entry(lab: Teaching) -> None:
    """One report three times, the same row in other reports, and a claim, at once."""
    ada, ben = lab.cast.ada, lab.cast.ben
    together(
        *(partial(send, lab, line(external_id="e"), key="same") for _click in range(3)),
        *(partial(send, lab, line(external_id="e"), key=f"k{n}") for n in range(2)),
    )
    assert Report.objects.count() == 3
    assert Counter(Completion.objects.values_list("state", flat=True)) == {
        "accepted": 1, "duplicate": 2
    }  # fmt: skip
    (done,) = Completion.objects.filter(state=S.ACCEPTED)
    window = open_window(
        by=lab.pia, at=ENDS, provider_slug="movement-lab", class_id=lab.open_class.public_id,
        since=ENDS, until=ENDS + timedelta(minutes=30), key="w", seats=1,
    )  # fmt: skip
    (seat,) = seat_codes_of(window)
    named = Named(email=ben.email)
    together(
        *(partial(claim, by=who, at=ENDS, code=seat.code) for who in (ben, lab.cast.carol)),
        partial(send, lab, line(named=named, completed=ENDS.date()), key="file", at=ENDS),
        *(
            partial(certify_own, by=ada, at=NOW, completion_id=done.public_id)
            for _click in range(2)
        ),
    )
    assert Claim.objects.count() <= 1
    assert [len(entries(who)) for who in (ada, ben)] == [1, 1]
    assert Certificate.objects.count() == 1


def test_corrected_voided_and_recalled_in_one_moment(lab: Teaching) -> None:
    """Whatever came first, at most one entry stands, and none with credit that was recalled."""
    ada, ben = lab.cast.ada, lab.cast.ben
    mine, bens = sent(lab), sent(lab, line(named=Named(email=ben.email)), key="k2")
    draft = RecallDraft(
        course_id=lab.course.public_id, since=date(2026, 11, 1), until=date(2026, 11, 20),
        rule=RecallRule.VOID, reason="The slides were wrong",
    )  # fmt: skip
    hal = lab.cast.hal
    found = draft_recall_by_body(by=hal, at=NOW, body_slug="acsm", draft=draft)
    declare_recall(by=hal, at=NOW, recall=found)
    together(
        partial(advance_recalls, at=NOW),
        partial(advance_recalls, at=NOW),
        partial(void, by=lab.nia, at=NOW, completion=mine, reason="She left"),
        *(
            partial(
                correct, by=lab.nia, at=NOW, completion=each, reason="The wrong day",
                line=line(named=Named(email=who.email), completed=date(2026, 11, day)),
            )
            for each, who in ((mine, ada), (bens, ben))
            for day in (12, 13)
        ),
    )  # fmt: skip
    while advance_recalls(at=NOW):
        pass
    for who in (ada, ben):
        standing = Completion.objects.filter(person=who, state=S.ACCEPTED)
        assert [each.activity for each in standing.select_related("activity")] == entries(who)
        assert len(entries(who)) <= 1
        assert "acsm" not in {award.by for each in entries(who) for award in each.awards.all()}
    assert len(entries(ben)) == 1


def test_matched_looked_for_and_reported_in_one_moment(lab: Teaching) -> None:
    """A body says whose number was meant while its provider reports it rightly."""
    ada = lab.cast.ada
    waits = sent(lab, line(named=Named(body="acsm", number="104233", born="01-01")))
    assert waits.state == S.UNMATCHED
    matching = partial(
        match, by=lab.cast.hal, at=NOW, body_slug="acsm", completion_id=waits.public_id,
        certification_id=lab.cast.ada_acsm.public_id,
    )  # fmt: skip
    together(
        matching,
        matching,
        partial(send, lab, line(), key="rightly"),
        partial(advance_matching, at=NOW),
        partial(correct, by=lab.nia, at=NOW, completion=waits, line=line()),
    )
    assert len(entries(ada)) == 1
    assert Completion.objects.filter(state=S.ACCEPTED).count() == 1
