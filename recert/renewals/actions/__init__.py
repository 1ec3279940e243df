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
from recert.renewals.actions.petitioning import (
    PetitionFee,
    answer_for_body,
    ask_body,
    fee_for_asking,
    prices_of_asking,
    settle_lost_petitions,
    take_back_petition,
)
from recert.renewals.actions.reminding import remind_due
from recert.renewals.actions.reopening import reopen_approved, reopen_leave, reopen_renewal

__all__ = [
    "Missing",
    "PetitionFee",
    "answer_for_body",
    "approve",
    "ask_body",
    "attest",
    "begin_renewal",
    "buy",
    "declare",
    "fee_for_asking",
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
    "prices_of_asking",
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
    "settle_lost_petitions",
    "stop_holding_back",
    "submit",
    "take_back_petition",
    "withdraw",
]
