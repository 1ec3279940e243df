"""What may be asked about policy. Published, it is public; drafts are for policy staff."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import DateField, F, Max, OuterRef, Q, QuerySet, Subquery, Window

from recert.lib.refusals import NotFound
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff
from recert.rulebooks.models import Closing, Draft, DraftState, Edition, Practice, Version
from recert.rulebooks.succession import ended
from recert.rules.reading import Problem, read_rulebook
from recert.rules.rulebook import Credential, Rulebook, edition_of


class BrokenEdition(Exception):
    """A published text that can no longer be read: a newer reader, or a damaged row."""


@lru_cache(maxsize=1024)
def read_once(text: str, name: str) -> tuple[Rulebook | None, tuple[Problem, ...]]:
    """Read a rulebook's text; the same text is not read twice."""
    return read_rulebook(text, name=name)


@lru_cache(maxsize=1024)
def _parsed(pk: int, sha256: str, successor_from: date | None) -> Rulebook:
    """Parse an edition once; its text can never change under the same checksum."""
    row = Edition.objects.only("text", "edition").get(pk=pk, sha256=sha256)
    rulebook, problems = read_once(row.text, row.edition)
    if rulebook is None:
        raise BrokenEdition("; ".join(str(problem) for problem in problems))
    return ended(rulebook, successor_from)


_Row = tuple[str, int, str, date | None]
"""Body, row, checksum, and the day another edition begins in its place."""


def _standing_editions() -> QuerySet[Any]:
    """The newest revision of every edition that was not withdrawn, oldest first."""
    newest = Window(
        Max("revision", filter=Q(withdrawn_at=None)), partition_by=[F("body_id"), F("edition")]
    )
    successors = Closing.objects.filter(
        body=OuterRef("body"), edition=OuterRef("edition"), by__withdrawn_at=None
    ).order_by("by__in_force_from")
    successor = Subquery(successors.values("by__in_force_from")[:1], output_field=DateField())
    return (
        Edition.objects.annotate(newest=newest, successor_from=successor)
        .filter(revision=F("newest"), withdrawn_at=None)
        .order_by("in_force_from", "edition")
    )


def _ruling_rows(body_slug: str | None = None) -> list[_Row]:
    """What rules at one body, or at all."""
    named = () if body_slug is None else (body_slug,)
    with connection.cursor() as cursor:
        cursor.execute(_ruling_question(connection.vendor, bool(named)), named)
        return [(slug, pk, sha256, _day(day)) for slug, pk, sha256, day in cursor.fetchall()]


@lru_cache(maxsize=4)
def _ruling_question(_vendor: str, is_of_one: bool) -> str:
    """Which editions rule, in the database's own words.

    Every page and every act asks it several times, and Django takes twenty times as long to put
    it into those words as the database to answer: it was a sixth of all the server did.
    """
    rows = _standing_editions()
    rows = rows.filter(body__slug="any") if is_of_one else rows
    found = rows.values_list("body__slug", "pk", "sha256", "successor_from")
    sql, given = found.query.sql_with_params()
    assert given == (("any",) if is_of_one else ())  # nothing else varies
    return sql


def _day(found: date | str | None) -> date | None:
    """SQLite keeps days as text."""
    return date.fromisoformat(found) if isinstance(found, str) else found


def all_rulebooks() -> dict[str, tuple[Rulebook, ...]]:
    """Every body's rulebooks, in one query once they have been parsed."""
    return _rulebooks(_ruling_rows())


def _rulebooks(rows: list[_Row]) -> dict[str, tuple[Rulebook, ...]]:
    found: dict[str, tuple[Rulebook, ...]] = {}
    for slug, pk, sha256, successor_from in rows:
        found[slug] = (*found.get(slug, ()), _parsed(pk, sha256, successor_from))
    return found


def case_counts() -> dict[tuple[str, str], int]:
    """How many cases stand beside each edition, by body and edition."""
    rows = _standing_editions().values_list("body__slug", "edition", "cases_text")
    return {(slug, edition): _cases_in(text) for slug, edition, text in rows}


def _cases_in(text: str) -> int:
    """The entries of a file of cases: each begins a line with its title."""
    return len(re.findall(r"^- +\"?case\"?:", text, re.MULTILINE))


def rulebooks_of(body_slug: str) -> tuple[Rulebook, ...]:
    """A body's rulebooks, one an edition, oldest first; empty when it published none."""
    return _rulebooks(_ruling_rows(body_slug)).get(body_slug, ())


def rulebook_of(body_slug: str, edition: str) -> Rulebook:
    """One edition of a body's rulebook."""
    found = edition_of(rulebooks_of(body_slug), edition)
    if found is None:
        raise NotFound
    return found


def edition_page(body_slug: str, edition: str) -> tuple[Edition, Rulebook]:
    """One edition with its record: text, cases, when it was published."""
    rows = _standing_editions().filter(body__slug=body_slug, edition=edition)
    row: Any = rows.select_related("body").first()
    if row is None:
        raise NotFound
    return row, _parsed(row.pk, row.sha256, row.successor_from)


def rulebook_with(body_slug: str, sha256: str) -> Rulebook | None:
    """The very text something was decided under, though it was replaced or withdrawn since."""
    row = Edition.objects.filter(body__slug=body_slug, sha256=sha256).only("pk", "sha256").first()
    return _parsed(row.pk, row.sha256, None) if row else None


def credentials_of(body_slug: str) -> tuple[Credential, ...]:
    """The credentials a body grants; where editions differ, the newest one's words."""
    found: dict[str, Credential] = {}
    for rulebook in rulebooks_of(body_slug):
        found.update({credential.id: credential for credential in rulebook.credentials})
    return tuple(found.values())


def credential_named(body_slug: str, credential: str) -> Credential:
    """One credential of a body."""
    for offered in credentials_of(body_slug):
        if offered.id == credential:
            return offered
    raise NotFound


def bodies_with_rulebooks() -> tuple[Body, ...]:
    """The bodies that have published policy here, by name."""
    slugs = {row[0] for row in _ruling_rows()}
    return tuple(Body.objects.filter(slug__in=slugs))


# ---------------------------------------------------------------- what policy staff may see


def drafts_of(staff: Person, body_slug: str) -> QuerySet[Draft]:
    """The drafts of a body, the newest first; for those who keep its policy."""
    body = body_for_staff(staff, body_slug, Duty.POLICY)
    return Draft.objects.filter(body=body).select_related(
        "body", "base", "opened_by", "proposed_by", "edition"
    )


def draft_for_staff(staff: Person, body_slug: str, public_id: str) -> Draft:
    """A draft of the staff member's body."""
    found = drafts_of(staff, body_slug).filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


def drafts_to_approve(body: Body) -> QuerySet[Draft]:
    """The drafts that wait for a second person; the caller has checked who asks."""
    return Draft.objects.filter(body=body, state=DraftState.PROPOSED)


def versions_of(draft: Draft) -> QuerySet[Version]:
    """Every version of a draft, the newest first."""
    return Version.objects.filter(draft=draft).select_related("saved_by", "draft__body")


def latest_of(draft: Draft) -> Version:
    """The version that stands."""
    return versions_of(draft)[:1].get()


def second_person_needed(body: Body) -> bool:
    """Whether somebody else approves new policy at this body."""
    return Practice.objects.filter(body=body, second_person=True).exists()


def writers_of(draft: Draft) -> set[int]:
    """Whoever wrote on a draft, by row."""
    return set(Version.objects.filter(draft=draft).values_list("saved_by", flat=True))


def withdrawn_editions(body: Body) -> QuerySet[Edition]:
    """Editions that were withdrawn before they were in force, the latest first."""
    rows = Edition.objects.filter(body=body, withdrawn_at__isnull=False)
    return rows.order_by("-withdrawn_at", "-revision")
