"""Documents: which gates each of a person's papers opens, looked at one paper at a time.

Apart from `queries` because it asks the law another question: not where somebody stands,
but what one card alone would do. Activities are left out, for no gate looks at them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

from recert.credentials.models import Certification, Register
from recert.credentials.queries import certifications_of
from recert.people.models import Person
from recert.rulebooks.queries import all_rulebooks
from recert.rules.facts import Document, DocumentKind, Facts
from recert.rules.findings import Code, RequirementFinding, State
from recert.rules.judging import judge
from recert.rules.rulebook import Gate, Rulebook, edition_of
from recert.standing.gathering import facts_of
from recert.standing.queries import body_day


@dataclass(frozen=True, slots=True)
class Door:
    """One gate of one certification, and what one document (or none) does for it."""

    certification: Certification
    rulebook: Rulebook
    document: str  # public id; empty: what is asked for and not held at all
    kind: DocumentKind
    finding: RequirementFinding  # about this kind of document alone


def doors_of(person: Person, at: datetime) -> tuple[Door, ...]:
    """What each document opens for each certification held, and what is not held at all.

    In as many queries however many documents there are.
    """
    facts = replace(facts_of(person), activities=())
    books = all_rulebooks()
    held_kinds = {document.kind for document in facts.documents}
    found: list[Door] = []
    for certification in certifications_of(person):
        if certification.register == Register.REJECTED:
            continue
        own = books.get(certification.body.slug, ())
        as_of = body_day(certification.body, own, at)
        for document in facts.documents:
            alone = replace(facts, documents=(document,))
            found += _doors(certification, own, alone, as_of, document, {document.kind})
        missing = set(DocumentKind) - held_kinds
        none = replace(facts, documents=())
        found += _doors(certification, own, none, as_of, None, missing)
    return tuple(found)


def _doors(
    certification: Certification,
    books: tuple[Rulebook, ...],
    facts: Facts,
    as_of: date,
    document: Document | None,
    kinds: set[DocumentKind],
) -> Iterator[Door]:
    standing = judge(books, facts, certification.public_id, as_of)
    rulebook = edition_of(books, standing.edition)
    if rulebook is None:
        return
    for finding in standing.requirements:
        rule = rulebook.clause(finding.clause).rule
        if not isinstance(rule, Gate):
            continue
        for kind in rule.documents:
            if kind in kinds:
                yield Door(
                    certification,
                    rulebook,
                    document.id if document else "",
                    kind,
                    _about(finding, kind),
                )


def _about(finding: RequirementFinding, kind: DocumentKind) -> RequirementFinding:
    """The finding, as far as it is about this kind of document."""
    if finding.state not in (State.SHORT, State.NEEDS_PERSON):
        return finding
    reasons = tuple(each for each in finding.reasons if each.about.get("document") == kind)
    if not reasons:
        return replace(finding, state=State.MET, reasons=())
    waits = all(each.code is Code.NEEDS_PERSON for each in reasons)
    return replace(finding, state=State.NEEDS_PERSON if waits else State.SHORT, reasons=reasons)
