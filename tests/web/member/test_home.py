"""Home: whose sentence it is, what presses, what is coming, and at what cost in queries."""

from __future__ import annotations

from datetime import date, timedelta

from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from recert.credentials.actions import add_certification, reject_certification
from recert.payments.actions import announce_payment
from recert.renewals.actions import attest, begin_renewal, invoice_renewal, return_renewal, submit
from recert.renewals.actions.deciding import Missing
from recert.rules.facts import Document, DocumentKind
from recert.transcript.actions import add_document, open_petition, return_petition
from tests.cast import NOW, Cast, course, log

MOST_QUERIES = 26


def page_of(client: Client) -> str:
    answer = client.get("/me/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_certification_begins_with_its_sentence(ada: Client) -> None:
    page = page_of(ada)
    assert "You need 6.3 more CECs by 31 December 2026, in 40 days" in page
    assert "today renewing costs $70" in page
    assert "From 1 January 2027 it costs $150." in page
    assert "You need 0.3 more CECs by 31 March 2027, in 130 days" in page
    assert "You hold 4 certifications; 4 have something missing." in page


def test_what_ends_first_stands_first(ada: Client) -> None:
    page = page_of(ada)
    names = ("(ACSM-EP)", "(ACTION-CPT)", "(ACE-CPT)", "(NASM-CPT)")
    assert sorted(names, key=page.index) == list(names)


def test_nobody_sees_what_another_holds(cast: Cast, client: Client) -> None:
    client.force_login(cast.eve)
    page = page_of(client)
    assert "Begin with a certification you hold" in page
    assert "/me/certifications/add" in page
    assert "104233" not in page


def test_whoever_is_not_signed_in_is_asked_to(db: None, client: Client) -> None:
    answer = client.get("/me/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/login/?next=/me/")


def test_who_has_all_it_takes_is_offered_to_renew(cast: Cast, client: Client) -> None:
    client.force_login(cast.carol)
    page = page_of(client)
    assert "You have all you need" in page
    assert f"/me/certifications/{cast.carol_acsm.public_id}/renew" in page
    assert "1 is ready to renew" in page


def test_grace_is_not_active(cast: Cast, ada: Client, settings: Settings) -> None:
    settings.RECERT_NOW = NOW + timedelta(days=60)
    page = page_of(ada)
    assert "Not active: in grace" in page
    assert "Not active: its last day was 31 December 2026." in page
    assert "last day to renew late" in page


def test_a_body_that_does_not_know_one_says_so_first(cast: Cast, ada: Client) -> None:
    reject_certification(
        by=cast.hal,
        at=NOW,
        body_slug="acsm",
        public_id=_declared_at_acsm(cast),
        reason="No such number.",
    )
    page = page_of(ada)
    assert "The body does not know of this certification" in page


def _declared_at_acsm(cast: Cast) -> str:
    return add_certification(
        by=cast.ada, at=NOW, body=cast.acsm, credential="cpt", certified=date(2025, 1, 1)
    ).public_id


def test_an_application_on_its_way_changes_the_sentence(cast: Cast, client: Client) -> None:
    client.force_login(cast.carol)
    renewal = begin_renewal(by=cast.carol, at=NOW, certification_id=cast.carol_acsm.public_id)
    assert "Continue your renewal" in page_of(client)
    attest(by=cast.carol, at=NOW, public_id=renewal.public_id, to="truthful")
    invoice = invoice_renewal(by=cast.carol, at=NOW, public_id=renewal.public_id)
    announce_payment(by=cast.carol, at=NOW, public_id=invoice.public_id)
    submit(by=cast.carol, at=NOW, public_id=renewal.public_id)
    page = page_of(client)
    assert "has had your application since 21 November 2026" in page
    assert "1 has an application under way" in page
    return_renewal(
        by=cast.dan,
        at=NOW,
        body_slug="acsm",
        public_id=renewal.public_id,
        items=[Missing(note="No date on the certificate.")],
    )
    page = page_of(client)
    assert "sent your application back" in page
    assert "Mend what came back" in page


def test_a_card_that_runs_out_is_coming_up(cast: Cast, ada: Client) -> None:
    assert "AED card: last day" not in page_of(ada)
    soon = Document(
        id="",
        kind=DocumentKind.AED,
        issued=date(2025, 1, 10),
        expires=date(2027, 1, 9),
        issuer="Red Cross",
    )
    add_document(by=cast.ada, at=NOW, document=soon)
    assert "AED card: last day" in page_of(ada)


def test_a_question_that_came_back_is_asked_here(cast: Cast, ada: Client) -> None:
    entry = log(cast.ada, course("Business of coaching", date(2026, 9, 1), "2"))
    petition = open_petition(
        by=cast.ada,
        at=NOW,
        activity_id=entry.public_id,
        certification_id=cast.ada_acsm.public_id,
        question="Does it count?",
    )
    return_petition(
        by=cast.hal,
        at=NOW,
        body_slug="acsm",
        public_id=petition.public_id,
        reason="Send the programme.",
    )
    assert "Send the programme." in page_of(ada)


def test_as_many_queries_for_a_long_record(
    cast: Cast, ada: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    page_of(ada)
    with django_assert_max_num_queries(MOST_QUERIES) as few:
        page_of(ada)
    for number in range(30):
        log(cast.ada, course(f"Course {number}", date(2026, 1, 1) + timedelta(number), "0.1"))
    with django_assert_max_num_queries(MOST_QUERIES) as many:
        page_of(ada)
    assert len(many) == len(few)
