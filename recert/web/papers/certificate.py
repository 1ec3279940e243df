"""The certificate of a certification: for what stands on the register and is good, no other.

What is good on a condition has one too, which says until when the condition is to be met
(decision 0024).

It says what an accredited body's certificate has to: who, what, by whose scheme, under which
number, from when until when; and where anybody can see whether that still holds.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from django.urls import reverse
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _

from recert.credentials.models import Certification
from recert.credentials.queries import rulings_of
from recert.lib.typesetting import Plain, typeset
from recert.rules.facts import DecisionKind
from recert.rules.findings import Status
from recert.standing.queries import Held
from recert.standing.words import capital, day_words, status_words
from recert.web.components.naming import certification_name, name_in
from recert.web.papers.letterhead import headed, public_address, square_of

LAYOUT = Path(__file__).with_name("certificate.typ")

GOOD = (Status.ACTIVE, Status.CONDITIONAL)

SIZES = ((28, 28), (45, 22), (70, 17))
"""A name of up to so many letters is set in that size; a longer one in the smallest."""
SMALLEST = 14


def why_no_certificate(held: Held) -> str:
    """Why there is none, in a sentence; empty where there is one."""
    if not held.certification.is_confirmed:
        return _("There is a certificate only of what %(body)s has confirmed.") % {
            "body": held.certification.body.name
        }
    if held.standing.status not in GOOD or held.standing.cycle is None:
        return _("There is a certificate only of what is active. Today it is: %(status)s.") % {
            "status": status_words(held.standing.status).lower()
        }
    return ""


def certificate_paper(held: Held, at: datetime) -> bytes:
    """The certificate as it holds at `at`, where `why_no_certificate` has nothing to say."""
    return typeset(LAYOUT, certificate_data(held, at), at)


def certificate_name(certification: Certification) -> str:
    """What the download is called: whose it is and of what."""
    words = f"certificate {certification.person} {certification}".replace(":", " ")
    return f"{get_valid_filename(words.replace('/', '-'))[:100]}.pdf"


def certificate_data(held: Held, at: datetime) -> dict[str, Plain]:
    """What the layout says. Only of a certification that has a certificate."""
    own, cycle = held.certification, held.standing.cycle
    assert cycle is not None  # an active one has its period
    address = public_address(reverse("public:certification", args=[own.code]))
    name = str(own.person)
    return {
        **headed(own.body, _("Certificate"), at),
        "name": name,
        "size": next((size for letters, size in SIZES if len(name) <= letters), SMALLEST),
        "credential": _credential(held),
        "level": capital(own.level.replace("-", " ")),
        "facts": _facts(held),
        "address": address,
        "qr": square_of(address),
        "words": {
            "certifies": _("certifies that"),
            "holds": _("holds the certification"),
            "check": _("See whether it holds today:"),
        },
    }


def _credential(held: Held) -> str:
    if held.rulebook is None:
        return certification_name(held.certification)
    return name_in((held.rulebook,), held.certification.credential)


def _condition_ends(held: Held) -> date:
    """The last day of the first condition; without one it would not be conditional."""
    conditions = rulings_of(held.certification).filter(
        kind=DecisionKind.CONDITION, ended_on=None, until__isnull=False
    )
    return min(each.until for each in conditions if each.until is not None)


def _facts(held: Held) -> list[Plain]:
    own, cycle = held.certification, held.standing.cycle
    assert cycle is not None
    rows: list[tuple[str, str]] = []
    if own.number:
        rows.append((_("Number"), own.number))
    rows += [
        (_("Check code"), own.code),
        (_("Certified since"), day_words(own.certified)),
        (_("Effective"), day_words(cycle.start)),
        (_("Expires"), day_words(cycle.end)),
    ]
    if held.standing.status is Status.CONDITIONAL:
        rows.append((_("On a condition, to be met by"), day_words(_condition_ends(held))))
    if held.rulebook is not None:
        scheme = _("%(name)s, edition %(edition)s") % {
            "name": held.rulebook.name,
            "edition": held.rulebook.edition,
        }
        rows.append((_("Scheme"), scheme))
    return [[label, value] for label, value in rows]
