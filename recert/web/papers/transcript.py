"""A transcript as it was handed out: what was done and awarded, dated, with its check page.

The paper and the page behind its code are made from the same kept words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from recert.lib.days import local_day
from recert.lib.typesetting import Plain, typeset
from recert.rules.facts import Reporter
from recert.standing.words import capital, day_words
from recert.standing.words.vocabulary import word
from recert.transcript.models import IssuedTranscript
from recert.web.components.words import day_range
from recert.web.papers.award import award_words
from recert.web.papers.letterhead import made_on, plain_head, public_address, square_of

LAYOUT = Path(__file__).with_name("transcript.typ")


@dataclass(frozen=True, slots=True)
class Entry:
    """One line: the day, what, held by whom, what was awarded, who says so."""

    day: str
    title: str
    held_by: str
    awarded: str
    said_by: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A transcript in words."""

    name: str
    made: str
    period: str
    certifications: tuple[tuple[str, str, str, str], ...]  # name, body, number, check code
    entries: tuple[Entry, ...]
    sha256: str


def shown(issued: IssuedTranscript) -> Shown:
    """What it said when it was handed out, in the reader's language."""
    content: dict[str, Any] = issued.content
    since, until = (_day(content[each]) for each in ("since", "until"))
    return Shown(
        name=content["name"],
        made=day_words(local_day(issued.issued_at, issued.person.zone)),
        period=day_range(since, until) or _("everything recorded"),
        certifications=tuple(
            (each["name"], each["body"], each["number"], each["code"])
            for each in content["certifications"]
        ),
        entries=tuple(_entry(each) for each in content["entries"]),
        sha256=issued.sha256,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _entry(entry: dict[str, Any]) -> Entry:
    awards = (
        award_words(Fraction(each["amount"]), each["unit"], each["by"]) for each in entry["awards"]
    )
    return Entry(
        day=day_words(date.fromisoformat(entry["completed"])),
        title=entry["title"],
        held_by=entry["held_by"],
        awarded="; ".join(awards),
        said_by=capital(word(Reporter(entry["said_by"]))),
    )


def address_of(issued: IssuedTranscript) -> str:
    """The page where anybody who has the code sees the same."""
    return public_address(reverse("public:transcript", args=[issued.code]))


def transcript_paper(issued: IssuedTranscript, at: datetime) -> bytes:
    """The same on paper."""
    return typeset(LAYOUT, _data(issued, at), at)


def transcript_name(issued: IssuedTranscript) -> str:
    """What the download is called."""
    return f"transcript-{issued.code}.pdf"


def _site() -> str:
    return f"recert, {urlsplit(settings.SITE_URL).netloc}"


def _data(issued: IssuedTranscript, at: datetime) -> dict[str, Plain]:
    said, address = shown(issued), address_of(issued)
    title = _("Transcript of continuing education")
    return {
        **plain_head(_site(), title, made_on(at, issued.person.zone)),
        "facts": [
            [_("Of"), said.name],
            [_("As of"), said.made],
            [_("Time"), said.period],
            [_("Check code"), issued.code],
        ],
        "address": address,
        "qr": square_of(address),
        "certifications": [list(each) for each in said.certifications],
        "entries": [
            [each.day, each.title, each.held_by, each.awarded, each.said_by]
            for each in said.entries
        ],
        "words": {
            "check": _("Compare it with what was handed out:"),
            "certifications": _("Certifications, confirmed by their bodies"),
            "certification-head": [_("Certification"), _("Body"), _("Number"), _("Check code")],
            "entries": _("Completed"),
            "entry-head": [_("Day"), _("Title"), _("Held by"), _("Awarded"), _("Said by")],
            "means": _(
                "It says what was done and awarded, as recorded. What it counts for is each "
                "body’s to say."
            ),
        },
    }
