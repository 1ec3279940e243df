"""What is wrong with a row, and how to mend it, in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_lazy as lazy

from recert.register.importing.columns import NAMES, Column
from recert.register.importing.outcomes import Outcome
from recert.register.importing.reading import Rule
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
    Rule.BACKWARDS: lazy("It lies before the day it follows, %(day)s."),
    Rule.TOO_LATE: lazy("An earlier cycle ends before the certification does, on %(day)s."),
    Rule.NO_ADDRESS: lazy("This is not an e-mail address."),
    Rule.NO_BIRTHDAY: lazy("This is not a month and a day. The year is not taken."),
    Rule.NO_STATUS: lazy("We know no such status."),
    Rule.TOO_LONG: lazy("It is longer than %(detail)s letters."),
    Rule.TWICE: lazy("The same certificate stands in row %(detail)s."),
    Rule.HELD_TWICE: lazy("Row %(detail)s gives the same person another number for it."),
    Rule.OTHER_PERSON: lazy("The other columns of this row name %(detail)s."),
    Rule.OTHER_HOLDER: lazy("This number is %(detail)s’s in your register."),
    Rule.TAKEN_ADDRESS: lazy("This address is another person’s here."),
    Rule.RENEWED_HERE: lazy("They have renewed here since: the register says %(day)s."),
    Rule.OWN: lazy("This is you."),
    Rule.REFUSED: lazy("%(detail)s"),
    Rule.NO_PERSON: lazy("Nobody in your register or among your members is named so."),
    Rule.NOT_HELD: lazy("They hold no such certification with you."),
    Rule.NO_AMOUNT: lazy("This is not an amount of credits."),
    Rule.NO_UNIT: lazy("We know no such unit: %(detail)s."),
    Rule.NO_CATEGORY: lazy("Your policy names no such category."),
    Rule.NOT_OF_CATEGORY: lazy("By your own rules this would not fall into that category."),
    Rule.NO_KIND: lazy("We know no such kind of activity."),
    Rule.NO_DECISION: lazy("This says neither that it was accepted nor that it was not."),
    Rule.SAME_DEED: lazy("The same activity of the same person stands in row %(detail)s."),
    Rule.TAKEN_ENTRY: lazy("Under this id an activity of somebody else is recorded."),
    Rule.DECIDED_HERE: lazy("Something has been decided about this activity here since."),
    Rule.NO_WORD: lazy("There is a word in it we do not know: %(detail)s."),
    Rule.NO_NUMBER: lazy("This is not a whole number, or too large."),
    Rule.NO_YES: lazy("This says neither yes nor no."),
    Rule.NO_PARTS: lazy("These are not shares of a whole, each with its topics."),
    Rule.NEWER_HERE: lazy("This activity was corrected or taken back here since."),
    Rule.OTHERS_ENTRY: lazy("This activity was not recorded by you, and your list says otherwise."),
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
    Rule.TOO_LATE: lazy("Check both days, or leave the columns of the earlier cycle out."),
    Rule.NO_BIRTHDAY: lazy("Write it as 03-14, or let it be empty: it only helps to find people."),
    Rule.NO_ADDRESS: lazy("Correct it, or let it be empty: people without an address are fine."),
    Rule.NO_STATUS: lazy("Choose what it means. Active and lapsed follow from the dates."),
    Rule.TOO_LONG: lazy("Shorten it."),
    Rule.TWICE: lazy("Take one of the two rows out of your file, or leave this one out."),
    Rule.HELD_TWICE: lazy("Is it one person, and which number is right? Correct one row."),
    Rule.OTHER_PERSON: lazy("Correct the row: all its columns must name one person."),
    Rule.OTHER_HOLDER: lazy("Check the number and the name."),
    Rule.TAKEN_ADDRESS: lazy("Check it; if both are one person, merge their records first."),
    Rule.RENEWED_HERE: lazy("Nothing is put back by an older list: correct it there if need be."),
    Rule.OWN: lazy("Ask a colleague to import this row."),
    Rule.NO_PERSON: lazy("Import the people first, or correct what names them."),
    Rule.NOT_HELD: lazy("Import the certification first, or say which one it was for."),
    Rule.NO_AMOUNT: lazy("Write it as 1.5, with at most three decimals, or let it be empty."),
    Rule.NO_UNIT: lazy("Write one of these, or let it be empty for your own unit."),
    Rule.NO_CATEGORY: lazy("Choose which of your categories it is, or none."),
    Rule.NOT_OF_CATEGORY: lazy("Say that it was accepted, or name the kind of activity."),
    Rule.NO_KIND: lazy("Choose which kind it was."),
    Rule.NO_DECISION: lazy("Choose what was decided."),
    Rule.SAME_DEED: lazy("Leave one out, or give your own id of each activity."),
    Rule.TAKEN_ENTRY: lazy("Check the id, and whose activity it is."),
    Rule.DECIDED_HERE: lazy("A list does not change what was decided here: do it there."),
    Rule.NO_WORD: lazy(
        "Choose what it is, or let it be empty. Several words are parted by semicolons."
    ),
    Rule.NO_NUMBER: lazy("Write a whole number, or let it be empty."),
    Rule.NO_YES: lazy("Write yes or no, or let it be empty."),
    Rule.NO_PARTS: lazy("Write them as 1/8: ethics; 7/8: nutrition."),
    Rule.NEWER_HERE: lazy("Take a newer list, or leave this row out."),
    Rule.OTHERS_ENTRY: lazy("Whoever entered it corrects it. Say what you decided, and no more."),
    Rule.REFUSED: lazy("Enter this row by hand, or correct it in your file."),
}
OUTCOMES = {
    Outcome.NEW: ("good", lazy("new")),
    Outcome.CHANGED: ("note", lazy("changed")),
    Outcome.SAME: ("quiet", lazy("as it is already")),
    Outcome.CONFLICT: ("warn", lazy("decided here since")),
    Outcome.BAD: ("stop", lazy("not good yet")),
    Outcome.LEFT_OUT: ("quiet", lazy("left out")),
}
STATES = {
    ImportState.MAPPING: ("ask", lazy("Columns to be named")),
    ImportState.TRYING: ("wait", lazy("Being tried")),
    ImportState.CHECKED: ("ask", lazy("Tried, not imported")),
    ImportState.RUNNING: ("wait", lazy("Being imported")),
    ImportState.DONE: ("good", lazy("Imported")),
    ImportState.STOPPED: ("quiet", lazy("Stopped")),
}
FIXABLE = frozenset(Rule) - {
    Rule.NO_NAME, Rule.NOBODY, Rule.EITHER_DAY, Rule.TWICE, Rule.HELD_TWICE, Rule.OTHER_HOLDER,
    Rule.OTHER_PERSON, Rule.OWN, Rule.RENEWED_HERE, Rule.REFUSED, Rule.NO_PERSON, Rule.SAME_DEED,
    Rule.TAKEN_ENTRY, Rule.DECIDED_HERE, Rule.NEWER_HERE, Rule.OTHERS_ENTRY,
}  # fmt: skip
"""What one value in place of another mends. The others differ from row to row."""

STATUS_CHOICES = ("active", "suspended", "retired", "inactive", "withdrawn")
DECISION_CHOICES = (
    ("accepted", lazy("accepted")),
    ("rejected", lazy("not accepted")),
    ("undecided", lazy("not decided yet")),
)


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
