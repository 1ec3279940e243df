"""What the pages about letters and appearance need: one of each at ACSM."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from recert.notices.models import Notice
from recert.people.actions import colour_body, invite, set_logo, word_letter
from recert.people.models import Invitation
from recert.people.telling import tell
from tests.cast import NOW, Cast
from tests.transcript.files import picture


@dataclass(frozen=True, slots=True)
class Letters:
    """One letter to Ben in ACSM's own words, and somebody who is invited."""

    sent: Notice
    invitation: Invitation


def letters_of(cast: Cast) -> Letters:
    """Let ACSM word a letter, show its colours, and invite somebody."""
    at_acsm: Any = {"by": cast.hal, "at": NOW, "body": cast.acsm}
    colour_body(**at_acsm, accent="#7a1f3d", accent_dark="")
    set_logo(**at_acsm, content=picture("PNG"))
    word_letter(
        by=cast.hal,
        at=NOW,
        body_slug="acsm",
        kind="register-changed",
        language="en",
        subject="Our register, {name}",
        text="Dear {name},\n\n{words}\n\n**{body}**",
        seen=0,
    )
    return Letters(
        sent=tell(
            at=NOW,
            person=cast.ben,
            kind="register-changed",
            letter=lambda: ("Changed", "Your number was corrected."),
            key="world-letter",
            body_slug="acsm",
        ),
        invitation=invite(**at_acsm, email="newcomer@example.org", role="reviewer"),
    )
