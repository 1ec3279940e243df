"""What may happen to notices. Queue inside the act's transaction; a worker sends later."""

from recert.notices.actions.bouncing import (
    address_works,
    check_token,
    note_bounce,
    read_check_token,
)
from recert.notices.actions.preferring import (
    off_token,
    read_off_token,
    set_preference,
    turn_off,
)
from recert.notices.actions.queueing import (
    NOWHERE,
    forget_letters,
    forget_notices,
    keep_queued,
    queue_notice,
)
from recert.notices.actions.queueing_many import ToQueue, queue_notices
from recert.notices.actions.sending import (
    MOST_ATTEMPTS,
    claim_due,
    hand_back,
    mark_failed,
    mark_sent,
    reclaim_stuck,
)
from recert.notices.actions.wording import (
    offered_languages,
    save_wording,
    starting_words,
    wording_problems,
)

__all__ = [
    "MOST_ATTEMPTS",
    "NOWHERE",
    "ToQueue",
    "address_works",
    "check_token",
    "claim_due",
    "forget_letters",
    "forget_notices",
    "hand_back",
    "keep_queued",
    "mark_failed",
    "mark_sent",
    "note_bounce",
    "off_token",
    "offered_languages",
    "queue_notice",
    "queue_notices",
    "read_check_token",
    "read_off_token",
    "reclaim_stuck",
    "save_wording",
    "set_preference",
    "starting_words",
    "turn_off",
    "wording_problems",
]
