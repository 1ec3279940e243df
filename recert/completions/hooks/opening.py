"""Opening: an address of a provider or a body is entered, tried again, closed."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from recert.catalogue.models import Provider
from recert.catalogue.queries import ProviderDuty, provider_for_staff
from recert.completions.models import Hook, HookEvent, Posting, PostingState
from recert.journal.actions import write
from recert.lib.outgoing import NotSent, refuse_address
from recert.lib.refusals import NotFound, Refusal, Refused, refuse_all
from recert.lib.sealing import CannotUnseal, seal, unseal
from recert.people.models import Body, Person
from recert.people.queries import Duty, body_for_staff

MOST_OPEN = 10
MOST_ADDRESS = 500
_PURPOSE = "hook"


def hooks_of_provider(provider: Provider) -> QuerySet[Hook]:
    """A provider's addresses, closed ones too; the caller has checked who asks."""
    return Hook.objects.filter(provider=provider).select_related("opened_by")


def hooks_of_body(body: Body) -> QuerySet[Hook]:
    """A body's addresses, closed ones too; the caller has checked who asks."""
    return Hook.objects.filter(body=body).select_related("opened_by")


def hook_of_provider(person: Person, slug: str, public_id: str) -> Hook:
    """One address of the person's provider."""
    provider = provider_for_staff(person, slug, ProviderDuty.OFFICE)
    return _one(hooks_of_provider(provider), public_id)


def hook_of_body(staff: Person, slug: str, public_id: str) -> Hook:
    """One address of the staff member's body."""
    return _one(hooks_of_body(body_for_staff(staff, slug, Duty.STAFF)), public_id)


def _one(hooks: QuerySet[Hook], public_id: str) -> Hook:
    found = hooks.filter(public_id=public_id).first()
    if found is None:
        raise NotFound
    return found


@transaction.atomic
def open_hook_for_provider(
    *, by: Person, at: datetime, provider_slug: str, address: str, events: Collection[str]
) -> tuple[Hook, str]:
    """Tell an address what becomes of what the provider reports: the hook and its secret.

    Nobody can show the secret again.
    """
    provider = provider_for_staff(by, provider_slug, ProviderDuty.OFFICE)
    Provider.objects.select_for_update(no_key=True).get(pk=provider.pk)
    there = hooks_of_provider(provider)
    return _opened(by, at, Hook(provider=provider), there, address, events)


@transaction.atomic
def open_hook_for_body(
    *, by: Person, at: datetime, body_slug: str, address: str, events: Collection[str]
) -> tuple[Hook, str]:
    """Tell an address what becomes of the body's own credit: the hook and its secret."""
    body = body_for_staff(by, body_slug, Duty.STAFF)
    Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    return _opened(by, at, Hook(body=body), hooks_of_body(body), address, events)


def _opened(
    by: Person,
    at: datetime,
    hook: Hook,
    there: QuerySet[Hook],
    address: str,
    events: Collection[str],
) -> tuple[Hook, str]:
    address = address.strip()
    refuse_all(_wrong(there, address, events))
    secret = f"rhk_{secrets.token_hex(24)}"
    hook.address, hook.events = address, sorted(set(events))
    hook.opened_by, hook.opened_at = by, at
    hook.sealed = seal(secret, _keys(), _PURPOSE)
    hook.save()
    _write(at, by, "completions.hook-opened", hook)
    return hook, secret


def _wrong(there: QuerySet[Hook], address: str, events: Collection[str]) -> list[Refusal]:
    found = []
    if not events or set(events) - set(HookEvent):
        found.append(Refusal(_("Choose what it is told of."), "events"))
    if len(address) > MOST_ADDRESS:
        found.append(Refusal(_("The address is longer than any is."), "address"))
    try:
        refuse_address(address, inside=not settings.IN_PRODUCTION)
    except NotSent as why:
        sentence = _("Write an address such as https://example.org/hook: %(why)s.") % {"why": why}
        found.append(Refusal(sentence, "address"))
    still_open = there.filter(closed_at=None)
    if still_open.filter(address=address).exists():
        found.append(Refusal(_("This address is told already."), "address"))
    elif still_open.count() >= MOST_OPEN:
        found.append(Refusal(_("Ten addresses are told. Close one first.")))
    return found


@transaction.atomic
def close_hook(*, by: Person, at: datetime, hook: Hook) -> Hook:
    """Tell it nothing more; what waits is given up. The caller has fetched it for `by`."""
    if Hook.objects.filter(pk=hook.pk, closed_at=None).update(closed_at=at, sealed=""):
        hook.postings.filter(state=PostingState.QUEUED).update(state=PostingState.FAILED)
        _write(at, by, "completions.hook-closed", hook)
    hook.refresh_from_db()
    return hook


@transaction.atomic
def replay(*, by: Person, at: datetime, hook: Hook, posting_id: str) -> Posting:
    """Send a message once more, with the same id. The caller has fetched the hook for `by`."""
    posting = hook.postings.filter(public_id=posting_id).first()
    if posting is None:
        raise NotFound
    if hook.closed_at is not None:
        raise Refused(_("This address is told nothing more."))
    done = hook.postings.filter(pk=posting.pk, state__in=(PostingState.SENT, PostingState.FAILED))
    if done.update(state=PostingState.QUEUED, not_before=at, tries=0, problem=""):
        _write(at, by, "completions.hook-replayed", hook, posting=posting.public_id)
    posting.refresh_from_db()
    return posting


def secret_of_hook(hook: Hook) -> str:
    """The secret its messages are signed with; empty where it cannot be read any more."""
    try:
        return unseal(hook.sealed, _keys(), _PURPOSE)
    except CannotUnseal:
        return ""


def _keys() -> list[str]:
    return [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]


def _write(at: datetime, by: Person, code: str, hook: Hook, **more: str) -> None:
    write(
        at=at,
        by=by.public_id,
        code=code,
        subject=hook.subject,
        body=hook.body.slug if hook.body else "",
        detail={"provider": hook.provider.slug if hook.provider else "", **more},
    )
