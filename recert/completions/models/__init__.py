"""Completions: what providers report, and what becomes of it."""

from recert.completions.models.reports import (
    Completion,
    CompletionState,
    KnownAs,
    Report,
    ReportWay,
)

__all__ = ["Completion", "CompletionState", "KnownAs", "Report", "ReportWay"]
