"""Reported entries: put in by a provider's report, corrected and voided by it alone.

One completion is one standing entry: a report that is sent again finds its entry by the key,
and what the person had logged of the same thing gives way to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from recert.journal.actions import write, write_many
from recert.lib.inserting import alike, insert, insert_values
from recert.lib.public_ids import new_public_id
from recert.lib.refusals import Refused, refuse_all
from recert.people.actions import id_of
from recert.people.models import Person
from recert.rules import facts
from recert.transcript.entering import activity_refusals
from recert.transcript.models import OPEN_PETITIONS, Activity, Award, PetitionState
from recert.transcript.queries import is_decided, is_settled
from recert.transcript.records import activity_columns, award_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class ToPost:
    """One entry a provider reports; `own` is the person's own entry of the same thing."""

    person: Person
    activity: facts.Activity
    provider_name: str
    key: str  # of the completion: the same again makes no second entry
    own: Activity | None = None


@transaction.atomic(savepoint=False)
def post_reported(*, by: Person | None, at: datetime, posts: Sequence[ToPost]) -> list[Activity]:
    """Enter what was reported, in the order given; as many queries for hundreds as for one.

    An own entry gives way, and its proof moves along, unless something was asked or decided
    about it: then it stands, and is what is returned. Refused as a whole where an entry is
    not one that could be.
    """
    for activity in {id(post.activity): post.activity for post in posts}.values():
        refuse_all(activity_refusals(activity, at))
    standing = _there_already(posts)
    new = [post for post in posts if post.key not in standing]
    kept = {post.key: post.own for post in new if post.own and is_settled(post.own)}
    made = _create(at, [post for post in new if post.key not in kept])
    for post in new:
        if post.own and post.key in made:
            _give_way(post.own, made[post.key])
    write_many(
        at=at,
        by=id_of(by),
        code="transcript.reported",
        about=(
            (
                f"activity:{made[post.key].public_id}",
                post.person.public_id,
                {"of": post.key, "supersedes": post.own.public_id if post.own else ""},
            )
            for post in new
            if post.key in made
        ),
    )
    found = standing | kept | made
    return [found[post.key] for post in posts]


def _there_already(posts: Sequence[ToPost]) -> dict[str, Activity]:
    # Said, though every key is one, so that the index of keys can be used.
    rows = Activity.objects.exclude(key="").filter(key__in=[post.key for post in posts])
    return {row.key: row for row in rows}


def _create(at: datetime, posts: Sequence[ToPost]) -> dict[str, Activity]:
    firsts: dict[int, Activity] = {}  # of what many did alike
    awards: dict[int, list[tuple[Any, ...]]] = {}
    for post in posts:
        fact = post.activity
        if id(fact) not in firsts:
            first = Activity(entered_at=at, **activity_columns(fact))
            firsts[id(fact)] = first
            awards[id(fact)] = [
                (each.amount_grains, each.unit, each.by, each.number)
                for each in award_rows(first, fact)
            ]
    rows = [
        alike(
            firsts[id(post.activity)],
            {"person": post.person},
            public_id=new_public_id(),
            provider_name=post.provider_name,
            key=post.key,
        )
        for post in posts
    ]
    insert(rows)
    insert_values(
        Award,
        ("activity", "amount_grains", "unit", "by", "number"),
        (
            (row.pk, *award)
            for row, post in zip(rows, posts, strict=True)
            for award in awards[id(post.activity)]
        ),
    )
    return {row.key: row for row in rows}


def _give_way(own: Activity, new: Activity) -> None:
    """Put a reported entry in the place of the person's own one."""
    taken = Activity.objects.filter(pk=own.pk, superseded_by=None, withdrawn_at=None).update(
        superseded_by=new
    )
    if taken:
        new.evidence.set(own.evidence.all())
        new.note = own.note
        new.save(update_fields=["note"])


@transaction.atomic
def merge_own(*, at: datetime, own: Activity, reported: Activity) -> None:
    """Let somebody's own entry give way to what was reported of the same thing, if it may.

    One about which something was asked or decided stands. Where another gave way to it already,
    this one is taken out, and its proof moves along.
    """
    if own.is_standing and not is_settled(own):
        if Activity.objects.filter(superseded_by=reported).exists():
            _standing(own).update(withdrawn_at=at)
            reported.evidence.add(*own.evidence.all())
        else:
            _give_way(own, reported)
        _journal(at, None, "transcript.merged", own, reported.public_id)


@transaction.atomic
def supersede_reported(
    *,
    by: Person | None,
    at: datetime,
    activity: Activity,
    corrected: facts.Activity,
    provider_name: str,
    key: str,
    asked: bool = False,
    only_credit_of: str = "",
) -> Activity:
    """Put what its provider says now in the place of a reported entry; proof moves along.

    Refused while an audit holds the entry, and where something was decided about it, unless
    whoever decided was `asked`. Where nothing changes but one body's credit (`only_credit_of`,
    its slug), what others were asked or decided about the entry moves along, too.
    """
    refuse_all(activity_refusals(corrected, at))
    _refuse_settled(activity, asked)
    new = _create(
        at,
        [ToPost(person=activity.person, activity=corrected, provider_name=provider_name, key=key)],
    )[key]
    new.note = activity.note
    new.save(update_fields=["note"])
    taken = Activity.objects.filter(pk=activity.pk, superseded_by=None, withdrawn_at=None).update(
        superseded_by=new
    )
    if not taken:
        raise Refused(_("This entry was changed this very moment. Open the newest one."))
    new.evidence.set(activity.evidence.all())
    if only_credit_of:
        _move_decisions(activity, new, but_of=only_credit_of)
    _withdraw_petitions(activity)
    write(
        at=at,
        by=id_of(by),
        code="transcript.report-corrected",
        subject=f"activity:{new.public_id}",
        person=activity.person.public_id,
        detail={"supersedes": activity.public_id, "of": key},
    )
    return new


@transaction.atomic
def void_reported(
    *, by: Person | None, at: datetime, activity: Activity, reason: str, asked: bool = False
) -> Activity:
    """Take a reported entry out, with the reason its person reads; twice is once.

    What somebody logged themselves stays. Refused as `supersede_reported` is.
    """
    if activity.reported_by == facts.Reporter.SELF:
        return activity
    _refuse_settled(activity, asked)
    if _standing(activity).update(withdrawn_at=at):
        _withdraw_petitions(activity)
        _journal(at, by, "transcript.report-voided", activity, reason)
    activity.refresh_from_db()
    return activity


@transaction.atomic
def restore_reported(
    *, by: Person | None, at: datetime, activity: Activity, reason: str
) -> Activity:
    """Put a voided entry back: it was right after all."""
    voided = Activity.objects.filter(pk=activity.pk, withdrawn_at__isnull=False)
    if voided.exclude(reported_by=facts.Reporter.SELF).update(withdrawn_at=None):
        _journal(at, by, "transcript.report-restored", activity, reason)
    activity.refresh_from_db()
    return activity


def _standing(activity: Activity) -> QuerySet[Activity]:
    return Activity.objects.filter(pk=activity.pk, superseded_by=None, withdrawn_at=None)


def _move_decisions(old: Activity, new: Activity, but_of: str) -> None:
    """What bodies but one were asked about an entry, and what they said, is about the new one."""
    for rows in (old.petitions, old.rulings):
        rows.exclude(certification__body__slug=but_of).update(activity=new)


def _withdraw_petitions(activity: Activity) -> None:
    activity.petitions.filter(state__in=OPEN_PETITIONS).update(state=PetitionState.WITHDRAWN)


def _refuse_settled(activity: Activity, asked: bool) -> None:
    if activity.held_by or (is_decided(activity) and not asked):
        raise Refused(
            _("Something was asked or decided about this entry, so it stays as it is for now.")
        )


def _journal(at: datetime, by: Person | None, code: str, activity: Activity, reason: str) -> None:
    write(
        at=at,
        by=id_of(by),
        code=code,
        subject=f"activity:{activity.public_id}",
        person=activity.person.public_id,
        detail={"reason": reason},
    )
