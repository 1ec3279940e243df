"""Two records with the same completion: merged, it counts once; taken apart, twice again."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from recert.completions.lines import Line, Named
from recert.completions.models import Completion, ReportWay
from recert.completions.receiving import receive
from recert.people.models import Person
from recert.register.merging.acts import merge_own
from recert.register.merging.doubles import doubles_of
from recert.register.merging.offers import offer_merge
from recert.register.merging.undoing import undo_own_merge
from recert.transcript.models import EntryRuling
from recert.transcript.queries import transcript_of
from tests.cast import NOW, TODAY
from tests.teaching import Teaching


def reported(teaching: Teaching, who: Person, course: str = "") -> Completion:
    course = course or teaching.course.number
    line = Line(
        row=1, external_id=f"{who.pk}-{course}", course=course, completed=TODAY,
        named=Named(email=who.email),
    )  # fmt: skip
    found = receive(
        by=teaching.oto, at=NOW, provider=teaching.lab, way=ReportWay.DESK, lines=[line],
        key=line.external_id,
    )  # fmt: skip
    assert found.report is not None
    return found.report.completions.get()


@pytest.fixture
def both(teaching: Teaching) -> tuple[Completion, Completion]:
    """The course reported of Ben, and of Eve, who is Ben too."""
    return reported(teaching, teaching.cast.ben), reported(teaching, teaching.cast.eve)


def entries(who: Person) -> list[str]:
    return [each.title for each in transcript_of(who) if each.title == "Ethics in practice"]


def test_it_counts_once_and_twice_again_when_they_are_taken_apart(
    teaching: Teaching, both: tuple[Completion, Completion], client: Client
) -> None:
    ben, eve = teaching.cast.ben, teaching.cast.eve
    first, second = both
    offer_merge(by=ben, at=NOW, email=eve.email)
    client.force_login(eve)
    page = client.get(reverse("member:other_sign_in")).content.decode()
    assert "each counts once" in page
    assert "Ethics in practice" in page
    done = merge_own(by=ben, at=NOW, kept=ben, gone=eve)
    second.refresh_from_db()
    assert (second.state, second.same_as) == ("duplicate", first)
    assert entries(ben) == ["Ethics in practice"]
    undo_own_merge(by=ben, at=NOW, public_id=done.public_id)
    second.refresh_from_db()
    assert (second.state, second.same_as, second.person) == ("accepted", None, eve)
    assert entries(ben) == entries(eve) == ["Ethics in practice"]


def test_what_a_body_decided_on_stands_and_where_both_were_both_do(
    teaching: Teaching, both: tuple[Completion, Completion]
) -> None:
    cast = teaching.cast
    for completion, sets_aside in zip(reversed(both), ([both[0]], []), strict=True):
        assert completion.activity is not None
        EntryRuling.objects.create(
            activity=completion.activity, certification=cast.ben_acsm, is_accepted=True,
            decided_by=cast.dan, decided_on=TODAY, at=NOW, subject="audit:x",
        )  # fmt: skip
        assert [each.aside for each in doubles_of(cast.ben, cast.eve)] == sets_aside
