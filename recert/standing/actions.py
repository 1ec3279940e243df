"""What may happen to answers: one is kept when somebody acts on it."""

from __future__ import annotations

import hashlib
import json
from datetime import datetime

from recert.credentials.models import Certification
from recert.rules.findings import Standing, to_plain
from recert.standing.models import Answer


def keep_answer(*, at: datetime, certification: Certification, standing: Standing) -> Answer:
    """Keep a standing as it is today, with its checksum."""
    findings = to_plain(standing)
    written = json.dumps(findings, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return Answer.objects.create(
        certification=certification,
        as_of=standing.as_of,
        kept_at=at,
        edition=standing.edition,
        edition_sha256=standing.edition_sha256,
        findings=findings,
        sha256=hashlib.sha256(written.encode()).hexdigest(),
    )
