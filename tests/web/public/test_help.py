"""Help pages, whether they helped, and questions to a body."""

from __future__ import annotations

import pytest
from django.test import Client

from recert.enquiries.models import Enquiry, Feedback
from recert.web.public.help import MOST_RATINGS, PAGES
from tests.cast import Cast

pytestmark = pytest.mark.django_db

QUESTION = {"body": "acsm", "text": "Does yoga count?", "name": "Zed", "email": "zed@example.org"}


@pytest.mark.parametrize("slug", [page.slug for page in PAGES])
def test_every_help_page_asks_whether_it_helped(client: Client, slug: str) -> None:
    html = client.get(f"/help/{slug}").content.decode()
    assert "Was this helpful?" in html
    assert slug in client.get("/help/").content.decode()


def test_an_answer_is_kept_and_thanked_for(client: Client) -> None:
    answer = client.post("/help/late/helpful", {"helpful": "no"}, follow=True)
    assert "Thank you for saying so." in answer.content.decode()
    assert [(each.page, each.helpful) for each in Feedback.objects.all()] == [("help/late", False)]


def test_nonsense_and_floods_are_not_kept(client: Client) -> None:
    client.post("/help/late/helpful", {"helpful": "perhaps"})
    assert not Feedback.objects.exists()
    for _time in range(MOST_RATINGS + 3):
        client.post("/help/late/helpful", {"helpful": "yes"})
    assert Feedback.objects.count() == MOST_RATINGS


@pytest.mark.parametrize("path", ["/help/none", "/help/none/helpful"])
def test_a_page_that_is_not_there_is_a_404(client: Client, path: str) -> None:
    assert client.post(path, {"helpful": "yes"}).status_code == 404


def test_rating_by_a_link_is_refused(client: Client) -> None:
    assert client.get("/help/late/helpful").status_code == 405


def test_a_stranger_asks_and_is_told_where_the_answer_comes(client: Client, cast: Cast) -> None:
    answer = client.post("/ask", {**QUESTION, "about": "/help/late"}, follow=True)
    assert "answers by e-mail" in answer.content.decode()
    enquiry = Enquiry.objects.get()
    assert (enquiry.email, enquiry.name, enquiry.page) == ("zed@example.org", "Zed", "/help/late")


def test_sending_twice_asks_once(client: Client, cast: Cast) -> None:
    client.post("/ask", QUESTION)
    client.post("/ask", QUESTION)
    assert Enquiry.objects.count() == 1


def test_who_is_signed_in_need_not_say_who_they_are(client: Client, cast: Cast) -> None:
    client.force_login(cast.eve)
    assert 'name="email"' not in client.get("/ask").content.decode()
    client.post("/ask", {"body": "acsm", "text": "Does yoga count?", "email": "x@example.org"})
    assert Enquiry.objects.get().email == cast.eve.email


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("text", "", "Write your question."),
        ("email", "zed", "Enter an address such as name@example.org."),
        ("body", "none", "Select a valid choice"),
    ],
)
def test_a_mistake_is_named_and_what_was_typed_is_kept(
    client: Client, cast: Cast, field: str, value: str, sentence: str
) -> None:
    answer = client.post("/ask", {**QUESTION, field: value})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert sentence in html
    assert "Zed" in html
    assert not Enquiry.objects.exists()


def test_a_sixth_question_waits_for_tomorrow(client: Client, cast: Cast) -> None:
    for number in range(5):
        client.post("/ask", {**QUESTION, "text": f"Question {number}"})
    answer = client.post("/ask", {**QUESTION, "text": "One more"})
    assert "Ask the rest tomorrow." in answer.content.decode()
    assert "One more" in answer.content.decode()
    assert Enquiry.objects.count() == 5
