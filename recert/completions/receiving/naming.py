"""Naming: whether a line says enough of somebody to find them by, and says it as it must be."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from recert.completions.lines import Line, Named, Problem
from recert.lib.days import is_birthday

MOST_LETTERS = {"number": 60, "email": 254, "name": 200, "system": 200, "account": 200}


def problems_of_naming(line: Line, bodies: Collection[str]) -> Iterator[Problem]:
    """What is wrong with how somebody is named. Nothing of whether there is such a person."""
    named = line.named
    if named.person:
        return
    said = {problem.field for problem in line.wrong}
    for problem in (*_long(named), *_written(named, bodies), *_enough(named)):
        if problem.field not in said:
            yield problem


def _long(named: Named) -> Iterator[Problem]:
    for field, most in MOST_LETTERS.items():
        if len(getattr(named, field)) > most:
            yield Problem(
                field=field,
                value=getattr(named, field)[:most],
                rule=_("At most %(most)d letters are kept.") % {"most": most},
                fix=_("Write the short form of it."),
            )


def _written(named: Named, bodies: Collection[str]) -> Iterator[Problem]:
    if named.number and named.body.strip().lower() not in bodies:
        yield Problem(
            field="body",
            value=named.body,
            rule=_("A number is one of a body’s, and this is none of the bodies here."),
            fix=_("Write the body’s short name, such as acsm."),
        )
    if named.born and not is_birthday(named.born):
        yield Problem(
            field="born",
            value="" if _looks_whole(named.born) else named.born,
            rule=_("Only the month and the day of birth are taken, never the year."),
            fix=_("Write month and day, such as 03-14."),
        )
    if named.email and not _is_address(named.email.strip()):
        yield Problem(
            field="email",
            value=named.email,
            rule=_("This is not an e-mail address."),
            fix=_("Write it whole, such as ada@example.org."),
        )


def _enough(named: Named) -> Iterator[Problem]:
    if named.number and not (named.born or named.email or named.account):
        yield Problem(
            field="born",
            value="",
            rule=_("A number alone could be a slip: a second fact has to agree."),
            fix=_("Add the month and day of birth, or the e-mail address."),
        )
    if not (named.number or named.email or named.account):
        yield Problem(
            field="number",
            value="",
            rule=_("Nobody can be found by this."),
            fix=_("Write a number with month and day of birth, or an e-mail address."),
        )


def _looks_whole(born: str) -> bool:
    """Whether it may be a whole date of birth: that is not even shown again."""
    return sum(letter.isdigit() for letter in born) > len("0314")


def _is_address(text: str) -> bool:
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True
