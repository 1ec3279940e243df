"""What may happen to places in classes."""

from recert.enrolments.actions.calendars import end_feed, make_feed
from recert.enrolments.actions.changing import cancel_for_all, change_for_all
from recert.enrolments.actions.enrolling import (
    accept_offer,
    closed_refusals,
    enrol,
    enrol_by_hand,
    pay_by_transfer,
)
from recert.enrolments.actions.keeping import (
    close_held_classes,
    forget_old_places,
    give_places_on,
    remind_of_classes,
)
from recert.enrolments.actions.leaving import (
    Leaving,
    all_back_until,
    leave,
    take_off,
    what_leaving_means,
)

__all__ = [
    "Leaving",
    "accept_offer",
    "all_back_until",
    "cancel_for_all",
    "change_for_all",
    "close_held_classes",
    "closed_refusals",
    "end_feed",
    "enrol",
    "enrol_by_hand",
    "forget_old_places",
    "give_places_on",
    "leave",
    "make_feed",
    "pay_by_transfer",
    "remind_of_classes",
    "take_off",
    "what_leaving_means",
]
