"""What may happen to providers, their approvals, courses and classes."""

from recert.catalogue.actions.approval_terms import set_approval_fees, set_approval_terms
from recert.catalogue.actions.approvals import (
    Application,
    add_paper,
    apply_for_approval,
    papers,
    remove_paper,
    send_for_approval,
    withdraw_application,
)
from recert.catalogue.actions.approvals_ending import remind_of_approvals
from recert.catalogue.actions.approving_providers import (
    Granting,
    approve_provider,
    enter_provider_approval,
    open_paper,
    refuse_provider,
    return_provider,
)
from recert.catalogue.actions.bringing import Bringing, Brought, Outcome, bring_courses
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
from recert.catalogue.actions.forgetting import forget_papers
from recert.catalogue.actions.providers import (
    Profile,
    close_provider,
    describe_provider,
    open_bodys_own,
    open_provider,
    reopen_provider,
)
from recert.catalogue.actions.sources import (
    close_source,
    map_source,
    note_use,
    open_source,
    open_source_with,
    rotate_source,
    scope_source,
    secret_of,
    source_by_key,
)
from recert.catalogue.actions.suspending import (
    end_provider_approval,
    lift_suspension,
    suspend_provider,
)
from recert.catalogue.actions.team import (
    dismiss_from_provider,
    forget_provider_invitations,
    invite_to_provider,
    leave_providers,
    take_up_provider_invitations,
    withdraw_provider_invitation,
)

__all__ = [
    "Application",
    "Approving",
    "Ask",
    "Bringing",
    "Brought",
    "Granting",
    "Outcome",
    "Profile",
    "add_paper",
    "answer_course_application",
    "apply_for_approval",
    "approve_course",
    "approve_provider",
    "bring_courses",
    "cancel_class",
    "change_class",
    "close_provider",
    "close_source",
    "describe_provider",
    "dismiss_from_provider",
    "end_course_approval",
    "end_provider_approval",
    "enter_course",
    "enter_provider_approval",
    "forget_papers",
    "forget_provider_invitations",
    "invite_to_provider",
    "leave_providers",
    "lift_suspension",
    "list_course",
    "map_source",
    "mend_edition",
    "new_edition",
    "note_use",
    "open_bodys_own",
    "open_paper",
    "open_provider",
    "open_source",
    "open_source_with",
    "papers",
    "plan_class",
    "refuse_course",
    "refuse_provider",
    "remind_of_approvals",
    "remove_paper",
    "reopen_provider",
    "retire_course",
    "return_course_application",
    "return_provider",
    "rotate_source",
    "scope_source",
    "secret_of",
    "send_application",
    "send_for_approval",
    "set_approval_fees",
    "set_approval_terms",
    "source_by_key",
    "suspend_provider",
    "take_up_provider_invitations",
    "withdraw_application",
    "withdraw_course_application",
    "withdraw_provider_invitation",
    "write_applications",
]
