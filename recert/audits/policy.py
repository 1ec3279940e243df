"""Policy: what a body's rulebooks say of audits, for whoever prepares a draw or reviews."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from recert.audits.terms import Terms
from recert.people.models import Body
from recert.rulebooks.queries import rulebooks_of
from recert.rules.auditing import Ordered, audits_on, beside, draws_on, share_said
from recert.rules.rulebook import Rulebook, Strata


@dataclass(frozen=True, slots=True)
class Order:
    """A clause that orders an audit, the edition it stands in, and what others there add.

    `others` are clauses that draw nobody and only say how a case goes or ends.
    """

    rulebook: Rulebook
    ordered: Ordered
    others: tuple[Ordered, ...] = ()

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
        """What they say of how a case goes, by the names of `Terms`; silence is left out.

        Where two speak of the same, the one that draws goes before.
        """
        found: dict[str, Any] = {}
        for _clause, rule in (*reversed(self.others), self.ordered):
            said = {each.name: getattr(rule, each.name, None) for each in fields(Terms)}
            found |= {name: value for name, value in said.items() if value is not None}
        return found

    @property
    def says_how_many(self) -> bool:
        """Whether it fixes how many are drawn."""
        return share_said(self.ordered[1]) != (None, None)


def orders_of(body: Body, on: date) -> tuple[Order, ...]:
    """The clauses that draw, of the editions in force on a day, the newest edition first."""
    return tuple(
        order
        for rulebook in reversed(rulebooks_of(body.slug))
        if rulebook.in_force.holds(on)
        for order in _orders_in(rulebook, on)
    )


def _orders_in(rulebook: Rulebook, on: date) -> tuple[Order, ...]:
    """Where no clause says whom to audit, each that says how it goes may stand behind a draw."""
    drawing = draws_on(rulebook, on) or audits_on(rulebook, on)
    return tuple(Order(rulebook, each, beside(rulebook, each[0], on)) for each in drawing)


def order_named(body: Body, on: date, edition: str, clause: str) -> Order | None:
    """The one that a draw rests on; None where it rests on none."""
    found = (each for each in orders_of(body, on) if each.rulebook.edition == edition)
    return next((each for each in found if each.ordered[0].id == clause), None)
