"""Anything at all in any field of the studio's forms: told, or saved as it is; never a crash."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.test import Client

from recert.rulebooks.actions import open_draft
from recert.rulebooks.models import Draft
from tests.cast import NOW, Cast
from tests.web.staff.studio.filling import form_on

WORDS = ("9" * 5000, "9999-12-31", "a.b: [c, {\n- d", "-1", "é\u2028", "null", "[]", "&x *x !!x")
DOINGS = (
    "add", "add .", "add clauses.total.need.amount.99999999999", "up clauses.total.need.amount.1",
    "remove clauses.total.need", "up 1.2.3.4", "remove 0.person.activities.7", "later x", "",
)  # fmt: skip
FORMS = ("clause/total", "clause/life-support-credit", "head", "cases/3", "file")


@pytest.fixture
def draft(cast: Cast) -> Draft:
    """Hal's."""
    return open_draft(by=cast.hal, at=NOW, body_slug="acsm", edition="2025")


@pytest.fixture
def client(cast: Cast) -> Client:
    """His browser."""
    found = Client()
    found.force_login(cast.hal)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("page", FORMS)
def test_no_field_is_a_way_to_a_crash(client: Client, draft: Draft, page: str) -> None:
    path = f"/staff/acsm/policy/drafts/{draft.public_id}/{page}"
    good = form_on(client.get(path).content.decode())
    for number, name in enumerate(good):
        sent = {**good, "do": ["save"], name: [WORDS[number % len(WORDS)]]}
        with transaction.atomic():
            assert client.post(path, sent).status_code in (200, 302, 422), name
            if number % 5 == 0:  # and what was saved can be looked at
                assert client.get(path).status_code in (200, 302)
                assert client.get(path.replace(page, "")).status_code == 200
            transaction.set_rollback(True)
    for act in DOINGS:
        with transaction.atomic():
            answer = client.post(path, {**good, "do": [act]})
            assert answer.status_code in (200, 302, 422), act
            transaction.set_rollback(True)


@pytest.mark.slow
def test_every_word_in_one_field(client: Client, draft: Draft) -> None:
    path = f"/staff/acsm/policy/drafts/{draft.public_id}/clause/total"
    good = form_on(client.get(path).content.decode())
    for name in ("clauses.total.says", "clauses.total.since", "clauses.total.need.amount.rows",
                 "clauses.total.need.amount.0.is", "clauses.total.source", "seen"):  # fmt: skip
        for word in WORDS:
            with transaction.atomic():
                answer = client.post(path, {**good, "do": ["save"], name: [word]})
                assert answer.status_code in (200, 302, 422), (name, word)
                assert client.get(path).status_code == 200
                transaction.set_rollback(True)
