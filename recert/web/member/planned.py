"""What to do next, on home for all certifications and on one's own page for that one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.urls import reverse
from django.utils.translation import ngettext

from recert.credentials.models import Certification
from recert.rules.amounts import ZERO
from recert.rules.planning import Apart, Plan, Why
from recert.standing.outlook import Outlook, outlook_of
from recert.standing.queries import Held, held_of
from recert.standing.words import amount_words
from recert.standing.words.pace import pace_words
from recert.standing.words.planning import apart_sentence, plan_sentences
from recert.web.components.naming import certification_letters


@dataclass(frozen=True, slots=True)
class Served:
    """A certification that something serves."""

    name: str
    url: str
    courses: str  # the catalogue, with what fills it


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing to do, and all that it serves."""

    sentence: str
    serves: tuple[Served, ...]


@dataclass(frozen=True, slots=True)
class PlanView:
    """The plan as a page shows it; empty where nothing is missing."""

    todos: tuple[Todo, ...]
    beside: tuple[Todo, ...]  # what no learning mends
    shared: str  # what is saved by what serves several
    pace: str = ""  # how often a programme would do: advice
    only: str = ""  # of one certification, by public id

    def __bool__(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.todos or self.beside)


def plan_view(outlook: Outlook, only: str = "") -> PlanView:
    """The plan, or the part of it that serves one certification, by public id."""
    held = {each.standing.holding: each for each in outlook.held}
    todos = tuple(
        Todo(said.sentence, tuple(_served(held[id]) for id in said.holdings))
        for said in plan_sentences(outlook.plan, outlook.names)
        if not only or only in said.holdings
    )
    beside = tuple(_beside(outlook.plan, held, only))
    return PlanView(
        todos,
        beside,
        "" if only else _shared(outlook.plan),
        "" if only else _pace(outlook),
        only,
    )


def held_with_plan(own: Certification, at: datetime) -> tuple[Held, PlanView | None]:
    """One certification and the part of the whole plan that serves it, from one gathering.

    There is no plan for what the person has taken off the list, or the body does not know.
    """
    outlook = outlook_of(own.person, at)
    for each in outlook.held:
        if each.certification.pk == own.pk:
            return replace(each, certification=own), plan_view(outlook, own.public_id)
    return held_of(own, at), None


def _served(held: Held) -> Served:
    own = held.certification
    url = reverse("member:certification", args=[own.public_id])
    courses = f"{reverse('public:catalogue')}?fills={own.public_id}"
    return Served(certification_letters(own, held.rulebook), url, courses)


def _pace(outlook: Outlook) -> str:
    """How often a programme would do, for all that hours are told of."""
    lines = [line for line in outlook.plan.lines if not line.counted_in]
    if not lines:
        return ""
    today = min(each.standing.as_of for each in outlook.held)
    return pace_words(outlook.plan.hours, max(line.by for line in lines), today)


def _beside(plan: Plan, held: dict[str, Held], only: str) -> Iterator[Todo]:
    """Credit that no course fills any more; cards and the like stand with each certification."""
    for apart in plan.apart:
        if apart.why is Why.CONDITION or (only and apart.holding != only):
            continue
        own = held[apart.holding]
        yield Todo(_apart(apart, own), (_served(own),))


def _apart(apart: Apart, held: Held) -> str:
    assert held.rulebook is not None  # what is short has an edition that says so
    return apart_sentence(apart, held.standing, held.rulebook)


def _shared(plan: Plan) -> str:
    """How many hours it would be if none served more than one certification."""
    apart = sum(
        (each.hours * len(each.holdings) for each in plan.lines if not each.counted_in), ZERO
    )
    together = plan.hours
    if apart <= together:
        return ""
    words = {"n": amount_words(together, ""), "k": amount_words(apart, "")}
    return (
        ngettext(
            "%(n)s hour in all. It does the work of %(k)s, for it serves several certifications.",
            "%(n)s hours in all. They do the work of %(k)s, for one course can serve several "
            "certifications.",
            1 if together == 1 else 2,
        )
        % words
    )
