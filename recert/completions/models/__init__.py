"""Completions: what providers report, and what becomes of it."""

from recert.completions.models.attendance import Attendee, Presence
from recert.completions.models.certificates import Certificate
from recert.completions.models.claims import Claim, ClaimWindow, SeatCode
from recert.completions.models.deliveries import Delivery
from recert.completions.models.disputes import Dispute, DisputeKind, DisputeState
from recert.completions.models.hooks import Hook, HookEvent, Posting, PostingState
from recert.completions.models.mending import (
    Correction,
    CorrectionKind,
    CorrectionState,
    Effect,
    EffectState,
)
from recert.completions.models.outward import OutLayout, SentLine, SentReport
from recert.completions.models.recalls import (
    Recall,
    Recalled,
    RecalledState,
    RecallRule,
    RecallState,
)
from recert.completions.models.reports import (
    Completion,
    CompletionState,
    KnownAs,
    Report,
    ReportWay,
    Tried,
)
from recert.completions.models.retractions import (
    Retraction,
    RetractionKind,
    RetractionState,
)
from recert.completions.models.rosters import (
    ColumnMapping,
    Roster,
    RosterFile,
    RosterFix,
    RosterState,
)
from recert.completions.models.signing import PinnedKey, SigningKey

__all__ = [
    "Attendee",
    "Certificate",
    "Claim",
    "ClaimWindow",
    "ColumnMapping",
    "Completion",
    "CompletionState",
    "Correction",
    "CorrectionKind",
    "CorrectionState",
    "Delivery",
    "Dispute",
    "DisputeKind",
    "DisputeState",
    "Effect",
    "EffectState",
    "Hook",
    "HookEvent",
    "KnownAs",
    "OutLayout",
    "PinnedKey",
    "Posting",
    "PostingState",
    "Presence",
    "Recall",
    "RecallRule",
    "RecallState",
    "Recalled",
    "RecalledState",
    "Report",
    "ReportWay",
    "Retraction",
    "RetractionKind",
    "RetractionState",
    "Roster",
    "RosterFile",
    "RosterFix",
    "RosterState",
    "SeatCode",
    "SentLine",
    "SentReport",
    "SigningKey",
    "Tried",
]
