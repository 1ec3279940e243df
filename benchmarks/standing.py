"""One standing for sixty activities, beside the least that could honestly be called one.

The baseline is the same NSCA arithmetic written by hand for one edition: a category by
kind, a cap per category, a sum. It explains nothing, knows no dates but the window, and
would be wrong the day a rule changes; what the engine costs beyond it is the price of
every number carrying its clause.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

from recert.rules.facts import (
    Activity,
    Award,
    Delivery,
    Document,
    DocumentKind,
    Facts,
    Holding,
    Kind,
    Skills,
    Topic,
    Unit,
)
from recert.rules.judging import judge
from recert.rules.reading import read_rulebook
from recert.rules.rulebook import Rulebook

ROOT = Path(__file__).resolve().parents[1]
AS_OF = date(2026, 11, 21)


def rulebooks() -> list[Rulebook]:
    """Every edition that ships."""
    found = []
    for path in sorted((ROOT / "rulebooks").glob("*/*.yaml")):
        if not path.name.endswith(".cases.yaml"):
            book, _ = read_rulebook(path.read_text(), name=path.name)
            if book is not None:
                found.append(book)
    return found


def person(books: list[Rulebook]) -> Facts:
    """Somebody with sixty activities, seeded, holding one certification of every body."""
    dice = random.Random(60)
    offered = {book.body: book.credentials[0].id for book in books}  # the newest edition's first
    holdings = tuple(
        Holding(id=body, body=body, credential=credential, certified=date(2023, 3, 14))
        for body, credential in sorted(offered.items())
    )
    activities = tuple(_activity(number, dice) for number in range(60))
    card = Document(
        id="cpr", kind=DocumentKind.CPR, issued=date(2026, 1, 1), expires=date(2027, 12, 31),
        skills=Skills.HANDS_ON,
    )  # fmt: skip
    return Facts(person="bench", holdings=holdings, activities=activities, documents=(card,))


def _activity(number: int, dice: random.Random) -> Activity:
    tenths = dice.choice((1, 2, 3, 5, 8, 10, 15))
    return Activity(
        id=f"a{number}",
        title=f"Activity {number}",
        kind=dice.choice((Kind.CONFERENCE, Kind.COURSE, Kind.QUIZ, Kind.SELF_STUDY, Kind.WEBINAR)),
        delivery=dice.choice((Delivery.IN_PERSON, Delivery.LIVE_ONLINE, Delivery.SELF_PACED)),
        completed=AS_OF - timedelta(days=dice.randrange(1, 1000)),
        provider=dice.choice(("ace", "nsca", "acsm", "nasm", "elsewhere")),
        awards=(
            Award(amount=Fraction(tenths, 10), unit=Unit.CEU, by=dice.choice(("ace", "nsca"))),
            Award(amount=Fraction(tenths), unit=Unit.CONTACT_HOUR),
        ),
        minutes=tenths * 60,
        topics=frozenset({dice.choice((Topic.ETHICS, Topic.NUTRITION, Topic.EXERCISE_SCIENCE))}),
    )


CAPS = {"attendance": Fraction(11, 2), "education": Fraction(11, 2), "quizzes": Fraction(4)}


def by_hand(facts: Facts) -> bool:
    """NSCA 2024-2026 for who certified before 2024, written out as a loop."""
    sums = dict.fromkeys(CAPS, Fraction(0))
    for activity in facts.activities:
        if not date(2024, 1, 1) <= activity.completed <= date(2026, 12, 31):
            continue
        live = activity.delivery in (Delivery.IN_PERSON, Delivery.LIVE_ONLINE)
        name = "quizzes" if activity.kind is Kind.QUIZ else "attendance" if live else "education"
        sums[name] += activity.awards[0].amount
    counted = {name: min(total, CAPS[name]) for name, total in sums.items()}
    return sum(counted.values()) >= 6 and sum(1 for each in counted.values() if each) >= 2


def milliseconds(run: Callable[[], object], times: int = 40) -> float:
    """The median of so many runs."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append((time.perf_counter() - start) * 1000)
    return statistics.median(taken)


def main() -> None:
    """Print a table: every body's standing, and how many times the baseline it takes."""
    books = rulebooks()
    facts = person(books)
    baseline = milliseconds(lambda: by_hand(facts))
    print(f"{'':12} {'ms':>8} {'x by hand':>10}")
    print(f"{'by hand':12} {baseline:8.3f} {1:10.1f}")
    for holding in facts.holdings:
        took = milliseconds(lambda: judge(books, facts, holding.id, AS_OF))  # noqa: B023 - run at once
        verdict = judge(books, facts, holding.id, AS_OF).verdict
        print(f"{holding.body:12} {took:8.3f} {took / baseline:10.1f}  {verdict}")


if __name__ == "__main__":
    main()
