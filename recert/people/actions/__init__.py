"""What may happen to persons and bodies."""

from recert.people.actions.appearing import colour_body, remove_logo, set_logo
from recert.people.actions.bodies import demand_second_factor, describe_body, register_body
from recert.people.actions.checking import check_address
from recert.people.actions.joining import join_members, read_members
from recert.people.actions.memberships import set_membership, set_memberships
from recert.people.actions.persons import erase_person, id_of, register_person, update_profile
from recert.people.actions.staff import (
    appoint,
    dismiss,
    forget_invitations,
    invite,
    take_up_invitations,
    withdraw_invitation,
)
from recert.people.actions.wording import send_test, word_letter

__all__ = [
    "appoint",
    "check_address",
    "colour_body",
    "demand_second_factor",
    "describe_body",
    "dismiss",
    "erase_person",
    "forget_invitations",
    "id_of",
    "invite",
    "join_members",
    "read_members",
    "register_body",
    "register_person",
    "remove_logo",
    "send_test",
    "set_logo",
    "set_membership",
    "set_memberships",
    "take_up_invitations",
    "update_profile",
    "withdraw_invitation",
    "word_letter",
]
