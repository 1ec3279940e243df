"""By link: somebody without an account writes to the body again, or takes the complaint back."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from recert.appeals.actions.moving import journal, keep_message, move
from recert.appeals.actions.sending import tell_reader
from recert.appeals.links import matter_with
from recert.appeals.models import OPEN, Matter, State
from recert.lib.refusals import Refused

MOST_A_DAY = 10  # messages about one matter


@transaction.atomic
def write_by_link(*, at: datetime, token: str, text: str, key: str) -> Matter:
    """Write about what one sent without an account; the same form sent twice is one message."""
    matter = matter_with(token)
    if matter.messages.filter(by=None, key=key).exists():
        return matter
    if matter.messages.filter(by=None, at__gt=at - timedelta(days=1)).count() >= MOST_A_DAY:
        raise Refused(_("You have written ten times today. Write again tomorrow."), "text")
    if keep_message(by=None, at=at, matter=matter, text=text, key=key, is_from_body=False):
        tell_reader(at, matter, key)
    return matter


@transaction.atomic
def take_back_by_link(*, at: datetime, token: str) -> Matter:
    """Take back what one sent without an account, before it is decided. Twice is once."""
    matter = matter_with(token)
    if matter.state == State.WITHDRAWN:
        return matter
    move(matter, OPEN, State.WITHDRAWN, closed_at=at)
    journal(at, None, "withdrawn-by-link", matter)
    return matter
