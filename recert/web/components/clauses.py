"""A clause for the reader: its words, its numbers, where it is from and how sure that is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from secrets import token_hex

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.rules.rulebook import Chooser, Clause, Rulebook, Source
from recert.web.components.clause_facts import clause_facts
from recert.web.components.lists import Row
from recert.web.components.words import day_range

register = template.Library()

CERTAINTY = {
    "official": lazy("the body's own page"),
    "history": lazy("the body's own page, of an earlier date"),
    "mirror": lazy("a copy of the body's page"),
    "third-party": lazy("somebody else's account"),
}

CHOSEN_BY = {
    Chooser.ACTIVITY: lazy("for what is completed in that time"),
    Chooser.CYCLE_START: lazy("for cycles that begin in that time"),
    Chooser.CYCLE_END: lazy("for cycles that end in that time"),
    Chooser.FILING: lazy("for renewals filed in that time"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseView:
    """All a page shows of a clause."""

    id: str
    kind: str
    says: str
    rows: tuple[Row, ...]
    is_silent: bool
    silence: str
    in_force: str
    source_title: str
    address: str
    place: str
    read: date
    certainty: str
    url: str = ""


def source_of(rulebook: Rulebook, clause: Clause) -> Source:
    """The source a clause names; the reader of rulebooks has made sure there is one."""
    return next(source for source in rulebook.sources if source.key == clause.source)


def clause_view(rulebook: Rulebook, clause: Clause, url: str = "") -> ClauseView:
    """Make a clause ready for the page; `url` is where it stands in the rulebook."""
    source = source_of(rulebook, clause)
    return ClauseView(
        id=clause.id,
        kind=clause.kind,
        says=clause.says.strip(),
        rows=clause_facts(rulebook, clause),
        is_silent=clause.silent,
        silence=_("The policy does not say"),
        in_force=in_force_words(clause),
        source_title=source.title,
        address=source.address,
        place=clause.place,
        read=source.read,
        certainty=str(CERTAINTY.get(source.standing, source.standing)),
        url=url,
    )


def in_force_words(clause: Clause) -> str:
    """From when to when, and which date decides; empty when the edition's own dates hold."""
    dates = day_range(clause.span.since, clause.span.until)
    return f"{dates}, {CHOSEN_BY[clause.chosen_by]}" if dates else ""


def clause_views(rulebook: Rulebook, url: str = "") -> Mapping[str, ClauseView]:
    """Every clause of an edition by its id; `url` is the edition's page."""
    return {
        clause.id: clause_view(rulebook, clause, f"{url}#{clause.id}" if url else "")
        for clause in rulebook.clauses
    }


@register.inclusion_tag("components/figure.html")
def figure(shown: str, clause: ClauseView) -> dict[str, object]:
    """A number that opens to the clause behind it. It may stand within a sentence.

    The id is random, so that a piece of a page fetched later cannot repeat one.
    """
    return {"shown": shown, "clause": clause, "id": f"clause-{token_hex(4)}"}
