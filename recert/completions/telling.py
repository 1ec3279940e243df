"""Telling: whoever has new credit reads in one sentence what changed by it.

Where each certification stood without the entry and where it stands with it, by the one law.
At the desk people are told at once; after a large report the worker tells them, part by part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.completions.models import (
    Completion,
    CompletionState,
    Correction,
    CorrectionKind,
    Recall,
    RecallRule,
)
from recert.people.telling import tell
from recert.rulebooks.queries import all_rulebooks
from recert.rules.facts import Facts
from recert.rules.findings import Standing
from recert.rules.rulebook import Rulebook
from recert.standing.gathering import facts_of_many
from recert.standing.queries import Held, standings_under
from recert.standing.words.plainly import amount_words, day_words, join, name_of_credential
from recert.standing.words.standings import missing_words
from recert.transcript.models import Activity

AT_A_TIME = 50
"""So many are told in one turn of the worker."""

Books = dict[str, tuple[Rulebook, ...]]


@transaction.atomic
def tell_waiting(*, at: datetime) -> int:
    """Tell some of those who do not know yet; returns how many, 0 when all know."""
    waiting = (
        Completion.objects.filter(state=CompletionState.ACCEPTED, told_at=None)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("person", "provider", "activity", "report")
        .order_by("id")
    )
    return tell_accepted(list(waiting[:AT_A_TIME]), at=at)


def tell_accepted(rows: Sequence[Completion], *, at: datetime) -> int:
    """Tell what these completions changed, once each; the caller holds the transaction."""
    fresh = [row for row in rows if row.activity is not None and row.person is not None]
    if fresh:
        books = all_rulebooks()
        persons = {row.person.pk: row.person for row in fresh if row.person is not None}
        facts = facts_of_many(tuple(persons.values()))
        for row in fresh:
            assert row.person is not None  # they were chosen by it
            _tell(row, facts[row.person.pk], books, at)
    Completion.objects.filter(pk__in=[row.pk for row in rows], told_at=None).update(told_at=at)
    return len(rows)


def _tell(row: Completion, facts: Facts, books: Books, at: datetime) -> None:
    assert row.person is not None  # whoever called chose by both
    assert row.activity is not None
    tell(
        at=at,
        person=row.person,
        kind="credit-reported",
        letter=_letter(row, row.activity, facts, books, at),
        key=f"completion:{row.public_id}:reported",
    )


def _letter(
    row: Completion, entry: Activity, facts: Facts, books: Books, at: datetime
) -> Callable[[], tuple[str, str]]:
    def words() -> tuple[str, str]:
        said = {"provider": row.provider.name, "title": entry.title}
        subject = _("%(provider)s reported “%(title)s”") % said
        text = change_sentence(row, facts, books, at)
        closing = _("If you were not there, or something is wrong, open the entry and say so.")
        return subject, f"{text}\n\n{closing}"

    return words


def tell_corrected(correction: Correction, *, at: datetime) -> None:
    """Tell whoever it was reported of that it is put right, and why."""
    person = correction.completion.person
    assert person is not None  # it was in their transcript
    tell(
        at=at,
        person=person,
        kind="credit-corrected",
        letter=lambda: _correction_letter(correction),
        key=f"correction:{correction.public_id}:done",
    )


def tell_waits(correction: Correction, bodies: Sequence[str], *, at: datetime) -> None:
    """Tell them that it is to be put right, and who is asked first."""
    person = correction.completion.person
    assert person is not None  # somebody's renewal rests on it

    def words() -> tuple[str, str]:
        subject, _text = _correction_letter(correction)
        text = _(
            "Nothing has changed yet: a decision of %(bodies)s rests on it, so %(bodies)s is asked "
            "first what becomes of that. You will read the answer here, and may appeal it."
        ) % {"bodies": join(bodies)}
        return subject, f"{text}\n\n{correction.reason}"

    tell(
        at=at,
        person=person,
        kind="credit-corrected",
        letter=words,
        key=f"correction:{correction.public_id}:waits",
    )


def tell_recall(
    recall: Recall, completion: Completion, *, at: datetime, undone: bool = False
) -> None:
    """Tell somebody of a recall that takes nothing from them, yet or at all."""
    person = completion.person
    assert person is not None  # it was in their transcript

    def words() -> tuple[str, str]:
        return _recall_letter(recall, undone=undone)

    tell(
        at=at,
        person=person,
        kind="credit-corrected",
        letter=words,
        key=f"{recall.subject}:{completion.public_id}:{'undone' if undone else 'told'}",
    )


def _recall_letter(recall: Recall, *, undone: bool) -> tuple[str, str]:
    who = recall.body.name if recall.body else recall.provider.name
    said = {"who": who, "title": recall.course.title}
    if undone:
        subject = _("%(who)s took back its recall of “%(title)s”")
        return subject % said, _("Your credit stands as before.")
    subject = _("%(who)s recalled “%(title)s”") % said
    if recall.rule == RecallRule.UNTIL_DAY and recall.day is not None:
        text = _("Your credit for it counts until %(day)s. Replace it by then.") % {
            "day": day_words(recall.day)
        }
    else:
        text = _("Your credit for it stands.")
    return subject, f"{text}\n\n{recall.reason}"


def _correction_letter(correction: Correction) -> tuple[str, str]:
    old = correction.completion
    said = {
        "provider": old.provider.name,
        "title": old.activity.title if old.activity else str(old.course),
    }
    subject = {
        CorrectionKind.CORRECTED: _("%(provider)s corrected “%(title)s”"),
        CorrectionKind.VOIDED: _("%(provider)s took “%(title)s” back"),
        CorrectionKind.RECALLED: _("Credit for “%(title)s” was recalled"),
        CorrectionKind.RESTORED: _("“%(title)s” counts again"),
    }[CorrectionKind(correction.kind)] % said
    text = _("The reason: %(reason)s") % {"reason": correction.reason}
    closing = _("If that is not right, open the entry in your transcript and say so.")
    return subject, f"{text}\n\n{closing}"


def change_sentence(row: Completion, facts: Facts, books: Books, at: datetime) -> str:
    """In one sentence: who reported what, what it is for, and what is missing now."""
    assert row.person is not None  # it is in a transcript
    assert row.activity is not None
    said = {"provider": row.provider.name, "title": row.activity.title}
    changes = list(_changes(row, facts, books, at))
    if not changes:
        return _("%(provider)s reported %(title)s: it counts for nothing you hold.") % said
    return _("%(provider)s reported %(title)s: %(changes)s.") % {
        **said,
        "changes": "; ".join(changes),
    }


def _changes(row: Completion, facts: Facts, books: Books, at: datetime) -> Iterator[str]:
    """What it is for, one certification after another, where it is for anything."""
    assert row.person is not None  # whoever called chose by both
    assert row.activity is not None
    entry = row.activity.public_id
    others = tuple(each for each in facts.activities if each.id != entry)
    before = standings_under(row.person, replace(facts, activities=others), books, at)
    after = standings_under(row.person, facts, books, at)
    for was, held in zip(before, after, strict=True):
        gained = held.standing.counted - was.standing.counted
        if gained > 0 and held.rulebook is not None:
            yield _("%(amount)s for %(credential)s, %(left)s") % {
                "amount": amount_words(gained, held.rulebook.unit.name),
                "credential": _name(held),
                "left": _left(held.standing, held.rulebook),
            }


def _name(held: Held) -> str:
    return name_of_credential(held.rulebook, held.certification.credential)


def _left(standing: Standing, rulebook: Rulebook) -> str:
    if not standing.missing:
        return _("nothing more is missing")
    return _("still missing: %(missing)s") % {"missing": missing_words(standing, rulebook)}
