"""The team of a provider: who works there as what, and who is invited to."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from recert.catalogue.actions.providers import journal
from recert.catalogue.models import Provider, ProviderInvitation, ProviderRole, ProviderStaff
from recert.catalogue.queries import ProviderDuty, provider_for_staff
from recert.lib.refusals import NotFound, Refused
from recert.notices.actions import queue_notice
from recert.people.models import Person
from recert.people.queries import person_by_email
from recert.people.telling import tell

INVITED_FOR = timedelta(days=14)


@transaction.atomic
def invite_to_provider(
    *, by: Person, at: datetime, provider_slug: str, email: str, role: str
) -> ProviderStaff | ProviderInvitation:
    """Have somebody work at a provider, or keep the role two weeks for who has no account.

    Whoever works there already has the new role instead. An invitation asked for again is
    sent again, and the two weeks begin anew.
    """
    return bring_in(by=by, at=at, provider=_held(by, provider_slug), email=email, role=role)


def bring_in(
    *, by: Person, at: datetime, provider: Provider, email: str, role: str
) -> ProviderStaff | ProviderInvitation:
    """The same, whoever has the say; the caller has checked, and holds the provider."""
    email = email.strip().lower()
    if role not in ProviderRole.values:
        raise Refused(_("Choose one of the roles."), "role")
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), "email") from None
    person = person_by_email(email)
    if person is not None:
        return _appoint(at, by, provider, person, role)
    invitation, _is_new = ProviderInvitation.objects.update_or_create(
        provider=provider,
        email=email,
        defaults={"role": role, "invited_by": by, "invited_at": at},
    )
    _send(at, invitation)
    journal(at, by, "provider-invited", provider, role=role, invitation=invitation.public_id)
    return invitation


def _appoint(
    at: datetime, by: Person, provider: Provider, person: Person, role: str
) -> ProviderStaff:
    held = ProviderStaff.objects.filter(provider=provider, person=person).first()
    if held is not None and held.role == role:
        return held
    if held is not None:
        _refuse_without_owner(held)
    held, _is_new = ProviderStaff.objects.update_or_create(
        provider=provider, person=person, defaults={"role": role}
    )
    journal(at, by, "provider-appointed", provider, person=person.public_id, role=role)
    words = {"provider": provider.name, "role": held.get_role_display()}
    tell(
        at=at,
        person=person,
        kind="provider-team",
        letter=lambda: (
            _("You work at %(provider)s now") % words,
            _("Your role there: %(role)s.") % {"role": held.get_role_display()}
            + "\n\n"
            + settings.SITE_URL
            + reverse("provider:home", args=[provider.slug]),
        ),
        key=f"provider-team:{provider.public_id}:{person.public_id}:{role}:{at.isoformat()}",
    )
    return held


def _send(at: datetime, invitation: ProviderInvitation) -> None:
    words = {
        "provider": invitation.provider.name,
        "role": invitation.get_role_display(),
        "url": settings.SITE_URL + reverse("account_signup"),
        "email": invitation.email,
    }
    queue_notice(
        at=at,
        recipient_id="",
        email=invitation.email,
        kind="invitation",
        subject=_("%(provider)s invites you to its desk") % words,
        text=_(
            "You are to work there as: %(role)s.\n\nOpen an account with this address, "
            "%(email)s, within 14 days:\n%(url)s\n\nIf you do not know why you get this, you "
            "need not do anything."
        )
        % words,
        key=f"provider-invitation:{invitation.public_id}:{at.isoformat()}",
    )


@transaction.atomic
def withdraw_provider_invitation(
    *, by: Person, at: datetime, provider_slug: str, public_id: str
) -> None:
    """Invite somebody no longer."""
    provider = provider_for_staff(by, provider_slug, ProviderDuty.OFFICE)
    gone, _each = ProviderInvitation.objects.filter(provider=provider, public_id=public_id).delete()
    if not gone:
        raise NotFound
    journal(at, by, "provider-invitation-withdrawn", provider, invitation=public_id)


@transaction.atomic
def dismiss_from_provider(*, by: Person, at: datetime, provider_slug: str, person_id: str) -> None:
    """Have somebody work there no longer; a provider keeps at least one owner."""
    provider = _held(by, provider_slug)
    held = ProviderStaff.objects.filter(provider=provider, person__public_id=person_id).first()
    if held is None:
        return
    _refuse_without_owner(held)
    held.delete()
    journal(at, by, "provider-dismissed", provider, person=person_id, role=held.role)


def _held(by: Person, slug: str) -> Provider:
    """The provider, for its owner; two owners cannot dismiss each other at once."""
    provider = provider_for_staff(by, slug, ProviderDuty.OFFICE)
    Provider.objects.select_for_update().get(pk=provider.pk)
    return provider_for_staff(by, slug, ProviderDuty.OFFICE)


def _refuse_without_owner(held: ProviderStaff) -> None:
    """Refuse what would leave nobody to run the provider."""
    others = ProviderStaff.objects.filter(
        provider=held.provider, role=ProviderRole.OWNER, person__is_active=True
    ).exclude(pk=held.pk)
    if held.role == ProviderRole.OWNER and not others.exists():
        words = {"provider": held.provider.name}
        raise Refused(_("This is the only owner of %(provider)s. Appoint another first.") % words)


@transaction.atomic
def take_up_provider_invitations(*, person: Person, at: datetime) -> tuple[ProviderStaff, ...]:
    """Give a person whose address is verified the roles kept for it; old ones have lapsed."""
    kept = ProviderInvitation.objects.filter(email=person.email)
    found = tuple(kept.select_related("provider", "invited_by").select_for_update(of=("self",)))
    taken = []
    for each in found:
        if at - each.invited_at > INVITED_FOR or not each.invited_by.is_active:
            continue
        held, is_new = ProviderStaff.objects.get_or_create(
            person=person, provider=each.provider, defaults={"role": each.role}
        )
        if is_new:
            who = {"person": person.public_id, "role": held.role}
            journal(at, each.invited_by, "provider-appointed", each.provider, **who)
        taken.append(held)
    kept.delete()
    return tuple(taken)


@transaction.atomic
def leave_providers(*, person: Person, at: datetime) -> None:
    """Have somebody who is forgotten work nowhere; invitations to their address go, too."""
    for held in ProviderStaff.objects.filter(person=person).select_related("provider"):
        held.delete()
        who = {"person": person.public_id, "role": held.role}
        journal(at, person, "provider-dismissed", held.provider, **who)
    ProviderInvitation.objects.filter(email=person.email).delete()


def forget_provider_invitations(*, at: datetime) -> int:
    """Delete the addresses of those who did not come in time. Returns how many."""
    late = ProviderInvitation.objects.filter(invited_at__lt=at - INVITED_FOR)
    gone, _each = late.delete()
    return gone
