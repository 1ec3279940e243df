"""What the pages about papers and her audit need in the world: what Ada handed out, and asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from recert.audits.actions import ask_for
from recert.audits.models import Ask, AskKind, Audit
from recert.transcript.actions import issue_transcript
from recert.transcript.models import IssuedTranscript
from tests.cast import NOW, Cast


@dataclass(frozen=True, slots=True)
class Papers:
    """Papers that exist as such."""

    issued: IssuedTranscript  # Ada's
    ask: Ask  # hers, for more time in her audit


def papers_of(cast: Cast) -> Papers:
    """Let Ada hand one out, and ask for more time in the audit that is open by now."""
    audit = Audit.objects.get(certification=cast.ada_acsm)
    return Papers(
        issued=issue_transcript(by=cast.ada, at=NOW, key="the first"),
        ask=ask_for(
            by=cast.ada,
            at=NOW,
            public_id=audit.public_id,
            kind=AskKind.EXTENSION,
            reason="I am abroad.",
            until=date(2027, 2, 1),
        ),
    )
