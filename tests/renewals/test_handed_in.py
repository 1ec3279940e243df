"""Handed in: which entries, papers and proof of an application a reviewer sees, and which not."""

from __future__ import annotations

from datetime import date

import pytest

from recert.journal.queries import lines_about
from recert.lib.refusals import NotFound
from recert.renewals.actions import open_evidence, withdraw
from recert.renewals.queries import activities_in, documents_in
from recert.rules.facts import DocumentKind
from recert.transcript.actions import add_evidence, attach_evidence
from recert.transcript.queries import documents_of, transcript_of
from tests.cast import NOW, Cast, card, course, log
from tests.renewals.test_deciding import LATER, sent
from tests.transcript.files import pdf


def test_a_reviewer_sees_the_proof_handed_in_and_the_journal_says_so(cast: Cast) -> None:
    summit = transcript_of(cast.carol).get(title="Group Fitness Summit")
    shown = add_evidence(by=cast.carol, at=NOW, name="summit.pdf", content=pdf("summit"))
    attach_evidence(by=cast.carol, at=NOW, public_id=shown.public_id, activity_id=summit.public_id)
    private = add_evidence(by=cast.carol, at=NOW, name="else.pdf", content=pdf("else"))
    renewal = sent(cast)
    assert summit in activities_in(renewal)

    def look(who: object, evidence_id: str) -> object:
        return open_evidence(
            by=who,  # type: ignore[arg-type]
            at=LATER,
            body_slug="acsm",
            public_id=renewal.public_id,
            evidence_id=evidence_id,
        )

    assert look(cast.dan, shown.public_id) == shown
    line = lines_about(renewal.subject).get(code="renewals.evidence-opened")
    assert (line.actor_id, line.person_id) == (cast.dan.public_id, cast.carol.public_id)
    with pytest.raises(NotFound):
        look(cast.dan, private.public_id)
    for somebody in (cast.gus, cast.fay, cast.eve):
        with pytest.raises(NotFound):
            look(somebody, shown.public_id)


def test_what_was_taken_back_is_looked_at_no_more(cast: Cast) -> None:
    summit = transcript_of(cast.carol).get(title="Group Fitness Summit")
    proof = add_evidence(by=cast.carol, at=NOW, name="summit.pdf", content=pdf("summit"))
    attach_evidence(by=cast.carol, at=NOW, public_id=proof.public_id, activity_id=summit.public_id)
    renewal = withdraw(by=cast.carol, at=LATER, public_id=sent(cast).public_id)
    assert not activities_in(renewal).exists()
    assert not documents_in(renewal).exists()
    with pytest.raises(NotFound):
        open_evidence(
            by=cast.dan,
            at=LATER,
            body_slug="acsm",
            public_id=renewal.public_id,
            evidence_id=proof.public_id,
        )


def test_entries_of_other_years_stay_private(cast: Cast) -> None:
    old = log(cast.carol, course("Long Ago", date(2021, 3, 3), "5"))
    renewal = sent(cast)
    assert old not in activities_in(renewal)


def test_papers_the_policy_does_not_ask_about_stay_private(cast: Cast) -> None:
    asked = documents_of(cast.carol)[0]
    insurance = card(cast.carol, DocumentKind.INSURANCE)
    renewal = sent(cast)
    assert list(documents_in(renewal)) == [asked]
    hidden = add_evidence(by=cast.carol, at=NOW, name="policy.pdf", content=pdf("policy"))
    attach_evidence(
        by=cast.carol, at=NOW, public_id=hidden.public_id, document_id=insurance.public_id
    )
    with pytest.raises(NotFound):
        open_evidence(
            by=cast.dan,
            at=LATER,
            body_slug="acsm",
            public_id=renewal.public_id,
            evidence_id=hidden.public_id,
        )
