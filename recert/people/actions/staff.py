"""Staff: who does what at a body, from the first owner on, and who is invited to."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from recert.journal.actions import write
from recert.lib.refusals import NotFound, Refused
from recert.notices.actions import queue_notice
from recert.people.actions.persons import id_of
from recert.people.models import Body, Invitation, Person, Role, StaffRole
from recert.people.queries import Duty, body_for_staff, person_by_email

INVITED_FOR = timedelta(days=14)


@transaction.atomic
def appoint(*, person: Person, body: Body, role: str, by: Person | None, at: datetime) -> StaffRole:
    """Give somebody a role; by an owner of the body, or by the system at its opening."""
    if by is not None:
        body_for_staff(by, body.slug, Duty.STAFF)
    if role not in Role.values:
        raise Refused(_("Choose one of the roles."), "role")
    held, is_new = StaffRole.objects.get_or_create(person=person, body=body, role=role)
    if is_new:
        _journal_role(at, by, "people.appointed", held)
    return held


@transaction.atomic
def dismiss(*, person: Person, body: Body, role: str, by: Person, at: datetime) -> None:
    """Take a role away; a body keeps at least one owner."""
    body_for_staff(by, body.slug, Duty.STAFF)
    Body.objects.select_for_update().get(pk=body.pk)  # two owners cannot dismiss each other
    held = StaffRole.objects.filter(person=person, body=body, role=role).first()
    if held is None:
        return
    owners = StaffRole.objects.filter(body=body, role=Role.OWNER, person__is_active=True)
    if role == Role.OWNER and not owners.exclude(person=person).exists():
        raise Refused(
            _("This is the only owner of %(body)s. Appoint another first.") % {"body": body.name}
        )
    _journal_role(at, by, "people.dismissed", held)
    held.delete()


def _journal_role(at: datetime, by: Person | None, code: str, held: StaffRole) -> None:
    write(
        at=at,
        by=id_of(by),
        code=code,
        subject=f"person:{held.person.public_id}",
        body=held.body.slug,
        person=held.person.public_id,
        detail={"role": held.role},
    )


# ---------------------------------------------------------------- who has no account yet


@transaction.atomic
def invite(*, by: Person, at: datetime, body: Body, email: str, role: str) -> Invitation:
    """Keep a role for whoever opens an account with this address in the next two weeks.

    Asked again it is sent again, and the two weeks begin anew.
    """
    body = body_for_staff(by, body.slug, Duty.STAFF)
    email = email.strip().lower()
    if role not in Role.values:
        raise Refused(_("Choose one of the roles."), "role")
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), "email") from None
    if person_by_email(email) is not None:
        raise Refused(_("They have an account here. Appoint them."), "email")
    invitation, _is_new = Invitation.objects.update_or_create(
        body=body, email=email, role=role, defaults={"invited_by": by, "invited_at": at}
    )
    words = {
        "body": body.name,
        "role": invitation.get_role_display(),
        "url": settings.SITE_URL + reverse("account_signup"),
        "email": email,
    }
    queue_notice(
        at=at,
        recipient_id="",
        email=email,
        kind="invitation",
        subject=_("%(body)s invites you to its desk") % words,
        text=_(
            "You are to work there as: %(role)s.\n\nOpen an account with this address, "
            "%(email)s, within 14 days:\n%(url)s\n\nIf you do not know why you get this, you "
            "need not do anything."
        )
        % words,
        key=f"invitation:{invitation.public_id}:{at.isoformat()}",
        body_slug=body.slug,
    )
    write(
        at=at,
        by=by.public_id,
        code="people.invited",
        subject=f"body:{body.slug}",
        body=body.slug,
        detail={"role": role, "invitation": invitation.public_id},
    )
    return invitation


@transaction.atomic
def withdraw_invitation(*, by: Person, at: datetime, body_slug: str, public_id: str) -> None:
    """Invite somebody no longer."""
    body = body_for_staff(by, body_slug, Duty.STAFF)
    gone, _each = Invitation.objects.filter(body=body, public_id=public_id).delete()
    if not gone:
        raise NotFound
    write(
        at=at,
        by=by.public_id,
        code="people.invitation-withdrawn",
        subject=f"body:{body.slug}",
        body=body.slug,
        detail={"invitation": public_id},
    )


@transaction.atomic
def take_up_invitations(*, person: Person, at: datetime) -> tuple[StaffRole, ...]:
    """Give a person whose address is verified the roles kept for it; old ones have lapsed."""
    kept = Invitation.objects.filter(email=person.email).select_related("body", "invited_by")
    found = tuple(kept.select_for_update(of=("self",)))
    held = []
    for each in found:
        if at - each.invited_at <= INVITED_FOR and each.invited_by.is_active:
            role, is_new = StaffRole.objects.get_or_create(
                person=person, body=each.body, role=each.role
            )
            if is_new:
                _journal_role(at, each.invited_by, "people.appointed", role)
            held.append(role)
    kept.delete()
    return tuple(held)


def forget_invitations(*, at: datetime) -> int:
    """Delete the addresses of those who did not come in time. Returns how many."""
    gone, _each = Invitation.objects.filter(invited_at__lt=at - INVITED_FOR).delete()
    return gone
