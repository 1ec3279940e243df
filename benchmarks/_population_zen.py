"""The same body's rules as a decision of a general rule engine, one person at a time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import zen

LIVE = "['conference', 'workshop', 'course', 'webinar']"
SHARING = (
    "['presenting', 'authoring', 'volunteering', 'committee-service', 'teaching', 'reviewing', "
    "'research', 'mentoring']"
)
EDUCATION = (
    "['conference', 'workshop', 'course', 'webinar', 'self-study', 'college-course', "
    "'certification', 'life-support-training', 'quiz']"
)
STATED = "['conference', 'workshop', 'course', 'webinar', 'self-study']"

FITS = "filter(activities, #.day >= since and #.day <= asOf and #.started >= certified and #.fits)"
WORTH = f"(#.own > 0 ? #.own : (#.kind in {STATED} ? (#.hours > 0 ? #.hours / 10 : #.clock) : 0))"
CATEGORY = (
    f"(#.kind in {LIVE} and #.delivery in ['in-person', 'live-online'] ? 'attendance' : "
    f"(#.kind in {SHARING} ? 'sharing' : (#.kind == 'quiz' and #.ours ? 'quizzes' : "
    f"(#.kind in {EDUCATION} ? 'education' : ''))))"
)


def _sum(category: str) -> str:
    return f"sum(map(filter($.valued, #.category == '{category}'), #.worth))"


EXPRESSIONS = {
    "fitting": FITS,
    "valued": f"map($.fitting, {{category: {CATEGORY}, worth: {WORTH}}})",
    "attendance": f"min([{_sum('attendance')}, most[0]])",
    "sharing": f"min([{_sum('sharing')}, most[1]])",
    "quizzes": f"min([{_sum('quizzes')}, most[1]])",
    "education": f"min([{_sum('education')}, most[0]])",
    "counted": f"$.attendance + $.sharing + $.quizzes + $.education + {_sum('')}",
    "total": "max([need - $.counted, 0])",
}


def decision() -> Any:
    """The decision, compiled."""
    expressions = [{"id": name, "key": name, "value": value} for name, value in EXPRESSIONS.items()]
    content = {
        "nodes": [
            {"id": "in", "name": "person", "type": "inputNode"},
            {
                "id": "rules", "name": "rules", "type": "expressionNode",
                "content": {"expressions": expressions},
            },
            {"id": "out", "name": "answer", "type": "outputNode"},
        ],
        "edges": [
            {"id": "1", "type": "edge", "sourceId": "in", "targetId": "rules"},
            {"id": "2", "type": "edge", "sourceId": "rules", "targetId": "out"},
        ],
    }  # fmt: skip
    return zen.ZenEngine().create_decision(json.dumps(content))


def input_of(row: Mapping[str, Any], bounds: Sequence[int], days: tuple[int, int]) -> Any:
    """One person as the decision takes them; what needs no rule is worked out before."""
    certified = row["certified"].toordinal()
    since, as_of = days
    need, most, least = bounds
    return {
        "certified": certified,
        "since": max(since, certified),
        "asOf": as_of,
        "need": need,
        "most": [most, least],
        "activities": [_activity(each) for each in row["activities"]],
    }


def _activity(row: Mapping[str, Any]) -> dict[str, Any]:
    awards = row["awards"]
    own = [each["amount"] for each in awards if (each["by"], each["unit"]) == ("nsca", "ceu")]
    hours = [each for each in awards if each["unit"] == "contact-hour"]
    first = [each["amount"] for each in hours if each["by"] == "nsca"]
    return {
        "kind": row["kind"],
        "delivery": row["delivery"],
        "day": row["completed"].toordinal(),
        "started": (row["started"] or row["completed"]).toordinal(),
        "fits": row["passed"] is not False and row["topics"] != "manual-therapy",
        "ours": row["provider"] == "nsca"
        or (not row["provider"] and any(each["by"] == "nsca" for each in awards)),
        "own": max(own, default=0),
        "hours": max(first or [each["amount"] for each in hours], default=0),
        "clock": (row["minutes"] or 0) * 30,
    }
