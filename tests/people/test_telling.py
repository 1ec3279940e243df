"""Telling: in the reader's language, and never in that of whoever acts."""

from __future__ import annotations

import pytest
from django.utils import translation
from pytest_django import Settings

from recert.people.telling import tell
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "expected"), [("de", ("de", "heute")), ("es", ("en", "today"))]
)
def test_our_words_are_in_the_readers_language_where_we_have_it(
    cast: Cast, settings: Settings, language: str, expected: tuple[str, str]
) -> None:
    settings.LANGUAGES = [("en", "English"), ("de", "Deutsch")]
    cast.ada.language = language
    with translation.override("fr"):  # of whoever acts
        notice = tell(
            at=NOW,
            person=cast.ada,
            kind="work-waiting",
            letter=lambda: (translation.get_language() or "", translation.gettext("today")),
            key="once",
        )
        assert translation.get_language() == "fr"
    assert (notice.subject, notice.text) == expected
    assert notice.recipient_id == cast.ada.public_id
