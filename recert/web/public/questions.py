"""A rulebook by the reader's questions: which kinds of clause answer which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from recert.rules.rulebook import Clause, Rulebook
from recert.web.components.clauses import ClauseView


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader asks, and the kinds of clause that answer it."""

    id: str
    asks: Promise
    kinds: tuple[str, ...]


QUESTIONS = (
    Question("how-long", lazy("How long is a cycle?"), ("cycle",)),
    Question("how-much", lazy("How much do I need?"), ("need", "breadth")),
    Question("what-counts", lazy("What counts, and what does not?"),
             ("admit", "refuse", "judgement", "once", "window")),
    Question("worth", lazy("What is it worth?"), ("measure", "limit")),
    Question("categories", lazy("What are the categories?"), ("category",)),
    Question("besides", lazy("What else must I have?"), ("gate",)),
    Question("ways", lazy("Which ways are there to renew?"), ("route",)),
    Question("cost", lazy("What does it cost?"), ("fee",)),
    Question("late", lazy("What if I am late?"), ("lapse",)),
    Question("leave", lazy("What if I am ill or away, or need more time?"), ("leave",)),
    Question("over", lazy("What becomes of credit I have left over?"), ("carry",)),
    Question("several", lazy("What if I hold several certifications?"), ("several",)),
    Question("audit", lazy("How are renewals checked?"), ("audit", "proof")),
    Question("more", lazy("What else does the policy say?"), ("note",)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Answer:
    """The clauses that answer one question: those of today, and those of other days."""

    question: Question
    now: tuple[ClauseView, ...]
    earlier: tuple[ClauseView, ...]
    later: tuple[ClauseView, ...]


def answers(rulebook: Rulebook, views: Mapping[str, ClauseView], today: date) -> Iterator[Answer]:
    """Every question this edition answers, in the order people ask them."""
    for question in QUESTIONS:
        clauses = [clause for clause in rulebook.clauses if clause.kind in question.kinds]
        if clauses:
            yield Answer(
                question,
                now=tuple(views[each.id] for each in clauses if each.span.holds(today)),
                earlier=tuple(views[each.id] for each in clauses if _is_past(each, today)),
                later=tuple(views[each.id] for each in clauses if _is_coming(each, today)),
            )


def _is_past(clause: Clause, today: date) -> bool:
    return clause.span.until is not None and clause.span.until < today


def _is_coming(clause: Clause, today: date) -> bool:
    return clause.span.since is not None and clause.span.since > today
