"""Approved later: what a body approves for days gone by is credited to who was reported before.

Its award joins the entry; nothing else of it changes, and nothing a body has decided with it.
Who gains by it reads so in one sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from recert.catalogue.models import APPROVED, CourseApproval, ProviderApproval
from recert.completions.hooks.queueing import tell_hooks
from recert.completions.lines import line_of
from recert.completions.mending import locked
from recert.completions.models import Completion, CompletionState, CorrectionState, HookEvent
from recert.completions.receiving.weighing import Scales
from recert.completions.resting import rests_on
from recert.completions.telling import change_sentence
from recert.people.models import Body
from recert.people.telling import tell
from recert.rulebooks.queries import all_rulebooks
from recert.rules import facts
from recert.standing.gathering import facts_of_many
from recert.transcript.actions import supersede_reported
from recert.transcript.models import Activity, Award
from recert.transcript.records import activity_fact

LOOKS_BACK = timedelta(days=14)
"""So long after it was decided an approval is looked at; an audit may hold an entry meanwhile."""


def credit_what_was_approved(*, at: datetime) -> int:
    """Add what bodies approved lately to what was reported before; returns to how many entries."""
    return sum(
        _credit(pk, approval.body, at)
        for approval in _decided_lately(at)
        for pk in list(_without(approval).values_list("pk", flat=True))
    )


def _decided_lately(at: datetime) -> Iterator[CourseApproval | ProviderApproval]:
    """The approvals of the last days that speak of days before they were given."""
    lately = {"state": APPROVED, "decided_at__gte": at - LOOKS_BACK}
    before = {"decided_at__date__gt": F("since")}
    yield from CourseApproval.objects.filter(**lately, **before).select_related("body", "edition")
    given = ProviderApproval.objects.filter(**lately, **before, approves_courses=True)
    yield from given.select_related("body")


def _without(approval: CourseApproval | ProviderApproval) -> QuerySet[Completion]:
    """What was reported before an approval it may speak of, and has none of the body's credit.

    Where the provider stated the credit itself, that is what it stated.
    """
    has_it = Award.objects.filter(activity=OuterRef("activity"), by=approval.body.slug)
    found = Completion.objects.filter(
        ~Exists(has_it),
        state=CompletionState.ACCEPTED,
        role="learner",
        awards=[],
        activity__isnull=False,
        activity__held_by="",
        completed__gte=approval.since,
        reported_at__lt=approval.decided_at,
    )
    last = min((each for each in (approval.until, approval.ended_on) if each), default=None)
    if last is not None:
        found = found.filter(completed__lte=last)
    if isinstance(approval, CourseApproval):
        return found.filter(edition=approval.edition).order_by("pk")
    return found.filter(provider=approval.provider_id).order_by("pk")


@transaction.atomic
def _credit(pk: int, body: Body, at: datetime) -> bool:
    """Add a body's credit to one entry, if what speaks on its day gives any; whether it did."""
    row = locked(Completion.objects.only("provider").get(pk=pk))
    entry = row.activity
    if row.state != CompletionState.ACCEPTED or entry is None or row.person is None:
        return False
    if entry.reported_by == facts.Reporter.SELF or not entry.is_standing:
        return False
    if row.corrections.filter(state=CorrectionState.WAITING).exists():
        return False
    fact = _with_credit(row, entry, body, at)
    if fact is None or rests_on(entry, fact, at):
        return False
    new = supersede_reported(
        by=None,
        at=at,
        activity=entry,
        corrected=fact,
        provider_name=row.provider.name,
        key=f"approved:{entry.public_id}:{body.slug}"[:60],
        asked=True,
        only_credit_of=body.slug,
    )
    Completion.objects.filter(pk=row.pk).update(activity=new)
    row.activity = new
    tell_hooks(HookEvent.CORRECTED, [row], at=at)
    tell(
        at=at,
        person=row.person,
        kind="credit-reported",
        letter=_letter(row, body, at),
        key=f"approved:{new.public_id}",
    )
    return True


def _with_credit(
    row: Completion, entry: Activity, body: Body, at: datetime
) -> facts.Activity | None:
    """The entry as it is, with what the body gives for that day now; None: nothing."""
    scales = Scales(
        provider=row.provider, at=at, by=None, course_class=row.course_class, source=None,
        mending=row,
    )  # fmt: skip
    weighed = scales.weigh((line_of(row),))[0].fact
    given = [each for each in weighed.awards if each.by == body.slug] if weighed else []
    stands = activity_fact(entry)
    return replace(stands, awards=(*stands.awards, *given)) if given else None


def _letter(row: Completion, body: Body, at: datetime) -> Callable[[], tuple[str, str]]:
    def words() -> tuple[str, str]:
        assert row.activity is not None  # it was put there just now
        assert row.person is not None
        said = {"body": body.name, "title": row.activity.title}
        having = facts_of_many((row.person,))[row.person.pk]
        changed = change_sentence(row, having, all_rulebooks(), at)
        text = _("%(body)s has approved it, for the day you completed it as well.") % said
        return _("%(body)s approved “%(title)s”") % said, f"{text}\n\n{changed}"

    return words
