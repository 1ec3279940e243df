"""Entering: what is wrong with an entry, told all at once, each with how to mend it.

A sixth file in this room: the same sentences serve the form, the import and the
interface, and they need no database.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction

from django.utils.translation import gettext as _

from recert.lib.days import latest_day
from recert.lib.refusals import Refusal, Refused
from recert.rules import amounts
from recert.rules.facts import Activity, Document

OLDEST = date(1950, 1, 1)
MOST_AMOUNT = Fraction(10_000)
MOST_MINUTES_A_DAY = 24 * 60
MOST_AWARDS = 10
MOST_PREPARATION = 1_000 * 60


def read_amount(text: str, field: str = "amount") -> Fraction:
    """Read an amount as a certificate prints it; refuse with what to write instead."""
    text = text.strip()
    try:
        value = amounts.parse(text)
        amounts.to_grains(value)
    except amounts.NotAnAmount:
        raise Refused(_mend_amount(text), field) from None
    except amounts.NotWholeGrains:
        raise Refused(
            _("“%(text)s” is finer than any certificate prints. Write at most three decimals.")
            % {"text": text},
            field,
        ) from None
    if value > MOST_AMOUNT:
        raise Refused(_("That is more than 10,000. Check the point."), field)
    return value


def _mend_amount(text: str) -> str:
    if not text:
        return _("Enter the amount as the certificate prints it, such as 0.8.")
    if text.startswith("-"):
        return _("An amount cannot be negative. Write it without the minus sign.")
    if "," in text and text.count(",") == 1 and text.replace(",", "").isdigit():
        return _("Write the amount with a point: %(better)s.") % {"better": text.replace(",", ".")}
    return _("“%(text)s” is not an amount. Write digits and at most one point, such as 1.5.") % {
        "text": text
    }


def activity_refusals(activity: Activity, at: datetime) -> list[Refusal]:
    """Everything wrong with an activity somebody wants to enter."""
    return [
        *_title_refusals(activity),
        *_day_refusals(activity, latest_day(at)),
        *_minute_refusals(activity),
        *_award_refusals(activity),
        *_part_refusals(activity),
    ]


def _title_refusals(activity: Activity) -> Iterator[Refusal]:
    if not activity.title.strip():
        yield Refusal(_("Enter the title as it stands on the certificate."), "title")
    if len(activity.title) > 200:
        yield Refusal(_("Shorten the title to 200 letters."), "title")


def _day_refusals(activity: Activity, latest: date) -> Iterator[Refusal]:
    if activity.completed > latest:
        yield Refusal(
            _("This day lies in the future. Log the activity once you have completed it."),
            "completed",
        )
    if activity.completed < OLDEST:
        yield Refusal(_("Check the year: this is before 1950."), "completed")
    if activity.started is not None and activity.started > activity.completed:
        yield Refusal(
            _("It starts after it was completed. Check both days."),
            "started",
        )


def _minute_refusals(activity: Activity) -> Iterator[Refusal]:
    if activity.preparation is not None and activity.preparation > MOST_PREPARATION:
        yield Refusal(_("That is more than 1,000 hours. Write minutes."), "preparation")
    if activity.minutes is None:
        return
    if activity.minutes <= 0:
        yield Refusal(_("Enter how long it lasted, or leave the time empty."), "minutes")
        return
    days = 1
    if activity.started is not None and activity.started <= activity.completed:
        days = (activity.completed - activity.started).days + 1
    if activity.minutes > days * MOST_MINUTES_A_DAY and activity.started is not None:
        yield Refusal(
            _too_long(days),
            "minutes",
        )
    elif activity.minutes > 100 * 60 and activity.started is None:
        yield Refusal(
            _("That is over 100 hours. Enter the day it started too, so that it can be right."),
            "minutes",
        )


def _too_long(days: int) -> str:
    return _("That is more than 24 hours a day over %(days)s days. Write minutes, not points.") % {
        "days": days
    }


def _award_refusals(activity: Activity) -> Iterator[Refusal]:
    if len(activity.awards) > MOST_AWARDS:
        yield Refusal(_("A certificate rarely awards so many units. Enter at most 10."), "awards")
    seen = set()
    for award in activity.awards:
        if award.amount < 0:
            yield Refusal(
                _("An amount cannot be negative. Write it without the minus sign."), "amount"
            )
        elif award.amount == 0:
            yield Refusal(_("An amount of zero earns nothing. Leave it out."), "amount")
        elif award.amount > MOST_AMOUNT:
            yield Refusal(_("That is more than 10,000. Check the point."), "amount")
        if (award.amount * amounts.GRAINS_PER_CREDIT).denominator != 1:
            yield Refusal(
                _("The amount is finer than any certificate prints. Write at most three decimals."),
                "amount",
            )
        if (award.by, award.unit) in seen:
            yield Refusal(
                _("The same unit by the same body is entered twice. Leave one out."), "amount"
            )
        seen.add((award.by, award.unit))


def _part_refusals(activity: Activity) -> Iterator[Refusal]:
    shares = [part.share for part in activity.parts]
    if any(not 0 < share <= 1 for share in shares) or sum(shares) > 1:
        yield Refusal(_("The shares of the parts add up to more than the whole."), "parts")
    if any(not part.topics for part in activity.parts):
        yield Refusal(_("Say what each part was about."), "parts")


def document_refusals(document: Document, at: datetime) -> list[Refusal]:
    """Everything wrong with a document somebody wants to enter."""
    found = []
    if document.issued > latest_day(at):
        found.append(Refusal(_("The day of issue lies in the future. Check the year."), "issued"))
    if document.issued < OLDEST:
        found.append(Refusal(_("Check the year: this is before 1950."), "issued"))
    if document.expires is not None and document.expires < document.issued:
        found.append(Refusal(_("It expires before it was issued. Check both days."), "expires"))
    return found
