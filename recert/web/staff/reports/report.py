"""What a report is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from recert.people.models import Body
from recert.rules.rulebook import Rulebook
from recert.standing.words.plainly import id_words
from recert.web.components.naming import short_names
from recert.web.components.plots import Plot


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Figures in a sentence each, plots, and how they are reckoned."""

    says: str
    plots: Sequence[Plot]
    how: Sequence[str]
    links: Sequence[tuple[str, str]] = ()  # label and address


def percent_words(tenths: int) -> str:
    """Tenths of a percent in words: 87.5%."""
    whole, tenth = divmod(tenths, 10)
    return f"{whole}.{tenth}%" if tenth else f"{whole}%"


def tenths_of(rate: Fraction | None) -> int | None:
    """A part of one as whole tenths of a percent, to the nearest; halves go up."""
    return None if rate is None else int(rate * 1000 + Fraction(1, 2))


def rate_words(rate: Fraction | None) -> str:
    """A rate in words; a dash where there is none."""
    tenths = tenths_of(rate)
    return "–" if tenths is None else percent_words(tenths)


def level_words(body: Body) -> dict[str, str]:
    """What the credentials of a body are called in a figure."""
    return short_names(body)


def level_label(names: dict[str, str], credential: str, level: str) -> str:
    """A credential with its level."""
    name = names.get(credential, credential)
    return f"{name}, {level}" if level else name


def clause_words(books: Sequence[Rulebook], clause: str) -> str:
    """A clause by its id in words and how it begins, from the newest edition that has it."""
    if not clause:
        return _("No clause was named")
    known = {each.id: each for book in books for each in book.clauses}
    says = known[clause].says.strip() if clause in known else ""
    begins = says.split(". ")[0].rstrip(".")
    return f"{id_words(clause)}: {begins}" if begins else id_words(clause)
