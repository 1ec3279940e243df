"""Columns: what a body's own headings mean. Guessed once, said by staff, remembered by heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from recert.lib.folding import fold
from recert.lib.refusals import Refusal
from recert.register.models import Brings


class Column(StrEnum):
    """What a column can hold."""

    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    EMAIL = "email"
    BIRTHDAY = "birthday"
    PERSON_ID = "person_id"
    CREDENTIAL = "credential"
    LEVEL = "level"
    NUMBER = "number"
    CERTIFIED = "certified"
    EXPIRES = "expires"
    STATUS = "status"
    REASON = "reason"
    CYCLE_START = "cycle_start"
    CYCLE_END = "cycle_end"
    RENEWED_ON = "renewed_on"
    MEMBER_NUMBER = "member_number"
    MEMBER_SINCE = "member_since"
    MEMBER_UNTIL = "member_until"
    # of what people have done
    ENTRY_ID = "entry_id"
    TITLE = "title"
    COMPLETED = "completed"
    AMOUNT = "amount"
    UNIT = "unit"
    CATEGORY = "category"
    PROVIDER = "provider"
    KIND = "kind"
    DECIDED = "decided"
    DECIDED_ON = "decided_on"
    ACCEPTED = "accepted"
    AWARDS = "awards"
    STARTED = "started"
    DELIVERY = "delivery"
    MINUTES = "minutes"
    PREPARATION = "preparation"
    TOPICS = "topics"
    PARTS = "parts"
    ASSESSED = "assessed"
    PASSED = "passed"
    GRADE = "grade"
    COURSE = "course"
    SUBJECT = "subject"
    ACCREDITED_BY = "accredited_by"
    TEST_CENTRE = "test_centre"
    CARDS = "cards"
    CARD_MONTHS = "card_months"


_PARTICULARS = (
    Column.STARTED, Column.DELIVERY, Column.MINUTES, Column.PREPARATION, Column.TOPICS,
    Column.PARTS, Column.ASSESSED, Column.PASSED, Column.GRADE, Column.COURSE, Column.SUBJECT,
    Column.ACCREDITED_BY, Column.TEST_CENTRE, Column.CARDS, Column.CARD_MONTHS,
)  # fmt: skip
_DEEDS = frozenset(
    (
        Column.ENTRY_ID, Column.TITLE, Column.COMPLETED, Column.AMOUNT, Column.UNIT,
        Column.CATEGORY, Column.PROVIDER, Column.KIND, Column.DECIDED, Column.DECIDED_ON,
        Column.ACCEPTED, Column.AWARDS, *_PARTICULARS,
    )
)  # fmt: skip

NAMES = {
    Column.NAME: lazy("Name"),
    Column.FIRST_NAME: lazy("First name"),
    Column.LAST_NAME: lazy("Last name"),
    Column.EMAIL: lazy("E-mail address"),
    Column.BIRTHDAY: lazy("Month and day of birth"),
    Column.PERSON_ID: lazy("Your own id of the person"),
    Column.CREDENTIAL: lazy("Certification"),
    Column.LEVEL: lazy("Level"),
    Column.NUMBER: lazy("Certificate number"),
    Column.CERTIFIED: lazy("Certified on"),
    Column.EXPIRES: lazy("Last day"),
    Column.STATUS: lazy("Status"),
    Column.REASON: lazy("Reason of the status"),
    Column.CYCLE_START: lazy("First day of an earlier cycle"),
    Column.CYCLE_END: lazy("Last day of an earlier cycle"),
    Column.RENEWED_ON: lazy("Day the earlier cycle was renewed"),
    Column.MEMBER_NUMBER: lazy("Membership number"),
    Column.MEMBER_SINCE: lazy("Member since"),
    Column.MEMBER_UNTIL: lazy("Member until"),
    Column.ENTRY_ID: lazy("Your own id of the activity"),
    Column.TITLE: lazy("What was done"),
    Column.COMPLETED: lazy("Completed on"),
    Column.AMOUNT: lazy("Credits"),
    Column.UNIT: lazy("Unit of the credits"),
    Column.CATEGORY: lazy("Category"),
    Column.PROVIDER: lazy("Provider"),
    Column.KIND: lazy("Kind of activity"),
    Column.DECIDED: lazy("Whether you accepted it"),
    Column.DECIDED_ON: lazy("Decided on"),
    Column.ACCEPTED: lazy("Credits you accepted"),
    Column.AWARDS: lazy("All credits awarded"),
    Column.STARTED: lazy("Begun on"),
    Column.DELIVERY: lazy("How it was held"),
    Column.MINUTES: lazy("Minutes"),
    Column.PREPARATION: lazy("Minutes of preparing to teach"),
    Column.TOPICS: lazy("Topics"),
    Column.PARTS: lazy("Parts about topics of their own"),
    Column.ASSESSED: lazy("Whether there was a test"),
    Column.PASSED: lazy("Whether it was passed"),
    Column.GRADE: lazy("Grade"),
    Column.COURSE: lazy("The provider’s number of the course"),
    Column.SUBJECT: lazy("Certification examined or earned"),
    Column.ACCREDITED_BY: lazy("Who accredited that certification"),
    Column.TEST_CENTRE: lazy("Whether it was at a test centre"),
    Column.CARDS: lazy("Cards it gave"),
    Column.CARD_MONTHS: lazy("Months the cards last"),
}

OF: dict[Brings, tuple[Column, ...]] = {
    Brings.REGISTER: tuple(each for each in NAMES if each not in _DEEDS),
    Brings.HISTORY: (
        Column.ENTRY_ID, Column.PERSON_ID, Column.NUMBER, Column.MEMBER_NUMBER, Column.EMAIL,
        Column.NAME, Column.CREDENTIAL, Column.TITLE, Column.KIND, Column.COMPLETED,
        Column.PROVIDER, Column.AMOUNT, Column.UNIT, Column.CATEGORY, Column.DECIDED,
        Column.DECIDED_ON, Column.ACCEPTED, Column.REASON, Column.AWARDS, *_PARTICULARS,
    ),
}  # fmt: skip
"""Which columns a list of each sort may have, in the order they are offered."""

DAYS = (
    Column.CERTIFIED, Column.EXPIRES, Column.CYCLE_START, Column.CYCLE_END, Column.RENEWED_ON,
    Column.MEMBER_SINCE, Column.MEMBER_UNTIL,
)  # fmt: skip

DAYS_OF_HISTORY = (Column.COMPLETED, Column.STARTED, Column.DECIDED_ON)
DAYS_OF = {Brings.REGISTER: DAYS, Brings.HISTORY: DAYS_OF_HISTORY}

LONGEST = {
    Column.NAME: 150,
    Column.EMAIL: 254,
    Column.PERSON_ID: 60,
    Column.NUMBER: 60,
    Column.MEMBER_NUMBER: 60,
    Column.REASON: 1000,
    Column.ENTRY_ID: 200,
    Column.TITLE: 200,
    Column.PROVIDER: 200,
    Column.GRADE: 10,
    Column.COURSE: 120,
    Column.SUBJECT: 120,
}
"""So many letters fit."""

_MEANT = {
    Column.NAME: "name fullname holder certificant person membername completename displayname",
    Column.FIRST_NAME: "firstname first givenname forename givennames",
    Column.LAST_NAME: "lastname last surname familyname",
    Column.EMAIL: "email mail emailaddress emailaddresses primaryemail",
    Column.BIRTHDAY: "birthday birthdaymonthday monthandday monthday monthanddayofbirth",
    Column.PERSON_ID: "id personid customerid contactid userid clientid imisid "
    "recordid constituentid",
    Column.CREDENTIAL: "credential certification cert certificate certtype certificationtype "
    "designation program certificationname credentialname",
    Column.LEVEL: "level tier grade certificationlevel",
    Column.NUMBER: "number no certificatenumber certificationnumber certno certnumber certid "
    "certificateno credentialnumber licensenumber certificationid registrynumber",
    Column.CERTIFIED: "certified certifiedon certificationdate issued issuedate dateissued "
    "originaldate certdate initialcertification datecertified effectivedate issuedon",
    Column.EXPIRES: "expires expiry expirydate expiration expirationdate expireson lastday "
    "validuntil validto enddate certexp expdate dateexpires",
    Column.STATUS: "status certificationstatus certstatus state",
    Column.REASON: "reason statusreason",
    Column.CYCLE_START: "cyclestart previouscyclestart firstdayofanearliercycle",
    Column.CYCLE_END: "cycleend previouscycleend previousexpiration lastdayofanearliercycle",
    Column.RENEWED_ON: "renewedon renewaldate renewed lastrenewed dateoflastrenewal",
    Column.MEMBER_NUMBER: "membernumber memberno membershipnumber membershipno memberid",
    Column.MEMBER_SINCE: "membersince joindate joined joinedon datejoined membershipstart",
    Column.MEMBER_UNTIL: "memberuntil membershipexpires membershipend paidthrough paidthru "
    "membershipexpiry memberexpiration",
    Column.ENTRY_ID: "activityid entryid recordid creditid cecid ceuid logid transactionid id",
    Column.TITLE: "title activity activityname activitytitle course coursename coursetitle what "
    "description event eventname programname programtitle",
    Column.COMPLETED: "completed completedon completion completiondate datecompleted date "
    "activitydate when attended dateattended enddate",
    Column.AMOUNT: "amount credits credit ceus ceu cecs cec hours points pdus pdu earned "
    "creditsearned creditsawarded numberofcredits",
    Column.UNIT: "unit units credittype unittype",
    Column.CATEGORY: "category creditcategory categoryname type class",
    Column.PROVIDER: "provider providername sponsor organization organisation vendor school",
    Column.KIND: "kind activitytype kindofactivity format",
    Column.DECIDED: "decided decision status approved accepted reviewstatus creditstatus",
    Column.DECIDED_ON: "decidedon decisiondate approvedon approvaldate reviewedon dateapproved",
    Column.ACCEPTED: "creditsaccepted creditsapproved acceptedcredits approvedcredits",
    Column.STARTED: "started startdate begin begun begunon datestarted",
    Column.DELIVERY: "delivery deliverymethod modality",
    Column.MINUTES: "minutes durationminutes contactminutes",
    Column.TOPICS: "topics topic subjects subjectareas",
    Column.GRADE: "grade",
    Column.COURSE: "coursenumber courseid coursecode",
    Column.PASSED: "passed",
}
_COLUMN_OF = {
    brings: {word: column for column in columns for word in _MEANT.get(column, "").split()}
    for brings, columns in OF.items()
}
# A list of what people have done calls the activity simply its id, and so a list of people them.
_COLUMN_OF[Brings.HISTORY] |= dict.fromkeys(("id", "recordid"), Column.ENTRY_ID)

Mapped = Mapping[str, str]
"""Which column each heading is; empty for one that is left out."""


def guess(headers: Iterable[str], remembered: Mapped, brings: Brings) -> dict[str, str]:
    """What each heading means: as it was said the last time, else as most people mean it."""
    found: dict[str, str] = {}
    for header in headers:
        meant = remembered.get(header)
        if meant is None:
            plain = re.sub(r"[^a-z]", "", fold(header))
            meant = _COLUMN_OF[brings].get(plain) or _named_as_shown(header, brings) or ""
        found[header] = meant if meant not in found.values() else ""
    return found


def _named_as_shown(header: str, brings: Brings) -> str:
    """A heading as our own export writes it, in the reader's language."""
    shown = {fold(str(NAMES[column])): column for column in OF[brings]}
    return shown.get(fold(header), "")


def problems_of(mapped: Mapped, brings: Brings) -> list[Refusal]:
    """What is wrong with a mapping: a column that is two, or none where there must be one."""
    said = [column for column in mapped.values() if column]
    found = [
        Refusal(_("Two columns cannot both be “%(name)s”. Choose one.") % {"name": name})
        for column, name in NAMES.items()
        if said.count(column) > 1
    ]
    if brings == Brings.HISTORY:
        return found + _missing_of_history(said)
    if Column.NAME not in said and Column.LAST_NAME not in said:
        found.append(Refusal(_("Say which column holds the name.")))
    if not {Column.NUMBER, Column.PERSON_ID, Column.EMAIL, Column.MEMBER_NUMBER} & set(said):
        found.append(
            Refusal(
                _(
                    "Say which column tells people apart: the certificate number, your own id "
                    "of the person, a membership number or the e-mail address."
                )
            )
        )
    holds = {Column.CERTIFIED, Column.EXPIRES} <= set(said)
    if not holds and Column.MEMBER_SINCE not in said:
        found.append(
            Refusal(
                _(
                    "Say which columns hold the day of certification and the last day, or "
                    "since when somebody is a member."
                )
            )
        )
    return found


def _missing_of_history(said: list[str]) -> list[Refusal]:
    """What a list of what people have done cannot do without."""
    found = []
    if Column.TITLE not in said:
        found.append(Refusal(_("Say which column tells what was done.")))
    if Column.COMPLETED not in said:
        found.append(Refusal(_("Say which column holds the day it was completed.")))
    if not {Column.NUMBER, Column.PERSON_ID, Column.EMAIL, Column.MEMBER_NUMBER} & set(said):
        found.append(
            Refusal(
                _(
                    "Say which column tells whose it is: the certificate number, your own id of "
                    "the person, a membership number or the e-mail address."
                )
            )
        )
    return found
