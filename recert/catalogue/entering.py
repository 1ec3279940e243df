"""Entering: what a course and a class are said to be, and what is wrong with it, all at once.

The same sentences serve the form, the import and the interface, and they need no database.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _

from recert.catalogue.timing import clock_refusal, moment_of
from recert.lib.days import is_zone
from recert.lib.refusals import Refusal
from recert.rules.facts import Delivery, DocumentKind, Kind, Part, Topic

TAUGHT = (
    Kind.COURSE,
    Kind.WORKSHOP,
    Kind.WEBINAR,
    Kind.SELF_STUDY,
    Kind.CONFERENCE,
    Kind.COLLEGE_COURSE,
    Kind.QUIZ,
    Kind.NANO,
    Kind.LIFE_SUPPORT,
    Kind.MEETING,
)
"""The kinds of activity a provider can offer; the others are somebody's own doing."""

CARDS = (
    DocumentKind.CPR,
    DocumentKind.AED,
    DocumentKind.FIRST_AID,
    DocumentKind.BASIC_LIFE_SUPPORT,
    DocumentKind.ADVANCED_LIFE_SUPPORT,
)

OLDEST = date(1950, 1, 1)
NEWEST = date(2100, 1, 1)
MOST_MINUTES = 2_000 * 60
MOST_CENTS = 100_000_00
MOST_SEATS = 100_000
MOST_OBJECTIVES = 40
MOST_PRESENTERS = 60

_AN_ADDRESS = URLValidator(["http", "https"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Teacher:
    """Somebody who presents, as the provider publishes it."""

    name: str
    qualification: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseDraft:
    """What an edition of a course is said to be. `since` is the first day it is taught."""

    title: str
    kind: Kind
    delivery: Delivery
    since: date
    minutes: int | None = None  # of instruction, breaks not included
    topics: frozenset[Topic] = frozenset()
    parts: tuple[Part, ...] = ()
    summary: str = ""
    objectives: tuple[str, ...] = ()
    presenters: tuple[Teacher, ...] = ()
    assessed: bool = False
    pass_percent: int | None = None
    cards: frozenset[DocumentKind] = frozenset()
    card_months: int | None = None
    language: str = "en"
    accessibility: str = ""
    evidence_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassDraft:
    """What a class is said to be; moments as the clock on the wall in `zone` shows them."""

    zone: str
    starts: datetime | None = None  # None: can be taken at any time
    ends: datetime | None = None
    number: str = ""
    place: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    link: str = ""
    joining: str = ""
    seats: int | None = None
    cents: int = 0
    currency: str = ""  # where no till here takes the money
    tax_free: bool = False
    member_cents: tuple[tuple[str, int], ...] = ()  # (slug of the body, price)
    enrol_until: datetime | None = None
    refund_days: int | None = None
    refund_words: str = ""
    least_minutes: int | None = None
    is_listed: bool = False


# ---------------------------------------------------------------- courses


def number_refusals(number: str) -> Iterator[Refusal]:
    """What is wrong with a course's number."""
    if not number.strip():
        yield Refusal(_("Give the course a number of your own, such as ETH-2."), "number")
    elif len(number.strip()) > 60:
        yield Refusal(_("Shorten the number to 60 characters."), "number")


def course_refusals(draft: CourseDraft) -> list[Refusal]:
    """Everything wrong with an edition somebody wants to enter."""
    return [
        *_title_refusals(draft),
        *_length_refusals(draft),
        *_topic_refusals(draft),
        *_assessment_refusals(draft),
        *_card_refusals(draft),
        *_presenter_refusals(draft),
    ]


def _title_refusals(draft: CourseDraft) -> Iterator[Refusal]:
    if not draft.title.strip():
        yield Refusal(_("Enter the title as the certificate prints it."), "title")
    elif len(draft.title.strip()) > 200:
        yield Refusal(_("Shorten the title to 200 letters."), "title")
    if draft.kind not in TAUGHT:
        yield Refusal(_("Choose a kind that can be taught."), "kind")
    if not OLDEST <= draft.since <= NEWEST:
        yield Refusal(_("Check the year of the first day."), "since")
    if not draft.language.strip() or len(draft.language) > 10:
        yield Refusal(_("Write the language as a code of two letters, such as en."), "language")
    if len(draft.objectives) > MOST_OBJECTIVES:
        yield Refusal(
            _("Write at most %(most)s objectives.") % {"most": MOST_OBJECTIVES}, "objectives"
        )


def _length_refusals(draft: CourseDraft) -> Iterator[Refusal]:
    if draft.minutes is None:
        return
    if draft.minutes <= 0:
        yield Refusal(_("Enter how long it is taught, or leave the time empty."), "minutes")
    elif draft.minutes > MOST_MINUTES:
        yield Refusal(_("That is more than 2,000 hours. Write minutes, not points."), "minutes")


def _topic_refusals(draft: CourseDraft) -> Iterator[Refusal]:
    if not draft.topics and not draft.parts:
        yield Refusal(_("Choose what it is about. Bodies read it by their own rules."), "topics")
    shares = [part.share for part in draft.parts]
    if any(not 0 < share <= 1 for share in shares) or sum(shares) > 1:
        yield Refusal(_("The parts add up to more than the whole course."), "parts")
    if any(not part.topics for part in draft.parts):
        yield Refusal(_("Say what each part is about."), "parts")


def _assessment_refusals(draft: CourseDraft) -> Iterator[Refusal]:
    if draft.pass_percent is None:
        return
    if not draft.assessed:
        yield Refusal(
            _("A pass mark needs an assessment. Tick it, or leave the mark empty."), "pass_percent"
        )
    if not 1 <= draft.pass_percent <= 100:
        yield Refusal(_("Write the pass mark in per cent, from 1 to 100."), "pass_percent")


def _card_refusals(draft: CourseDraft) -> Iterator[Refusal]:
    if draft.cards and draft.kind is not Kind.LIFE_SUPPORT:
        yield Refusal(
            _("Cards belong to life-support training. Choose that kind, or leave them out."),
            "cards",
        )
    if not draft.cards <= set(CARDS):
        yield Refusal(_("Choose cards of life support only."), "cards")
    if draft.card_months is None:
        if draft.cards:
            yield Refusal(_("Say how many months the card is good for."), "card_months")
    elif not 1 <= draft.card_months <= 120:
        yield Refusal(_("Write the card’s months, from 1 to 120."), "card_months")


def _presenter_refusals(draft: CourseDraft) -> Iterator[Refusal]:
    if len(draft.presenters) > MOST_PRESENTERS:
        yield Refusal(
            _("Name at most %(most)s presenters.") % {"most": MOST_PRESENTERS}, "presenters"
        )
    if any(not each.name.strip() or len(each.name) > 150 for each in draft.presenters):
        yield Refusal(_("Each presenter needs a name of at most 150 letters."), "presenters")
    if any(len(each.qualification) > 300 for each in draft.presenters):
        yield Refusal(_("Shorten the qualification to 300 letters."), "presenters")


# ---------------------------------------------------------------- classes


def class_refusals(draft: ClassDraft) -> list[Refusal]:
    """Everything wrong with a class somebody wants to plan."""
    if not is_zone(draft.zone):
        return [Refusal(_("Choose the time zone of the class from the list."), "zone")]
    return [
        *_time_refusals(draft),
        *_place_refusals(draft),
        *_seat_refusals(draft),
        *_price_refusals(draft),
    ]


def _time_refusals(draft: ClassDraft) -> Iterator[Refusal]:
    moments = (("starts", draft.starts), ("ends", draft.ends), ("enrol_until", draft.enrol_until))
    for field, wall in moments:
        sentence = clock_refusal(wall, draft.zone) if wall is not None else ""
        if sentence:
            yield Refusal(sentence, field)
    if draft.starts is None:
        if draft.ends is not None:
            yield Refusal(_("Say when it begins, or leave the end empty too."), "starts")
        return
    if draft.ends is None:
        yield Refusal(_("Say when it ends."), "ends")
    elif draft.ends <= draft.starts:
        yield Refusal(_("It ends before it begins. Check both."), "ends")
    elif (draft.ends - draft.starts).days > 366:
        yield Refusal(_("That is longer than a year. Check the year of the end."), "ends")
    if draft.enrol_until is not None and draft.ends and draft.enrol_until > draft.ends:
        yield Refusal(_("Enrolment cannot end after the class does."), "enrol_until")


def _place_refusals(draft: ClassDraft) -> Iterator[Refusal]:
    if draft.country and not (len(draft.country) == 2 and draft.country.isupper()):
        yield Refusal(_("Choose the country from the list."), "country")
    if draft.region and not draft.country:
        yield Refusal(_("Choose the country of the region."), "country")
    if len(draft.region) > 10:
        yield Refusal(_("Write the region as its code, such as TX."), "region")
    for field, longest in (("number", 60), ("place", 200), ("city", 100)):
        if len(getattr(draft, field)) > longest:
            yield Refusal(_("Write at most %(most)s letters.") % {"most": longest}, field)
    if draft.link.strip():
        try:
            _AN_ADDRESS(draft.link.strip())
        except ValidationError:
            yield Refusal(_("Write a whole address that begins with https://."), "link")


def _seat_refusals(draft: ClassDraft) -> Iterator[Refusal]:
    if draft.seats is not None and not 1 <= draft.seats <= MOST_SEATS:
        yield Refusal(_("Write how many seats there are, or leave it empty."), "seats")
    if draft.least_minutes is None:
        return
    if not 1 <= draft.least_minutes <= MOST_MINUTES:
        yield Refusal(_("Write the minutes one has to be there."), "least_minutes")
    elif (
        draft.starts
        and draft.ends
        and not any(clock_refusal(wall, draft.zone) for wall in (draft.starts, draft.ends))
    ):
        begins, ends = moment_of(draft.starts, draft.zone), moment_of(draft.ends, draft.zone)
        lasts = (ends - begins).total_seconds() // 60
        if draft.least_minutes > lasts:
            yield Refusal(
                _("The class lasts %(lasts)s minutes. Nobody can be there longer.")
                % {"lasts": int(lasts)},
                "least_minutes",
            )


def _price_refusals(draft: ClassDraft) -> Iterator[Refusal]:
    if not 0 <= draft.cents <= MOST_CENTS:
        yield Refusal(_("Write a price from 0 to 100,000."), "price")
    for slug, cents in draft.member_cents:
        if not 0 <= cents <= MOST_CENTS:
            yield Refusal(_("Write a price from 0 to 100,000."), f"member_{slug}")
        elif cents > draft.cents:
            yield Refusal(
                _("Members would pay more than everybody else. Check both prices."),
                f"member_{slug}",
            )
    if draft.currency and not (len(draft.currency) == 3 and draft.currency.isupper()):
        yield Refusal(_("Write the currency as three letters, such as USD."), "currency")
    if draft.refund_days is not None and not 0 <= draft.refund_days <= 366:
        yield Refusal(_("Write the days before the start, from 0 to 366."), "refund_days")
