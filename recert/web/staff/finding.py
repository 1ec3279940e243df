"""Finding the person an e-mail address belongs to."""

from __future__ import annotations

from django.utils.translation import gettext as _

from recert.lib.refusals import Refused
from recert.people.models import Person
from recert.people.queries import person_by_email
from recert.register.merging.following import now_part_of


def person_with(email: str) -> Person:
    """Whoever signs in with this address; refuses with what to do when nobody does."""
    person = person_by_email(email)
    if person is None:
        raise Refused(
            _(
                "Nobody signs in here with %(email)s. Check the spelling, or ask them to open an "
                "account first."
            )
            % {"email": email},
            "email",
        )
    return now_part_of(person)
