"""Likeness: which shapes a rulebook takes for the same, kept beside them.

Of some ten thousand shapes a rulebook tells a few hundred apart. The worker learns which, so
that a page asks the law of those alone; a shape nobody looked at yet stands for itself.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence

from recert.catalogue.models import Alike, Shape
from recert.catalogue.shapes import taken
from recert.rulebooks.queries import all_rulebooks
from recert.rules.planning.telling import reads_of
from recert.rules.rulebook import Rulebook

FOUR_BYTES = "I"


def liken() -> int:
    """Learn of every rulebook what it takes for the same; how many had something to learn."""
    many = Shape.objects.count()
    books = {book.sha256: book for editions in all_rulebooks().values() for book in editions}
    kept = {row.rulebook: row for row in Alike.objects.filter(many=many)}
    behind = [book for sha256, book in books.items() if sha256 not in kept]
    if not behind or not many:
        return 0
    before = firsts_of(book.sha256 for book in behind)
    rows = sorted(Shape.objects.values_list("pk", flat=True))
    for book in behind:
        firsts = _liken(book, before.get(book.sha256, ()), rows)
        Alike.objects.update_or_create(
            rulebook=book.sha256, defaults={"firsts": firsts.tobytes(), "many": len(rows)}
        )
    Alike.objects.exclude(rulebook__in=books).delete()
    return len(behind)


def _liken(book: Rulebook, before: Sequence[int], rows: Sequence[int]) -> array[int]:
    """By row the first that the book takes for the same."""
    firsts = array(FOUR_BYTES, before)
    firsts.extend([0] * (rows[-1] + 1 - len(firsts)))
    fresh = [row for row in rows if not firsts[row]]
    reads, known = reads_of(book), taken({*fresh, *firsts} - {0})
    first_of = {reads.key(*known[row][1]): row for row in set(firsts) & known.keys()}
    for row in fresh:
        firsts[row] = first_of.setdefault(reads.key(*known[row][1]), row)
    return firsts


def firsts_of(rulebooks: Iterable[str]) -> Mapping[str, Sequence[int]]:
    """By the digest of a rulebook, for each row of a shape the one that stands for it; one query.

    0 where nobody looked yet, as for rows behind the last.
    """
    rows = Alike.objects.filter(rulebook__in=set(rulebooks))
    return {name: _read(firsts) for name, firsts in rows.values_list("rulebook", "firsts")}


def _read(firsts: bytes | memoryview) -> array[int]:
    found = array(FOUR_BYTES)
    found.frombytes(bytes(firsts))
    return found
