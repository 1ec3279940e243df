"""Examples: what an activity would be worth to somebody nobody knows, under each credential.

A holder in the middle of their first cycle who did nothing else: what a body's reviewer, or a
visitor, can be told before anybody asks for themselves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from recert.rulebooks.queries import credentials_of, rulebooks_of
from recert.rules.facts import Activity, Facts, Holding
from recert.rules.findings import ActivityFinding
from recert.rules.judging import judge
from recert.rules.rulebook import Credential, Rulebook, edition_of

DRAFT = "draft"
HELD_FOR = timedelta(days=180)
"""So long before the activity the example was certified."""


@dataclass(frozen=True, slots=True)
class ExampleWorth:
    """What an activity comes to under one credential; no finding where no edition covers it."""

    credential: Credential
    level: str
    rulebook: Rulebook | None
    finding: ActivityFinding | None


def worth_to_anyone(body_slug: str, draft: Activity) -> tuple[ExampleWorth, ...]:
    """What completing something would come to under every credential of a body, level by level."""
    books = rulebooks_of(body_slug)
    draft = replace(draft, id=DRAFT)
    return tuple(
        _worth(books, body_slug, credential, level, draft, draft.completed)
        for credential in credentials_of(body_slug)
        for level in credential.levels or ("",)
    )


def _worth(
    books: tuple[Rulebook, ...],
    body_slug: str,
    credential: Credential,
    level: str,
    draft: Activity,
    on: date,
) -> ExampleWorth:
    holding = Holding(
        id="example",
        body=body_slug,
        credential=credential.id,
        certified=on - HELD_FOR,
        level=level,
    )
    facts = Facts(person="example", holdings=(holding,), activities=(draft,))
    standing = judge(books, facts, holding.id, on)
    finding = next((each for each in standing.activities if each.activity == DRAFT), None)
    return ExampleWorth(credential, level, edition_of(books, standing.edition), finding)
