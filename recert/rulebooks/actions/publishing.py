"""Publishing: the exact text, its next revision, and what a folder holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from recert.journal.actions import write
from recert.lib.refusals import Refusal, Refused
from recert.people.actions import id_of, register_body
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff
from recert.rulebooks.models import Edition
from recert.rulebooks.queries import read_once
from recert.rules.rulebook import Rulebook


@transaction.atomic
def publish_edition(
    *,
    body: Body,
    text: str,
    by: Person | None,
    at: datetime,
    cases_text: str = "",
    name: str = "rulebook.yaml",
) -> Edition:
    """Publish a text as the body's policy; the same text again changes nothing.

    Refuses with the reader's sentences. A changed text of an edition already published
    becomes its next revision; what was decided under the old one keeps its checksum.
    """
    if by is not None:
        body_for_staff(by, body.slug, Duty.POLICY)
    rulebook = _read(text, name)
    if rulebook.body != body.slug:
        raise Refused(
            _("The rulebook says it is %(theirs)s’s, and this is %(ours)s. Mend its first line.")
            % {"theirs": rulebook.body, "ours": body.slug}
        )
    Body.objects.select_for_update().get(pk=body.pk)  # one publisher at a time
    editions = Edition.objects.filter(body=body, edition=rulebook.edition)
    last = editions.order_by("-revision").first()
    same = last is not None and (last.text, last.cases_text) == (text, cases_text)
    if last is not None and same and last.withdrawn_at is None:
        return last
    edition = Edition.objects.create(
        body=body,
        edition=rulebook.edition,
        revision=last.revision + 1 if last else 1,
        text=text,
        cases_text=cases_text,
        sha256=_sha256(text),
        in_force_from=rulebook.in_force.since,
        in_force_to=rulebook.in_force.until,
        published_at=at,
    )
    write(
        at=at,
        by=id_of(by),
        code="rulebooks.published",
        subject=f"edition:{body.slug}/{edition.edition}",
        body=body.slug,
        detail={"revision": edition.revision, "sha256": edition.sha256},
    )
    return edition


def _read(text: str, name: str) -> Rulebook:
    rulebook, problems = read_once(text, name)
    if rulebook is None or problems:
        raise Refused(Refusal(str(problem)) for problem in problems)
    return rulebook


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _cases_beside(file: Path) -> str:
    cases = file.with_suffix(".cases.yaml")
    return cases.read_text(encoding="utf-8") if cases.exists() else ""


def load_folder(path: Path, *, at: datetime) -> tuple[Edition, ...]:
    """Publish what is new in a folder of `<body>/<edition>.yaml`: see `load_files`."""
    return load_files(path.glob("*/*.yaml"), at=at)


@transaction.atomic
def load_files(files: Iterable[Path], *, at: datetime) -> tuple[Edition, ...]:
    """Publish those of these editions that are new or changed, opening bodies as needed.

    A file published before, to the letter, is not even read: this runs at every start.
    """
    revisions = Edition.objects.order_by("revision")
    latest = {(each.body_id, each.edition): (each.sha256, each.cases_text) for each in revisions}
    known = set(latest.values())
    editions = (file for file in files if not file.name.endswith(".cases.yaml"))
    published = []
    for file in sorted(editions, reverse=True):  # a body is introduced by its newest edition
        text, cases = file.read_text(encoding="utf-8"), _cases_beside(file)
        if (_sha256(text), cases) in known:
            continue
        rulebook = _read(text, f"{file.parent.name}/{file.name}")
        body = register_body(
            slug=rulebook.body,
            name=rulebook.name,
            zone=rulebook.zone,
            currency=rulebook.currency,
            by=None,
            at=at,
            about=rulebook.purpose,
        )
        published.append(
            publish_edition(
                body=body,
                text=text,
                cases_text=cases,
                by=None,
                at=at,
                name=f"{file.parent.name}/{file.name}",
            )
        )
    return tuple(published)
