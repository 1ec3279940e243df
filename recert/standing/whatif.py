"""What if: a draft tried on the whole register, asked at a desk; `trying` works it off."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.lib.refusals import Refused
from recert.people.models import Person
from recert.rulebooks.drafts import read_version
from recert.rulebooks.queries import draft_for_staff, latest_of
from recert.standing.models import WhatIf
from recert.standing.queries import on_register


@transaction.atomic
def ask_what_if(
    *, by: Person, at: datetime, body_slug: str, draft_id: str, as_of: date, for_everybody: bool
) -> WhatIf:
    """Ask what the draft, as it stands, would change; an earlier answer about it goes.

    `for_everybody`: as if it were in force for all; else by the dates it would be chosen by.
    """
    draft = draft_for_staff(by, body_slug, draft_id)
    version = latest_of(draft)
    if read_version(version).rulebook is None:
        raise Refused(_("The draft cannot be read. Mend what is wrong with it first."))
    WhatIf.objects.filter(version=version).delete()
    return WhatIf.objects.create(
        version=version,
        as_of=as_of,
        for_everybody=for_everybody,
        asked_by=by,
        asked_at=at,
        total=on_register(draft.body).count(),
    )
