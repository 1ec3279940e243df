"""Names: a provider reads those it typed or was told, and none stays longer than it must."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, date, datetime, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from pytest_django import Settings

from recert.catalogue.models import CourseClass
from recert.completions.keeping import KEPT, forget_unmatched
from recert.completions.matching import look_for
from recert.completions.models import Completion
from recert.completions.receiving import Named
from recert.enrolments.models import Enrolment
from recert.renewals.erasure import erase
from tests.cast import NOW, person
from tests.completions.rostering import enrol
from tests.completions.scene import line, send, set_birthdays
from tests.teaching import Teaching, held_on
from tests.web.papers.reading import words_of
from tests.web.provider.test_reporting import sheet


@pytest.fixture(autouse=True)
def _stopped_clock(settings: Settings) -> None:
    settings.RECERT_NOW = NOW


@pytest.fixture
def held(teaching: Teaching) -> CourseClass:
    """A class of last week."""
    set_birthdays(teaching)
    return held_on(teaching.edition, datetime(2026, 11, 14, 15, 0, tzinfo=UTC))


def test_an_address_does_not_tell_whose_it_is(
    teaching: Teaching, held: CourseClass, client: Client
) -> None:
    """Somebody put on the list by hand, and somebody named by an address: as they were typed."""
    quentin = person("Quentin Hidden")
    enrol(held, quentin)
    Enrolment.objects.update(named="Foo Bar")
    enrol(held, teaching.cast.carol)
    client.force_login(teaching.nia)
    at = f"/provider/movement-lab/classes/{held.public_id}"
    for page in ("report", "attendance/"):
        said = client.get(f"{at}/{page}").content.decode()
        assert "Hidden" not in said
        assert "Foo Bar" in said
    present = [quentin.public_id, teaching.cast.carol.public_id]
    form = sheet({"number": "104233", "born": "03-14"}, {"email": "ben@example.org"})
    posted = client.post(f"{at}/report", {**form, "present": present}, follow=True)
    assert "Hidden" not in posted.content.decode()
    assert Completion.objects.filter(state="accepted").count() == 4
    papers = zipfile.ZipFile(io.BytesIO(client.post(f"{at}/certificates").content))
    assert sorted(name.partition("_Ethics")[0] for name in papers.namelist()) == [
        "Ada_Ruiz", "Carol_Lindqvist"
    ]  # fmt: skip
    (adas,) = (each for each in papers.namelist() if each.startswith("Ada"))
    assert "104233" in words_of(papers.read(adas))
    (carols,) = (each for each in papers.namelist() if each.startswith("Carol"))
    number = teaching.cast.carol_acsm.number
    assert number
    assert number not in words_of(papers.read(carols))


def test_the_same_list_clicked_twice_is_posted_once(
    teaching: Teaching, held: CourseClass, client: Client
) -> None:
    enrol(held, teaching.cast.carol)
    client.force_login(teaching.pia)
    form = sheet({"number": "104233", "born": "03-14"}, present=teaching.cast.carol.public_id)
    at = f"/provider/movement-lab/classes/{held.public_id}/report"
    first, second = client.post(at, form), client.post(at, form)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]


def test_doubles_and_what_was_not_passed_are_forgotten_too(teaching: Teaching) -> None:
    nora, named = person("Nora New"), Named(email="nora@lab.example", name="Nora New")
    said = {"words": {"name": "Nora New"}}
    for key, more in (
        ("a", {}),
        ("b", {}),
        ("c", {"passed": False, "completed": date(2026, 11, 1)}),
    ):
        send(teaching, line(named=named, said=said, **more), key=key)
    EmailAddress.objects.create(user=nora, email="nora@lab.example", verified=True)
    look_for(nora, at=NOW)

    def known() -> int:
        return sum("Nora" in str(row) for row in Completion.objects.values_list("named", "said"))

    assert known() == 3
    erase(person=nora, by=nora, at=NOW)
    assert known() == 1  # not passed, under an address that was not checked then
    forget_unmatched(at=NOW + KEPT + timedelta(days=1))
    assert known() == 0
