"""By link: somebody without an account answers, and is forgotten in time."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from dateutil.relativedelta import relativedelta
from django.test import Client
from pytest_django import Settings

from recert.appeals.actions import (
    assign,
    complain,
    decide,
    take_back_by_link,
    write_by_link,
    write_from_desk,
)
from recert.appeals.actions.by_link import MOST_A_DAY
from recert.appeals.links import matter_with, token_of
from recert.appeals.models import Matter, Outcome, State
from recert.journal.queries import lines_about
from recert.lib.refusals import NotFound, Refused
from recert.notices.models import Notice
from recert.notices.queries import notices_of
from recert.people.actions import word_letter
from recert.renewals.retention import forget_decided, kept_since
from tests.cast import NOW, Cast

GUEST = "guest@example.org"
LATER = NOW + timedelta(days=2)


def complained(cast: Cast) -> Matter:
    """A guest complains to ACSM; Dan is to decide it."""
    matter = complain(
        by=None, at=NOW, body=cast.acsm, about="provider", whom="A school",
        text="They sell certificates.", email=GUEST, name="Gwen Guest",
    )  # fmt: skip
    return assign(
        by=cast.hal, at=NOW, body_slug="acsm", public_id=matter.public_id, to=cast.dan.public_id
    )


def linked(text: str) -> str:
    """The token in a letter."""
    (found,) = re.findall(r"/complaints/(\S+)$", text, re.MULTILINE)
    return str(found)


def test_the_letters_lead_back_and_the_answer_reaches_who_decides(cast: Cast) -> None:
    matter = complained(cast)
    write_from_desk(
        by=cast.dan, at=NOW, body_slug="acsm", public_id=matter.public_id, text="Which?", key="a"
    )
    letters = Notice.objects.filter(email=GUEST).order_by("id")
    tokens = {linked(each.text) for each in letters}
    assert len(letters) == 2
    (token,) = tokens
    for _click in range(2):
        write_by_link(at=LATER, token=token, text="The one in Elm Street.", key="b")
    assert [each.text for each in matter.messages.all()] == ["Which?", "The one in Elm Street."]
    told = notices_of(cast.dan.public_id).filter(subject__contains="A message about")
    assert told.count() == 1
    assert lines_about(matter.subject).filter(code="appeals.message-by-link").count() == 1
    for number in range(MOST_A_DAY - 1):
        write_by_link(at=LATER, token=token, text="And?", key=f"c{number}")
    with pytest.raises(Refused, match="ten times"):
        write_by_link(at=LATER, token=token, text="And?", key="d")
    on = {"by": cast.dan, "at": LATER, "body_slug": "acsm", "public_id": matter.public_id}
    decide(**on, outcome=Outcome.JUSTIFIED, reason="So it is.")  # type: ignore[arg-type]
    assert "/complaints/" not in Notice.objects.filter(email=GUEST).latest("id").text
    with pytest.raises(Refused, match="closed"):
        write_by_link(at=LATER + timedelta(days=2), token=token, text="Thanks.", key="e")


def test_the_link_is_for_that_matter_and_for_whoever_has_no_account(cast: Cast) -> None:
    matter = complained(cast)
    own = complain(by=cast.ada, at=NOW, body=cast.acsm, about="other", whom="", text="Slow.")
    for wrong in (token_of(own), token_of(matter)[:-1], "nothing", matter.public_id):
        with pytest.raises(NotFound):
            matter_with(wrong)
    for _click in range(2):
        assert take_back_by_link(at=NOW, token=token_of(matter)).state == State.WITHDRAWN


def test_the_link_stands_in_the_bodys_own_words_too(cast: Cast) -> None:
    word_letter(
        by=cast.hal, at=NOW, body_slug="acsm", kind="appeal-received", language="en",
        subject="We have it", text="Thank you, {name}.\n\n{words}", seen=0,
    )  # fmt: skip
    matter = complained(cast)
    letter = Notice.objects.get(email=GUEST)
    assert letter.text.startswith("Thank you, Gwen Guest.")
    assert matter_with(linked(letter.text)) == matter
    assert f'href="{letter.text.splitlines()[-1]}"' in letter.html


def test_the_page_behind_the_link(cast: Cast, client: Client, settings: Settings) -> None:
    settings.RECERT_NOW = LATER
    matter = complained(cast)
    page = f"/complaints/{token_of(matter)}"
    shown = client.get(page)
    assert "They sell certificates." in shown.content.decode()
    assert 'content="no-referrer"' in shown.content.decode()
    assert client.post(page, {"text": " ", "key": "k"}).status_code == 422
    assert client.post(page, {"text": "The one in Elm Street.", "key": "k"}).status_code == 302
    assert "The one in Elm Street." in client.get(page).content.decode()
    assert client.get(f"{page}x").status_code == 404
    desk = Client()
    desk.force_login(cast.dan)
    seen = desk.get(f"/staff/acsm/appeals/{matter.public_id}").content.decode()
    assert "Gwen Guest, <time" in seen
    assert "They wrote, by the link in their letter" in seen
    assert client.post(page, {"act": "take-back"}).status_code == 302
    matter.refresh_from_db()
    assert matter.state == State.WITHDRAWN
    assert "Take it back" not in client.get(page).content.decode()


def test_a_complaint_about_no_certification_is_forgotten_in_time(cast: Cast) -> None:
    matter, token = complained(cast), token_of(complained(cast))
    write_by_link(at=NOW, token=token, text="The one in Elm Street.", key="b")
    take_back_by_link(at=NOW, token=token)
    still_open = complain(
        by=cast.ada, at=NOW, body=cast.acsm, about="other", whom="Ben", text="Slow."
    )
    kept = relativedelta(NOW, kept_since(cast.acsm, NOW))
    forget_decided(at=NOW + kept - timedelta(days=1))
    matter.refresh_from_db()
    assert matter.email == GUEST
    after = NOW + kept + timedelta(days=2)
    assert [forget_decided(at=after), forget_decided(at=after)] == [1, 0]
    matter.refresh_from_db()
    still_open.refresh_from_db()
    assert [matter.name, matter.email, matter.text, matter.whom] == ["", "", "", ""]
    assert not matter.messages.exists()
    assert (still_open.text, still_open.whom) == ("Slow.", "Ben")
    with pytest.raises(NotFound):
        matter_with(token)
