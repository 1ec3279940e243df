"""Audits: who is drawn, the case each of them answers, and the body's working days."""

from recert.audits.models.calendars import Calendar, ClosedDay
from recert.audits.models.cases import (
    CLOSED_CASES,
    WITH_BODY,
    WITH_HOLDER,
    Audit,
    AuditItem,
    AuditState,
    Judged,
    Message,
)
from recert.audits.models.draws import Candidate, Draw, DrawState, Moment
from recert.audits.models.reviews import Ask, AskKind, AskState, Conflict

__all__ = [
    "CLOSED_CASES",
    "WITH_BODY",
    "WITH_HOLDER",
    "Ask",
    "AskKind",
    "AskState",
    "Audit",
    "AuditItem",
    "AuditState",
    "Calendar",
    "Candidate",
    "ClosedDay",
    "Conflict",
    "Draw",
    "DrawState",
    "Judged",
    "Message",
    "Moment",
]
