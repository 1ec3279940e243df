"""What may happen to certifications: holders declare, bodies register and rule."""

from recert.credentials.actions.answering import answer
from recert.credentials.actions.buying import end_bought, grant_bought
from recert.credentials.actions.carrying import (
    declare_carried,
    record_carried,
    withdraw_carried,
)
from recert.credentials.actions.declaring import (
    add_certification,
    affirm,
    correct_certification,
    remove_certification,
    restore_certification,
)
from recert.credentials.actions.legal_holds import end_legal_hold, set_legal_hold
from recert.credentials.actions.registering import (
    close_term,
    confirm_certification,
    correct_register,
    reconsider_certification,
    register_certification,
    reject_certification,
)
from recert.credentials.actions.reopening import reopen_term
from recert.credentials.actions.ruling import (
    RULINGS,
    close_ruling,
    end_ruling,
    record_leave,
    record_ruling,
    reset_overrides,
    rule,
    tie_to_leave,
)

__all__ = [
    "RULINGS",
    "add_certification",
    "affirm",
    "answer",
    "close_ruling",
    "close_term",
    "confirm_certification",
    "correct_certification",
    "correct_register",
    "declare_carried",
    "end_bought",
    "end_legal_hold",
    "end_ruling",
    "grant_bought",
    "reconsider_certification",
    "record_carried",
    "record_leave",
    "record_ruling",
    "register_certification",
    "reject_certification",
    "remove_certification",
    "reopen_term",
    "reset_overrides",
    "restore_certification",
    "rule",
    "set_legal_hold",
    "tie_to_leave",
    "withdraw_carried",
]
