"""Doors: what a document opens for each certification, made ready for a page."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from recert.rules.findings import State
from recert.standing.documents import Door
from recert.standing.words import requirement_sentence
from recert.standing.words.vocabulary import DOCUMENTS
from recert.web.components.clauses import ClauseView, clause_view
from recert.web.components.naming import certification_letters, rulebook_url

WORDS: dict[State, tuple[str, Promise]] = {
    State.MET: ("good", lazy("Opens the gate")),
    State.SHORT: ("warn", lazy("Does not open it")),
    State.NEEDS_PERSON: ("ask", lazy("Something is unsaid")),
    State.SILENT: ("ask", lazy("The policy does not say")),
    State.WAIVED: ("quiet", lazy("Waived")),
    State.LATER: ("quiet", lazy("Later")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorView:
    """A gate, and how it stands with one document."""

    letters: str
    body: str
    kind: str
    tone: str
    word: str
    sentence: str
    clause: ClauseView


def door_views(doors: Iterable[Door]) -> dict[str, tuple[DoorView, ...]]:
    """The doors of each document by its id; under an empty id what is not held at all."""
    found: dict[str, list[DoorView]] = defaultdict(list)
    for door in doors:
        found[door.document].append(_view(door))
    return {document: tuple(views) for document, views in found.items()}


def _view(door: Door) -> DoorView:
    tone, word = WORDS[door.finding.state]
    url = rulebook_url(door.rulebook)
    clause = door.rulebook.clause(door.finding.clause)
    is_met = door.finding.state is State.MET
    return DoorView(
        letters=certification_letters(door.certification, door.rulebook),
        body=door.certification.body.name,
        kind=str(DOCUMENTS[door.kind]),
        tone=tone,
        word=str(word),
        sentence="" if is_met else requirement_sentence(door.finding, door.rulebook),
        clause=clause_view(door.rulebook, clause, f"{url}#{clause.id}" if url else ""),
    )
