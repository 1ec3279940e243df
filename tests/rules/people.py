"""Random people who make sense under a real rulebook, for properties and differentials."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from pathlib import Path

from hypothesis import strategies as st

from recert.rules.facts import (
    Activity,
    Award,
    Delivery,
    Document,
    DocumentKind,
    Facts,
    Holding,
    Kind,
    Member,
    Part,
    Skills,
    Topic,
    Unit,
)
from recert.rules.reading import read_rulebook
from recert.rules.rulebook import Rulebook

FOLDER = Path(__file__).resolve().parents[2] / "rulebooks"
USUAL = (Kind.CONFERENCE, Kind.COURSE, Kind.SELF_STUDY, Kind.QUIZ, Kind.WEBINAR, Kind.WORKSHOP)
IN_SCOPE = (Topic.EXERCISE_SCIENCE, Topic.ETHICS, Topic.NUTRITION)
GRADES = ("A", "B+", "C", "C-", "D", "")


@cache
def shipped() -> dict[str, tuple[Rulebook, ...]]:
    """Every edition that ships, by body."""
    found: dict[str, list[Rulebook]] = {}
    for path in sorted(FOLDER.glob("*/*.yaml")):
        if path.name.endswith(".cases.yaml"):
            continue
        book, problems = read_rulebook(path.read_text(), name=path.name)
        assert book is not None, problems
        found.setdefault(book.body, []).append(book)
    return {body: tuple(books) for body, books in found.items()}


def a_day_of(book: Rulebook) -> date:
    """A day the edition covers, from which random days are taken."""
    since, until = book.in_force.since, book.in_force.until
    if until is not None:
        return until - timedelta(days=200)
    return (since or date(2024, 1, 1)) + timedelta(days=700)


def optional(strategy: st.SearchStrategy[bool]) -> st.SearchStrategy[bool | None]:
    return st.one_of(st.none(), strategy)


@st.composite
def activities(draw: st.DrawFn, book: Rulebook, number: int = 0) -> Activity:
    """Something done in the years around a day the edition covers."""
    completed = a_day_of(book) - timedelta(days=draw(st.integers(-60, 700)))
    parts: tuple[Part, ...] = ()
    if draw(st.integers(0, 9)) == 0:
        share = Fraction(draw(st.integers(1, 8)), 8)
        parts = (Part(share=share, topics=frozenset({draw(st.sampled_from(Topic))})),)
    awards = tuple(
        Award(
            amount=Fraction(draw(st.integers(1, 80)), draw(st.sampled_from((1, 4, 10)))),
            unit=draw(st.sampled_from((Unit.CEC, Unit.CEU, Unit.CONTACT_HOUR, *Unit))),
            by=draw(st.sampled_from((*[book.body] * 5, "", "ace", "nsca", "nasm", "afaa"))),
        )
        for _ in range(draw(st.sampled_from((1, 1, 1, 2, 0))))
    )
    return Activity(
        id=f"a{number}",
        title=draw(st.sampled_from(("Anatomy", "Coaching", "Law", f"Course {number}"))),
        kind=draw(st.sampled_from((*USUAL * 4, *Kind))),
        completed=completed,
        started=completed - timedelta(days=draw(st.sampled_from((0, 1, 30, 400)))),
        delivery=draw(st.one_of(st.none(), st.sampled_from(Delivery))),
        provider=draw(st.sampled_from((book.body, book.body, "", "ace", "elsewhere"))),
        awards=awards,
        minutes=draw(st.one_of(st.none(), st.integers(10, 960))),
        topics=frozenset(draw(st.lists(st.sampled_from((*IN_SCOPE * 5, *Topic)), max_size=2))),
        parts=parts,
        assessed=draw(optional(st.booleans())),
        passed=draw(st.sampled_from((None, None, True, True, True, False))),
        grade=draw(st.sampled_from(GRADES)),
        subject=draw(st.sampled_from(("", f"{book.body}:{book.credentials[0].id}", "ace:gfi"))),
        accredited_by=frozenset(draw(st.lists(st.just("ncca"), max_size=1))),
        card_months=draw(st.sampled_from((None, 12, 24))),
        at_test_centre=draw(optional(st.booleans())),
    )


@st.composite
def people(draw: st.DrawFn, book: Rulebook, most: int = 12) -> tuple[Facts, str, date]:
    """A person, the holding to judge, and the day to judge it on."""
    day = a_day_of(book)
    as_of = day + timedelta(days=draw(st.integers(-400, 400)))
    credential = draw(st.sampled_from(book.credentials))
    certified = day - timedelta(days=draw(st.integers(0, 2500)))
    holding = Holding(
        id="held",
        body=book.body,
        credential=credential.id,
        certified=certified,
        level=draw(st.sampled_from((*credential.levels, ""))),
    )
    cards = tuple(
        Document(
            id=kind,
            kind=kind,
            issued=as_of - timedelta(days=draw(st.integers(0, 800))),
            expires=as_of + timedelta(days=draw(st.integers(-100, 400))),
            skills=draw(st.one_of(st.none(), st.sampled_from(Skills))),
        )
        for kind in draw(st.lists(st.sampled_from(DocumentKind), max_size=3, unique=True))
    )
    count = draw(st.integers(0, most))
    facts = Facts(
        person="somebody",
        holdings=(holding,),
        activities=tuple(draw(activities(book, number)) for number in range(count)),
        documents=cards,
        memberships=draw(st.sampled_from(((), (Member(body=book.body, since=date(2010, 1, 1)),)))),
        country=draw(st.sampled_from(("", "US", "DE"))),
    )
    return facts, holding.id, as_of
