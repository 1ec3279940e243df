"""Checking: a letter to an address that sent letters back, to see whether one arrives."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from recert.lib.refusals import Refused
from recert.notices.actions import check_token, queue_notice
from recert.notices.models import Notice
from recert.notices.queries import bounces
from recert.people.models import Person


@transaction.atomic
def check_address(*, person: Person, at: datetime) -> Notice:
    """Send a person the address that shows a letter arrived; one letter an hour."""
    if bounces(person.email) is None:
        raise Refused(_("Nothing came back from your address. There is nothing to check."))
    token = check_token(person.email, at)
    url = settings.SITE_URL + reverse("public:address_checked", args=[token])
    return queue_notice(
        at=at,
        recipient_id=person.public_id,
        email=person.email,
        kind="address-check",
        subject=_("Do our letters reach you?"),
        text=_("Open this address and press the button, and we write to you again:\n\n%(url)s")
        % {"url": url},
        key=f"address-check:{person.public_id}:{at:%Y-%m-%dT%H}",
    )
