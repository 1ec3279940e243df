"""What may happen to applications: filing, deciding, examinations, reminders."""

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
from recert.renewals.actions.reminding import remind_due

__all__ = [
    "Missing",
    "approve",
    "attest",
    "begin_renewal",
    "declare",
    "hindrances_to",
    "invoice_renewal",
    "open_evidence",
    "record_examination",
    "refuse",
    "remind_due",
    "resolve_item",
    "resubmit",
    "return_renewal",
    "set_fee",
    "submit",
    "withdraw",
]
