"""Drafting: an edition in the making, of which every version is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.journal.actions import write
from recert.lib.days import local_day
from recert.lib.refusals import Refused
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff
from recert.rulebooks.drafts import (
    RULEBOOK_FILE,
    cases_once,
    first_cases,
    first_text,
    renamed_cases,
)
from recert.rulebooks.models import Draft, DraftState, DroppedCase, Version
from recert.rulebooks.queries import (
    draft_for_staff,
    edition_page,
    latest_of,
    read_once,
    rulebooks_of,
)
from recert.rules.rulebook import Chooser
from recert.rules.writing import write_cases, write_rulebook

LONGEST = 1_000_000
"""Characters of a draft's text; the longest rulebook there is has a tenth of them."""


@transaction.atomic
def open_draft(*, by: Person, at: datetime, body_slug: str, edition: str) -> Draft:
    """Begin a draft from a published edition, with the cases that edition answers."""
    body = body_for_staff(by, body_slug, Duty.POLICY)
    base, rulebook = edition_page(body.slug, edition)
    since = date(local_day(at, body.zone).year + 1, 1, 1)
    name = _free_name(body, str(since.year))
    draft = Draft.objects.create(body=body, base=base, opened_by=by, opened_at=at)
    Version.objects.create(
        draft=draft,
        number=1,
        text=first_text(rulebook, name, since),
        cases_text=first_cases(base, rulebook, name),
        says=_("Begun from edition %(edition)s") % {"edition": edition},
        saved_by=by,
        saved_at=at,
    )
    note(at, by, "draft-opened", draft, {"edition": edition})
    return draft


def _free_name(body: Body, wanted: str) -> str:
    taken = {book.edition for book in rulebooks_of(body.slug)}
    names = (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


@transaction.atomic
def save_version(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    draft_id: str,
    seen: int,
    says: str,
    text: str | None = None,
    cases_text: str | None = None,
) -> Version:
    """Save a draft's text or cases as its next version; the earlier ones are kept.

    `seen` is the version somebody had before them: when another was saved meanwhile, they
    are told, and nothing is overwritten. A text that does not read is saved all the same.
    """
    draft = open_for_writing(by, body_slug, draft_id)
    last = latest_of(draft)
    refuse_stale(last, seen)
    text = last.text if text is None else text.replace("\r\n", "\n")
    cases_text = last.cases_text if cases_text is None else cases_text.replace("\r\n", "\n")
    if (text, cases_text) == (last.text, last.cases_text):
        return last
    if max(len(text), len(cases_text)) > LONGEST:
        raise Refused(_("This is longer than any rulebook. Save it in parts, or shorten it."))
    draft.state, draft.proposed_by, draft.proposed_at = DraftState.OPEN, None, None
    draft.save(update_fields=["state", "proposed_by", "proposed_at"])
    version = Version.objects.create(
        draft=draft,
        number=last.number + 1,
        text=text,
        cases_text=_following_name(draft.body.slug, last.text, text, cases_text),
        says=says[:200],
        saved_by=by,
        saved_at=at,
    )
    note(at, by, "draft-saved", draft, {"version": version.number})
    return version


def _following_name(body: str, before: str, after: str, cases_text: str) -> str:
    """The cases, asked of the edition by the name it has now."""
    old, new = read_once(before, RULEBOOK_FILE)[0], read_once(after, RULEBOOK_FILE)[0]
    if old is None or new is None or old.edition == new.edition:
        return cases_text
    return renamed_cases(cases_text, body, old.edition, new.edition)


def open_for_writing(by: Person, body_slug: str, draft_id: str) -> Draft:
    """The draft, held fast until the act is done; refuses one that is closed."""
    found = draft_for_staff(by, body_slug, draft_id)
    draft = Draft.objects.select_for_update().get(pk=found.pk)
    if draft.state == DraftState.PUBLISHED:
        raise Refused(_("This draft was published. Begin another from the edition it became."))
    if draft.state == DraftState.DISCARDED:
        raise Refused(_("This draft was put away. Take it up again first."))
    return draft


def refuse_stale(last: Version, seen: int) -> None:
    """Refuse to go on from a version that is not the last."""
    if last.number != seen:
        raise Refused(
            _(
                "%(name)s saved version %(number)s meanwhile, and nothing of it was overwritten. "
                "What you typed is still here: look at theirs, then press again to save yours."
            )
            % {"name": last.saved_by, "number": last.number},
            "seen",
        )


@transaction.atomic
def set_dates(
    *,
    by: Person,
    at: datetime,
    body_slug: str,
    draft_id: str,
    seen: int,
    since: date,
    chosen_by: Chooser,
) -> Version:
    """Say from which day the draft is in force, and which date decides about it."""
    draft = draft_for_staff(by, body_slug, draft_id)
    rulebook, _problems = read_once(latest_of(draft).text, RULEBOOK_FILE)
    if rulebook is None:
        raise Refused(_("The draft cannot be read. Mend what is wrong with it first."))
    in_force = replace(rulebook.in_force, since=since)
    dated = replace(rulebook, in_force=in_force, chosen_by=chosen_by)
    if dated == rulebook:
        return latest_of(draft)
    return save_version(
        by=by,
        at=at,
        body_slug=body_slug,
        draft_id=draft_id,
        seen=seen,
        says=_("Dates set"),
        text=write_rulebook(dated),
    )


@transaction.atomic
def drop_case(
    *, by: Person, at: datetime, body_slug: str, draft_id: str, seen: int, title: str, reason: str
) -> Version:
    """Take a case out, with the reason."""
    if not reason.strip():
        raise Refused(_("Say why the case is left out."), "reason")
    draft = open_for_writing(by, body_slug, draft_id)
    cases, problems = cases_once(latest_of(draft).cases_text, draft.body.slug)
    kept = [case for case in cases if case.case != title]
    if problems or len(kept) == len(cases):
        raise Refused(_("There is no such case, or the cases cannot be read."))
    DroppedCase.objects.create(draft=draft, title=title, reason=reason.strip(), by=by, at=at)
    note(at, by, "case-dropped", draft, {"case": title})
    return save_version(
        by=by,
        at=at,
        body_slug=body_slug,
        draft_id=draft_id,
        seen=seen,
        says=_("Case left out: %(title)s") % {"title": title},
        cases_text=write_cases(kept, body=draft.body.slug),
    )


@transaction.atomic
def discard_draft(*, by: Person, at: datetime, body_slug: str, draft_id: str) -> Draft:
    """Put a draft away; it can be taken up again."""
    draft = open_for_writing(by, body_slug, draft_id)
    draft.state = DraftState.DISCARDED
    draft.save(update_fields=["state"])
    note(at, by, "draft-discarded", draft, {})
    return draft


@transaction.atomic
def take_up_draft(*, by: Person, at: datetime, body_slug: str, draft_id: str) -> Draft:
    """Take up again a draft that was put away."""
    found = draft_for_staff(by, body_slug, draft_id)
    if Draft.objects.filter(pk=found.pk, state=DraftState.DISCARDED).update(state=DraftState.OPEN):
        note(at, by, "draft-taken-up", found, {})
    found.refresh_from_db()
    return found


def note(
    at: datetime, by: Person, code: str, draft: Draft, detail: dict[str, str | int | bool]
) -> None:
    """Write a line about a draft into the journal."""
    write(
        at=at,
        by=by.public_id,
        code=f"rulebooks.{code}",
        subject=f"draft:{draft.public_id}",
        body=draft.body.slug,
        detail=detail,
    )
