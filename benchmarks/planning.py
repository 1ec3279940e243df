"""One plan for sixty activities and four certifications that are all short.

    python -m benchmarks.planning

The parts are shown apart: what judging alone takes, and the plan on top of it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from benchmarks.standing import AS_OF, milliseconds, person, rulebooks
from recert.rules.facts import Facts, Holding
from recert.rules.judging import judge
from recert.rules.planning import plan
from recert.rules.rulebook import Rulebook

HELD = (("ace", "cpt"), ("acsm", "cpt"), ("nasm", "cpt"), ("nsca", "cscs"))


def somebody(books: list[Rulebook]) -> Facts:
    """Sixty activities of which two are of this cycle, so that all four are short."""
    facts = person(books)
    holdings = tuple(
        Holding(id=body, body=body, credential=credential, certified=date(2023, 3, 14))
        for body, credential in HELD
    )
    recent = facts.activities[:2]
    older = (replace(each, completed=date(2021, 5, 5)) for each in facts.activities[2:])
    return replace(facts, holdings=holdings, activities=(*recent, *older))


def main() -> None:
    """Print how long judging takes, and planning after it."""
    every = rulebooks()
    facts = somebody(every)
    books = {body: tuple(each for each in every if each.body == body) for body, _ in HELD}
    standings = [judge(books[each.body], facts, each.id, AS_OF) for each in facts.holdings]
    found = plan(books, facts, standings)
    judging = milliseconds(
        lambda: [judge(books[each.body], facts, each.id, AS_OF) for each in facts.holdings]
    )
    planning = milliseconds(lambda: plan(books, facts, standings))
    print(f"judging {judging:8.1f} ms   {len(facts.holdings)} certifications")
    print(f"planning {planning:7.1f} ms   {len(found.lines)} lines, {found.hours} hours")


if __name__ == "__main__":
    main()
