"""From draft to policy: what must be so, who agrees, and taking an edition back in time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.journal.actions import write
from recert.lib.days import local_day
from recert.lib.refusals import NotFound, Refusal, Refused, refuse_all
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff, colleagues
from recert.people.telling import tell
from recert.rulebooks.actions.drafting import note, open_for_writing, refuse_stale
from recert.rulebooks.actions.publishing import publish_edition
from recert.rulebooks.drafts import cases_once, read_version, ruling_with, try_cases
from recert.rulebooks.models import Closing, Draft, DraftState, Edition, Practice, Version
from recert.rulebooks.queries import latest_of, rulebooks_of, second_person_needed, writers_of
from recert.rulebooks.succession import predecessors
from recert.rules.rulebook import Rulebook


def hindrances_to(version: Version, on: date) -> list[Refusal]:
    """What must be mended before a version may be published, on the body's day."""
    read = read_version(version)
    if read.rulebook is None:
        return [Refusal(_("The draft cannot be read. Mend what is wrong with it first."), "text")]
    return [*_head_hindrances(version, read.rulebook, on), *_case_hindrances(version)]


def _head_hindrances(version: Version, rulebook: Rulebook, on: date) -> Iterator[Refusal]:
    slug = version.draft.body.slug
    if rulebook.body != slug:
        sentence = _(
            "The draft says it is %(theirs)s’s, and this is %(ours)s. Mend its first line."
        )
        yield Refusal(sentence % {"theirs": rulebook.body, "ours": slug}, "text")
    if any(book.edition == rulebook.edition for book in rulebooks_of(slug)):
        sentence = _("Edition %(name)s is published, and editions never change. Name this another.")
        yield Refusal(sentence % {"name": rulebook.edition}, "head")
    if rulebook.in_force.since is not None and rulebook.in_force.since < on:
        sentence = _("It would be in force from a day that is over. Choose today or a later day.")
        yield Refusal(sentence, "dates")


def _case_hindrances(version: Version) -> Iterator[Refusal]:
    read = read_version(version)
    if read.rulebook is None or read.case_problems:
        yield Refusal(_("The cases cannot all be read. Mend what is wrong with them."), "cases")
        return
    tried = try_cases(ruling_with(read.rulebook), read.cases)
    for each in tried:
        if each.mismatches:
            sentence = _("This case comes out otherwise: %(title)s. Mend it, or leave it out.")
            yield Refusal(sentence % {"title": each.case.case}, "cases")
    for title in missing_cases(version):
        sentence = _("This case of the edition before is gone: %(title)s. Say why, or restore it.")
        yield Refusal(sentence % {"title": title}, "cases")


def missing_cases(version: Version) -> list[str]:
    """Cases the draft began with that are gone without a reason."""
    draft = version.draft
    first = Version.objects.get(draft=draft, number=1)
    began, _problems = cases_once(first.cases_text, draft.body.slug)
    now, _problems = cases_once(version.cases_text, draft.body.slug)
    kept = {case.case for case in now}
    kept |= set(draft.dropped_cases.values_list("title", flat=True))
    return [case.case for case in began if case.case not in kept]


@transaction.atomic
def propose_draft(*, by: Person, at: datetime, body_slug: str, draft_id: str, seen: int) -> Draft:
    """Ask a second person to approve a draft that could be published."""
    draft = open_for_writing(by, body_slug, draft_id)
    version = _checked(draft, seen, at)
    draft.state, draft.proposed_by, draft.proposed_at = DraftState.PROPOSED, by, at
    draft.returned_because = ""
    draft.save(update_fields=["state", "proposed_by", "proposed_at", "returned_because"])
    note(at, by, "draft-proposed", draft, {"version": version.number})
    _tell_staff(
        at, draft.body, Duty.POLICY, by, "work-waiting", f"{draft.public_id}:{at.isoformat()}",
        lambda: (
            _("New policy waits for a second person"),
            _("Somebody at %(body)s has written an edition and asks another to approve it.")
            % {"body": draft.body.name},
        ),
    )  # fmt: skip
    return draft


def _checked(draft: Draft, seen: int, at: datetime) -> Version:
    """The version somebody looked at, when it is still the last and may be published."""
    version = latest_of(draft)
    refuse_stale(version, seen)
    refuse_all(hindrances_to(version, local_day(at, draft.body.zone)))
    return version


@transaction.atomic
def return_draft(*, by: Person, at: datetime, body_slug: str, draft_id: str, reason: str) -> Draft:
    """Give a proposed draft back to its writers, with the reason."""
    draft = open_for_writing(by, body_slug, draft_id)
    if draft.state != DraftState.PROPOSED:
        raise Refused(_("This draft does not wait for approval."))
    if not reason.strip():
        raise Refused(_("Say what should be changed."), "reason")
    draft.state, draft.returned_because = DraftState.OPEN, reason.strip()
    draft.save(update_fields=["state", "returned_because"])
    note(at, by, "draft-returned", draft, {})
    return draft


@transaction.atomic
def publish_draft(*, by: Person, at: datetime, body_slug: str, draft_id: str, seen: int) -> Edition:
    """Make a draft the policy from its day on; where the body says so, by a second person.

    Editions that would run on beside it end the day before. What was decided under them,
    and the cycles that are closed, stay as they are.
    """
    draft = open_for_writing(by, body_slug, draft_id)
    if second_person_needed(draft.body):
        _refuse_alone(draft, by)
    version = _checked(draft, seen, at)
    rulebook = read_version(version).rulebook
    if rulebook is None:
        raise Refused(_("The draft cannot be read. Mend what is wrong with it first."))
    ending = predecessors(rulebooks_of(draft.body.slug), rulebook)
    edition = publish_edition(
        body=draft.body, text=version.text, cases_text=version.cases_text, by=by, at=at
    )
    for book in ending:
        Closing.objects.create(body=draft.body, edition=book.edition, by=edition)
    draft.state, draft.edition = DraftState.PUBLISHED, edition
    draft.save(update_fields=["state", "edition"])
    note(at, by, "draft-published", draft, {"edition": edition.edition, "version": version.number})
    _tell_staff(
        at, draft.body, Duty.ENTER, by, "policy-changed", f"published:{edition.pk}",
        lambda: (
            _("%(body)s has new policy") % {"body": draft.body.name},
            _("Edition %(name)s is published and in force from %(day)s.")
            % {"name": edition.edition, "day": edition.in_force_from},
        ),
    )  # fmt: skip
    return edition


def _refuse_alone(draft: Draft, by: Person) -> None:
    if draft.state != DraftState.PROPOSED:
        raise Refused(_("Here a second person approves new policy. Ask for approval first."))
    if by.pk in writers_of(draft) | {draft.proposed_by_id}:
        raise Refused(_("You have written on this draft. Somebody who has not must approve it."))


@transaction.atomic
def withdraw_edition(
    *, by: Person, at: datetime, body_slug: str, edition: str, reason: str
) -> Edition:
    """Take an edition back before it is in force; what it was to end runs on."""
    body = body_for_staff(by, body_slug, Duty.POLICY)
    rows = Edition.objects.select_for_update().filter(body=body, edition=edition, withdrawn_at=None)
    last = rows.order_by("-revision").first()
    if last is None:
        raise NotFound
    if not reason.strip():
        raise Refused(_("Say why the edition is withdrawn."), "reason")
    if not may_be_withdrawn(last, local_day(at, body.zone)):
        raise Refused(
            _("This edition is in force. Publish another instead; what rested on it stays.")
        )
    rows.update(withdrawn_at=at, withdrawn_because=reason.strip())
    last.refresh_from_db()
    subject = f"edition:{body.slug}/{edition}"
    write(at=at, by=by.public_id, code="rulebooks.withdrawn", subject=subject, body=body.slug)
    _tell_staff(
        at, body, Duty.ENTER, by, "policy-changed", f"withdrawn:{last.pk}:{at.isoformat()}",
        lambda: (
            _("%(body)s withdrew an edition") % {"body": body.name},
            _("Edition %(name)s will not come into force: %(reason)s")
            % {"name": edition, "reason": reason.strip()},
        ),
    )  # fmt: skip
    return last


def may_be_withdrawn(edition: Edition, on: date) -> bool:
    """Whether an edition is still to come on the body's day."""
    return edition.in_force_from is not None and on < edition.in_force_from


@transaction.atomic
def set_practice(*, by: Person, at: datetime, body_slug: str, second_person: bool) -> Practice:
    """Say whether a second person approves new policy; for the body's owner."""
    body = body_for_staff(by, body_slug, Duty.STAFF)
    practice, _new = Practice.objects.update_or_create(
        body=body, defaults={"second_person": second_person}
    )
    write(
        at=at,
        by=by.public_id,
        code="rulebooks.practice-set",
        subject=f"body:{body.slug}",
        body=body.slug,
        detail={"second-person": second_person},
    )
    return practice


def _tell_staff(
    at: datetime,
    body: Body,
    duty: Duty,
    by: Person,
    kind: str,
    key: str,
    letter: Callable[[], tuple[str, str]],
) -> None:
    for colleague in colleagues(body, duty).exclude(pk=by.pk):
        tell(
            at=at,
            person=colleague,
            kind=kind,
            letter=letter,
            key=f"{key}:{colleague.public_id}",
            body_slug=body.slug,
        )
