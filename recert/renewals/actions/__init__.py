"""What may happen to applications: filing, deciding, examinations, reminders."""

from recert.renewals.actions.buying import (
    buy,
    on_sale,
    parts_of_fee,
    parts_offered,
    pay_at_once,
    pay_in_parts,
)
from recert.renewals.actions.deciding import (
    Missing,
    approve,
    hindrances_to,
    open_evidence,
    refuse,
    return_renewal,
    set_fee,
)
from recert.renewals.actions.examining import record_examination
from recert.renewals.actions.filing import (
    attest,
    begin_renewal,
    declare,
    invoice_renewal,
    resolve_item,
    resubmit,
    submit,
    withdraw,
)
from recert.renewals.actions.holding import hold, hold_back, release, stop_holding_back
from recert.renewals.actions.reminding import remind_due
from recert.renewals.actions.reopening import reopen_approved, reopen_leave, reopen_renewal

__all__ = [
    "Missing",
    "approve",
    "attest",
    "begin_renewal",
    "buy",
    "declare",
    "hindrances_to",
    "hold",
    "hold_back",
    "invoice_renewal",
    "on_sale",
    "open_evidence",
    "parts_of_fee",
    "parts_offered",
    "pay_at_once",
    "pay_in_parts",
    "record_examination",
    "refuse",
    "release",
    "remind_due",
    "reopen_approved",
    "reopen_leave",
    "reopen_renewal",
    "resolve_item",
    "resubmit",
    "return_renewal",
    "set_fee",
    "stop_holding_back",
    "submit",
    "withdraw",
]
