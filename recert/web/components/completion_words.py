"""Completions in words: what a provider said of somebody, as rows of a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from recert.completions.models import (
    Completion,
    CompletionState,
    Correction,
    CorrectionKind,
    CorrectionState,
    ReportWay,
)
from recert.rules.facts import Topic
from recert.standing.words import day_words
from recert.standing.words.vocabulary import word
from recert.web.components.lists import Row

TONES = {
    CompletionState.ACCEPTED: "good",
    CompletionState.PROBLEM: "stop",
    CompletionState.UNMATCHED: "warn",
    CompletionState.HELD: "warn",
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a provider said once: the day, and rows of what was completed."""

    completion: Completion
    state: str
    tone: str
    rows: tuple[Row, ...]


def said_of(completion: Completion) -> Said:
    """One completion in words. Nobody is named: whose page it is says who."""
    state = CompletionState(completion.state)
    return Said(
        completion=completion,
        state=str(state.label),
        tone=TONES.get(state, "note"),
        rows=tuple(_rows(completion)),
    )


def _rows(completion: Completion) -> Iterator[Row]:
    if completion.completed:
        yield Row(label=_("Completed"), value=day_words(completion.completed))
    if completion.started and completion.started != completion.completed:
        yield Row(label=_("Begun"), value=day_words(completion.started))
    if completion.minutes is not None:
        yield Row(label=_("Time there"), value=_minutes(completion.minutes))
    for part in completion.parts:
        about = ", ".join(str(word(Topic(topic))) for topic in part["topics"] if topic in _TOPICS)
        yield Row(label=_("Part"), value=" ".join(filter(None, (_minutes(part["minutes"]), about))))
    for award in completion.awards:
        yield Row(
            label=_("Credit stated"),
            value=f"{award['amount']} {award['unit']} {award['by']}".strip(),
        )
    if completion.passed is not None:
        yield Row(label=_("Test"), value=_("Passed") if completion.passed else _("Not passed"))
    if completion.grade:
        yield Row(label=_("Grade"), value=completion.grade)
    if completion.role != "learner":
        yield Row(label=_("Role"), value=_("Presented it"))


_TOPICS = frozenset(Topic)


def _minutes(minutes: int) -> str:
    return _("%(minutes)d minutes") % {"minutes": minutes}


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that happened to a completion: when, what, and the words that go with it."""

    at: datetime
    says: str
    reason: str = ""
    tone: str = "note"


def steps_of(trail: Iterable[Completion], corrections: Iterable[Correction]) -> tuple[Step, ...]:
    """Everything that happened to a completion, in order, for whoever may read it."""
    found = [*_reported(trail), *_corrected(corrections)]
    return tuple(sorted(found, key=lambda step: step.at))


def _reported(trail: Iterable[Completion]) -> Iterator[Step]:
    for row in trail:
        if row.report.way == ReportWay.MENDING:
            continue  # the correction says it
        yield Step(
            row.reported_at,
            _("%(provider)s reported it (%(way)s)")
            % {"provider": row.provider.name, "way": row.report.get_way_display().lower()},
        )


def _corrected(corrections: Iterable[Correction]) -> Iterator[Step]:
    asked = {
        CorrectionKind.CORRECTED: _("A correction was sent"),
        CorrectionKind.VOIDED: _("It was said not to have happened"),
        CorrectionKind.RECALLED: _("The course was recalled"),
        CorrectionKind.RESTORED: _("It was put back"),
    }
    for each in corrections:
        yield Step(each.at, asked[CorrectionKind(each.kind)], each.reason)
        if each.state == CorrectionState.WAITING:
            yield Step(each.at, _("It waits until a body has decided what it changes"), "", "warn")
        for effect in each.effects.all():
            if effect.decided_at is not None:
                said = {
                    "body": effect.certification.body.name,
                    "answer": effect.get_state_display().lower(),
                }
                yield Step(
                    effect.decided_at, _("%(body)s decided: %(answer)s") % said, effect.reason
                )
        if each.state == CorrectionState.DONE and each.settled_at and each.settled_at > each.at:
            yield Step(each.settled_at, _("It was carried out"))
        if each.state == CorrectionState.DROPPED and each.settled_at:
            yield Step(each.settled_at, _("It was taken back"))


def until_words(due_on: date, today: date) -> str:
    """How long is left to answer, or how long it is overdue."""
    days = (due_on - today).days
    if days < 0:
        return _("Answer overdue since %(day)s") % {"day": day_words(due_on)}
    return _("Answer due by %(day)s") % {"day": day_words(due_on)}
