"""The letter that goes out: both forms, in the body's look, and how to be left alone."""

from __future__ import annotations

from email.message import EmailMessage as Parsed
from email.parser import BytesParser
from email.policy import default

import pytest
from django.core import mail
from pytest_django import Settings

from recert.cli.worker import work
from recert.notices.kinds import KINDS
from recert.notices.models import Notice
from recert.people.actions import colour_body, describe_body, set_logo
from recert.people.telling import tell
from tests.cast import NOW, Cast
from tests.transcript.files import picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _stopped_clock(settings: Settings) -> None:
    settings.RECERT_NOW = NOW


def sent(cast: Cast, kind: str, body: str) -> Parsed:
    """Tell Ada of something; the letter as a mail program reads it."""
    values = {each.name: "<x>" for each in KINDS[kind].tells}
    tell(
        at=NOW,
        person=cast.ada,
        kind=kind,
        letter=lambda: ("Ada & you\nhere", "One.\n\nhttps://x.example/a?b=1&c=2 <b>"),
        key=f"{kind}{body}",
        body_slug=body,
        values=values,
    )
    mail.outbox.clear()
    assert work() == (1, 0)
    (letter,) = mail.outbox
    parsed = BytesParser(policy=default).parsebytes(letter.message().as_bytes())
    assert isinstance(parsed, Parsed)
    return parsed


def test_a_letter_of_a_body(cast: Cast, settings: Settings) -> None:
    settings.BOUNCES_TO = "bounces@recert.example"
    describe_body(by=cast.hal, at=NOW, body=cast.acsm, name="The College", email="o@acsm.example",
                  about="", payment_instructions="")  # fmt: skip
    cast.acsm.refresh_from_db()
    colour_body(by=cast.hal, at=NOW, body=cast.acsm, accent="#7a1f3d", accent_dark="")
    set_logo(by=cast.hal, at=NOW, body=cast.acsm, content=picture("PNG"))
    letter = sent(cast, "renewal-submitted", "acsm")
    notice = Notice.objects.get()
    assert letter["From"] == f"The College <{settings.DEFAULT_FROM_EMAIL}>"
    assert letter["Reply-To"] == "o@acsm.example"
    assert letter["Message-ID"].startswith(f"<{notice.public_id}@")
    assert mail.outbox[0].from_email == f"bounces+{notice.public_id}@recert.example"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    off = letter["List-Unsubscribe"].strip(" <>")
    assert off.startswith(f"{settings.SITE_URL}/letters/off/")
    plain, html = letter.get_body(("plain",)), letter.get_body(("html",))
    assert plain
    assert html
    assert plain.get_content().startswith("One.\n\nhttps://x.example/a?b=1&c=2 <b>\n\n-- \n")
    page = html.get_content()
    for part in ("#7a1f3d", "cid:logo@recert", "The College", "&lt;b&gt;", "Ada &amp; you",
                 'href="https://x.example/a?b=1&amp;c=2"'):  # fmt: skip
        assert part in page, part
    pictures = [each for each in letter.walk() if each.get_content_type() == "image/png"]
    assert [each["Content-ID"] for each in pictures] == ["<logo@recert>"]


def test_a_letter_that_needs_an_answer_cannot_be_turned_off(cast: Cast) -> None:
    letter = sent(cast, "renewal-returned", "action")
    assert letter["List-Unsubscribe"] is None
    assert letter["Reply-To"] is None
    html = letter.get_body(("html",))
    assert html
    assert "turn this kind off" not in html.get_content()
    assert "<script" not in html.get_content()
