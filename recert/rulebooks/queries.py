"""What may be asked about published policy. It is public: anybody may ask."""

from __future__ import annotations

from functools import lru_cache

from django.db.models import F, Max, Window

from recert.lib.refusals import NotFound
from recert.people.models import Body
from recert.rulebooks.models import Edition
from recert.rules.reading import Problem, read_rulebook
from recert.rules.rulebook import Credential, Rulebook, edition_of


class BrokenEdition(Exception):
    """A published text that can no longer be read: a newer reader, or a damaged row."""


@lru_cache(maxsize=128)
def read_once(text: str, name: str) -> tuple[Rulebook | None, tuple[Problem, ...]]:
    """Read a rulebook's text; the same text is not read twice."""
    return read_rulebook(text, name=name)


@lru_cache(maxsize=512)
def _parsed(pk: int, sha256: str) -> Rulebook:
    """Parse an edition once; its text can never change under the same checksum."""
    row = Edition.objects.only("text", "edition").get(pk=pk, sha256=sha256)
    rulebook, problems = read_once(row.text, row.edition)
    if rulebook is None:
        raise BrokenEdition("; ".join(str(problem) for problem in problems))
    return rulebook


def _ruling_rows() -> list[tuple[str, int, str]]:
    """The newest revision of every edition: body, row and checksum, oldest first."""
    newest = Window(Max("revision"), partition_by=[F("body_id"), F("edition")])
    rows = (
        Edition.objects.annotate(newest=newest)
        .filter(revision=F("newest"))
        .order_by("in_force_from", "edition")
    )
    return list(rows.values_list("body__slug", "pk", "sha256"))


def all_rulebooks() -> dict[str, tuple[Rulebook, ...]]:
    """Every body's rulebooks, in one query once they have been parsed."""
    found: dict[str, tuple[Rulebook, ...]] = {}
    for slug, pk, sha256 in _ruling_rows():
        found[slug] = (*found.get(slug, ()), _parsed(pk, sha256))
    return found


def rulebooks_of(body_slug: str) -> tuple[Rulebook, ...]:
    """A body's rulebooks, one an edition, oldest first; empty when it published none."""
    return all_rulebooks().get(body_slug, ())


def rulebook_of(body_slug: str, edition: str) -> Rulebook:
    """One edition of a body's rulebook."""
    found = edition_of(rulebooks_of(body_slug), edition)
    if found is None:
        raise NotFound
    return found


def edition_page(body_slug: str, edition: str) -> tuple[Edition, Rulebook]:
    """One edition with its record: text, cases, when it was published."""
    row = (
        Edition.objects.filter(body__slug=body_slug, edition=edition)
        .select_related("body")
        .order_by("-revision")
        .first()
    )
    if row is None:
        raise NotFound
    return row, _parsed(row.pk, row.sha256)


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
    slugs = {slug for slug, _pk, _sha in _ruling_rows()}
    return tuple(Body.objects.filter(slug__in=slugs))
