"""Files named for their owner: what a body's office can sort without opening."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import PurePath

from django.utils.text import get_valid_filename

from recert.people.models import Person
from recert.rules.facts import DocumentKind
from recert.rules.findings import Standing
from recert.standing.words.vocabulary import word
from recert.transcript.models import Activity, Document, Evidence
from recert.web.member.accounted import is_outside

LONGEST = 120


def file_names(
    person: Person,
    papers: Iterable[Document],
    activities: Iterable[Activity],
    standing: Standing,
) -> list[tuple[Evidence, str]]:
    """Every proof that goes with an application, under its owner's name."""
    here = {finding.activity for finding in standing.activities if not is_outside(finding)}
    found = [
        (proof, _named(person, word(DocumentKind(paper.kind)), paper.issued, proof))
        for paper in papers
        for proof in paper.evidence.all()
    ]
    found += [
        (proof, _named(person, activity.title, activity.completed, proof))
        for activity in activities
        if activity.public_id in here
        for proof in activity.evidence.all()
    ]
    return found


def _named(person: Person, what: str, on: date, proof: Evidence) -> str:
    """`Ada-Lovelace-2026-03-01-CPR.pdf`: whose, when, what."""
    stem = get_valid_filename(f"{person.name or person.email}-{on}-{what}".replace("/", "-"))
    return stem[:LONGEST].replace("_", "-") + PurePath(proof.name).suffix
