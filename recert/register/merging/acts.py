"""Acts: two records are merged, every row remembered, so that `undoing` can take them apart."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from allauth.account.models import EmailAddress
from django.apps import apps
from django.db import IntegrityError, models, transaction

from recert.completions.models import CompletionState
from recert.credentials.models import Register
from recert.journal.actions import write
from recert.lib.refusals import NotFound, refuse_all
from recert.people.models import Body, BodyMember, Person
from recert.people.queries import Duty, body_for_staff
from recert.people.unclaimed import NO_ADDRESS, has_address
from recert.register.merging.clashes import Clash, clashes_of, hindrances_at, hindrances_to
from recert.register.merging.doubles import Double, doubles_of
from recert.register.merging.keys import MOVES
from recert.register.models import NEVER, Different, Findable, Merge
from recert.transcript.models import Evidence, HandedIn

Column = str
Changed = list[list[Any]]
"""What was overwritten: the model, the row, what stood in its columns, and what stands there
now; for a row that was taken away, all of its columns."""


def person_at(body: Body, public_id: str) -> Person:
    """Somebody in this body's register or among its members; else there is none such."""
    found = Findable.objects.filter(body=body, person__public_id=public_id).select_related("person")
    row = found.first()
    if row is None:
        raise NotFound
    return row.person


@transaction.atomic
def merge_at_desk(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    kept_id: str,
    gone_id: str,
    standing: Iterable[str] = (),
) -> Merge:
    """Make two records of one person one; by the staff of the only body they concern."""
    body = body_for_staff(by, body_slug, Duty.REGISTER)
    done = _done(kept_id, gone_id)
    if done is not None and done.body_id == body.pk:
        return done
    kept, gone = _locked(person_at(body, kept_id), person_at(body, gone_id))
    refuse_all(hindrances_at(body, kept, gone, by))
    return _merge(kept, gone, body, by, at, frozenset(standing))


@transaction.atomic
def merge_own(*, by: Person, at: datetime, kept: Person, gone: Person) -> Merge:
    """The same by the person, who has shown to be both."""
    done = _done(kept.public_id, gone.public_id)
    if done is not None:
        return done
    if by not in (kept, gone):
        raise NotFound
    kept, gone = _locked(kept, gone)
    return _merge(kept, gone, None, by, at, frozenset())


def _done(kept_id: str, gone_id: str) -> Merge | None:
    """What the same request did before."""
    pair = Merge.objects.filter(kept__public_id=kept_id, gone__public_id=gone_id, undone_at=None)
    return pair.select_related("kept", "gone").first()


def _locked(one: Person, other: Person) -> tuple[Person, Person]:
    """Both, for this act alone."""
    pks = (one.pk, other.pk)
    rows = {row.pk: row for row in Person.objects.select_for_update().filter(pk__in=pks)}
    return rows[one.pk], rows[other.pk]


def _merge(
    kept: Person,
    gone: Person,
    body: Body | None,
    by: Person,
    at: datetime,
    standing: frozenset[str],
) -> Merge:
    clashes = clashes_of(kept, gone, standing) if kept != gone else []
    refuse_all(hindrances_to(kept, gone, clashes))
    changed: Changed = []
    for clash in clashes:
        _set_aside(clash, at, changed)
    for double in doubles_of(kept, gone):
        _say_the_same(double, at, changed)
    _join_memberships(kept, gone, changed)
    _join_evidence(kept, gone, changed)
    moved = {key: _move(key, kept, gone) for key in MOVES}
    _join_addresses(kept, gone, changed)
    _change(gone, changed, is_active=False)
    done = Merge.objects.create(
        kept=kept,
        gone=gone,
        body=body,
        by=by,
        at=at,
        moved={key: rows for key, rows in moved.items() if rows},
        changed=changed,
    )
    journal(done, by, at, "register.merged")
    return done


# ---------------------------------------------------------------- what both have


def _change(row: models.Model, changed: Changed, **values: Any) -> None:
    """Overwrite columns, remembering what stood there."""
    stood = {name: plain(getattr(row, name)) for name in values}
    became = {name: plain(value) for name, value in values.items()}
    changed.append([row._meta.label, row.pk, stood, became])
    type(row)._default_manager.filter(pk=row.pk).update(**values)
    for name, value in values.items():
        setattr(row, name, value)


def _take_away(row: models.Model, changed: Changed) -> None:
    """Delete a row, remembering all of it."""
    whole = {field.attname: plain(getattr(row, field.attname)) for field in row._meta.fields}
    changed.append([row._meta.label, None, whole])
    row.delete()


def plain(value: Any) -> Any:
    """A column's value as JSON keeps it."""
    return value.isoformat() if isinstance(value, date) else value


def _set_aside(clash: Clash, at: datetime, changed: Changed) -> None:
    _change(clash.aside, changed, removed_at=at, register=Register.REJECTED)


def _say_the_same(double: Double, at: datetime, changed: Changed) -> None:
    """What was reported twice counts once; what is set aside says which it is the same as."""
    said = {"state": CompletionState.DUPLICATE, "same_as_id": double.stands.pk, "settled_at": at}
    _change(double.aside, changed, **said)
    if double.aside.activity is not None:
        _change(double.aside.activity, changed, withdrawn_at=at)


def _join_memberships(kept: Person, gone: Person, changed: Changed) -> None:
    """One membership a body: the one that lasts longer, under the number it has."""
    ours = {each.body_id: each for each in BodyMember.objects.filter(person=kept)}
    for theirs in BodyMember.objects.filter(person=gone):
        own = ours.get(theirs.body_id)
        if own is None:
            continue
        if (theirs.until or NEVER) > (own.until or NEVER):
            _change(own, changed, number=theirs.number, since=theirs.since, until=theirs.until)
        _take_away(theirs, changed)


def _join_evidence(kept: Person, gone: Person, changed: Changed) -> None:
    """The same file in both is one: what it proves points to the one that is kept."""
    ours = {each.sha256: each for each in Evidence.objects.filter(person=kept)}
    for theirs in Evidence.objects.filter(person=gone, sha256__in=ours):
        own = ours[theirs.sha256]
        links: tuple[type[models.Model], ...]
        links = (Evidence.activities.through, Evidence.documents.through, HandedIn)
        for through in links:
            for link in through._default_manager.filter(evidence_id=theirs.pk):
                _change(link, changed, evidence_id=own.pk)


def _join_addresses(kept: Person, gone: Person, changed: Changed) -> None:
    """Who had no address gets the other record's."""
    if has_address(kept) or not has_address(gone):
        return
    address = gone.email
    _change(gone, changed, email=gone.public_id + NO_ADDRESS)
    _change(kept, changed, email=address)
    for row in EmailAddress.objects.filter(user=gone):
        _change(row, changed, user_id=kept.pk)
    for person in (gone, kept):
        person.save(update_fields=["email"])  # the words it is found by follow


# ---------------------------------------------------------------- rows


def _move(key: str, kept: Person, gone: Person) -> list[int]:
    """Point rows to the kept record; those it has alike already stay where they are."""
    model, column = column_of(key)
    old, new = ids_of(column, gone, kept)
    rows = model._default_manager.filter(**{column: old})
    pks = list(rows.values_list("pk", flat=True))
    try:
        with transaction.atomic():
            rows.update(**{column: new})
    except IntegrityError:
        return [pk for pk in pks if _moves_alone(model, column, pk, new)]
    return pks


def _moves_alone(model: type[models.Model], column: str, pk: int, new: object) -> bool:
    try:
        with transaction.atomic():
            model._default_manager.filter(pk=pk).update(**{column: new})
    except IntegrityError:
        return False
    return True


def column_of(key: str) -> tuple[type[models.Model], str]:
    """The model and the column a key of `keys` names."""
    label, _dot, column = key.rpartition(".")
    return apps.get_model(label), column


def ids_of(column: str, *people: Person) -> list[object]:
    """People as the column names them: some rooms lie below this one's models and know ids."""
    told: Callable[[Person], object] = (
        (lambda one: one.public_id) if column.endswith("_id") else (lambda one: one.pk)
    )
    return [told(person) for person in people]


def journal(done: Merge, by: Person, at: datetime, code: str) -> None:
    """A line for each of the two: their own stories stay apart."""
    for person, other in ((done.kept, done.gone), (done.gone, done.kept)):
        write(
            at=at,
            by=by.public_id,
            code=code,
            subject=f"person:{person.public_id}",
            body=done.body.slug if done.body else "",
            person=person.public_id,
            detail={"other": other.public_id, "merge": done.public_id},
        )


# ---------------------------------------------------------------- or not the same


@transaction.atomic
def say_different(
    *, by: Person, at: datetime, body_slug: str, one_id: str, other_id: str
) -> Different:
    """Note that two records are of two people, so that nobody is asked again; twice is once."""
    body = body_for_staff(by, body_slug, Duty.REGISTER)
    people = sorted((person_at(body, one_id), person_at(body, other_id)), key=lambda one: one.pk)
    found, is_new = Different.objects.get_or_create(
        body=body, one=people[0], other=people[1], defaults={"by": by, "at": at}
    )
    if is_new:
        write(
            at=at,
            by=by.public_id,
            code="register.found-different",
            subject=f"person:{people[0].public_id}",
            body=body.slug,
            person=people[0].public_id,
            detail={"other": people[1].public_id},
        )
    return found
