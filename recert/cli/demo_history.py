"""The demo's past: a list that ACSM's office brought in, and one certification that lapsed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from io import BytesIO
from typing import Any

from dateutil.relativedelta import relativedelta
from PIL import Image, ImageDraw

from recert.cli.demo_people import years_since
from recert.credentials.actions import register_certification
from recert.people.actions import colour_body, set_logo
from recert.people.models import Person
from recert.people.queries import body_named
from recert.register.importing.acts import name_columns, start, upload
from recert.register.importing.running import advance_imports
from recert.rules.facts import Activity, Award, Delivery, Kind, Topic, Unit
from recert.transcript.actions import log_activity

BODY = "acsm"
FIRST = (
    *("Alma", "Bruno", "Chiara", "Dario", "Edith", "Farid"),
    *("Greta", "Hugo", "Ilse", "Jamal", "Kaya", "Leon"),
)
LAST = (
    *("Abendroth", "Brandão", "Castell", "Dufour", "Eriksen"),
    *("Fontana", "Grabow", "Haldane", "Ibarra"),
)
LEVELS = ("cpt", "ep", "gei", "cpt", "cep")
HEADINGS = (
    *("Name", "Person ID", "Certification", "Certificate number", "Certified on", "Expires"),
    *("Cycle start", "Cycle end", "Renewed on"),
)
ACCENT = "#1f4e79"


def bring_in(owner: Person, at: datetime) -> None:
    """A list of three years' certificants with their last cycle, as another system kept it."""
    found = upload(
        by=owner, at=at, body_slug=BODY, name="certificants.csv", content=_list(years_since(at))
    )
    which: Any = {"by": owner, "at": at, "body_slug": BODY, "public_id": found.public_id}
    name_columns(**which, mapped=found.mapped, orders={})
    start(**which, only_whole=False)
    while advance_imports(at=at):
        pass


def _list(later: relativedelta) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(HEADINGS)
    for place, name in enumerate(f"{first} {last}" for last in LAST for first in FIRST):
        writer.writerow(_row(place, name, later))
    return written.getvalue().encode()


def _row(place: int, name: str, later: relativedelta) -> Iterator[object]:
    """One person: the cycle that was renewed and the one that runs, or the one that lapsed."""
    ended = date(2023 + place % 3, 12, 31) + later
    begun = date(ended.year - 2, 1, 1)
    lapsed = place % 7 == 3
    renewed = ended - timedelta(days=100 - place * 37 % 170)
    yield from (name, f"C-{2000 + place}", LEVELS[place % 5], 30_000 + place * 13)
    yield date(begun.year - 1, 1 + place % 12, 5)
    yield ended if lapsed else date(ended.year + 3, 12, 31)
    yield from ("", "", "") if lapsed else (begun, ended, renewed)


def lapse(nina: Person, officer: Person, at: datetime) -> None:
    """Past the grace, with most of what the cycle asked for: she may ask to be let back."""
    later = years_since(at)
    register_certification(
        by=officer,
        at=at,
        person=nina,
        body=body_named(BODY),
        credential="cpt",
        certified=date(2022, 4, 2) + later,
        expires=date(2025, 12, 31) + later,
        number="101877",
    )
    for number, amount in enumerate((20, 15, 10)):
        log_activity(
            by=nina,
            at=at,
            person=nina,
            activity=Activity(
                id="",
                title=("Winter school", "Training the shoulder", "Moving in later life")[number],
                kind=Kind.COURSE,
                completed=date(2023 + number, 3, 11) + later,
                delivery=Delivery.LIVE_ONLINE,
                provider=BODY,
                awards=(Award(amount=Fraction(amount), unit=Unit.CEC, by=BODY),),
                topics=frozenset({Topic.EXERCISE_SCIENCE}),
            ),
            provider_name="ACSM",
            key=f"demo:{number}",
        )


def dress(owner: Person, at: datetime) -> None:
    """Give the body's desk a colour and a mark of its own: invented ones, not the real body's."""
    body = body_named(BODY)
    colour_body(by=owner, at=at, body=body, accent=ACCENT, accent_dark="")
    mark = Image.new("RGBA", (240, 240), "#00000000")
    draw = ImageDraw.Draw(mark)
    draw.ellipse((10, 10, 230, 230), fill=ACCENT)
    draw.line((60, 150, 105, 150, 125, 80, 145, 175, 160, 120, 185, 120), fill="white", width=12)
    written = BytesIO()
    mark.save(written, "PNG")
    set_logo(by=owner, at=at, body=body, content=written.getvalue())
