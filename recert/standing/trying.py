"""Trying: what was asked about a draft worked off part by part, by a process that has the time.

Apart from `whatif`, because a page only asks, and need not load what judges in columns.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from recert.people.models import Body
from recert.rulebooks.drafts import read_version, ruling_with
from recert.rulebooks.queries import rulebooks_of
from recert.rules.findings import to_plain
from recert.rules.rulebook import ALWAYS
from recert.rules.whatif import Difference, Summary
from recert.standing.models import Affected, WhatIf, WhatIfState
from recert.standing.population import Judged, Policy, judge_register


def advance_what_ifs(*, at: datetime) -> bool:
    """Judge the next part of whatever waits longest; False when nothing waits.

    Nothing is locked while it judges: of two workers that do the same part, the one that
    comes second finds it done and leaves it.
    """
    waiting = (WhatIfState.WAITING, WhatIfState.RUNNING)
    found = WhatIf.objects.filter(state__in=waiting).select_related("version__draft__body")
    what_if = found.order_by("asked_at", "pk").first()
    if what_if is None:
        return False
    body = what_if.version.draft.body
    parts = judge_register(body, _policies(what_if, body), what_if.as_of, what_if.last_row)
    part = next(parts, None)
    if part is None:
        WhatIf.objects.filter(pk=what_if.pk).update(state=WhatIfState.DONE, done_at=at)
    else:
        _keep(what_if, part)
    return True


def _policies(what_if: WhatIf, body: Body) -> tuple[Policy, Policy]:
    """What rules, and what would."""
    rulebook = read_version(what_if.version).rulebook
    if rulebook is None:
        raise ValueError(f"version {what_if.version.pk} could be read when it was asked about")
    if what_if.for_everybody:
        return rulebooks_of(body.slug), (replace(rulebook, in_force=ALWAYS),)
    return rulebooks_of(body.slug), ruling_with(rulebook)


@transaction.atomic
def _keep(what_if: WhatIf, part: tuple[Judged, ...]) -> None:
    """Add a part to the answer, unless somebody else has."""
    summary = Summary.from_plain(what_if.summary)
    found = [(each, summary.count(*each.numbers)) for each in part]
    mine = WhatIf.objects.filter(pk=what_if.pk, last_row=what_if.last_row).update(
        last_row=part[-1].certification.pk,
        summary=summary.to_plain(),
        state=WhatIfState.RUNNING,
    )
    if mine:
        Affected.objects.bulk_create(
            _affected(what_if, judged, difference)
            for judged, difference in found
            if difference is not None
        )


def _affected(what_if: WhatIf, judged: Judged, difference: Difference) -> Affected:
    """What is kept of a difference: the answers, and the requirements that turned."""
    old, new = (replace(each, requirements=()) for each in (difference.old, difference.new))
    return Affected(
        what_if=what_if,
        certification=judged.certification,
        turn=difference.turn or "",
        difference=to_plain(replace(difference, old=old, new=new)),
    )


def give_up_what_if(*, at: datetime) -> None:
    """Stop the one that waits longest: it cannot be judged, and others wait behind it."""
    waiting = (WhatIfState.WAITING, WhatIfState.RUNNING)
    first = WhatIf.objects.filter(state__in=waiting).order_by("asked_at", "pk").first()
    if first is not None:
        WhatIf.objects.filter(pk=first.pk).update(state=WhatIfState.FAILED, done_at=at)
