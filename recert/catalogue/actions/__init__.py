"""What may happen to providers, their approvals, courses and classes."""

from recert.catalogue.actions.classes import cancel_class, change_class, plan_class
from recert.catalogue.actions.course_applications import (
    Ask,
    answer_course_application,
    send_application,
    withdraw_course_application,
    write_applications,
)
from recert.catalogue.actions.course_approvals import (
    Approving,
    approve_course,
    end_course_approval,
    refuse_course,
    return_course_application,
)
from recert.catalogue.actions.courses import (
    enter_course,
    list_course,
    mend_edition,
    new_edition,
    retire_course,
)
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
    "Approving",
    "Ask",
    "Profile",
    "answer_course_application",
    "approve_course",
    "cancel_class",
    "change_class",
    "close_provider",
    "describe_provider",
    "dismiss_from_provider",
    "end_course_approval",
    "enter_course",
    "forget_provider_invitations",
    "invite_to_provider",
    "list_course",
    "mend_edition",
    "new_edition",
    "open_bodys_own",
    "open_provider",
    "plan_class",
    "refuse_course",
    "reopen_provider",
    "retire_course",
    "return_course_application",
    "send_application",
    "take_up_provider_invitations",
    "withdraw_course_application",
    "withdraw_provider_invitation",
    "write_applications",
]
