"""Fields: what the columns of a roster can hold. Guessed once, said by the provider, remembered."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.lib.folding import fold
from recert.lib.refusals import Refusal


class Field(StrEnum):
    """What a column can hold. The names are those of a completion's own fields."""

    BODY = "body"
    NUMBER = "number"
    BORN = "born"
    EMAIL = "email"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    ACCOUNT = "account"
    COURSE = "course"
    THEIR_COURSE = "their_course"  # the number a body or a registry gave it
    CLASS = "course_class"
    COMPLETED = "completed"
    STARTED = "started"
    MINUTES = "minutes"
    HOURS = "hours"
    PASSED = "passed"
    GRADE = "grade"
    ROLE = "role"
    AMOUNT = "amount"
    UNIT = "unit"
    EXTERNAL_ID = "external_id"
    STATE = "state"
    PROFESSION = "profession"


MOST_PARTS = 6
"""So many pairs of subject area and hours stand in a row."""
AREAS = tuple(f"area_{n}" for n in range(1, MOST_PARTS + 1))
PART_HOURS = tuple(f"part_hours_{n}" for n in range(1, MOST_PARTS + 1))

NAMES: dict[str, object] = {
    Field.BODY: lazy("Body whose number it is"),
    Field.NUMBER: lazy("Certificate or licence number"),
    Field.BORN: lazy("Month and day of birth"),
    Field.EMAIL: lazy("E-mail address"),
    Field.NAME: lazy("Name"),
    Field.FIRST_NAME: lazy("First name"),
    Field.LAST_NAME: lazy("Last name"),
    Field.ACCOUNT: lazy("Account in your system"),
    Field.COURSE: lazy("Your number of the course"),
    Field.THEIR_COURSE: lazy("A body’s number of the course"),
    Field.CLASS: lazy("Your number of the class"),
    Field.COMPLETED: lazy("Completed on"),
    Field.STARTED: lazy("Begun on"),
    Field.MINUTES: lazy("Minutes there"),
    Field.HOURS: lazy("Hours there"),
    Field.PASSED: lazy("Was there, or passed"),
    Field.GRADE: lazy("Grade"),
    Field.ROLE: lazy("Learner or presenter"),
    Field.AMOUNT: lazy("Credit"),
    Field.UNIT: lazy("Unit of the credit"),
    Field.EXTERNAL_ID: lazy("Your own id of the completion"),
    Field.STATE: lazy("State of the licence"),
    Field.PROFESSION: lazy("Profession of the licence"),
}
"""What each is called, in the order they are offered; pairs of parts are offered last."""

DAYS = (Field.COMPLETED, Field.STARTED)
CODES = (
    Field.BODY, Field.COURSE, Field.THEIR_COURSE, Field.CLASS, Field.PASSED, Field.ROLE, Field.UNIT,
    *AREAS,
)  # fmt: skip
"""Fields of codes: what one of them meant is remembered for the next list."""

WHO = (Field.NUMBER, Field.BORN, Field.EMAIL, Field.ACCOUNT, Field.NAME)
"""Fields of one person: what is missing in several rows is not the same thing missing."""

_MEANT: dict[str, str] = {
    Field.BODY: "body certifyingbody certificationbody certifiedby credentialbody organization",
    Field.NUMBER: "number no certno certificateno certificatenumber certificationnumber certnumber "
    "certificationid certid credentialnumber licenseno licenceno licensenumber licencenumber "
    "licensenum license licence memberid",
    Field.BORN: "born birthday birthmonthday birthmonthandday birthdaymmdd monthandday dobmmdd "
    "mmdd monthanddayofbirth",
    Field.EMAIL: "email mail emailaddress primaryemail attendeeemail",
    Field.NAME: "name fullname attendee attendeename learner participant student displayname",
    Field.FIRST_NAME: "firstname first givenname forename",
    Field.LAST_NAME: "lastname last surname familyname",
    Field.ACCOUNT: "account userid username login learnerid studentid",
    Field.COURSE: "course courseno coursenumber coursecode courseid providercourseid "
    "yourcourseid providerscourseid",
    Field.THEIR_COURSE: "coursetrackingnumber coursetracking coursetrackingno approvalnumber",
    Field.CLASS: "class classno classnumber session sessionid sessionnumber event eventid",
    Field.COMPLETED: "completed completedon completiondate datecompleted datecompletion date "
    "attended dateattended coursedate classdate",
    Field.STARTED: "started startdate begun begins",
    Field.MINUTES: "minutes min attendanceminutes duration minutesattended timeinsession",
    Field.HOURS: "hours hoursattended contacthours",
    Field.PASSED: "passed pass present attendedyn completedyn result status attendance",
    Field.GRADE: "grade score mark",
    Field.ROLE: "role type attendeetype",
    Field.AMOUNT: "credit credits amount ceus ceu cecs cec creditsawarded creditsearned",
    Field.UNIT: "unit units credittype",
    Field.EXTERNAL_ID: "id recordid completionid transactionid registrationid rowid",
    Field.STATE: "state licensestate",
    Field.PROFESSION: "profession licenseprofession",
}
_FIELD_OF = {word: field for field, words in _MEANT.items() for word in words.split()}


def name_of(field: str) -> str:
    """What a field is called."""
    for n in range(MOST_PARTS):
        if field == AREAS[n]:
            return _("Subject area %(n)d") % {"n": n + 1}
        if field == PART_HOURS[n]:
            return _("Hours of subject area %(n)d") % {"n": n + 1}
    return str(NAMES.get(field, field))


def offered() -> list[tuple[str, str]]:
    """Every field with its name, as a form offers them."""
    pairs = [field for pair in zip(AREAS, PART_HOURS, strict=True) for field in pair]
    return [(field, name_of(field)) for field in (*NAMES, *pairs)]


def guess(headers: Iterable[str], remembered: Mapping[str, str]) -> dict[str, str]:
    """What each heading means: as it was said the last time, else as most people mean it."""
    shown = {fold(name): field for field, name in offered()}
    found: dict[str, str] = {}
    for header in headers:
        meant = remembered.get(header)
        if meant is None:
            plain = re.sub(r"[^a-z]", "", fold(header))
            meant = _FIELD_OF.get(plain) or shown.get(fold(header), "")
        found[header] = meant if meant not in found.values() else ""
    return found


def digest_of_headings(headers: Iterable[str]) -> str:
    """The same for the same headings in the same order."""
    return hashlib.sha256(json.dumps(list(headers)).encode()).hexdigest()


def problems_of(
    mapped: Mapping[str, str], defaults: Mapping[str, str], has_class: bool
) -> list[Refusal]:
    """What is wrong with a mapping: a field that is two, or one there has to be."""
    said = [field for field in mapped.values() if field]
    found = [
        Refusal(_("Two columns cannot both be “%(name)s”. Choose one.") % {"name": name_of(field)})
        for field in dict.fromkeys(said)
        if said.count(field) > 1
    ]
    found += _missing(frozenset(said), defaults, has_class)
    return found


def _missing(
    said: Collection[str], defaults: Mapping[str, str], has_class: bool
) -> Iterable[Refusal]:
    if not {Field.NUMBER, Field.EMAIL, Field.ACCOUNT} & set(said):
        yield Refusal(
            _(
                "Say which column tells who it is: a certificate number (with month and day of "
                "birth or the e-mail address), an e-mail address, or an account."
            )
        )
    names_body = {Field.BODY, Field.PROFESSION} & set(said) or defaults.get("body")
    if Field.NUMBER in said and not names_body:
        yield Refusal(_("Say whose numbers these are."), "body")
    names_course = {Field.COURSE, Field.THEIR_COURSE, Field.CLASS} & set(said)
    if not (names_course or defaults.get("course") or has_class):
        yield Refusal(_("Say which course it was, or which column tells."), "course")
    if Field.COMPLETED not in said and Field.CLASS not in said and not has_class:
        yield Refusal(_("Say which column holds the day it was completed."))
    if len({Field.MINUTES, Field.HOURS} & set(said)) == 2:
        yield Refusal(_("Minutes and hours say the same: choose one of the two columns."))
    if Field.AMOUNT in said and not ({Field.UNIT} & set(said) or defaults.get("unit")):
        yield Refusal(_("Say in which unit the credit is."), "unit")
