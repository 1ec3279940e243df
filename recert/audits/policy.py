"""Policy: what a body's rulebooks say of audits, for whoever prepares a draw or reviews."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from recert.audits.terms import Terms
from recert.people.models import Body
from recert.rulebooks.queries import rulebooks_of
from recert.rules.auditing import Ordered, audits_on, share_said
from recert.rules.rulebook import Rulebook, Strata


@dataclass(frozen=True, slots=True)
class Order:
    """A clause that orders an audit, and the edition it stands in."""

    rulebook: Rulebook
    ordered: Ordered

    @property
    def key(self) -> str:
        """How a form names it: edition and clause."""
        return f"{self.rulebook.edition}:{self.ordered[0].id}"

    @property
    def strata(self) -> Strata:
        """How it divides those who may be drawn: each level by itself where nobody says."""
        return self.ordered[1].strata or Strata.LEVEL

    @property
    def terms(self) -> dict[str, Any]:
        """What it says of how a case goes, by the names of `Terms`; silence is left out."""
        rule = self.ordered[1]
        said = {each.name: getattr(rule, each.name, None) for each in fields(Terms)}
        return {name: value for name, value in said.items() if value is not None}

    @property
    def says_how_many(self) -> bool:
        """Whether it fixes how many are drawn."""
        return share_said(self.ordered[1]) != (None, None)


def orders_of(body: Body, on: date) -> tuple[Order, ...]:
    """The clauses on audits of the editions in force on a day, the newest edition first."""
    return tuple(
        Order(rulebook, ordered)
        for rulebook in reversed(rulebooks_of(body.slug))
        if rulebook.in_force.holds(on)
        for ordered in audits_on(rulebook, on)
    )


def order_named(body: Body, on: date, edition: str, clause: str) -> Order | None:
    """The one that a draw rests on; None where it rests on none."""
    found = (each for each in orders_of(body, on) if each.rulebook.edition == edition)
    return next((each for each in found if each.ordered[0].id == clause), None)
