"""The frame of every page: links for who reads, colours, the glossary, the style page, errors."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from recert.web.public.glossary import read_glossary
from tests.cast import Cast

pytestmark = pytest.mark.django_db


def test_the_colours_are_remembered_and_the_reader_stays_where_they_were(client: Client) -> None:
    assert "data-theme" not in client.get("/help/").content.decode()
    answer = client.post("/appearance", {"theme": "dark", "next": "/help/"})
    assert answer.headers["Location"] == "/help/"
    assert 'data-theme="dark"' in client.get("/help/").content.decode()
    client.post("/appearance", {"theme": "auto", "next": "/help/"})
    assert "data-theme" not in client.get("/help/").content.decode()


@pytest.mark.parametrize("away", ["https://example.org/", "//example.org", "javascript:alert(1)"])
def test_choosing_colours_leads_nowhere_else(client: Client, away: str) -> None:
    answer = client.post("/appearance", {"theme": "dark", "next": away})
    assert answer.headers["Location"] == "/"


def test_a_colour_that_is_none_is_not_kept(client: Client) -> None:
    answer = client.post("/appearance", {"theme": '"><script>', "next": "/"})
    assert "theme" not in answer.cookies


def test_links_depend_on_who_reads(client: Client, cast: Cast) -> None:
    html = client.get("/help/").content.decode()
    assert "Sign in" in html
    assert "Where I stand" not in html
    client.force_login(cast.eve)
    html = client.get("/help/").content.decode()
    assert "Where I stand" in html
    assert "Sign out" in html
    assert " desk</a>" not in html
    client.force_login(cast.hal)
    assert "American College of Sports Medicine desk</a>" in client.get("/help/").content.decode()


@pytest.mark.parametrize(
    ("address", "here"),
    [
        ("/me/", "Where I stand"),
        ("/me/activities/", "Activities"),
        ("/me/activities/log", "Activities"),
        ("/me/account/", "Account"),
        ("/me/notices/", None),
        ("/help/", "Help"),
    ],
)
def test_the_frame_marks_where_the_reader_is(
    client: Client, cast: Cast, address: str, here: str | None
) -> None:
    client.force_login(cast.ada)
    head = client.get(address).content.decode().partition("<main")[0]
    marked = re.findall(r'aria-current="page">([^<]*)', head)
    assert marked == ([here] if here else [])


def test_the_glossary_tells_the_units_apart(client: Client) -> None:
    html = client.get("/glossary").content.decode()
    for word in ("CEC", "CEU", "CME", "CPE", "PDU", "PDH", "Contact hour", "Standing"):
        assert f"<dt>{word}" in html


def test_a_glossary_is_read_by_sections() -> None:
    text = (
        "# G\n\nIntro\n\n## Units\n\nLook twice.\n\n**Contact hour**: An\nhour.\n\n**CEU**: Ten.\n"
    )
    (section,) = read_glossary(text)
    assert (section.title, section.intro) == ("Units", "Look twice.")
    assert [(term.id, term.means) for term in section.terms] == [
        ("contact-hour", "An hour."),
        ("ceu", "Ten."),
    ]


def test_the_style_page_is_for_sandboxes_only(client: Client, settings: Settings) -> None:
    settings.SANDBOX = True
    assert client.get(reverse("public:style")).status_code == 200
    settings.SANDBOX = settings.DEBUG = False
    assert client.get(reverse("public:style")).status_code == 404


def test_a_stale_form_is_explained() -> None:
    answer = Client(enforce_csrf_checks=True).post("/ask", {"text": "x"})
    assert answer.status_code == 403
    assert "The form had gone stale" in answer.content.decode()


def test_a_broken_page_says_so_without_asking_the_database(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_args: object) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr("recert.web.public.help.render", breaks)
    client.raise_request_exception = False
    answer = client.get("/help/")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.content.decode()
    assert "a secret" not in answer.content.decode()
