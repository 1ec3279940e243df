"""The certificate of completion on paper, from the words kept when it was made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from recert.completions.models import Certificate
from recert.lib.typesetting import Plain, typeset
from recert.rules.facts import Delivery, Kind, Topic, Unit
from recert.standing.words import amount_words, capital, day_words
from recert.standing.words.vocabulary import word
from recert.web.components.words import day_range
from recert.web.papers.letterhead import made_on, plain_head, public_address, square_of

LAYOUT = Path(__file__).with_name("completion.typ")

Content = dict[str, Any]

SIZES = ((30, 24), (50, 19))
"""A name of up to so many letters is set in that size; a longer one in the smallest."""
SMALLEST = 14

PRESENTER = "presenter"


def completion_paper(certificate: Certificate, at: datetime) -> bytes:
    """What was handed out, set anew from the same words."""
    return typeset(LAYOUT, paper_data(certificate, at), at)


def paper_for_provider(certificate: Certificate, at: datetime) -> bytes:
    """The same as its provider prints it: without numbers that nobody gave it."""
    given = certificate.completion.named.get("number", "").strip().upper()
    numbers = [each for each in certificate.content["numbers"] if each["number"].upper() == given]
    certificate.content = {**certificate.content, "numbers": numbers}
    return completion_paper(certificate, at)


def completion_name(certificate: Certificate) -> str:
    """What the download is called: whose it is and of what."""
    return f"{_name(certificate)}.pdf"


def signed_name(certificate: Certificate) -> str:
    """What its signed file is called."""
    return f"{_name(certificate)}.jws"


def _name(certificate: Certificate) -> str:
    words = f"{certificate.content['name']} {certificate.content['title']} {certificate.code}"
    return get_valid_filename(words.replace("/", "-"))[:110]


def address_of(certificate: Certificate) -> str:
    """The page where anybody who has the code sees whether it stands."""
    return public_address(reverse("public:completion", args=[certificate.code]))


def paper_data(certificate: Certificate, at: datetime) -> dict[str, Plain]:
    """What the layout says."""
    said: Content = certificate.content
    name, address = said["name"], address_of(certificate)
    provider = said["provider"]
    return {
        **plain_head(
            provider["legal_name"],
            _("Certificate of completion"),
            made_on(at, certificate.completion.provider.zone),
        ),
        "page": "us-letter" if provider["country"] in ("US", "CA") else "a4",
        "name": name,
        "size": next((size for letters, size in SIZES if len(name) <= letters), SMALLEST),
        "course": said["title"],
        "facts": [list(each) for each in _facts(certificate, said)],
        "awards": [_award(each) for each in said["awards"]],
        "parts": [list(each) for each in parts_of(said)],
        "provider": [list(each) for each in _provider(provider)],
        "address": address,
        "qr": square_of(address),
        "words": _words(said),
    }


def _words(said: Content) -> dict[str, Plain]:
    return {
        "certifies": _("This certifies that"),
        "did": _("presented") if said["role"] == PRESENTER else _("completed"),
        "awards": _("Credit"),
        "award-head": [_("Body"), _("Amount"), _("Unit"), _("Approval number")],
        "parts": _("By subject"),
        "part-head": [_("Subject"), _("Part")],
        "provider": _("Provider"),
        "check": _("See whether it still stands:"),
        "means": _(
            "It says what was completed and what bodies had approved it for on that day. What it "
            "counts for in a renewal is each body’s to say."
        ),
    }


def _award(each: dict[str, str]) -> Plain:
    amount, unit = amount_and_unit(each)
    return [each["by"] or "–", amount, unit, each["number"] or "–"]


def amount_and_unit(award: dict[str, str]) -> tuple[str, str]:
    """How much of what: the two never stand without one another."""
    whole = amount_words(Fraction(award["amount"]), word(Unit(award["unit"])))
    amount, _space, unit = whole.partition(" ")
    return amount, unit or award["unit"]


def _facts(certificate: Certificate, said: Content) -> Iterator[tuple[str, str]]:
    for each in said["numbers"]:
        yield _("Number"), numbered(each)
    yield _("Completed"), day_words(date.fromisoformat(said["completed"]))
    if said["started"] and said["started"] != said["completed"]:
        attended = day_range(*(date.fromisoformat(said[day]) for day in ("started", "completed")))
        yield _("Attended"), attended
    yield _("Format"), format_words(said)
    if place := place_words(said):
        yield _("Place"), place
    if said["minutes"]:
        yield _("Length"), minutes_words(said["minutes"])
    yield _("Course number"), _("%(number)s, edition %(edition)s") % {
        "number": said["course"], "edition": said["edition"],
    }  # fmt: skip
    if said["class"]:
        yield _("Class"), said["class"]
    if said["topics"]:
        yield _("Subjects"), _topics(said["topics"])
    if said["assessed"]:
        yield _("Assessment"), _("passed") if said["passed"] else _("taken")
    if said["grade"]:
        yield _("Grade"), said["grade"]
    if said["presenters"]:
        yield _("Taught by"), "; ".join(map(_teacher, said["presenters"]))
    yield _("Role"), _("Presenter") if said["role"] == PRESENTER else _("Learner")
    yield (
        _("Source"),
        _("Reported by the provider on %(day)s")
        % {"day": day_words(date.fromisoformat(said["reported"]))},
    )
    yield _("Check code"), certificate.code


def numbered(each: dict[str, str]) -> str:
    """A number with the body that gave it."""
    return " – ".join(filter(None, (each["number"], each["body"])))


def format_words(said: Content) -> str:
    """What it was and how it reached learners: live where somebody taught, home study where not."""
    kind = capital(word(Kind(said["kind"])))
    if not said["delivery"]:
        return kind
    return f"{kind}, {word(Delivery(said['delivery']))}"


def place_words(said: Content) -> str:
    """Where it was held, with the state or province bodies ask for."""
    place = said["place"]
    return ", ".join(place[each] for each in ("place", "city", "region", "country") if place[each])


def minutes_words(minutes: int) -> str:
    """A length of time, in minutes."""
    return ngettext("%(n)s minute", "%(n)s minutes", minutes) % {"n": minutes}


def parts_of(said: Content) -> Iterator[tuple[str, str]]:
    """How the time is split between subjects; nothing where it is not."""
    for each in said["parts"]:
        if each["minutes"]:
            yield _topics(each["topics"]) or _("Other subjects"), minutes_words(each["minutes"])
        else:
            yield _topics(each["topics"]) or _("Other subjects"), each["share"]


def _topics(topics: list[str]) -> str:
    return capital(", ".join(str(word(Topic(each))) for each in topics))


def _teacher(each: dict[str, str]) -> str:
    return ", ".join(filter(None, (each["name"], each["qualification"])))


def _provider(provider: Content) -> Iterator[tuple[str, str]]:
    yield _("Legal name"), provider["legal_name"]
    if provider["name"] != provider["legal_name"]:
        yield _("Known as"), provider["name"]
    contact = (*provider["address"].splitlines(), provider["email"], provider["phone"],
               provider["website"])  # fmt: skip
    if any(contact):
        yield _("Contact"), ", ".join(each.strip() for each in contact if each.strip())
    for each in provider["numbers"]:
        yield _("Approval"), numbered(each)
    if provider["signatory"]:
        yield _("Signed for the provider"), provider["signatory"]
