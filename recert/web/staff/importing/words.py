"""What is wrong with a row, and how to mend it, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as lazy

from recert.register.importing.checking import Rule
from recert.register.importing.columns import NAMES, Column
from recert.register.importing.deciding import Outcome
from recert.register.models import ImportState
from recert.standing.words import day_words

SAYS = {
    Rule.MISSING: lazy("It is empty, and must not be."),
    Rule.NO_NAME: lazy("There is no name."),
    Rule.NOBODY: lazy("Nothing tells this person from others: no number, id or address."),
    Rule.NO_CREDENTIAL: lazy("You grant no certification of this name here."),
    Rule.NO_LEVEL: lazy("This is none of its levels: %(detail)s."),
    Rule.NO_DAY: lazy("This is not a day."),
    Rule.EITHER_DAY: lazy("This could be two different days."),
    Rule.SHORT_YEAR: lazy("The year has only two digits."),
    Rule.FUTURE: lazy("This day lies in the future."),
    Rule.BACKWARDS: lazy("It ends before it begins, on %(day)s."),
    Rule.NO_ADDRESS: lazy("This is not an e-mail address."),
    Rule.NO_STATUS: lazy("We know no such status."),
    Rule.TOO_LONG: lazy("It is longer than %(detail)s letters."),
    Rule.TWICE: lazy("The same certificate stands in row %(detail)s."),
    Rule.OTHER_HOLDER: lazy("This number is %(detail)s’s in your register."),
    Rule.TAKEN_ADDRESS: lazy("This address is another person’s here."),
    Rule.RENEWED_HERE: lazy("They have renewed here since: the register says %(day)s."),
    Rule.OWN: lazy("This is you."),
    Rule.REFUSED: lazy("%(detail)s"),
}
MEND = {
    Rule.MISSING: lazy("Say what all of these are, or leave these rows out."),
    Rule.NO_NAME: lazy("Enter the name in your file, or leave these rows out."),
    Rule.NOBODY: lazy("Enter a number, an id or an address in your file."),
    Rule.NO_CREDENTIAL: lazy("Choose which of your certifications it is."),
    Rule.NO_LEVEL: lazy("Choose which level it is."),
    Rule.NO_DAY: lazy("Write it as 2026-12-31."),
    Rule.EITHER_DAY: lazy("Say above whether the day or the month comes first."),
    Rule.SHORT_YEAR: lazy("Write the year with four digits: 2026-12-31."),
    Rule.FUTURE: lazy("Check the year."),
    Rule.BACKWARDS: lazy("Check both days."),
    Rule.NO_ADDRESS: lazy("Correct it, or let it be empty: people without an address are fine."),
    Rule.NO_STATUS: lazy("Choose what it means. Active and lapsed follow from the dates."),
    Rule.TOO_LONG: lazy("Shorten it."),
    Rule.TWICE: lazy("Take one of the two rows out of your file, or leave this one out."),
    Rule.OTHER_HOLDER: lazy("Check the number and the name."),
    Rule.TAKEN_ADDRESS: lazy("Check it; if both are one person, merge their records first."),
    Rule.RENEWED_HERE: lazy("Nothing is put back by an older list: correct it there if need be."),
    Rule.OWN: lazy("Ask a colleague to import this row."),
    Rule.REFUSED: lazy("Enter this row by hand, or correct it in your file."),
}
OUTCOMES = {
    Outcome.NEW: ("good", lazy("new")),
    Outcome.CHANGED: ("note", lazy("changed")),
    Outcome.SAME: ("quiet", lazy("as it is already")),
    Outcome.CONFLICT: ("warn", lazy("renewed here since")),
    Outcome.BAD: ("stop", lazy("not good yet")),
    Outcome.LEFT_OUT: ("quiet", lazy("left out")),
}
STATES = {
    ImportState.MAPPING: ("ask", lazy("Columns to be named")),
    ImportState.CHECKED: ("ask", lazy("Tried, not imported")),
    ImportState.RUNNING: ("wait", lazy("Being imported")),
    ImportState.DONE: ("good", lazy("Imported")),
    ImportState.STOPPED: ("quiet", lazy("Stopped")),
}
FIXABLE = frozenset(Rule) - {
    Rule.NO_NAME, Rule.NOBODY, Rule.EITHER_DAY, Rule.TWICE, Rule.OTHER_HOLDER, Rule.OWN,
    Rule.RENEWED_HERE, Rule.REFUSED,
}  # fmt: skip
"""What one value in place of another mends. The others differ from row to row."""

STATUS_CHOICES = ("active", "suspended", "retired", "inactive", "withdrawn")


def says(rule: str, detail: str) -> str:
    """What is wrong."""
    return str(SAYS[Rule(rule)]) % {"detail": detail, "day": _day(detail)}


def mend(rule: str) -> str:
    """What to do about it."""
    return str(MEND[Rule(rule)])


def column_name(column: str) -> str:
    """What a column is called."""
    return str(NAMES[Column(column)])


def counted(counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """Outcomes with tone, word and number, in their order; those of no row are left out."""
    return [
        (tone, str(word), counts[outcome])
        for outcome, (tone, word) in OUTCOMES.items()
        if counts.get(outcome)
    ]


def _day(detail: str) -> str:
    try:
        return day_words(date.fromisoformat(detail))
    except ValueError:
        return detail
