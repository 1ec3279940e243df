"""Adding: what one more activity would come to, with all else as it is.

`judge` says the same of it and of everything else; here what is there is looked at once, however
many activities are tried, one at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from recert.rules.accounting import account
from recert.rules.admitting import Look, Order, looking, order_of, stand
from recert.rules.cycles import reckoned
from recert.rules.facts import Activity, Decision, Facts
from recert.rules.findings import ActivityFinding
from recert.rules.judging import earn_until, judge, opened_for, waived_for
from recert.rules.lapsing import stage_on, stages_of
from recert.rules.matching import course_of
from recert.rules.rulebook import Rulebook
from recert.rules.weighing import weigh


class Adding:
    """One certification on one day, to which one activity at a time is added."""

    def __init__(
        self, rulebooks: Sequence[Rulebook], facts: Facts, holding: str, as_of: date
    ) -> None:
        """Look at all that is there already."""
        self._rulebooks, self._facts, self._holding = rulebooks, facts, holding
        self._as_of = reckoned(as_of)
        opened = opened_for(rulebooks, facts, holding, self._as_of)
        self._matter = opened[0] if opened is not None else None
        self._looks: list[tuple[Order, Look]] | None = None
        self._days = {each.completed for each in facts.activities}
        self._courses = {course_of(each) for each in facts.activities}
        if self._matter is not None:
            stage = stage_on(stages_of(self._matter), self._as_of)
            self._until = earn_until(self._matter, stage)

    @property
    def rulebook(self) -> Rulebook | None:
        """The edition that governs; None where none covers the day."""
        return self._matter.rulebook if self._matter is not None else None

    def is_like_no_other(self, activity: Activity) -> bool:
        """Whether nothing was done on that day, and the course not before.

        Else what it is called, and what is there, may look different beside one another.
        """
        return activity.completed not in self._days and course_of(activity) not in self._courses

    def finding(
        self, activity: Activity, decisions: tuple[Decision, ...] = ()
    ) -> ActivityFinding | None:
        """What it comes to; `decisions` are the body's about it. None where nothing governs."""
        if self._matter is None:
            return None
        matter = replace(
            self._matter,
            facts=replace(
                self._matter.facts,
                activities=(*self._facts.activities, activity),
                decisions=(*self._facts.decisions, *decisions),
            ),
        )
        if not self.is_like_no_other(activity):
            return self._judged(activity, decisions)
        seen = looking(matter, self._until)(activity)
        if isinstance(seen, ActivityFinding):
            return seen
        looks = sorted([*self._before(), (order_of(activity), seen)], key=lambda each: each[0])
        admitted, dropped = stand([look for _order, look in looks], matter)
        weighed = weigh(matter, admitted, waived_for(matter))
        return _of(activity, (*dropped, *account(admitted, weighed.tally)))

    def _before(self) -> list[tuple[Order, Look]]:
        """What is seen of all that is there; looked at once, and only if something may count."""
        assert self._matter is not None  # the caller looked
        if self._looks is None:
            look = looking(self._matter, self._until)
            self._looks = [(order_of(each), look(each)) for each in self._matter.facts.activities]
        return self._looks

    def _judged(
        self, activity: Activity, decisions: tuple[Decision, ...]
    ) -> ActivityFinding | None:
        having = replace(
            self._facts,
            activities=(*self._facts.activities, activity),
            decisions=(*self._facts.decisions, *decisions),
        )
        return _of(activity, judge(self._rulebooks, having, self._holding, self._as_of).activities)


def _of(activity: Activity, findings: Sequence[ActivityFinding]) -> ActivityFinding | None:
    return next((each for each in findings if each.activity == activity.id), None)
