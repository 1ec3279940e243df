"""What the pages about papers need in the world: a transcript that Ada has handed out."""

from __future__ import annotations

from dataclasses import dataclass

from recert.transcript.actions import issue_transcript
from recert.transcript.models import IssuedTranscript
from tests.cast import NOW, Cast


@dataclass(frozen=True, slots=True)
class Papers:
    """Papers that exist as such."""

    issued: IssuedTranscript  # Ada's


def papers_of(cast: Cast) -> Papers:
    """Let Ada hand one out."""
    return Papers(issue_transcript(by=cast.ada, at=NOW, key="the first"))
