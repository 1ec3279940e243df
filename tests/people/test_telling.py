from __future__ import annotations

import pytest
from django.utils import translation

from recert.people.telling import tell
from tests.cast import NOW, Cast

pytestmark = pytest.mark.django_db


def test_a_notice_is_worded_in_its_readers_language(cast: Cast) -> None:
    cast.ada.language = "de"
    with translation.override("fr"):  # of whoever acts
        notice = tell(
            at=NOW,
            person=cast.ada,
            kind="work-waiting",
            letter=lambda: (translation.get_language() or "", translation.gettext("today")),
            key="once",
        )
        assert translation.get_language() == "fr"
    assert (notice.subject, notice.text) == ("de", "heute")
    assert notice.recipient_id == cast.ada.public_id
