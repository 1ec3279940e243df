"""Issuing: a transcript that can be handed to anybody, and looked up by its code.

What it said is kept word for word, so that whoever reads the paper can compare. It says what
was done and what was awarded, never what a body makes of it: that is the check page's to say.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from recert.credentials.models import Certification
from recert.credentials.queries import certifications_of
from recert.journal.actions import Plain, write
from recert.lib.refusals import Refused
from recert.people.models import Person
from recert.people.queries import bodies
from recert.rulebooks.queries import credentials_of
from recert.rules.amounts import from_grains, show
from recert.transcript.models import Activity, IssuedTranscript
from recert.transcript.queries import issued_transcript_for, transcript_of

MOST = 200
"""So many may stand at once; who has more takes one back."""


@transaction.atomic
def issue_transcript(
    *, by: Person, at: datetime, key: str, since: date | None = None, until: date | None = None
) -> IssuedTranscript:
    """Write down what the person did, in all or between two days, under a new code.

    Refuses where nothing lies between the days. The same `key` is the same transcript.
    """
    earlier = IssuedTranscript.objects.filter(person=by, key=key).first()
    if earlier is not None:
        return earlier
    if since and until and since > until:
        raise Refused(_("The last day lies before the first. Exchange them."), "until")
    if IssuedTranscript.objects.filter(person=by, withdrawn_at=None).count() >= MOST:
        raise Refused(_("So many transcripts stand already. Take one back that nobody needs."))
    names = {body.slug: body.name for body in bodies()}
    done = transcript_of(by)
    entries = [_entry(each, names) for each in done if _is_within(each, since, until)]
    if not entries:
        raise Refused(_("Nothing was completed in that time. Choose other days."), "since")
    content: dict[str, object] = {
        "name": str(by),
        "since": since.isoformat() if since else "",
        "until": until.isoformat() if until else "",
        "certifications": [
            _certification(each) for each in certifications_of(by) if each.is_confirmed
        ],
        "entries": entries,
    }
    try:
        with transaction.atomic():
            issued = IssuedTranscript.objects.create(
                person=by, content=content, sha256=digest_of(content), issued_at=at, key=key
            )
    except IntegrityError:  # the other click was quicker
        return IssuedTranscript.objects.get(person=by, key=key)
    _journal(at, by, "transcript.issued", issued, {"sha256": issued.sha256})
    return issued


@transaction.atomic
def withdraw_transcript(*, by: Person, at: datetime, code: str) -> IssuedTranscript:
    """Take an issued transcript back: its code then shows nothing any more. Twice is once."""
    issued = issued_transcript_for(by, code)
    if IssuedTranscript.objects.filter(pk=issued.pk, withdrawn_at=None).update(withdrawn_at=at):
        _journal(at, by, "transcript.taken-back", issued)
    issued.refresh_from_db()
    return issued


def digest_of(content: object) -> str:
    """SHA-256 of the content as JSON: keys sorted, no spaces, UTF-8."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _is_within(activity: Activity, since: date | None, until: date | None) -> bool:
    return (since is None or activity.completed >= since) and (
        until is None or activity.completed <= until
    )


def _certification(own: Certification) -> dict[str, str]:
    offered = {each.id: each.name for each in credentials_of(own.body.slug)}
    return {
        "name": offered.get(own.credential, own.credential),
        "body": own.body.name,
        "number": own.number,
        "code": own.code,
    }


def _entry(activity: Activity, names: Mapping[str, str]) -> dict[str, object]:
    return {
        "completed": activity.completed.isoformat(),
        "title": activity.title,
        "held_by": activity.provider_name or _named(activity.provider, names),
        "awards": [
            {
                "amount": show(from_grains(each.amount_grains)),
                "unit": each.unit,
                "by": _named(each.by, names),
            }
            for each in activity.awards.all()
        ],
        "said_by": activity.reported_by,
        "proof": len(activity.evidence.all()),
    }


def _named(slug: str, names: Mapping[str, str]) -> str:
    return names.get(slug, slug.replace("-", " ").upper())


def _journal(
    at: datetime,
    by: Person,
    code: str,
    issued: IssuedTranscript,
    detail: dict[str, Plain] | None = None,
) -> None:
    write(
        at=at,
        by=by.public_id,
        code=code,
        subject=f"transcript:{issued.code}",
        person=by.public_id,
        detail=detail,
    )
