"""Undoing: two records that were merged are two again, with what came of each since.

Rows go back to the record they came from, and so does what has grown out of them: the newer
version of an entry, the bill of an application, an appeal. What somebody has written over since
stays as they wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from recert.appeals.models import Matter
from recert.credentials.models import Certification, Register
from recert.lib.refusals import NotFound, Refusal, Refused, refuse_all
from recert.payments.models import Agreement, Invoice
from recert.people.models import Person
from recert.people.queries import Duty, body_for_staff
from recert.people.unclaimed import is_claimed
from recert.register.merging.acts import column_of, ids_of, journal, plain
from recert.register.models import Merge
from recert.renewals.models import Renewal
from recert.transcript.models import Activity, Evidence


@transaction.atomic
def undo_merge(*, by: Person, at: datetime, body_slug: str, public_id: str) -> Merge:
    """Take two records apart; twice is once. By the body's staff."""
    body = body_for_staff(by, body_slug, Duty.REGISTER)
    done = Merge.objects.filter(public_id=public_id, body=body).first()
    if done is None:
        raise NotFound
    if by.pk in (done.kept_id, done.gone_id):
        raise Refused(_("Ask a colleague: nobody merges records of their own at a desk."))
    return _undo(done, by, at)


@transaction.atomic
def undo_own_merge(*, by: Person, at: datetime, public_id: str) -> Merge:
    """The same by the person, for what they merged themselves."""
    done = Merge.objects.filter(public_id=public_id, kept=by, body=None).first()
    if done is None:
        raise NotFound
    return _undo(done, by, at)


def _undo(done: Merge, by: Person, at: datetime) -> Merge:
    mine = Merge.objects.filter(pk=done.pk, undone_at=None).update(undone_at=at, undone_by=by)
    done.refresh_from_db()
    if not mine:
        return done
    refuse_all(_hindrances(done))
    try:
        with transaction.atomic():
            _give_back(done)
    except IntegrityError:
        sentence = _(
            "Something has been entered since that only one of the two can have. Correct that "
            "first, then take them apart."
        )
        raise Refused(sentence) from None
    journal(done, by, at, "register.merge-undone")
    return done


# ---------------------------------------------------------------- what stands against it


def _hindrances(done: Merge) -> list[Refusal]:
    return [Refusal(each) for each in _sentences(done)]


def _sentences(done: Merge) -> Iterator[str]:
    if done.kept.erased_at is not None:
        yield _("The record has been deleted since, and the other with it.")
    if Merge.objects.filter(gone=done.kept, undone_at=None).exists():
        yield _("The record has become part of another since. Undo that first.")
    if Merge.objects.filter(kept=done.kept, undone_at=None, pk__gt=done.pk).exists():
        yield _("Another record has become part of this one since. Undo that first.")
    if _has_come_by_its_address(done):
        yield _(
            "%(name)s has signed in since, with the address that came from the other record. "
            "Correct the two records one by one."
        ) % {"name": done.kept.name}
    for aside, stood in _set_aside(done):
        if aside.removed_at is None:
            sentence = _("What was set aside (%(number)s) is back since. Undo that first.")
            yield sentence % {"number": aside.number}
        elif _is_given_away(aside, stood):
            sentence = _("The number %(number)s is somebody else’s since. Correct that first.")
            yield sentence % {"number": aside.number}


def _has_come_by_its_address(done: Merge) -> bool:
    """Whether the kept record, which had no address of its own, has been claimed with the other's.

    It is then the other person who signs in to it.
    """
    took = any(label == Person._meta.label and pk == done.kept_id for label, pk, *_ in done.changed)
    return took and is_claimed(done.kept)


def _set_aside(done: Merge) -> Iterator[tuple[Certification, dict[str, Any]]]:
    for label, pk, stood, *_became in done.changed:
        if label == Certification._meta.label and "removed_at" in stood:
            yield Certification.objects.get(pk=pk), stood


def _is_given_away(aside: Certification, stood: dict[str, Any]) -> bool:
    alike = Certification.objects.filter(
        body_id=aside.body_id,
        credential=aside.credential,
        number=aside.number,
        register=Register.CONFIRMED,
    )
    was_confirmed = stood["register"] == Register.CONFIRMED
    return bool(was_confirmed and aside.number and alike.exclude(pk=aside.pk).exists())


# ---------------------------------------------------------------- back


def _give_back(done: Merge) -> None:
    for key, rows in done.moved.items():
        model, column = column_of(key)
        kept, gone = ids_of(column, done.kept, done.gone)
        model._default_manager.filter(pk__in=rows, **{column: kept}).update(**{column: gone})
    for label, pk, stood, *became in reversed(done.changed):
        model = apps.get_model(label)
        if pk is None:
            model(**stood).save(force_insert=True)
        else:
            _restore(model, pk, stood, became[0] if became else None)
    _give_what_grew(done.kept, done.gone)
    for person in Person.objects.filter(pk__in=(done.kept_id, done.gone_id)):
        person.save(update_fields=["email"])  # the words it is found by follow


def _restore(
    model: type[models.Model], pk: int, stood: dict[str, Any], became: dict[str, Any] | None
) -> None:
    """Put back what stood in a row, unless somebody has written over it since."""
    row = model._default_manager.filter(pk=pk).first()
    if row is None or (became and any(plain(getattr(row, key)) != became[key] for key in became)):
        return
    is_taken = "email" in stood and Person.objects.filter(email=stood["email"]).exists()
    if not is_taken:  # an address is whose it was shown to be since
        model._default_manager.filter(pk=pk).update(**stood)


def _give_what_grew(kept: Person, gone: Person) -> None:
    """What was made since of rows that have just gone back."""
    newer = Activity.objects.filter(person=kept, supersedes__person=gone)
    while newer.update(person=gone):
        continue
    subjects = [each.subject for each in Renewal.objects.filter(certification__person=gone)]
    for model in (Invoice, Agreement):
        model._default_manager.filter(person=kept, subject__in=subjects).update(person=gone)
    Matter.objects.filter(person=kept, certification__person=gone).update(person=gone)
    _give_proof(kept, gone)


def _give_proof(kept: Person, gone: Person) -> None:
    """Files that were attached since, to what has gone back and to nothing else."""
    has = Evidence.objects.filter(person=gone).values("sha256")
    theirs = Evidence.objects.filter(person=kept).exclude(sha256__in=has)
    for column in ("activities", "documents"):
        theirs = theirs.exclude(**{f"{column}__person": kept})
    proves = models.Q(activities__person=gone) | models.Q(documents__person=gone)
    rows = set(theirs.filter(proves).values_list("pk", flat=True))
    Evidence.objects.filter(pk__in=rows).update(person=gone)
