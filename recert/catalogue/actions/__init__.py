"""What may happen to providers, their approvals, courses and classes."""

from recert.catalogue.actions.providers import (
    Profile,
    close_provider,
    describe_provider,
    open_bodys_own,
    open_provider,
    reopen_provider,
)
from recert.catalogue.actions.team import (
    dismiss_from_provider,
    forget_provider_invitations,
    invite_to_provider,
    take_up_provider_invitations,
    withdraw_provider_invitation,
)

__all__ = [
    "Profile",
    "close_provider",
    "describe_provider",
    "dismiss_from_provider",
    "forget_provider_invitations",
    "invite_to_provider",
    "open_bodys_own",
    "open_provider",
    "reopen_provider",
    "take_up_provider_invitations",
    "withdraw_provider_invitation",
]
