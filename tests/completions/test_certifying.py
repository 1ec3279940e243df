"""Certificates of completion: word for word, reissued after a correction, checked by anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from recert.catalogue.models import CourseEdition, Provider
from recert.completions.certifying import certificate_by_code, certify_class, certify_own
from recert.completions.correcting import correct, void
from recert.completions.lines import Named, line_of
from recert.completions.models import Certificate, Completion
from recert.lib.refusals import NotFound, Refused
from recert.people.models import Person
from recert.renewals.erasure import erase
from recert.renewals.export import export_of
from recert.transcript.actions.issuing import digest_of
from recert.web.papers.completion import completion_paper
from tests.cast import NOW
from tests.completions.scene import DAY, line, sent, set_birthdays
from tests.counting import counted
from tests.teaching import Teaching
from tests.web.papers.reading import is_accessible, tags_of, words_of


@pytest.fixture(autouse=True)
def _stopped_clock(settings: Settings) -> None:
    settings.RECERT_NOW = NOW
    cache.clear()


@pytest.fixture
def reported(teaching: Teaching) -> Completion:
    set_birthdays(teaching)
    Provider.objects.update(legal_name="Movement Lab LLC", address="1 Lake Street\nChicago, IL")
    return sent(teaching)


def words(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, address
    return " ".join(answer.content.decode().split())


def test_it_says_what_every_body_asks_a_certificate_to_say(
    teaching: Teaching, reported: Completion
) -> None:
    ada = teaching.cast.ada
    made = certify_own(by=ada, at=NOW, completion_id=reported.public_id)
    assert certify_own(by=ada, at=NOW, completion_id=reported.public_id) == made
    assert made.sha256 == digest_of(made.content)
    paper = completion_paper(made, NOW)
    said = words_of(paper)
    for part in (
        "Ada Ruiz", "104233", "Ethics in practice", "ML-101, edition 1",
        "Movement Lab LLC", "1 Lake Street",
        "office@lab.example", "P-300", "14 November 2026", "Course, live online", "120 minutes",
        "ACSM-2211", "ACE-88", "American College of Sports Medicine", "CECs", "0.2",
        "Exercise science", "Pia Lund, MSc", "Learner", "Reported by the provider",
        "Nia Adeyemi", made.code, f"/completions/{made.code}",
    ):  # fmt: skip
        assert part in said, part
    assert is_accessible(paper)
    tags = tags_of(paper)
    assert tags.count("H1") == 1
    assert {"Table", "TH", "Figure", "Link"} <= set(tags)


def test_what_it_said_stays_and_what_is_corrected_is_made_anew(
    teaching: Teaching, reported: Completion, client: Client
) -> None:
    ada = teaching.cast.ada
    old = certify_own(by=ada, at=NOW, completion_id=reported.public_id)
    CourseEdition.objects.update(title="Called otherwise since")
    page = words(client, f"/completions/{old.code.upper()}")
    assert "Genuine, and it stands" in page
    assert "Ethics in practice, 14 November 2026" in page
    for private in ("104233", "120 minutes", "office@lab.example", "Open the entry"):
        assert private not in page
    later = replace(line_of(reported), completed=DAY - timedelta(days=1))
    new = correct(by=teaching.nia, at=NOW, completion=reported, line=later, reason="Friday")
    assert "Genuine, but corrected since" in words(client, f"/completions/{old.code}")
    assert new.activity is not None
    client.force_login(ada)
    assert new.activity.public_id in words(client, f"/completions/{old.code}")
    assert client.get(f"/me/completions/{old.code}.pdf").status_code == 302
    entry = words(client, f"/me/activities/{new.activity.public_id}/")
    assert f"The certificate {old.code} does not stand any more" in entry
    made = certify_own(by=ada, at=NOW, completion_id=new.public_id)
    assert made.code != old.code
    assert made.content["completed"] == "2026-11-13"
    void(by=teaching.nia, at=NOW, completion=new, reason="It was somebody else")
    page = words(client, f"/completions/{made.code}")
    assert "Voided" in page
    assert "Ada" not in page.partition("<main")[2]
    with pytest.raises(Refused, match="only of what stands"):
        certify_own(by=ada, at=NOW, completion_id=new.public_id)


def test_only_its_holder_and_its_provider_have_it(
    teaching: Teaching, reported: Completion, client: Client
) -> None:
    with pytest.raises(NotFound):
        certify_own(by=teaching.cast.ben, at=NOW, completion_id=reported.public_id)
    client.force_login(teaching.cast.ada)
    entry = f"/me/activities/{reported.activity.public_id}/"  # type: ignore[union-attr]
    assert "Certificate of completion (PDF)" in words(client, entry)
    answer = client.post(f"/me/reported/{reported.public_id}/certificate")
    assert answer.content.startswith(b"%PDF")
    code = Certificate.objects.get().code
    assert code in words(client, entry)
    assert client.get(f"/me/completions/{code}.pdf").content.startswith(b"%PDF")
    client.force_login(teaching.cast.ben)
    assert client.get(f"/me/completions/{code}.pdf").status_code == 404
    words(client, "/completions/zzzzz-zzzzz", 404)
    said = [client.get(f"/completions/zzzzz-zzzz{n}").status_code for n in range(30)]
    assert said[-1] == 429
    with pytest.raises(NotFound):
        certify_class(by=teaching.cast.ben, at=NOW, provider_slug=teaching.lab.slug,
                      class_id=teaching.open_class.public_id)  # fmt: skip


def test_a_class_at_once_takes_no_more_queries_for_more_people(teaching: Teaching) -> None:
    def certify(first: int, many: int) -> int:
        Certificate.objects.all().delete()
        for number in range(first, first + many):
            who = Person.objects.create_user(f"p{number}@lab.example", name=f"Person {number}")
            who.emailaddress_set.create(email=who.email, verified=True, primary=True)  # type: ignore[attr-defined]
            sent(teaching, line(named=Named(email=who.email)), key=f"p{number}")
        Completion.objects.update(course_class=teaching.open_class, by_number="acsm:1")
        with counted() as asked:
            made = certify_class(by=teaching.nia, at=NOW, provider_slug=teaching.lab.slug,
                                 class_id=teaching.open_class.public_id)  # fmt: skip
        assert len(made) == first + many
        assert {each.content["name"] for each in made} >= {"Person 0"}
        return len(asked)

    assert certify(0, 1) == certify(1, 3)


def test_it_goes_with_its_person(teaching: Teaching, reported: Completion) -> None:
    ada = teaching.cast.ada
    made = certify_own(by=ada, at=NOW, completion_id=reported.public_id)
    assert export_of(ada)["certificates-of-completion"][0]["code"] == made.code
    erase(person=ada, by=ada, at=NOW)
    assert certificate_by_code(made.code) is None
