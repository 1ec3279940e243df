"""The standing kept when an application was sent, read back from its JSON."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from recert.renewals.models import Renewal
from recert.rules.findings import ActivityFinding, Code, Reason, RequirementFinding, State

Plain = Mapping[str, Any]


def requirements_sent(renewal: Renewal) -> tuple[RequirementFinding, ...]:
    """How each requirement stood when the application was last sent."""
    return tuple(
        RequirementFinding(
            clause=each["clause"],
            kind=each["kind"],
            state=State(each["state"]),
            need=Fraction(each["need"]),
            counted=Fraction(each["counted"]),
            short=Fraction(each["short"]),
            since=_day(each["since"]),
            until=_day(each["until"]),
            reasons=_reasons(each),
        )
        for each in _kept(renewal, "requirements")
    )


def activities_sent(renewal: Renewal) -> dict[str, ActivityFinding]:
    """What each entry came to when the application was last sent, by its id."""
    return {
        each["activity"]: ActivityFinding(
            activity=each["activity"],
            claimed=Fraction(each["claimed"]),
            counted=Fraction(each["counted"]),
            over_limit=Fraction(each["over-limit"]),
            carried=Fraction(each["carried"]),
            not_eligible=Fraction(each["not-eligible"]),
            categories=tuple(each["categories"]),
            reasons=_reasons(each),
        )
        for each in _kept(renewal, "activities")
    }


def to_judge(renewal: Renewal) -> int:
    """How many entries and requirements only a person can judge."""
    judged = {Code.NEEDS_PERSON, Code.SILENT}
    entries = sum(
        any(reason.code in judged for reason in _reasons(each))
        for each in _kept(renewal, "activities")
    )
    return entries + sum(
        State(each["state"]) in (State.NEEDS_PERSON, State.SILENT)
        for each in _kept(renewal, "requirements")
    )


def is_fee_unsaid(renewal: Renewal) -> bool:
    """Whether neither the policy nor the body has said what it costs."""
    if renewal.fee_cents is not None or renewal.answer is None:
        return False
    step = renewal.answer.findings["fee-today"]
    return step is None or step["total"] is None


def _kept(renewal: Renewal, name: str) -> list[Plain]:
    found: list[Plain] = renewal.answer.findings[name] if renewal.answer else []
    return found


def _reasons(each: Plain) -> tuple[Reason, ...]:
    return tuple(
        Reason(
            code=Code(reason["code"]),
            clause=reason["clause"],
            amount=None if reason["amount"] is None else Fraction(reason["amount"]),
            about=reason["about"],
        )
        for reason in each["reasons"]
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
