"""Linking: which activity of a system is which course, which account is whom. Once, by a person."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recert.catalogue.actions.sources import map_source
from recert.catalogue.models import Course, Source
from recert.catalogue.queries import ProviderDuty, provider_for_staff, source_for_staff
from recert.completions.checking import MOST_MISSES, count_misses, refuse_guessing
from recert.completions.from_statements.meaning import courses_of, means_credit
from recert.completions.identifying import account_key, identify
from recert.completions.lines import Named
from recert.completions.models import Completion, CompletionState, KnownAs
from recert.journal.actions import write
from recert.lib.refusals import NotFound, Refused
from recert.people.models import Person
from recert.statements.models import Statement


@transaction.atomic
def link_activity(
    *,
    by: Person,
    at: datetime,
    provider_slug: str,
    source_id: str,
    activity: str,
    course_id: str,
) -> Source:
    """Say which course an activity is; an empty id says: none any more.

    What the system said of it before is looked at again, so that nothing has to be sent twice.
    What was credited stays as it is when a link goes.
    """
    source = source_for_staff(by, provider_slug, source_id)
    if not Statement.objects.filter(source=source, activity=activity).exists():
        raise NotFound
    linked = {name: each for name, each in courses_of(source).items() if name != activity}
    if course_id:
        if not Course.objects.filter(provider=source.provider, public_id=course_id).exists():
            raise Refused(_("Choose one of your courses."), "course")
        linked[activity] = course_id
    source = map_source(
        by=by,
        at=at,
        provider_slug=provider_slug,
        source_id=source_id,
        mapping={**source.mapping, "courses": linked},
    )
    if course_id:
        said = Statement.objects.filter(means_credit(source), source=source, activity=activity)
        said.update(taken_at=None)
    return source


def link_account(
    *, by: Person, at: datetime, provider_slug: str, system: str, account: str, named: Named
) -> KnownAs:
    """Say whose account it is, by a number with a second fact or a checked address; never by name.

    Everything that waits for the account is then looked at again. Refused alike where nobody
    is known and where the facts do not agree; too many tries a day are refused.
    """
    provider = provider_for_staff(by, provider_slug, ProviderDuty.REPORT)
    refuse_guessing(provider, at, MOST_MISSES)
    person = None
    if named.number or named.email:
        person = identify(Named(
            body=named.body, number=named.number, born=named.born, email=named.email
        ), provider)  # fmt: skip
    if person is None:
        count_misses(provider, 1, at)
        raise Refused(_("We found nobody by this. Check the number, and the day or address."))
    return _link(by, at, provider_slug, Named(system=system, account=account), person)


@transaction.atomic
def _link(by: Person, at: datetime, slug: str, named: Named, person: Person) -> KnownAs:
    provider = provider_for_staff(by, slug, ProviderDuty.REPORT)
    key = account_key(named)[:401]
    waiting = Completion.objects.filter(provider=provider, by_account=key)
    if not waiting.exists():
        raise NotFound
    known, is_new = KnownAs.objects.get_or_create(
        provider=provider,
        system=named.system,
        name=named.account,
        defaults={"person": person, "linked_by": by, "linked_at": at},
    )
    if known.person_id != person.pk:
        raise Refused(_("This account is somebody else’s already."))
    if is_new:
        waiting.filter(state=CompletionState.UNMATCHED).update(looked_at=None)
        write(
            at=at,
            by=by.public_id,
            code="completions.account-linked",
            subject=f"provider:{provider.public_id}",
            person=person.public_id,
        )
    return known
