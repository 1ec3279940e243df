"""The demo's Ada: the story of `examples/ada.json`, told through the record's own actions."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from dateutil.relativedelta import relativedelta
from PIL import Image, ImageDraw, ImageFont

from recert.cli.demo_people import years_since
from recert.credentials.actions import add_certification, register_certification
from recert.credentials.models import Certification
from recert.people.actions import set_membership
from recert.people.models import Person
from recert.people.queries import body_named
from recert.rules.facts import Activity, DecisionKind, Facts, Holding
from recert.rules.reading import read_facts
from recert.transcript import models as rows
from recert.transcript.actions import (
    add_document,
    add_evidence,
    attach_evidence,
    decide_petition,
    log_activity,
    open_petition,
)

CONFIRMED_BY = {"acsm": "hal@example.org", "action": "fay@example.org"}
"""Bodies with a desk here keep a register; elsewhere Ada declares what she holds."""


def tell(path: Path, people: dict[str, Person], at: datetime) -> None:
    """Give Ada everything in the file, moved on by whole years where it is old."""
    facts, problems = read_facts(path.read_bytes(), name=path.name)
    if facts is None:
        raise ValueError("; ".join(str(problem) for problem in problems))
    ada, later = people["ada@example.org"], years_since(at)
    held = {each.id: _hold(people, ada, each, later, at) for each in facts.holdings}
    for member in facts.memberships:
        set_membership(
            person=ada,
            body=body_named(member.body),
            since=member.since + later,
            until=member.until + later if member.until else None,
            by=None,
            at=at,
        )
    for document in facts.documents:
        moved = replace(
            document, issued=document.issued + later, expires=_moved(document.expires, later)
        )
        add_document(by=ada, at=at, document=moved)
    done = [_moved_activity(each, later) for each in facts.activities]
    entries = {each.id: _log(ada, each, at) for each in done if each.completed <= at.date()}
    _petitions(people, ada, facts, held, entries, at)


def _moved(day: date | None, later: relativedelta) -> date | None:
    return day + later if day else None


def _hold(
    people: dict[str, Person], ada: Person, holding: Holding, later: relativedelta, at: datetime
) -> Certification:
    body = body_named(holding.body)
    expires = _moved(holding.expires, later)
    if holding.body in CONFIRMED_BY and expires is not None:
        return register_certification(
            by=people[CONFIRMED_BY[holding.body]],
            at=at,
            person=ada,
            body=body,
            credential=holding.credential,
            level=holding.level,
            certified=holding.certified + later,
            expires=expires,
            number=holding.number,
        )
    return add_certification(
        by=ada,
        at=at,
        body=body,
        credential=holding.credential,
        level=holding.level,
        certified=holding.certified + later,
        expires=expires,
        number=holding.number,
    )


def _moved_activity(activity: Activity, later: relativedelta) -> Activity:
    return replace(
        activity, completed=activity.completed + later, started=_moved(activity.started, later)
    )


def _log(ada: Person, activity: Activity, at: datetime) -> rows.Activity:
    row = log_activity(
        by=ada,
        at=at,
        person=ada,
        activity=activity,
        provider_name=activity.provider.replace("-", " ").title(),
        key=f"demo:{activity.id}",
    )
    if activity.evidence:
        evidence = add_evidence(
            by=ada, at=at, name=f"{activity.id}.jpg", content=certificate(activity)
        )
        attach_evidence(by=ada, at=at, public_id=evidence.public_id, activity_id=row.public_id)
    return row


def certificate(activity: Activity) -> bytes:
    """A picture of a certificate, as a trainer would photograph one."""
    page = Image.new("RGB", (1000, 700), "#fbfaf6")
    draw = ImageDraw.Draw(page)
    draw.rectangle((30, 30, 970, 670), outline="#2f5d50", width=6)
    lines = (
        (90, 30, "Certificate of completion"),
        (200, 44, "Ada Ruiz"),
        (300, 30, activity.title),
        (380, 24, f"{activity.completed:%d %B %Y}"),
        (440, 24, "  ".join(f"{each.amount} {each.unit}" for each in activity.awards)),
        (560, 22, activity.provider.replace("-", " ").title()),
    )
    for top, size, text in lines:
        draw.text((500, top), text, fill="#222222", anchor="ma", font=ImageFont.load_default(size))
    written = io.BytesIO()
    page.save(written, "JPEG")
    return written.getvalue()


def _petitions(
    people: dict[str, Person],
    ada: Person,
    facts: Facts,
    held: dict[str, Certification],
    entries: dict[str, rows.Activity],
    at: datetime,
) -> None:
    """The petitions ACE has accepted, and one that ACSM has still to answer."""
    for decision in facts.decisions:
        if decision.kind is not DecisionKind.ACCEPT or decision.activity not in entries:
            continue
        petition = open_petition(
            by=ada,
            at=at - timedelta(days=60),
            activity_id=entries[decision.activity].public_id,
            certification_id=held[decision.body].public_id,
            question="The outline and the flyer are attached; the content was all fitness.",
        )
        decide_petition(
            by=people["ivy@example.org"],
            at=at - timedelta(days=40),
            body_slug=decision.body,
            public_id=petition.public_id,
            accept=True,
            reason=decision.reason,
            clause=decision.clause,
            amount=decision.amount,
            categories=decision.categories,
        )
    if "massage-intro" in entries:
        open_petition(
            by=ada,
            at=at - timedelta(days=6),
            activity_id=entries["massage-intro"].public_id,
            certification_id=held["acsm"].public_id,
            question="Half of the course was functional anatomy. Does that half count?",
        )
